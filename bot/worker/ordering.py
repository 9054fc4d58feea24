"""queued → submitting → running: the one POST of an order, and what follows when nobody knows whether it was taken."""

from __future__ import annotations

import logging

from bot.clock import Clock
from bot.errors import VendorBusy, VendorRefused, VendorUnclear
from bot.jobs import Change, Failure, Job, JobState
from bot.vendor import Submission, Vendor
from bot.worker import pace
from bot.worker.arrows import AGAIN, Arrows, Terms, Watch
from bot.worker.gate import Gate
from bot.worker.health import ACCOUNT_FAILURES, Health
from bot.worker.inputs import Inputs

log = logging.getLogger(__name__)

REPEATABLE_MS = 86_400_000  # how long an unclear order may be repeated with its key


class Ordering:
    """Takes a job from the line to the vendor; each method returns the seconds until the next step, None for a poke."""

    def __init__(
        self,
        *,
        vendor: Vendor,
        clock: Clock,
        gate: Gate,
        health: Health,
        arrows: Arrows,
        inputs: Inputs,
        terms: Terms,
    ) -> None:
        self._vendor = vendor
        self._clock = clock
        self._gate = gate
        self._health = health
        self._arrows = arrows
        self._inputs = inputs
        self._terms = terms

    async def start(self, job: Job) -> float | None:
        """Take a queued job on: cancel it, read its inputs, wait for its message and its turn, or order it."""
        self._gate.release(job.id)  # the vendor has nothing of it, whatever an earlier try stumbled over
        if job.cancel_at is not None:
            return await self._arrows.end(job, Change(to=JobState.CANCELLED))
        if any(image.path is None for image in job.inputs):
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
        self._gate.hold(job.id, user_id=job.user_id)
        vendor_id = self._arrows.watch(job.id).vendor_id
        if vendor_id is not None:
            return await self._accepted(job, vendor_id)
        return await self._order(job, repeat=True) if self._may_repeat(job) else await self._give_up(job)

    def _gave_up_waiting(self) -> Change:
        away = self._health.is_away() or self._health.is_paused()
        return Change(to=JobState.FAILED, failure=Failure.VENDOR_AWAY if away else Failure.VENDOR_BUSY)

    async def _submit(self, job: Job) -> float | None:
        try:
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
            watch.vendor_id = await self._vendor.submit(_submission(job))
        except VendorUnclear as error:
            log.warning("job %s: the order's outcome is unclear: %s", job.id, error)
            return await self._unclear(job)
        except VendorRefused as error:
            return await (self._give_up(job) if repeat else self._refused(job, error))
        except VendorBusy as error:
            if repeat:
                return self._arrows.retry(job.id, error.retry_after)
            await self._arrows.apply(job, Change(to=JobState.QUEUED, detail=str(error)))
            return await self._later(job, error)
        return await self._accepted(job, watch.vendor_id)

    async def _accepted(self, job: Job, vendor_id: str) -> float | None:
        await self._arrows.apply(job, Change(to=JobState.RUNNING, vendor_id=vendor_id))
        self._arrows.watch_anew(job.id, Watch(answered_at=self._clock.monotonic()))
        await self._health.accepted()
        return pace.first_ask(await self._arrows.durations(job.model))

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

    async def _unclear(self, job: Job) -> float | None:
        if self._may_repeat(job):
            return self._arrows.retry(job.id)
        return await self._give_up(job)

    async def _give_up(self, job: Job) -> float | None:
        await self._health.report(Failure.UNCLEAR, f"job {job.id}")
        return await self._arrows.fail(job, Failure.UNCLEAR)

    def _may_repeat(self, job: Job) -> bool:
        return self._terms.idempotent and self._arrows.waited(job) < REPEATABLE_MS


def _submission(job: Job) -> Submission:
    return Submission(
        model=job.model,
        prompt=job.prompt,
        params=job.params,
        input_urls=tuple(image.url for image in job.inputs),
        idempotency_key=job.idempotency_key,
    )
