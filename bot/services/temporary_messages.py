"""Small public messages that stand for a while only: which they are, so that a restart leaves none behind."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from bot.domain.errors import StorageUnavailable
from bot.runtime.clock import Clock
from bot.store import Album, Pending

KIND = "slip"
KEPT_MS = 7 * 86_400_000  # after which one that could not be taken away is left alone
NOBODY = 0  # a slip is the bot's own


@dataclass(frozen=True, kw_only=True)
class TemporaryMessage:
    """One small message."""

    message_id: int
    channel_id: int
    due: int  # epoch ms when it goes


class TemporaryMessages:
    """Remembers slips until they are gone."""

    def __init__(self, *, album: Album, clock: Clock) -> None:
        self._album = album
        self._clock = clock

    async def keep(self, message_id: int, channel_id: int, *, seconds: float) -> TemporaryMessage:
        """Remember a message that is to go in so many seconds."""
        now = self._clock.now()
        temporary = TemporaryMessage(message_id=message_id, channel_id=channel_id, due=now + int(seconds * 1000))
        body = {"channel_id": channel_id, "due": temporary.due}
        draft = Pending(id=message_id, user_id=NOBODY, kind=KIND, body=body, until=temporary.due + KEPT_MS)
        with suppress(StorageUnavailable):  # then only this process knows
            await self._album.keep_pending(draft, now=now)
        return temporary

    async def remaining(self) -> Sequence[TemporaryMessage]:
        """Return those that may still stand."""
        drafts = await self._album.all_pending(KIND, now=self._clock.now())
        return [
            TemporaryMessage(message_id=d.id, channel_id=_number(d, "channel_id"), due=_number(d, "due"))
            for d in drafts
        ]

    async def forget(self, temporary: TemporaryMessage) -> None:
        """Say that it is gone."""
        await self._album.drop_pending(temporary.message_id, NOBODY)

    def seconds_left(self, temporary: TemporaryMessage) -> float:
        """Return how long it is to stand."""
        return max(0.0, (temporary.due - self._clock.now()) / 1000)


def _number(draft: Pending, name: str) -> int:
    return int(str(draft.body[name]))
