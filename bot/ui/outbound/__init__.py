"""What the bot says and edits on its own."""
