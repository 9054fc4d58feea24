"""running → its end, and after our own end: asking the vendor, bringing the pictures home, adopting what turns up."""

from __future__ import annotations

from bot.domain.errors import VendorBusy, VendorRefused
from bot.domain.jobs import Failure, Job, JobState, Transition
from bot.higgsfield import RequestStatus, Vendor, VendorState
from bot.runtime.clock import Clock
from bot.store import Store
from bot.worker import backoff
from bot.worker.circuit_breaker import ACCOUNT_FAILURES, CircuitBreaker
from bot.worker.downloads import Downloads
from bot.worker.fair_queue import FairQueue
from bot.worker.transitions import ADOPTION_MS, AGAIN, Transitions, WorkerOptions
from bot.worker.webhooks import WebhookInbox

STUBBORN_MS = 10_800_000  # for a request that the vendor stumbles over while it answers others: then it counts
UNKNOWN_KEY_S = 60.0  # between two questions with a refused key: a paid job is never given up for it
LONGEST_ADOPTION_S = 3600.0

_ENDED = {
    VendorState.FAILED: Transition(to=JobState.FAILED, failure=Failure.FAILED),
    VendorState.NSFW: Transition(to=JobState.FAILED, failure=Failure.NSFW),
    VendorState.CANCELED: Transition(to=JobState.CANCELLED),
}


class Poller:
    """Follows what the vendor has; each method returns the seconds until the next step, None for a poke."""

    def __init__(
        self,
        *,
        store: Store,
        vendor: Vendor,
        clock: Clock,
        queue: FairQueue,
        breaker: CircuitBreaker,
        transitions: Transitions,
        downloads: Downloads,
        webhooks: WebhookInbox,
        options: WorkerOptions,
    ) -> None:
        self._store = store
        self._vendor = vendor
        self._clock = clock
        self._queue = queue
        self._breaker = breaker
        self._transitions = transitions
        self._downloads = downloads
        self._webhooks = webhooks
        self._options = options

    async def follow(self, job: Job) -> float | None:
        """Ask how a running job is doing, and heed the answer."""
        self._webhooks.clear_claim(job.id)  # the id is known
        if not self._downloads.is_downloading(job.id):
            self._queue.occupy(job.id, user_id=job.user_id)
        if job.cancel_at is not None and not job.cancel_refused and await self._try_cancel(job):
            return await self._transitions.end(job, Transition(to=JobState.CANCELLED))
        answer = await self._ask(job, job.vendor_id or "")
        if isinstance(answer, float):
            return answer
        return await self._handle(job, answer)

    async def adopt_late_result(self, job: Job) -> float | None:
        """Nothing more to do, unless the vendor's request may outlive our patience: then it is adopted when it ends."""
        vendor_id = job.vendor_id or self._webhooks.claimed_id(job.id)
        if not job.is_adoptable or not vendor_id or self._transitions.ms_since_end(job) > ADOPTION_MS:
            self._transitions.forget(job)
            self._webhooks.forget(job.id)
            return None
        if not self._transitions.still_occupies_slot(job):
            self._queue.release(job.id)
        answer = await self._ask(job, vendor_id)
        if isinstance(answer, float):
            return max(answer, 30.0)
        self._webhooks.forget(job.id)
        if answer.state is VendorState.COMPLETED:
            await self._transitions.apply(job, Transition(to=JobState.RUNNING, vendor_id=vendor_id, detail="turned up"))
            return AGAIN
        if answer.state in _ENDED:
            self._transitions.forget(job)
            return None
        if job.vendor_id is None and answer.state in (VendorState.QUEUED, VendorState.IN_PROGRESS):
            await self._store.submission_found(job, vendor_id, now=self._clock.now())
        return min(LONGEST_ADOPTION_S, max(60.0, self._transitions.ms_since_end(job) / 1000))

    async def _try_cancel(self, job: Job) -> bool:
        try:
            accepted = await self._vendor.cancel(job.vendor_id or "")
        except (VendorBusy, VendorRefused):
            return False  # asked again with the next step
        if not accepted:
            await self._store.refuse_cancel(job.id, now=self._clock.now())
        return accepted

    async def _ask(self, job: Job, vendor_id: str) -> RequestStatus | float:
        """Ask the vendor; seconds to wait where it gave no answer."""
        watch = self._transitions.run_state(job.id)
        try:
            answer = await self._vendor.status(vendor_id)
        except VendorBusy as error:
            stumbles = await self._breaker.record_failure(error)
            if not stumbles or self._clock.now() - (job.submitted_at or job.created_at) < STUBBORN_MS:
                self._downloads.pause(job.id)
                watch.answered_at = None
                return self._transitions.next_retry(job.id, error.retry_after)
            answer = RequestStatus(state=VendorState.UNKNOWN, error=str(error))
        except VendorRefused as error:
            if error.reason in ACCOUNT_FAILURES:
                await self._breaker.report(error.reason, f"job {job.id}")
                self._downloads.pause(job.id)
                watch.answered_at = None
                return UNKNOWN_KEY_S
            answer = RequestStatus(state=VendorState.UNKNOWN, error=str(error))
        self._breaker.record_success()
        now = self._clock.monotonic()
        watch.drawn_for += now - watch.answered_at if watch.answered_at is not None else 0
        watch.answered_at, watch.failures = now, 0
        return answer

    async def _handle(self, job: Job, answer: RequestStatus) -> float | None:
        if answer.state is VendorState.COMPLETED:
            return await self._deliver(job, answer)
        if ended := _ENDED.get(answer.state):
            self._webhooks.expected(job.id)
            return await self._transitions.end(job, ended)
        if self._transitions.run_state(job.id).drawn_for >= self._options.deadline_s:
            return await self._transitions.fail(job, Failure.DEADLINE)
        waited = (self._clock.now() - (job.submitted_at or job.created_at)) / 1000
        return backoff.next_poll(waited, rung=self._webhooks.are_arriving)

    async def _deliver(self, job: Job, answer: RequestStatus) -> float | None:
        self._queue.release(job.id)
        if not self._downloads.is_downloading(job.id):
            self._webhooks.expected(job.id)
        found = await self._downloads.download(job, answer.image_urls)
        if isinstance(found, float):
            return found
        if not found:
            return await self._transitions.fail(job, Failure.NO_IMAGE)
        price = job.cost // job.params.count
        self._transitions.learn(job.model)
        return await self._transitions.end(
            job, Transition(to=JobState.SUCCEEDED, outputs=found, cost=price * len(found))
        )
