"""Whatever may open a channel to the bot again: its cards there that are out of date are looked through."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.ui.client import BananaBot


class LateCards(commands.Cog):
    """Discord tells of the bot's own rights by no event: what they follow from changes."""

    def __init__(self, bot: BananaBot) -> None:
        self._bot = bot
        self._late_cards = bot.surface.late_cards

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Look everywhere: nobody told of what changed while the bot was away."""
        self._late_cards.server_changed()

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was invited again."""
        self._late_cards.server_changed(guild.id)

    @commands.Cog.listener()
    async def on_guild_channel_update(
        self, _before: discord.abc.GuildChannel, channel: discord.abc.GuildChannel
    ) -> None:
        """A channel's rights may have changed."""
        self._late_cards.server_changed(channel.guild.id)

    @commands.Cog.listener()
    async def on_guild_role_update(self, _before: discord.Role, role: discord.Role) -> None:
        """A role of the bot's may have changed."""
        self._late_cards.server_changed(role.guild.id)

    @commands.Cog.listener()
    async def on_member_update(self, _before: discord.Member, member: discord.Member) -> None:
        """The bot has another role, or is timed out no longer; without an intent Discord tells of no other member."""
        if self._bot.user is not None and member.id == self._bot.user.id:
            self._late_cards.server_changed(member.guild.id)

    @commands.Cog.listener()
    async def on_raw_thread_update(self, payload: discord.RawThreadUpdateEvent) -> None:
        """A thread was unlocked, or opened again."""
        self._late_cards.server_changed(payload.guild_id)

    @commands.Cog.listener()
    async def on_thread_join(self, thread: discord.Thread) -> None:
        """A thread came into sight."""
        self._late_cards.server_changed(thread.guild.id)


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    await bot.add_cog(LateCards(bot))
