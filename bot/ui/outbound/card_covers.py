"""Cards whose pictures a moderator puts behind a spoiler: edited where they stand, so that they keep their files."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import discord

from bot.domain.jobs import Job
from bot.ui.outbound.card_copies import CardCopies
from bot.ui.outbound.card_store import CardStore
from bot.ui.outbound.discord_errors import (
    CALL_FAILURES,
    CALL_S,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    is_permanent,
    log_summary,
)
from bot.ui.outbound.messages import CardMessages
from bot.ui.outbound.responses import SILENT

log = logging.getLogger(__name__)


class CardCovers:
    """Our own copies of the pictures may be gone: Discord's stay with the message."""

    def __init__(self, *, bot: discord.Client, store: CardStore, messages: CardMessages, copies: CardCopies) -> None:
        self._bot = bot
        self._store = store
        self._messages = messages
        self._copies = copies

    async def cover(self, jobs: Sequence[Job]) -> bool:
        """Cover every message that shows one of these jobs; True where one of them is not reached yet."""
        return not all([await self._attempt(job) for job in jobs])

    async def cover_card(self, job: Job) -> bool:
        """Cover every message that shows a job; False where one is out of reach, raises what may pass."""
        is_done = all([await self._cover_message(each) for each in await self._everywhere(job)])
        if is_done and job.is_final and job.delivered == "message":
            await self._store.shown(job.id, job.rev)
        return is_done

    async def _attempt(self, job: Job) -> bool:
        try:
            return await self.cover_card(job)
        except CALL_FAILURES as error:
            return _failed(job, error)

    async def _everywhere(self, job: Job) -> Sequence[Job]:
        own = [job] if job.removed_at is None else []
        try:
            home = [await self._messages.home(job)] if job.delivered == "dm" else []
        except CALL_FAILURES as error:
            log.warning("job %s: its copy can't be reached: %s", job.id, log_summary(error))
            home = []
        return [each for each in (*own, *home, *await self._copies.reposts(replace(job, delivered=None)))]

    async def _cover_message(self, job: Job) -> bool:
        if not job.message_id:
            return True
        channel = self._bot.get_partial_messageable(job.channel_id, guild_id=job.guild_id or None)
        try:
            async with asyncio.timeout(CALL_S):
                message = await channel.fetch_message(job.message_id)
                await message.edit(view=covered(message), allowed_mentions=SILENT)  # without files: they are kept
        except discord.HTTPException as error:
            if not is_permanent(error):
                raise
            return error.code in (UNKNOWN_CHANNEL, UNKNOWN_MESSAGE) or _failed(job, error)
        return True


def covered(message: discord.Message) -> discord.ui.LayoutView:
    """Return what a message shows, with every picture behind a spoiler."""
    view = discord.ui.LayoutView.from_message(message, timeout=None)
    view.stop()  # its presses are read from the wire
    kept = {attachment.filename for attachment in message.attachments}
    for item in _items(view.walk_children()):
        if isinstance(item, discord.ui.MediaGallery):
            item.items = [_covered(each, kept) for each in item.items]
        elif isinstance(item, discord.ui.Thumbnail):
            item.spoiler = True
            item.media = _own(item.media.url, kept)
    return view


def _items(items: Iterable[Any]) -> Iterable[Any]:
    for item in items:
        yield item
        if isinstance(item, discord.ui.Section):
            yield item.accessory


def _covered(item: discord.MediaGalleryItem, kept: set[str]) -> discord.MediaGalleryItem:
    return discord.MediaGalleryItem(_own(item.media.url, kept), description=item.description, spoiler=True)


def _own(url: str, kept: set[str]) -> str:
    """Return how an edit names a file that stays with its message."""
    name = PurePosixPath(urlsplit(url).path).name
    return f"attachment://{name}" if name in kept else url


def _failed(job: Job, error: BaseException) -> bool:
    log.warning("job %s: its pictures can't be covered: %s", job.id, log_summary(error))
    return False
