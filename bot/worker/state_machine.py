"""One step of one job: queued → submitting → running → its end. Starting after a crash runs this same code."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.jobs import Job, JobState
from bot.higgsfield import Vendor
from bot.pictures import Pictures
from bot.runtime.clock import Clock
from bot.store import Store
from bot.worker.circuit_breaker import Health
from bot.worker.downloads import Collector
from bot.worker.fair_queue import Gate
from bot.worker.polling import Watching
from bot.worker.submitting import Ordering
from bot.worker.transitions import Arrows, Terms
from bot.worker.uploads import Inputs
from bot.worker.webhooks import Bells


class Steps:
    """The state machine: which room takes a job on from where it stands."""

    def __init__(
        self,
        *,
        store: Store,
        vendor: Vendor,
        pictures: Pictures,
        clock: Clock,
        gate: Gate,
        health: Health,
        bells: Bells,
        terms: Terms,
    ) -> None:
        self._store = store
        self._gate = gate
        collect = Collector(pictures=pictures, clock=clock)
        self._arrows = arrows = Arrows(store=store, clock=clock, gate=gate, collect=collect)
        inputs = Inputs(store=store, vendor=vendor, pictures=pictures, clock=clock, arrows=arrows, terms=terms)
        self._ordering = Ordering(
            store=store,
            vendor=vendor,
            clock=clock,
            gate=gate,
            health=health,
            arrows=arrows,
            inputs=inputs,
            bells=bells,
            terms=terms,
        )
        self._watching = Watching(
            store=store,
            vendor=vendor,
            clock=clock,
            gate=gate,
            health=health,
            arrows=arrows,
            collect=collect,
            bells=bells,
            terms=terms,
        )

    async def advance(self, job_id: int) -> float | None:
        """Take the job one step on; the seconds until the next one, None for a poke."""
        job = await self._store.job(job_id)
        if job is None:
            return None
        match job.state:
            case JobState.QUEUED:
                return await self._ordering.start(job)
            case JobState.SUBMITTING:
                return await self._ordering.resolve(job)
            case JobState.RUNNING:
                return await self._watching.follow(job)
            case _:
                return await self._watching.rest(job)

    async def durations(self, model: str) -> Sequence[int]:
        """Return how long the last jobs of a model took at the vendor (ms)."""
        return await self._arrows.durations(model)

    def remember(self, job: Job) -> None:
        """Hold the slot that a job has at the vendor, as it was before a restart."""
        if job.state in (JobState.SUBMITTING, JobState.RUNNING) or self._arrows.may_hold(job):
            self._gate.hold(job.id, user_id=job.user_id)
