"""A self-hosted Discord bot that draws and edits pictures with the Nano Banana models."""

__version__ = "0.1.0"
