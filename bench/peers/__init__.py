"""What the bot is measured beside: the official SDK, a bare discord.py bot, a bare download loop."""
