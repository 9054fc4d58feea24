"""How long a job takes, by the past ones of its model: what cards say of the wait, and when to ask."""

from __future__ import annotations

import asyncio

from bot.domain.catalog import Offer
from bot.domain.jobs import Job
from bot.runtime.clock import Clock
from bot.store import Store
from bot.worker.durations import ENOUGH, LAST, Durations
from bot.worker.line import Line

NEARLY_ALL = 88  # percent of past jobs that are done once a card stops promising


class Estimates:
    """Learns from each answer; the database's jobs are read once a model."""

    def __init__(self, *, store: Store, offer: Offer, line: Line, clock: Clock) -> None:
        self._store = store
        self._offer = offer
        self._line = line
        self._clock = clock
        self._models: dict[str, Durations] = {}
        self._reading = asyncio.Lock()  # once, also for a rush

    async def durations(self, model: str, *, before: int | None = None) -> Durations:
        """Return what is known of a model's jobs; at first of those taken before a moment (epoch ms; None: now)."""
        if (known := self._models.get(model)) is not None:
            return known
        async with self._reading:
            if model not in self._models:
                before = self._clock.now() if before is None else before
                self._models[model] = Durations(await self._store.durations(model, last=LAST, before=before))
            return self._models[model]

    async def taken(self, job: Job, at: int) -> Durations:
        """Note a job that Higgsfield has since a moment (epoch ms)."""
        known = await self.durations(job.model, before=at)
        known.taken(job.id, at)
        return known

    async def usual_seconds(self, model: str) -> float:
        """Return how long a job of a model usually takes at Higgsfield."""
        return self._usual(model, await self.durations(model))

    async def seconds_of_next(self, model: str, position: int) -> float:
        """Return how long an order of a model would take from now to its pictures, at a place in line."""
        return await self._line.rounds_until_done(position) * await self.usual_seconds(model)

    def late_at(self, model: str) -> int:
        """Return from when on a job that Higgsfield takes now takes longer than usual (epoch ms), by what is known."""
        return self._clock.now() + round(self._slow(model, self._models.get(model, Durations())) * 1000)

    async def ready_at(self, job: Job, position: int | None) -> int | None:
        """Return when a job should be done (epoch ms), late rather than early, given its place in line.

        None where past jobs say too little, or a job that was not submitted does not stand in line.
        """
        if job.submitted_at is not None:
            return job.late_at
        known = await self.durations(job.model)
        if known.pace() is None or position is None:
            return None
        before = await self._line.rounds_until_done(position) - 1
        seconds = before * self._usual(job.model, known) + self._slow(job.model, known)
        return self._clock.now() + round(seconds * 1000)

    def _usual(self, model: str, known: Durations) -> float:
        pace = known.pace()
        return pace.usual if pace else self._offer.model(model).usual_seconds

    def _slow(self, model: str, known: Durations) -> float:
        """Return the seconds in which nearly all jobs are done; by the usual ones where too few are known."""
        seconds = known.seconds()
        if len(seconds) < ENOUGH:
            return 1.5 * self._offer.model(model).usual_seconds
        return seconds[len(seconds) * NEARLY_ALL // 100]
