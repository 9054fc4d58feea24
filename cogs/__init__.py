"""The features: commands, buttons, forms and listeners of one feature in one file that registers itself in `setup`."""
