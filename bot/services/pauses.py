"""Pauses: ordering that a moderator stops in their server, or the host everywhere; accepted orders go on."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.pauses import LONGEST_REASON, WHOLE_BOT, Pause, refusal
from bot.domain.text_cleaning import clean_words
from bot.runtime.clock import Clock
from bot.store import Store


class Pauses:
    """Kept in the database, so that the terminal's word holds for the next order of the bot that runs."""

    def __init__(self, *, store: Store, clock: Clock) -> None:
        self._pauses = store.pauses
        self._clock = clock

    async def begin(self, guild_id: int = WHOLE_BOT, *, by_user: int = 0, reason: str = "") -> Pause:
        """Refuse new orders of a server, or of all; one that was paused already has the new reason."""
        said = " ".join(clean_words(reason).split())[:LONGEST_REASON]
        return await self._pauses.begin(Pause(guild_id=guild_id, by_user=by_user, reason=said, since=self._clock.now()))

    async def end(self, guild_id: int = WHOLE_BOT, *, by_user: int = 0) -> Pause | None:
        """Take new orders again; returns what ended, None where nothing was paused."""
        return await self._pauses.end(guild_id, by_user=by_user, now=self._clock.now())

    async def over(self, guild_id: int) -> Sequence[Pause]:
        """Return the pauses that hold in a server, the whole bot's first."""
        return await self._pauses.over(guild_id)

    async def check_server(self, guild_id: int) -> None:
        """Raise BotPaused or ServerPaused for whoever would order there; 0 stands for direct messages."""
        for pause in await self._pauses.over(guild_id):
            raise refusal(pause)
