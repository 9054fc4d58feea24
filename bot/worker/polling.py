"""running → its end, and after our own end: asking the vendor, bringing the pictures home, adopting what turns up."""

from __future__ import annotations

from bot.domain.errors import VendorBusy, VendorRefused
from bot.domain.jobs import Change, Failure, Job, JobState
from bot.higgsfield import Answer, Vendor, VendorState
from bot.runtime.clock import Clock
from bot.store import Store
from bot.worker import backoff
from bot.worker.circuit_breaker import ACCOUNT_FAILURES, Health
from bot.worker.downloads import Collector
from bot.worker.fair_queue import Gate
from bot.worker.transitions import ADOPTION_MS, AGAIN, Arrows, Terms
from bot.worker.webhooks import Bells

STUBBORN_MS = 10_800_000  # for a request that the vendor stumbles over while it answers others: then it counts
UNKNOWN_KEY_S = 60.0  # between two questions with a refused key: a paid job is never given up for it
LONGEST_ADOPTION_S = 3600.0

_ENDED = {
    VendorState.FAILED: Change(to=JobState.FAILED, failure=Failure.FAILED),
    VendorState.NSFW: Change(to=JobState.FAILED, failure=Failure.NSFW),
    VendorState.CANCELED: Change(to=JobState.CANCELLED),
}


class Watching:
    """Follows what the vendor has; each method returns the seconds until the next step, None for a poke."""

    def __init__(
        self,
        *,
        store: Store,
        vendor: Vendor,
        clock: Clock,
        gate: Gate,
        health: Health,
        arrows: Arrows,
        collect: Collector,
        bells: Bells,
        terms: Terms,
    ) -> None:
        self._store = store
        self._vendor = vendor
        self._clock = clock
        self._gate = gate
        self._health = health
        self._arrows = arrows
        self._collect = collect
        self._bells = bells
        self._terms = terms

    async def follow(self, job: Job) -> float | None:
        """Ask how a running job is doing, and heed the answer."""
        self._bells.follow(job.id)  # the id is known
        if not self._collect.is_fetching(job.id):
            self._gate.hold(job.id, user_id=job.user_id)
        if job.cancel_at is not None and not job.cancel_refused and await self._try_cancel(job):
            return await self._arrows.end(job, Change(to=JobState.CANCELLED))
        answer = await self._ask(job, job.vendor_id or "")
        if isinstance(answer, float):
            return answer
        return await self._heed(job, answer)

    async def rest(self, job: Job) -> float | None:
        """Nothing more to do, unless the vendor's request may outlive our patience: then it is adopted when it ends."""
        vendor_id = job.vendor_id or self._bells.hint(job.id)
        if not job.is_adoptable or not vendor_id or self._arrows.since_end(job) > ADOPTION_MS:
            self._arrows.forget(job)
            self._bells.forget(job.id)
            return None
        if not self._arrows.may_hold(job):
            self._gate.release(job.id)
        answer = await self._ask(job, vendor_id)
        if isinstance(answer, float):
            return max(answer, 30.0)
        self._bells.forget(job.id)
        if answer.state is VendorState.COMPLETED:
            await self._arrows.apply(job, Change(to=JobState.RUNNING, vendor_id=vendor_id, detail="turned up"))
            return AGAIN
        if answer.state in _ENDED:
            self._arrows.forget(job)
            return None
        return min(LONGEST_ADOPTION_S, max(60.0, self._arrows.since_end(job) / 1000))

    async def _try_cancel(self, job: Job) -> bool:
        try:
            accepted = await self._vendor.cancel(job.vendor_id or "")
        except (VendorBusy, VendorRefused):
            return False  # asked again with the next step
        if not accepted:
            await self._store.refuse_cancel(job.id, now=self._clock.now())
        return accepted

    async def _ask(self, job: Job, vendor_id: str) -> Answer | float:
        """Ask the vendor; seconds to wait where it gave no answer."""
        watch = self._arrows.watch(job.id)
        try:
            answer = await self._vendor.status(vendor_id)
        except VendorBusy as error:
            stumbles = await self._health.stumbles(error)
            if not stumbles or self._clock.now() - (job.submitted_at or job.created_at) < STUBBORN_MS:
                self._collect.pause(job.id)
                watch.answered_at = None
                return self._arrows.retry(job.id, error.retry_after)
            answer = Answer(state=VendorState.UNKNOWN, error=str(error))
        except VendorRefused as error:
            if error.reason in ACCOUNT_FAILURES:
                await self._health.report(error.reason, f"job {job.id}")
                self._collect.pause(job.id)
                watch.answered_at = None
                return UNKNOWN_KEY_S
            answer = Answer(state=VendorState.UNKNOWN, error=str(error))
        self._health.answered()
        now = self._clock.monotonic()
        watch.drawn_for += now - watch.answered_at if watch.answered_at is not None else 0
        watch.answered_at, watch.failures = now, 0
        return answer

    async def _heed(self, job: Job, answer: Answer) -> float | None:
        if answer.state is VendorState.COMPLETED:
            return await self._deliver(job, answer)
        if ended := _ENDED.get(answer.state):
            self._bells.ended(job.id)
            return await self._arrows.end(job, ended)
        if self._arrows.watch(job.id).drawn_for >= self._terms.deadline_s:
            return await self._arrows.fail(job, Failure.DEADLINE)
        waited = (self._clock.now() - (job.submitted_at or job.created_at)) / 1000
        return backoff.next_ask(waited, rung=self._bells.are_heard)

    async def _deliver(self, job: Job, answer: Answer) -> float | None:
        self._gate.release(job.id)
        if not self._collect.is_fetching(job.id):
            self._bells.ended(job.id)
        found = await self._collect.collect(job, answer.image_urls)
        if isinstance(found, float):
            return found
        if not found:
            return await self._arrows.fail(job, Failure.NO_IMAGE)
        price = job.cost // job.params.count
        self._arrows.learn(job.model)
        return await self._arrows.end(job, Change(to=JobState.SUCCEEDED, outputs=found, cost=price * len(found)))
