"""queued → submitting → running: the one POST of an order, and what follows when nobody knows whether it was taken."""

from __future__ import annotations

import logging

from bot.domain.errors import SubmissionUnknown, VendorBusy, VendorRefused
from bot.domain.jobs import Failure, Job, JobState, Transition
from bot.domain.limits import DAY_MS
from bot.higgsfield import Submission, Vendor
from bot.runtime.clock import Clock
from bot.store import Store
from bot.worker import backoff
from bot.worker.circuit_breaker import ACCOUNT_FAILURES, CircuitBreaker
from bot.worker.fair_queue import FairQueue
from bot.worker.transitions import AGAIN, HELD_AFTER_UNCLEAR_MS, RunState, Transitions, WorkerOptions
from bot.worker.uploads import Uploads
from bot.worker.webhooks import WebhookInbox

log = logging.getLogger(__name__)

REPEATABLE_MS = DAY_MS  # how long an unclear order may be repeated with its key


class Submitter:
    """Takes a job from the line to the vendor; each method returns the seconds until the next step, None for a poke."""

    def __init__(
        self,
        *,
        store: Store,
        vendor: Vendor,
        clock: Clock,
        queue: FairQueue,
        breaker: CircuitBreaker,
        transitions: Transitions,
        inputs: Uploads,
        webhooks: WebhookInbox,
        options: WorkerOptions,
    ) -> None:
        self._store = store
        self._vendor = vendor
        self._clock = clock
        self._queue = queue
        self._breaker = breaker
        self._transitions = transitions
        self._uploads = inputs
        self._webhooks = webhooks
        self._options = options

    async def start(self, job: Job) -> float | None:
        """Take a queued job on: cancel it, read its inputs, wait for its message and its turn, or order it."""
        self._queue.release(job.id)  # the vendor has nothing of it, whatever an earlier try stumbled over
        if job.cancel_at is not None:
            return await self._transitions.end(job, Transition(to=JobState.CANCELLED))
        if not self._uploads.are_read(job):
            return await self._uploads.read(job)
        if not job.is_bound:
            return None
        patience = self._options.queue_s - self._transitions.ms_since_ordered(job) / 1000
        if patience < 0:
            return await self._transitions.end(job, self._waited_too_long())
        self._queue.enqueue(job.id, user_id=job.user_id, since=job.created_at)
        if job.id not in self._queue.next():
            return patience + 1
        pause = self._breaker.pause_left()
        if pause:
            self._queue.remove(job.id)
            return pause
        self._queue.acquire(job.id)
        return await self._submit(job)

    async def resolve(self, job: Job) -> float | None:
        """Find out what became of an order whose answer was never written down."""
        watch = self._transitions.run_state(job.id)
        if watch.vendor_id is not None:
            return await self._accepted(job, watch.vendor_id)
        if watch.rejection is not None:
            return await self._rejected(job, watch.rejection)
        if hint := self._webhooks.claimed_id(job.id):
            return await self._follow(job, hint)
        if watch.unclear_since is None:
            self._queue.occupy(job.id, user_id=job.user_id)
        if self._may_repeat(job):
            return await self._post(job, repeat=True)
        return await self._await_webhook(job, watch)

    def _waited_too_long(self) -> Transition:
        away = self._breaker.is_away() or self._breaker.is_paused()
        return Transition(to=JobState.FAILED, failure=Failure.VENDOR_AWAY if away else Failure.VENDOR_BUSY)

    async def _submit(self, job: Job) -> float | None:
        try:
            await self._breaker.probe()
            inputs = await self._uploads.send(job)
        except VendorBusy as error:
            return await self._later(job, error)
        except VendorRefused as error:
            return await self._refused(job, error)
        submitting = await self._transitions.apply(job, Transition(to=JobState.SUBMITTING, inputs=inputs))
        if submitting is None:
            self._queue.release(job.id)
            return AGAIN
        return await self._post(submitting)

    async def _post(self, job: Job, *, repeat: bool = False) -> float | None:
        """POST; a repeat follows an unclear try with the same key, so that only an id or time can settle it."""
        watch = self._transitions.run_state(job.id)
        try:
            watch.vendor_id = await self._vendor.submit(self._submission(job))
        except SubmissionUnknown as error:
            log.warning("job %s: the order's outcome is unclear: %s", job.id, error)
            self._breaker.record_no_answer()
            return await self._unclear(job)
        except (VendorRefused, VendorBusy) as error:
            if not repeat:
                watch.rejection = error
                return await self._rejected(job, error)
            if isinstance(error, VendorRefused):
                return await self._give_up(job)
            return self._transitions.next_retry(job.id, error.retry_after)
        return await self._accepted(job, watch.vendor_id)

    async def _rejected(self, job: Job, error: VendorRefused | VendorBusy) -> float | None:
        if isinstance(error, VendorRefused):
            return await self._refused(job, error)
        await self._transitions.apply(job, Transition(to=JobState.QUEUED, detail=str(error)))
        self._transitions.run_state(job.id).rejection = None
        return await self._later(job, error)

    async def _accepted(self, job: Job, vendor_id: str) -> float | None:
        await self._transitions.apply(job, Transition(to=JobState.RUNNING, vendor_id=vendor_id))
        self._transitions.reset_run_state(job.id, RunState(answered_at=self._clock.monotonic()))
        await self._breaker.record_accepted()
        return backoff.first_poll(await self._transitions.durations(job.model), rung=self._webhooks.are_arriving)

    async def _refused(self, job: Job, error: VendorRefused) -> float | None:
        self._breaker.record_success()
        if error.reason in ACCOUNT_FAILURES:
            await self._breaker.report(error.reason, f"job {job.id}")
        log.warning("job %s: the vendor refused it: %s", job.id, error)
        return await self._transitions.fail(job, error.reason)

    async def _later(self, job: Job, error: VendorBusy) -> float:
        self._breaker.record_busy(error)
        self._queue.release(job.id)
        self._queue.remove(job.id)
        return self._transitions.next_retry(job.id, error.retry_after)

    # nobody knows whether the vendor took it

    async def _unclear(self, job: Job) -> float | None:
        if self._may_repeat(job):
            return self._transitions.next_retry(job.id)
        return await self._await_webhook(job, self._transitions.run_state(job.id))

    async def _await_webhook(self, job: Job, watch: RunState) -> float | None:
        """Leave it to the vendor's ring, which names the request, until the deadline; without one, give up at once."""
        if not self._webhooks.enabled:
            return await self._give_up(job)
        now = self._clock.monotonic()
        if watch.unclear_since is None:
            watch.unclear_since = now
            await self._store.mark_unclear(job.id, now=self._clock.now())
        waited = now - watch.unclear_since
        if waited >= self._options.deadline_s:
            return await self._give_up(job)
        held = HELD_AFTER_UNCLEAR_MS / 1000
        if waited >= held:
            self._queue.release(job.id)
        return min(after for after in (held - waited, self._options.deadline_s - waited) if after > 0)

    async def _follow(self, job: Job, hint: str) -> float | None:
        """Ask for the request that a ring named; only the vendor's own answer makes it this job's."""
        try:
            await self._vendor.status(hint)
        except VendorBusy as error:
            self._breaker.record_busy(error)
            return self._transitions.next_retry(job.id, error.retry_after)
        except VendorRefused as error:
            log.warning("job %s: the request that a ring named can't be asked for: %s", job.id, error)
            self._webhooks.clear_claim(job.id)
            return AGAIN
        await self._accepted(job, hint)
        self._webhooks.clear_claim(job.id)
        return AGAIN

    async def _give_up(self, job: Job) -> float | None:
        await self._breaker.report(Failure.UNCLEAR, f"job {job.id}")
        return await self._transitions.fail(job, Failure.UNCLEAR)

    def _may_repeat(self, job: Job) -> bool:
        return self._options.idempotent and self._transitions.ms_since_ordered(job) < REPEATABLE_MS

    def _submission(self, job: Job) -> Submission:
        return Submission(
            model=job.model,
            prompt=job.prompt,
            params=job.params,
            input_urls=tuple(image.url for image in job.inputs),
            idempotency_key=job.idempotency_key,
            webhook_url=self._webhooks.url(job.id),
        )
