"""Cards that somebody takes away, alone, in bulk or with their channel: a wish to cancel, and a decision."""

from __future__ import annotations

from functools import partial

import discord
from discord.ext import commands

from bot.ui.client import BananaBot
from bot.ui.reactions import carry_out


class RemovedCards(commands.Cog):
    """Discord does not say by whom; what the bot takes away itself is deleted for good before."""

    def __init__(self, bot: BananaBot) -> None:
        self._orders = bot.services.orders
        self._history = bot.services.history

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Note it, and cancel where the card is not finished: its pictures could not be seen there."""
        await carry_out(partial(self._taken_away, payload.message_id))

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Do the same for each card in a moderator's purge."""
        for message_id in payload.message_ids:
            await carry_out(partial(self._taken_away, message_id))

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Note it for every card of a channel."""
        await carry_out(partial(self._history.channel_removed, channel.id))

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Note it for every card of a thread."""
        await carry_out(partial(self._history.channel_removed, payload.thread_id))

    async def _taken_away(self, message_id: int) -> None:
        await self._history.card_removed(message_id)
        job = await self._orders.by_message(message_id)
        if job is not None and not job.is_final:
            await self._orders.request_cancel(job.id)


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    await bot.add_cog(RemovedCards(bot))
