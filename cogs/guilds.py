"""Servers that the bot is invited to, or leaves."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.ui.client import BananaBot


class Guilds(commands.Cog):
    """Says that the list of servers has changed; the books follow it."""

    def __init__(self, bot: BananaBot) -> None:
        self._guild_watch = bot.surface.guild_watch

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Compare the list: servers may have come and gone while the bot was away."""
        self._guild_watch.notify()

    @commands.Cog.listener()
    async def on_guild_join(self, _: discord.Guild) -> None:
        """Note a server that the bot was invited to."""
        self._guild_watch.notify()

    @commands.Cog.listener()
    async def on_guild_available(self, _: discord.Guild) -> None:
        """Note the name of a server that was in an outage."""
        self._guild_watch.notify()

    @commands.Cog.listener()
    async def on_guild_remove(self, _: discord.Guild) -> None:
        """Note a server that the bot was removed from."""
        self._guild_watch.notify()


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    await bot.add_cog(Guilds(bot))
