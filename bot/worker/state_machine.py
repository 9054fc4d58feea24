"""One step of one job: queued → submitting → running → its end. Starting after a crash runs this same code."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.jobs import Job, JobState
from bot.higgsfield import Vendor
from bot.pictures import Pictures
from bot.runtime.clock import Clock
from bot.store import Store
from bot.worker.circuit_breaker import CircuitBreaker
from bot.worker.downloads import Downloads
from bot.worker.fair_queue import FairQueue
from bot.worker.polling import Poller
from bot.worker.submitting import Submitter
from bot.worker.transitions import Transitions, WorkerOptions
from bot.worker.uploads import Uploads
from bot.worker.webhooks import WebhookInbox


class StateMachine:
    """The state machine: which room takes a job on from where it stands."""

    def __init__(
        self,
        *,
        store: Store,
        vendor: Vendor,
        pictures: Pictures,
        clock: Clock,
        queue: FairQueue,
        breaker: CircuitBreaker,
        webhooks: WebhookInbox,
        options: WorkerOptions,
    ) -> None:
        self._store = store
        self._queue = queue
        downloads = Downloads(pictures=pictures, clock=clock)
        self._transitions = transitions = Transitions(store=store, clock=clock, queue=queue, downloads=downloads)
        inputs = Uploads(
            store=store, vendor=vendor, pictures=pictures, clock=clock, transitions=transitions, options=options
        )
        self._submitter = Submitter(
            store=store,
            vendor=vendor,
            clock=clock,
            queue=queue,
            breaker=breaker,
            transitions=transitions,
            inputs=inputs,
            webhooks=webhooks,
            options=options,
        )
        self._poller = Poller(
            store=store,
            vendor=vendor,
            clock=clock,
            queue=queue,
            breaker=breaker,
            transitions=transitions,
            downloads=downloads,
            webhooks=webhooks,
            options=options,
        )

    async def advance(self, job_id: int) -> float | None:
        """Take the job one step on; the seconds until the next one, None for a poke."""
        job = await self._store.job(job_id)
        if job is None:
            return None
        match job.state:
            case JobState.QUEUED:
                return await self._submitter.start(job)
            case JobState.SUBMITTING:
                return await self._submitter.resolve(job)
            case JobState.RUNNING:
                return await self._poller.follow(job)
            case _:
                return await self._poller.adopt_late_result(job)

    async def durations(self, model: str) -> Sequence[int]:
        """Return how long the last jobs of a model took at the vendor (ms)."""
        return await self._transitions.durations(model)

    def reclaim_slot(self, job: Job) -> None:
        """Hold the slot that a job has at the vendor, as it was before a restart."""
        if job.state in (JobState.SUBMITTING, JobState.RUNNING) or self._transitions.still_occupies_slot(job):
            self._queue.occupy(job.id, user_id=job.user_id)
