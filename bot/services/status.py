"""How the bot is, for everybody: since when it is up, how long an order would take now, and what is in the way."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.actors import Actor
from bot.domain.catalog import Model
from bot.domain.errors import StorageUnavailable
from bot.domain.pauses import Pause
from bot.domain.rule_errors import AgainstRule
from bot.domain.server_errors import SettingsUnreadable
from bot.pictures import Pictures
from bot.runtime.clock import Clock
from bot.services.pauses import Pauses
from bot.services.rules import ServerRules
from bot.store.counting import Counting
from bot.worker.worker import Worker

FEW_LATE = 2  # one may be slow for reasons of its own
ANSWER_S = 1.0  # for the database: who asks how the bot is gets an answer also when that one hangs


class Trouble(StrEnum):
    """What keeps orders from being drawn."""

    PAUSED = "paused"
    AWAY = "away"
    NO_ENDINGS = "no_endings"
    INTERCEPTED = "intercepted"
    DISK = "disk"
    DATABASE = "database"


@dataclass(frozen=True, kw_only=True)
class Report:
    """How things stand at a moment."""

    since: int  # epoch ms
    trouble: Trouble | None = None
    pauses: Sequence[Pause] = ()
    ahead: int = 0  # orders before the member's next one
    waits: Sequence[tuple[Model, float]] = ()  # seconds until its pictures, by model that they may draw with here
    is_slow: bool = False  # most of what Higgsfield has takes longer than usual, which the waits can't know yet


class Status:
    """What anybody may ask; nothing in it is of another member."""

    def __init__(
        self,
        *,
        counting: Counting,
        worker: Worker,
        pauses: Pauses,
        pictures: Pictures,
        rules: ServerRules,
        clock: Clock,
    ) -> None:
        self._counting = counting
        self._worker = worker
        self._pauses = pauses
        self._pictures = pictures
        self._rules = rules
        self._clock = clock
        self._begun = clock.monotonic()

    async def report(self, who: Actor, models: Sequence[Model]) -> Report:
        """Return how things stand for somebody's next order where they are, with these models."""
        since = self._clock.now() - round((self._clock.monotonic() - self._begun) * 1000)
        try:
            async with asyncio.timeout(ANSWER_S):
                pauses = await self._pauses.over(who.guild_id)
                models = await self._usable(who, models)
                running, late = await self._counting.running(now=self._clock.now())
                position, seconds = await self._worker.next_of(who.user_id, [model.name for model in models])
        except (StorageUnavailable, TimeoutError):
            return Report(since=since, trouble=Trouble.DATABASE)
        waits = tuple(zip(models, seconds, strict=True))
        return Report(
            since=since,
            trouble=self._trouble(),
            pauses=pauses,
            ahead=position - 1,
            waits=waits,
            is_slow=late >= FEW_LATE and 2 * late > running,
        )

    async def _usable(self, who: Actor, models: Sequence[Model]) -> Sequence[Model]:
        try:
            return await self._rules.usable(who, models)
        except (AgainstRule, SettingsUnreadable):
            return ()

    def _trouble(self) -> Trouble | None:
        if reason := self._worker.trouble():
            return Trouble(reason)
        return None if self._pictures.has_room() else Trouble.DISK
