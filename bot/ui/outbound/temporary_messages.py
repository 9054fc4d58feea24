"""Small public messages where no private answer is possible: each is taken away when its time is over."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import discord

from bot.domain.errors import StorageUnavailable
from bot.domain.folder_mark import FolderMark
from bot.runtime.background import BackgroundTasks
from bot.runtime.retry import Backoff, retry
from bot.services.temporary_messages import TemporaryMessage, TemporaryMessages
from bot.ui.custom_ids import presses_on, stamp
from bot.ui.outbound.discord_errors import (
    CALL_FAILURES,
    CALL_S,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    log_summary,
    log_task_error,
    retry_after,
)
from bot.ui.outbound.responses import SILENT

log = logging.getLogger(__name__)

#: Verbs of the buttons under small messages: a card has others.
SMALL = frozenset({"reply", "noreply", "which", "reword", "whyblocked"})
SEARCHED = 100  # messages after the one replied to
GONE = frozenset({UNKNOWN_CHANNEL, UNKNOWN_MESSAGE})
RETRY = Backoff(first=60.0, longest=3600.0)
TRIES = 30  # a day of them; a closed channel may be open again


class TemporaryReplies:
    """Replies with them, and takes them away, whatever restarts lie between."""

    def __init__(self, *, bot: discord.Client, temporary_messages: TemporaryMessages, mark: FolderMark) -> None:
        self._mark = mark
        self._bot = bot
        self._temporary_messages = temporary_messages
        self._tasks = BackgroundTasks(on_error=log_task_error)

    async def reply(
        self,
        message: discord.Message,
        text: str | None = None,
        *,
        seconds: float,
        about: int = 0,
        **parts: Any,  # noqa: ANN401 - as discord.py has them
    ) -> None:
        """Reply as a message like any other, without a ping; where the bot may not write it stays silent.

        `about` is the pending order that it asks about.
        """
        reference = message.to_reference(fail_if_not_exists=False)
        if (view := parts.get("view")) is not None:
            stamp(view, self._mark)
        expected = await self._temporary_messages.expect(message.id, message.channel.id, seconds=seconds)
        try:
            async with asyncio.timeout(CALL_S):
                sent = await message.channel.send(
                    text, reference=reference, allowed_mentions=SILENT, nonce=f"reply{message.id}", **parts
                )
        except CALL_FAILURES as error:
            log.info("message %s: a reply could not be sent: %s", message.id, log_summary(error))
            self._expect(expected)  # it may stand all the same
            return
        self._expect(await self._temporary_messages.keep(sent.id, sent.channel.id, seconds=seconds, about=about))
        with suppress(StorageUnavailable):
            await self._temporary_messages.forget(expected)

    async def redraw(self, about: int, **parts: Any) -> bool:  # noqa: ANN401 - as discord.py has them
        """Edit the message that asks about a pending order; False where it stands no more."""
        found = [each for each in await self._temporary_messages.remaining() if each.about == about]
        if (view := parts.get("view")) is not None:
            stamp(view, self._mark)
        for temporary in found[:1]:
            channel = self._bot.get_partial_messageable(temporary.channel_id)
            try:
                async with asyncio.timeout(CALL_S):
                    await channel.get_partial_message(temporary.id).edit(allowed_mentions=SILENT, **parts)
            except CALL_FAILURES as error:
                log.info("message %s: it could not be edited: %s", temporary.id, log_summary(error))
                return False
        return bool(found)

    async def resume(self) -> None:
        """Take up those that an earlier process left."""
        for temporary in await self._temporary_messages.remaining():
            self._expect(temporary)

    async def withdraw(self, pending_ids: Collection[int]) -> None:
        """Take away at once what asks about these pending orders."""
        for temporary in await self._temporary_messages.remaining():
            if temporary.about in pending_ids:
                self._expect(replace(temporary, due=0))

    async def stop(self) -> None:
        """Leave the rest to the next start."""
        await self._tasks.close()

    def _expect(self, temporary: TemporaryMessage) -> None:
        self._tasks.start(self._take_away(temporary), name=f"temporary message {temporary.id}")

    async def _take_away(self, temporary: TemporaryMessage) -> None:
        await asyncio.sleep(self._temporary_messages.seconds_left(temporary))
        failures = (*CALL_FAILURES, OSError, StorageUnavailable)

        def failed(error: Exception, seconds: float) -> None:
            log.info(
                "message %s: it can't be deleted for another %.0f s: %s", temporary.id, seconds, log_summary(error)
            )

        delete = partial(self._delete, temporary)
        try:
            await retry(delete, on=failures, backoff=RETRY, failed=failed, asked=retry_after, tries=TRIES)
        except failures as error:
            log.info("message %s: it can't be deleted until the next start: %s", temporary.id, log_summary(error))

    async def _delete(self, temporary: TemporaryMessage) -> None:
        channel = self._bot.get_partial_messageable(temporary.channel_id)
        try:
            message_id = await self._sent(channel, temporary) if temporary.reply_to else temporary.id
            if message_id is not None:
                await channel.get_partial_message(message_id).delete()
        except discord.HTTPException as error:
            if error.code not in GONE:
                raise
        await self._temporary_messages.forget(temporary)

    async def _sent(self, channel: discord.PartialMessageable, expected: TemporaryMessage) -> int | None:
        """Return our small reply of which only is known what it replied to; None where none was sent."""
        after = discord.Object(expected.reply_to)
        async for message in channel.history(limit=SEARCHED, after=after, oldest_first=True):
            mine = self._bot.user is not None and message.author.id == self._bot.user.id
            to_it = message.reference is not None and message.reference.message_id == expected.reply_to
            if mine and to_it and {press.verb for press in presses_on(message)} <= SMALL:
                return message.id
        return None
