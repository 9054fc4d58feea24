"""❌ under a card cancels it, the same use case as its button; so does taking the card away."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import discord
from discord.ext import commands

from bot.domain.errors import Refusal, StorageUnavailable
from bot.services.orders import Actor
from bot.ui.client import BananaBot
from bot.ui.outbound.card_updater import CROSS

BOOKS_AGAIN_S = 5.0
BOOKS_TRIES = 60  # five minutes


class Cancel(commands.Cog):
    """Listens for reactions and removals, on messages of any age."""

    def __init__(self, bot: BananaBot) -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Cancel where the owner or a moderator set a ❌; anyone else's does nothing."""
        if str(payload.emoji) != CROSS or self._is_bot(payload):
            return
        await insist(partial(self._crossed, payload))

    async def _crossed(self, payload: discord.RawReactionActionEvent) -> None:
        job = await self.bot.orders.by_message(payload.message_id)
        if job is None:
            return
        try:
            await self.bot.orders.cancel(job.id, self._actor(payload))
        except StorageUnavailable:
            raise
        except Refusal:
            return  # a reaction has no private answer; the card says what became of the job

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Cancel where somebody took the card away: nobody would see its pictures there."""
        await insist(partial(self._taken_away, payload.message_id))

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Do the same for each card in a moderator's purge."""
        for message_id in payload.message_ids:
            await insist(partial(self._taken_away, message_id))

    async def _taken_away(self, message_id: int) -> None:
        job = await self.bot.orders.by_message(message_id)
        if job is not None and not job.is_final:
            await self.bot.orders.request_cancel(job.id)

    def _actor(self, payload: discord.RawReactionActionEvent) -> Actor:
        channel = self.bot.get_channel(payload.channel_id)
        moderates = False
        if payload.member is not None and isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            moderates = channel.permissions_for(payload.member).manage_messages
        return Actor(
            user_id=payload.user_id,
            guild_id=payload.guild_id or 0,
            channel_id=payload.channel_id,
            message_id=payload.message_id,
            is_moderator=moderates,
        )

    def _is_bot(self, payload: discord.RawReactionActionEvent) -> bool:
        ours = self.bot.user is not None and payload.user_id == self.bot.user.id
        return ours or (payload.member is not None and payload.member.bot)


async def insist(wish: Callable[[], Awaitable[None]]) -> None:
    """Pass a wish on; nobody would repeat it, so it waits while the books can't be written."""
    for _ in range(BOOKS_TRIES):
        try:
            return await wish()
        except StorageUnavailable:
            await asyncio.sleep(BOOKS_AGAIN_S)
    return None


async def setup(bot: BananaBot) -> None:
    """Add the cog."""
    await bot.add_cog(Cancel(bot))
