"""Which job next: a rota of what is due, rebuilt at every start from the rows."""

from __future__ import annotations

import logging
from collections.abc import Callable

from bot.domain.errors import StorageUnavailable
from bot.domain.jobs import Job
from bot.domain.webhooks import WebhookUrls
from bot.higgsfield import Vendor
from bot.pictures import Pictures
from bot.runtime.clock import Clock
from bot.runtime.scheduler import KeyedScheduler
from bot.store import Store
from bot.worker import backoff
from bot.worker.circuit_breaker import CircuitBreaker
from bot.worker.fair_queue import FairQueue
from bot.worker.state_machine import StateMachine
from bot.worker.transitions import ADOPTION_MS, WorkerOptions
from bot.worker.webhooks import WebhookInbox

log = logging.getLogger(__name__)

AT_ONCE = 64  # steps under way
STUMBLED_S = 15.0  # until the next try after an error of our own


class Worker:
    """Drives every job to its end; `poke` says that one may have something to do."""

    def __init__(
        self,
        *,
        store: Store,
        vendor: Vendor,
        pictures: Pictures,
        clock: Clock,
        slots: int,
        options: WorkerOptions,
        webhook_urls: WebhookUrls | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self.queue = FairQueue(slots)
        self.breaker = CircuitBreaker(store=store, vendor=vendor, clock=clock)
        self._webhooks = WebhookInbox(webhook_urls=webhook_urls, clock=clock)
        self._machine = StateMachine(
            store=store,
            vendor=vendor,
            pictures=pictures,
            clock=clock,
            queue=self.queue,
            breaker=self.breaker,
            webhooks=self._webhooks,
            options=options,
        )
        self._scheduler = KeyedScheduler(self._step, clock=clock, at_once=AT_ONCE, name="job")
        self.breaker.on_recovery = self._scheduler.wake_all  # what they waited for is over
        self._listeners: list[Callable[[int], None]] = []

    def subscribe(self, listener: Callable[[int], None]) -> None:
        """Call `listener(job_id)` after each step: its row may have changed."""
        self._listeners.append(listener)

    def wake(self, job_id: int) -> None:
        """Take the job's next step soon; safe at any time."""
        self._scheduler.wake(job_id)

    async def webhook_received(self, job_id: int, vendor_id: str = "") -> bool:
        """Heed the vendor's ring for a job: ask soon. True where it names a request that nobody knew of yet."""
        job = await self._store.job(job_id)
        if job is None or (job.is_final and not job.is_adoptable):
            self._webhooks.received_late()
            return False
        is_news = job.vendor_id is None and bool(vendor_id)
        self._scheduler.wake(job_id, after=self._webhooks.received(job_id, vendor_id if is_news else ""))
        return is_news

    def is_unresolved(self, job_id: int) -> bool:
        """Tell whether what a ring named is still to be followed."""
        return self._webhooks.claimed_id(job_id) is not None

    async def resume(self) -> None:
        """Take up where the last process stopped."""
        await self.breaker.restore()
        for job in await self._store.adoptable(since=self._clock.now() - ADOPTION_MS):
            self._take_up(job)
        for job in await self._store.active():
            self._take_up(job)

    async def run(self) -> None:
        """Work until cancelled."""
        await self._scheduler.run()

    async def tick(self) -> None:
        """Take every step that is due now, and those that follow at once: the loop's body, for tests."""
        await self._scheduler.tick()

    def next_due(self) -> float | None:
        """Return the seconds until the next step is due; None: nothing is."""
        return self._scheduler.next_due()

    async def drain(self, *, seconds: float) -> None:
        """Let the steps under way end, within so many seconds: an order half sent is an unclear one."""
        await self._scheduler.shutdown(seconds=seconds)

    async def usual_seconds(self, model: str, default: float) -> float:
        """Return how long a job of the model usually takes at the vendor."""
        return backoff.median_duration(await self._machine.durations(model), default=default)

    async def ready_at(self, job: Job) -> int | None:
        """Return when a job will probably be done (epoch ms), or None where past jobs say too little."""
        known = await self._machine.durations(job.model)
        if len(known) < backoff.ENOUGH:
            return None
        usual = backoff.median_duration(known, default=0)
        if job.submitted_at is not None:
            return job.submitted_at + round(usual * 1000)
        place = self.queue.position(job.id)
        return None if place is None else self._clock.now() + round(self.queue.rounds_until_done(place) * usual * 1000)

    def _take_up(self, job: Job) -> None:
        self._machine.reclaim_slot(job)
        self.wake(job.id)

    async def _step(self, job_id: int) -> float | None:
        try:
            seconds = await self._machine.advance(job_id)
        except Exception as error:
            if not isinstance(error, StorageUnavailable):  # that one the books tell the host themselves, once
                log.exception("job %s: a step failed; it is tried again", job_id)
            self.queue.remove(job_id)  # else its turn would bring it back at once
            seconds = STUMBLED_S
        for turn in self.queue.next():
            if not self._scheduler.is_running(turn):
                self._scheduler.wake(turn)
        for listener in self._listeners:
            listener(job_id)
        return seconds
