"""The worker makes the vendor match the rows: `loop.py` says which job next, `steps.py` takes one step of it."""
