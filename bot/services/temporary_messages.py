"""Small public messages that stand for a while only: which they are, so that a restart leaves none behind."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from bot.domain.errors import BooksAway
from bot.runtime.clock import Clock
from bot.store import Album, Draft

KIND = "slip"
KEPT_MS = 7 * 86_400_000  # after which one that could not be taken away is left alone
NOBODY = 0  # a slip is the bot's own


@dataclass(frozen=True, kw_only=True)
class Slip:
    """One small message."""

    message_id: int
    channel_id: int
    due: int  # epoch ms when it goes


class Slips:
    """Remembers slips until they are gone."""

    def __init__(self, *, album: Album, clock: Clock) -> None:
        self._album = album
        self._clock = clock

    async def keep(self, message_id: int, channel_id: int, *, seconds: float) -> Slip:
        """Remember a message that is to go in so many seconds."""
        now = self._clock.now()
        slip = Slip(message_id=message_id, channel_id=channel_id, due=now + int(seconds * 1000))
        body = {"channel_id": channel_id, "due": slip.due}
        draft = Draft(id=message_id, user_id=NOBODY, kind=KIND, body=body, until=slip.due + KEPT_MS)
        with suppress(BooksAway):  # then only this process knows
            await self._album.keep_draft(draft, now=now)
        return slip

    async def standing(self) -> Sequence[Slip]:
        """Return those that may still stand."""
        drafts = await self._album.drafts(KIND, now=self._clock.now())
        return [Slip(message_id=d.id, channel_id=_number(d, "channel_id"), due=_number(d, "due")) for d in drafts]

    async def forget(self, slip: Slip) -> None:
        """Say that it is gone."""
        await self._album.drop_draft(slip.message_id, NOBODY)

    def seconds_left(self, slip: Slip) -> float:
        """Return how long it is to stand."""
        return max(0.0, (slip.due - self._clock.now()) / 1000)


def _number(draft: Draft, name: str) -> int:
    return int(str(draft.body[name]))
