"""queued → submitting → running: the one POST of an order, and what follows when nobody knows whether it was taken."""

from __future__ import annotations

import logging

from bot.domain.errors import VendorBusy, VendorRefused, VendorUnclear
from bot.domain.jobs import Change, Failure, Job, JobState
from bot.higgsfield import Submission, Vendor
from bot.runtime.clock import Clock
from bot.store import Store
from bot.worker import backoff
from bot.worker.circuit_breaker import ACCOUNT_FAILURES, Health
from bot.worker.fair_queue import Gate
from bot.worker.transitions import AGAIN, HELD_AFTER_UNCLEAR_MS, Arrows, Terms, Watch
from bot.worker.uploads import Inputs
from bot.worker.webhooks import Bells

log = logging.getLogger(__name__)

REPEATABLE_MS = 86_400_000  # how long an unclear order may be repeated with its key


class Ordering:
    """Takes a job from the line to the vendor; each method returns the seconds until the next step, None for a poke."""

    def __init__(
        self,
        *,
        store: Store,
        vendor: Vendor,
        clock: Clock,
        gate: Gate,
        health: Health,
        arrows: Arrows,
        inputs: Inputs,
        bells: Bells,
        terms: Terms,
    ) -> None:
        self._store = store
        self._vendor = vendor
        self._clock = clock
        self._gate = gate
        self._health = health
        self._arrows = arrows
        self._inputs = inputs
        self._bells = bells
        self._terms = terms

    async def start(self, job: Job) -> float | None:
        """Take a queued job on: cancel it, read its inputs, wait for its message and its turn, or order it."""
        self._gate.release(job.id)  # the vendor has nothing of it, whatever an earlier try stumbled over
        if job.cancel_at is not None:
            return await self._arrows.end(job, Change(to=JobState.CANCELLED))
        if not self._inputs.are_read(job):
            return await self._inputs.read(job)
        if not job.is_bound:
            return None
        patience = self._terms.queue_s - self._arrows.waited(job) / 1000
        if patience < 0:
            return await self._arrows.end(job, self._gave_up_waiting())
        self._gate.join(job.id, user_id=job.user_id, since=job.created_at)
        if job.id not in self._gate.next():
            return patience + 1
        pause = self._health.pause_left()
        if pause:
            self._gate.leave(job.id)
            return pause
        self._gate.enter(job.id)
        return await self._submit(job)

    async def resolve(self, job: Job) -> float | None:
        """Find out what became of an order whose answer was never written down."""
        watch = self._arrows.watch(job.id)
        if watch.vendor_id is not None:
            return await self._accepted(job, watch.vendor_id)
        if watch.turned_down is not None:
            return await self._turned_down(job, watch.turned_down)
        if hint := self._bells.hint(job.id):
            return await self._follow(job, hint)
        if watch.doubted_at is None:
            self._gate.hold(job.id, user_id=job.user_id)
        if self._may_repeat(job):
            return await self._order(job, repeat=True)
        return await self._wait_for_a_ring(job, watch)

    def _gave_up_waiting(self) -> Change:
        away = self._health.is_away() or self._health.is_paused()
        return Change(to=JobState.FAILED, failure=Failure.VENDOR_AWAY if away else Failure.VENDOR_BUSY)

    async def _submit(self, job: Job) -> float | None:
        try:
            await self._health.make_sure()
            inputs = await self._inputs.send(job)
        except VendorBusy as error:
            return await self._later(job, error)
        except VendorRefused as error:
            return await self._refused(job, error)
        submitting = await self._arrows.apply(job, Change(to=JobState.SUBMITTING, inputs=inputs))
        if submitting is None:
            self._gate.release(job.id)
            return AGAIN
        return await self._order(submitting)

    async def _order(self, job: Job, *, repeat: bool = False) -> float | None:
        """POST; a repeat follows an unclear try with the same key, so that only an id or time can settle it."""
        watch = self._arrows.watch(job.id)
        try:
            watch.vendor_id = await self._vendor.submit(self._submission(job))
        except VendorUnclear as error:
            log.warning("job %s: the order's outcome is unclear: %s", job.id, error)
            self._health.silent()
            return await self._unclear(job)
        except (VendorRefused, VendorBusy) as error:
            if not repeat:
                watch.turned_down = error
                return await self._turned_down(job, error)
            if isinstance(error, VendorRefused):
                return await self._give_up(job)
            return self._arrows.retry(job.id, error.retry_after)
        return await self._accepted(job, watch.vendor_id)

    async def _turned_down(self, job: Job, error: VendorRefused | VendorBusy) -> float | None:
        if isinstance(error, VendorRefused):
            return await self._refused(job, error)
        await self._arrows.apply(job, Change(to=JobState.QUEUED, detail=str(error)))
        self._arrows.watch(job.id).turned_down = None
        return await self._later(job, error)

    async def _accepted(self, job: Job, vendor_id: str) -> float | None:
        await self._arrows.apply(job, Change(to=JobState.RUNNING, vendor_id=vendor_id))
        self._arrows.watch_anew(job.id, Watch(answered_at=self._clock.monotonic()))
        await self._health.accepted()
        return backoff.first_ask(await self._arrows.durations(job.model), rung=self._bells.are_heard)

    async def _refused(self, job: Job, error: VendorRefused) -> float | None:
        self._health.answered()
        if error.reason in ACCOUNT_FAILURES:
            await self._health.report(error.reason, f"job {job.id}")
        log.warning("job %s: the vendor refused it: %s", job.id, error)
        return await self._arrows.fail(job, error.reason)

    async def _later(self, job: Job, error: VendorBusy) -> float:
        self._health.put_off(error)
        self._gate.release(job.id)
        self._gate.leave(job.id)
        return self._arrows.retry(job.id, error.retry_after)

    # nobody knows whether the vendor took it

    async def _unclear(self, job: Job) -> float | None:
        if self._may_repeat(job):
            return self._arrows.retry(job.id)
        return await self._wait_for_a_ring(job, self._arrows.watch(job.id))

    async def _wait_for_a_ring(self, job: Job, watch: Watch) -> float | None:
        """Leave it to the vendor's ring, which names the request, until the deadline; without one, give up at once."""
        if not self._bells.hang:
            return await self._give_up(job)
        now = self._clock.monotonic()
        if watch.doubted_at is None:
            watch.doubted_at = now
            await self._store.doubt(job.id, now=self._clock.now())
        waited = now - watch.doubted_at
        if waited >= self._terms.deadline_s:
            return await self._give_up(job)
        held = HELD_AFTER_UNCLEAR_MS / 1000
        if waited >= held:
            self._gate.release(job.id)
        return min(after for after in (held - waited, self._terms.deadline_s - waited) if after > 0)

    async def _follow(self, job: Job, hint: str) -> float | None:
        """Ask for the request that a ring named; only the vendor's own answer makes it this job's."""
        try:
            await self._vendor.status(hint)
        except VendorBusy as error:
            self._health.put_off(error)
            return self._arrows.retry(job.id, error.retry_after)
        except VendorRefused as error:
            log.warning("job %s: the request that a ring named can't be asked for: %s", job.id, error)
            self._bells.follow(job.id)
            return AGAIN
        await self._accepted(job, hint)
        self._bells.follow(job.id)
        return AGAIN

    async def _give_up(self, job: Job) -> float | None:
        await self._health.report(Failure.UNCLEAR, f"job {job.id}")
        return await self._arrows.fail(job, Failure.UNCLEAR)

    def _may_repeat(self, job: Job) -> bool:
        return self._terms.idempotent and self._arrows.waited(job) < REPEATABLE_MS

    def _submission(self, job: Job) -> Submission:
        return Submission(
            model=job.model,
            prompt=job.prompt,
            params=job.params,
            input_urls=tuple(image.url for image in job.inputs),
            idempotency_key=job.idempotency_key,
            webhook_url=self._bells.url(job.id),
        )
