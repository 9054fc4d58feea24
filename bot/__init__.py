"""A self-hosted Discord bot that draws and edits pictures with the Nano Banana models."""
