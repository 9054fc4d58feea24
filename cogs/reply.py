"""A reply to a card that mentions the bot edits its picture."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.ui.client import BananaBot


class Hearing(commands.Cog):
    """Listens for messages; without the privileged intent only those to the bot carry their words."""

    def __init__(self, bot: BananaBot) -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Hand the message on."""
        if self.bot.user is not None:
            await self.bot.replies.hear(message, self.bot.user)


async def setup(bot: BananaBot) -> None:
    """Add the cog."""
    await bot.add_cog(Hearing(bot))
