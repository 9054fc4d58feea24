"""How long a job takes, by the past ones of its model: what cards say of the wait, and when to ask first."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.catalog import Offer
from bot.domain.jobs import Job
from bot.runtime.clock import Clock
from bot.store import Store
from bot.worker import backoff
from bot.worker.line import Line


class Estimates:
    """Learns from each success."""

    def __init__(self, *, store: Store, offer: Offer, line: Line, clock: Clock) -> None:
        self._store = store
        self._offer = offer
        self._line = line
        self._clock = clock
        self._durations: dict[str, Sequence[int]] = {}  # by model
        self._outdated: set[str] = set()  # models of which one more job succeeded

    async def durations(self, model: str) -> Sequence[int]:
        """Return how long the last jobs of a model took at Higgsfield (ms), read anew after each success."""
        if model not in self._durations or model in self._outdated:
            self._outdated.discard(model)
            self._durations[model] = await self._store.durations(model)
        return self._durations[model]

    def learn(self, model: str) -> None:
        """Note that one more job of the model succeeded."""
        self._outdated.add(model)

    async def usual_seconds(self, model: str) -> float:
        """Return how long a job of a model usually takes at Higgsfield."""
        return backoff.median_duration(await self.durations(model), default=self._offer.model(model).usual_seconds)

    def late_at(self, model: str) -> int:
        """Return from when on a job that Higgsfield takes now takes longer than usual (epoch ms), by what is known."""
        known = self._durations.get(model, ())
        slow = backoff.slow_duration(known, default=self._offer.model(model).usual_seconds)
        return self._clock.now() + round(slow * 1000)

    async def ready_at(self, job: Job, position: int | None) -> int | None:
        """Return when a job should be done (epoch ms), late rather than early, given its place in line.

        None where past jobs say too little, or a job that was not submitted does not stand in line.
        """
        if job.submitted_at is not None:
            return job.late_at
        known = await self.durations(job.model)
        if len(known) < backoff.ENOUGH or position is None:
            return None
        before = await self._line.rounds_until_done(position) - 1
        seconds = before * backoff.median_duration(known, default=0) + backoff.slow_duration(known, default=0)
        return self._clock.now() + round(seconds * 1000)
