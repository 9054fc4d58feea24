"""queued → submitting → running: the one POST of an order, and what follows when it is unclear whether it was taken."""

from __future__ import annotations

import logging

from bot.domain.errors import SubmissionUnknown, VendorBusy, VendorRefused
from bot.domain.jobs import Failure, Job, JobState, Transition, WaitReason
from bot.domain.limits import DAY_MS, HOUR_MS
from bot.higgsfield import Submission
from bot.worker import backoff
from bot.worker.circuit_breaker import ACCOUNT_FAILURES
from bot.worker.next_step import AGAIN, NextStep, after
from bot.worker.parts import WorkerParts
from bot.worker.transitions import HELD_AFTER_UNCLEAR_MS, RunState
from bot.worker.uploads import Uploads

log = logging.getLogger(__name__)

REPEATABLE_MS = DAY_MS  # how long an unclear order may be repeated with its key
#: Higgsfield sends a webhook again for two hours (https://docs.higgsfield.ai, "Webhook Integration"): by then, over
#: restarts too, none comes any more.
LAST_WEBHOOK_MS = 3 * HOUR_MS


class Submitter:
    """Takes a job from the line to Higgsfield."""

    def __init__(self, parts: WorkerParts, *, uploads: Uploads) -> None:
        self._store = parts.store
        self._vendor = parts.vendor
        self._clock = parts.clock
        self._options = parts.options
        self._line = parts.line
        self._breaker = parts.breaker
        self._account = parts.account
        self._webhooks = parts.webhooks
        self._estimates = parts.estimates
        self._transitions = parts.transitions
        self._uploads = uploads

    async def start(self, job: Job) -> NextStep:
        """Take a queued job on: cancel it, read its inputs, wait for its message and its turn, or submit it."""
        if job.cancel_at is not None:
            return await self._transitions.end(job, Transition(to=JobState.CANCELLED))
        patience = self._patience(job)
        if patience < 0:  # first of all: what comes next may be what never ends well
            return await self._transitions.end(job, self._waited_too_long())
        if not self._uploads.are_read(job):
            return await self._uploads.read(job)
        if not job.is_bound:
            return after(patience + 1)
        await self._line.enqueue(job.id, user_id=job.user_id, since=job.created_at)
        if job.id not in await self._line.next():
            return after(patience + 1)
        if pause := self._breaker.pause_left():
            await self._line.remove(job.id)
            return after(pause)
        if not await self._line.acquire(job.id):
            return after(patience + 1)
        return await self.submit(job)

    async def submit(self, job: Job) -> NextStep:
        """Order a job that has its slot: send its inputs, write down that it goes out, and POST it."""
        if known := self._account.refusal(job):
            return await self._transitions.fail(job, known.reason)
        try:
            await self._breaker.probe()
            inputs = await self._uploads.send(job)
        except VendorBusy as error:
            await self._transitions.settle_slot(job)
            return await self._later(job, error)
        except VendorRefused as error:
            return await self._refused(job, error)
        submitting = await self._transitions.apply(job, Transition(to=JobState.SUBMITTING, inputs=inputs))
        return AGAIN if submitting is None else await self._post(submitting)

    async def resolve(self, job: Job) -> NextStep:
        """Find out what became of a submission whose answer was never written down."""
        state = self._transitions.run_state(job.id)
        if state.vendor_id is not None:
            return await self._accepted(job, state.vendor_id)
        if state.rejection is not None:
            return await self._rejected(job, state.rejection)
        if hint := self._webhooks.claimed_id(job.id):
            return await self._follow(job, hint)
        if self.may_repeat(job):
            return await self._post(job, repeat=True)
        return await self._await_webhook(job, state)

    def _waited_too_long(self) -> Transition:
        away = self._breaker.is_away() or self._breaker.is_paused()
        failure = Failure.VENDOR_AWAY if away else Failure.VENDOR_BUSY
        if self._breaker.wait_reason() is WaitReason.INTERCEPTED:
            failure = Failure.INTERCEPTED
        return Transition(to=JobState.FAILED, failure=failure)

    async def _post(self, job: Job, *, repeat: bool = False) -> NextStep:
        """POST; a repeat follows an unclear try with the same key, so that only an id or time can settle it."""
        state = self._transitions.run_state(job.id)
        try:
            state.vendor_id = await self._vendor.submit(self._submission(job))
        except SubmissionUnknown as error:
            log.warning("job %s: the order's outcome is unclear: %s", job.id, error)
            self._breaker.record_no_answer()
            state.has_no_answer = True
            return await self._unclear(job)
        except (VendorRefused, VendorBusy) as error:
            if not repeat:
                state.rejection = error
                return await self._rejected(job, error)
            if isinstance(error, VendorRefused):
                return await self._give_up(job)
            return after(self._transitions.next_retry(job.id, error.retry_after))
        return await self._accepted(job, state.vendor_id)

    async def _rejected(self, job: Job, error: VendorRefused | VendorBusy) -> NextStep:
        if isinstance(error, VendorBusy) and (locked := self._account.locked(job, error)):
            error = locked
        if isinstance(error, VendorRefused):
            await self._account.learn(job, error.reason)
            return await self._refused(job, error)
        await self._transitions.apply(job, Transition(to=JobState.QUEUED, detail=str(error)))
        self._transitions.run_state(job.id).rejection = None
        return await self._later(job, error)

    async def _accepted(self, job: Job, vendor_id: str) -> NextStep:
        taken = Transition(to=JobState.RUNNING, vendor_id=vendor_id, late_at=self._estimates.late_at(job.model))
        moved = await self._transitions.apply(job, taken)
        self._transitions.reset_run_state(job.id, RunState(answered_at=self._clock.monotonic(), waited=0.0))
        await self._breaker.record_accepted()
        await self._account.record_accepted(job)
        known = await self._estimates.taken(job, self._clock.now())
        return after(backoff.first_poll(known.pace(), has_webhooks=self._webhooks.are_arriving), job=moved)

    async def _refused(self, job: Job, error: VendorRefused) -> NextStep:
        self._breaker.record_success()
        if error.reason in ACCOUNT_FAILURES:
            await self._breaker.report(error.reason, f"job {job.id}")
        log.warning("job %s: Higgsfield refused it: %s", job.id, error)
        return await self._transitions.fail(job, error.reason)

    async def _later(self, job: Job, error: VendorBusy) -> NextStep:
        self._breaker.record_busy(error)
        await self._breaker.note_foreign(error)
        left = max(0.0, self._patience(job))
        return after(min(self._transitions.next_retry(job.id, error.retry_after), left + 1))

    def _patience(self, job: Job) -> float:
        """Return the seconds that a job may still wait for its turn, negative once they are over."""
        return self._options.queue_s - self._transitions.ms_since_ordered(job) / 1000

    # it is unclear whether Higgsfield took it

    async def _unclear(self, job: Job) -> NextStep:
        if self.may_repeat(job):
            return after(self._transitions.next_retry(job.id))
        return await self._await_webhook(job, self._transitions.run_state(job.id))

    async def _await_webhook(self, job: Job, state: RunState) -> NextStep:
        """Wait until the deadline for the webhook that names the request; without webhooks end the job as unclear."""
        if not self._webhooks.enabled:
            return await self._give_up(job)
        now = self._clock.monotonic()
        if state.unclear_since is None:
            state.unclear_since = now
            await self._store.mark_unclear(job.id, now=self._clock.now())
        waited = now - state.unclear_since
        if waited >= self._options.deadline_s or self._is_webhook_lost(job):
            return await self._give_up(job)
        until_slot_is_freed = HELD_AFTER_UNCLEAR_MS / 1000 - waited
        left = self._options.deadline_s - waited
        return after(min(seconds for seconds in (until_slot_is_freed, left) if seconds > 0))

    def _is_webhook_lost(self, job: Job) -> bool:
        """Whether none can come any more, however often the bot was restarted meanwhile."""
        since = self._clock.now() if job.unclear_at is None else job.unclear_at
        return self._clock.now() - since >= max(LAST_WEBHOOK_MS, self._options.deadline_s * 1000)

    async def _follow(self, job: Job, hint: str) -> NextStep:
        """Ask for the request that a webhook named; only Higgsfield's own answer makes it this job's."""
        try:
            await self._vendor.status(hint)
        except VendorBusy as error:
            self._breaker.record_busy(error)
            return await self._ask_again(job, self._transitions.next_retry(job.id, error.retry_after))
        except VendorRefused as error:
            log.warning("job %s: the request named in a webhook call can't be checked: %s", job.id, error)
            self._webhooks.clear_claim(job.id)
            return AGAIN
        await self._accepted(job, hint)
        self._webhooks.clear_claim(job.id)
        return AGAIN

    async def _ask_again(self, job: Job, seconds: float) -> NextStep:
        """Ask for a named request again, no longer than its webhook would have been awaited."""
        waiting = await self._await_webhook(job, self._transitions.run_state(job.id))
        return waiting if waiting.seconds is None else after(min(seconds, waiting.seconds))

    async def _give_up(self, job: Job) -> NextStep:
        return await self._transitions.fail(job, Failure.UNCLEAR)

    def may_repeat(self, job: Job) -> bool:
        """Whether an unclear submission may be sent again: with the same key Higgsfield draws it once."""
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
