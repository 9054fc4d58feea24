"""running → its end, and after our own end: asking Higgsfield, downloading the pictures, adopting late results."""

from __future__ import annotations

from bot.domain.errors import VendorBusy, VendorRefused
from bot.domain.jobs import BillEntry, Failure, Job, JobState, Transition, VendorStatus
from bot.domain.limits import DAY_MS, RESULTS_KEPT_MS
from bot.higgsfield import RequestStatus, VendorState
from bot.worker import backoff
from bot.worker.circuit_breaker import ACCOUNT_FAILURES
from bot.worker.durations import Durations
from bot.worker.next_step import AGAIN, WHEN_WOKEN, NextStep, NotYet, after
from bot.worker.parts import WorkerParts
from bot.worker.transitions import ADOPTION_MS

TOLERANCE_MS = 10_800_000  # since it was taken, for a request without a readable word while others are answered
LAST_MOMENT_MS = DAY_MS  # the same where none is answered: an outage, or a refused key
LEAST_FAILURES = 3  # of questions in a row, before any of this ends a job: the first after a long stop proves nothing
LONGEST_PAUSE_S = 600.0  # between two questions about a job, whatever a Retry-After says
UNKNOWN_KEY_S = 60.0  # between two questions with a refused key: a paid job is never given up for it
PICTURES_GONE_MS = RESULTS_KEPT_MS + DAY_MS  # since it was taken: by then no result is left to be fetched
SHORTEST_ADOPTION_S, LONGEST_ADOPTION_S = 30.0, 3600.0

_ENDED = {
    VendorState.FAILED: Transition(to=JobState.FAILED, failure=Failure.FAILED),
    VendorState.NSFW: Transition(to=JobState.FAILED, failure=Failure.NSFW),
    VendorState.CANCELED: Transition(to=JobState.CANCELLED),
}
_PROGRESS = {VendorState.QUEUED: VendorStatus.QUEUED, VendorState.IN_PROGRESS: VendorStatus.IN_PROGRESS}


class Poller:
    """Follows the jobs that Higgsfield has; raises NotYet where it gave no answer, and ends by itself if none comes."""

    def __init__(self, parts: WorkerParts) -> None:
        self._store = parts.store
        self._vendor = parts.vendor
        self._clock = parts.clock
        self._options = parts.options
        self._events = parts.events
        self._breaker = parts.breaker
        self._webhooks = parts.webhooks
        self._estimates = parts.estimates
        self._downloads = parts.downloads
        self._transitions = parts.transitions

    async def follow(self, job: Job) -> NextStep:
        """Ask how a running job is doing, and act on the answer."""
        self._webhooks.clear_claim(job.id)  # the id is known
        if job.cancel_at is not None and not job.cancel_refused and await self.try_cancel(job):
            return await self._end(job, Transition(to=JobState.CANCELLED))
        try:
            answer = await self._ask(job, job.vendor_id or "")
        except NotYet:
            if self._is_given_up(job):
                return await self._end(job, Transition(to=JobState.FAILED, failure=Failure.DEADLINE))
            await self._transitions.settle_slot(job)
            raise
        return await self._handle(job, answer)

    async def adopt_late_result(self, job: Job) -> NextStep:
        """Follow the request of a job that ended without it, as long as it may live; adopt it once it is completed."""
        vendor_id = job.vendor_id or self._webhooks.claimed_id(job.id)
        if not job.is_open_at_vendor or not vendor_id or self._is_forgotten(job):
            await self._transitions.forget(job)
            self._webhooks.forget(job.id)
            return WHEN_WOKEN
        try:
            answer = await self._ask(job, vendor_id)
        except NotYet as not_yet:
            return after(max(not_yet.seconds, SHORTEST_ADOPTION_S))
        self._webhooks.forget(job.id)
        if answer.state is VendorState.COMPLETED:
            if not job.is_adoptable:  # deleted meanwhile: it is only the host's bill that is still to be known
                return await self._close_bill(job, BillEntry.CHARGE)
            await self._transitions.apply(job, Transition(to=JobState.RUNNING, vendor_id=vendor_id, detail="turned up"))
            return AGAIN
        if answer.state in _ENDED:
            return await self._close_bill(job, BillEntry.CLEAR)
        if job.vendor_id is None and answer.state in (VendorState.QUEUED, VendorState.IN_PROGRESS):
            await self._store.submission_found(job, vendor_id, now=self._clock.now())
        return after(min(LONGEST_ADOPTION_S, max(60.0, self._transitions.ms_since_end(job) / 1000)))

    def _is_forgotten(self, job: Job) -> bool:
        """Whether nothing can turn up any more: a job that is adopted and ends anew gets no second term."""
        gone = self._transitions.ms_since_taken(job) > PICTURES_GONE_MS
        return gone or self._transitions.ms_since_end(job) > ADOPTION_MS

    async def _close_bill(self, job: Job, entry: BillEntry) -> NextStep:
        """Note Higgsfield's word on a job that had ended without it, and follow the job no longer."""
        await self._store.billing.enter(job.id, entry, now=self._clock.now())
        await self._transitions.forget(job)
        return WHEN_WOKEN

    async def try_cancel(self, job: Job) -> bool:
        """Ask Higgsfield to cancel a job; False: it is too late for that, or there was no answer."""
        try:
            accepted = await self._vendor.cancel(job.vendor_id or "")
        except (VendorBusy, VendorRefused):
            return False  # asked again with the next step
        if not accepted:
            await self._store.refuse_cancel(job.id, now=self._clock.now())
        return accepted

    async def _ask(self, job: Job, vendor_id: str) -> RequestStatus:
        """Ask Higgsfield for a request; raises NotYet where it gave no answer."""
        state = self._transitions.run_state(job.id)
        try:
            answer = await self._vendor.status(vendor_id)
        except VendorBusy as error:
            only_this_one = await self._breaker.record_failure(error)
            state.hears_others = only_this_one or not error.away
            raise self._silent(job, self._transitions.next_retry(job.id, error.retry_after)) from error
        except VendorRefused as error:
            if error.reason in ACCOUNT_FAILURES:
                await self._breaker.report(error.reason, f"job {job.id}")
                self._transitions.next_retry(job.id)
                state.hears_others = False
                raise self._silent(job, UNKNOWN_KEY_S) from error
            answer = RequestStatus(state=VendorState.UNKNOWN, error=str(error))
        self._breaker.record_success()
        now = self._clock.monotonic()
        state.unseen_s = None if state.answered_at is None else now - state.answered_at
        state.drawn_for += now - state.answered_at if state.answered_at is not None else 0
        state.answered_at, state.failures, state.silent_since, state.is_lost = now, 0, None, False
        return answer

    def _silent(self, job: Job, seconds: float) -> NotYet:
        """Note that a question brought no readable word; the slot of a job long without one is given back."""
        self._downloads.pause(job.id)
        state, now = self._transitions.run_state(job.id), self._clock.monotonic()
        state.answered_at, state.word = None, None
        if state.silent_since is None:
            state.silent_since = now
        state.is_lost = now - state.silent_since >= self._options.deadline_s
        return NotYet(min(seconds, LONGEST_PAUSE_S, self._options.deadline_s))

    def _is_given_up(self, job: Job) -> bool:
        """Whether a job was without a readable word for so long that it ends, by its own clock."""
        state, age = self._transitions.run_state(job.id), self._transitions.ms_since_taken(job)
        if state.failures < LEAST_FAILURES or (state.is_completed and age < PICTURES_GONE_MS):
            return False
        return age >= LAST_MOMENT_MS or (state.is_lost and state.hears_others and age >= TOLERANCE_MS)

    async def _handle(self, job: Job, answer: RequestStatus) -> NextStep:
        known = await self._learn(job, answer)
        if answer.state is VendorState.COMPLETED:
            return await self._deliver(job, answer)
        if ended := _ENDED.get(answer.state):
            await self._noticed(job)
            return await self._end(job, ended)
        state = self._transitions.run_state(job.id)
        if state.drawn_for >= self._options.deadline_s:
            return await self._end(job, Transition(to=JobState.FAILED, failure=Failure.DEADLINE))
        is_cancelling = job.cancel_at is not None and not job.cancel_refused
        is_news = state.word is not answer.state or is_cancelling
        standing = None if is_cancelling else job
        progress = _PROGRESS.get(answer.state)
        if progress not in (None, job.vendor_status) and job.vendor_status is not VendorStatus.IN_PROGRESS:
            standing = await self._store.vendor_said(job.id, progress, now=self._clock.now())
        state.word = answer.state
        waited = self._transitions.ms_since_taken(job) / 1000
        seconds = backoff.next_poll(
            waited,
            known.pace(),
            slowness=known.slowness(),
            running=known.running,
            has_webhooks=self._webhooks.are_arriving,
        )
        return after(seconds, job=standing, is_news=is_news)

    async def _end(self, job: Job, change: Transition) -> NextStep:
        """End a job without a result."""
        (await self._estimates.durations(job.model)).dropped(job.id)
        return await self._transitions.end(job, change)

    async def _learn(self, job: Job, answer: RequestStatus) -> Durations:
        """Learn from an answer how long jobs take; returns what is known of the job's model."""
        known, state = await self._estimates.durations(job.model), self._transitions.run_state(job.id)
        if not state.is_completed:
            since, state.waited = state.waited, self._transitions.ms_since_taken(job) / 1000
            is_done = answer.state is VendorState.COMPLETED
            known.answered(job.id, since=since, waited=state.waited, is_done=is_done)
        return known

    async def _noticed(self, job: Job) -> None:
        """Note that a request has ended at Higgsfield."""
        unseen_s = self._transitions.run_state(job.id).unseen_s
        if not self._webhooks.expected(job.id) and unseen_s is not None:
            self._events.noticed.emit(job.model, unseen_s)
        await self._webhooks.keep()

    async def _deliver(self, job: Job, answer: RequestStatus) -> NextStep:
        state = self._transitions.run_state(job.id)
        if not state.is_completed:
            state.is_completed = True
            await self._noticed(job)
        await self._transitions.settle_slot(job)
        try:
            found = await self._downloads.download(job, answer.image_urls)
        except NotYet:
            if self._transitions.ms_since_taken(job) < PICTURES_GONE_MS:
                raise
            found = ()
        if not found:
            lost = self._downloads.is_lost(job.id)
            return await self._transitions.fail(job, Failure.PICTURE_LOST if lost else Failure.NO_IMAGE)
        price = job.cost // job.params.count
        done = Transition(to=JobState.SUCCEEDED, outputs=found, cost=price * len(found))
        return await self._transitions.end(job, done)
