"""Small public messages that stand for a while only; they are remembered, so that a restart leaves none behind."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from bot.domain.errors import StorageUnavailable
from bot.domain.limits import DAY_MS
from bot.runtime.clock import Clock
from bot.services.kept_records import KeptRecords
from bot.store import PendingRecords

KEPT_MS = 7 * DAY_MS  # after its time; then a message that could not be deleted is left alone
THE_BOT = 0  # the messages are the bot's own


@dataclass(frozen=True, kw_only=True)
class TemporaryMessage:
    """A message that the bot will delete."""

    id: int  # its own; a random number where only `reply_to` is known
    channel_id: int
    due: int  # epoch ms when it goes
    reply_to: int = 0  # the message that it replies to, until it is known to be sent
    about: int = 0  # the pending order that it asks about


class TemporaryMessages:
    """Remembers temporary messages until they are deleted."""

    def __init__(self, *, pending: PendingRecords, clock: Clock) -> None:
        self._records = KeptRecords(TemporaryMessage, kind="slip", kept_ms=KEPT_MS, pending=pending, clock=clock)
        self._clock = clock

    async def expect(self, reply_to: int, channel_id: int, *, seconds: float) -> TemporaryMessage:
        """Remember a message that is about to be sent: a stop may come before its id is known."""
        wait_ms = int(seconds * 1000)
        due = self._clock.now() + wait_ms
        message = TemporaryMessage(id=secrets.randbits(62), channel_id=channel_id, due=due, reply_to=reply_to)
        with suppress(StorageUnavailable):
            await self._records.keep(message.id, THE_BOT, message, kept_ms=wait_ms + KEPT_MS)
        return message

    async def keep(self, message_id: int, channel_id: int, *, seconds: float, about: int = 0) -> TemporaryMessage:
        """Remember a message that is to be deleted in so many seconds."""
        wait_ms = int(seconds * 1000)
        message = TemporaryMessage(id=message_id, channel_id=channel_id, due=self._clock.now() + wait_ms, about=about)
        with suppress(StorageUnavailable):  # then only this process knows
            await self._records.keep(message_id, THE_BOT, message, kept_ms=wait_ms + KEPT_MS)
        return message

    async def remaining(self) -> Sequence[TemporaryMessage]:
        """Return the messages that may still stand."""
        return await self._records.all()

    async def forget(self, message: TemporaryMessage) -> None:
        """Forget a message that is deleted."""
        await self._records.take(message.id, THE_BOT)

    def seconds_left(self, message: TemporaryMessage) -> float:
        """Return how long a message is still to stand."""
        return max(0.0, (message.due - self._clock.now()) / 1000)
