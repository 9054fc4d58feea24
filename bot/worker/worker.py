"""Which job next: a schedule of what is due, rebuilt at every start from the rows."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence

from bot.domain.errors import StorageUnavailable
from bot.domain.jobs import Job, JobState, VendorStatus, WaitReason
from bot.domain.limits import DAY_MS
from bot.higgsfield import VendorState
from bot.runtime.scheduler import KeyedScheduler
from bot.worker.events import WorkerEvents
from bot.worker.next_step import WHEN_WOKEN, NextStep, after
from bot.worker.parts import WorkerParts
from bot.worker.state_machine import StateMachine
from bot.worker.transitions import ADOPTION_MS

log = logging.getLogger(__name__)

AT_ONCE = 32  # steps under way that wait for nobody else: more make nothing quicker, and each takes memory
NO_WORD_S = 60.0  # a shorter silence about a job is not worth a word
PACE_S = 0.2  # between two jobs that are taken up at a start: Higgsfield is not asked for all of them at once
TAKEN_UP_S = 30.0  # in which all are, however many there are
TOGETHER_S = 0.3  # questions that are due within it are asked at once: each time that a process wakes costs
CROWD_S = 0.5  # in which a crowd is answered, before anything is done for those who wait anyway
RETRY_S = 15.0  # until the next try while the database is away, or after an error of our own
SOON, SELDOM_S = 20, 900.0  # after so many errors of our own the tries are as seldom as that
TRACEBACKS = 3  # of one job's; then a line


class Worker:
    """Drives every job to its end, and answers what the rest of the bot may know of that. Built by `build_worker`."""

    def __init__(self, parts: WorkerParts, *, machine: StateMachine, events: WorkerEvents) -> None:
        self._store = parts.store
        self._clock = parts.clock
        self._line = parts.line
        self._breaker = parts.breaker
        self._account = parts.account
        self._webhooks = parts.webhooks
        self._transitions = parts.transitions
        self._estimates = parts.estimates
        self._downloads = parts.downloads
        self._machine = machine
        self._events = events
        self._mistakes: Counter[int] = Counter()  # errors of our own, by job
        self._scheduler = KeyedScheduler(
            self._step, clock=parts.clock, seats=parts.seats, name="job", together_s=TOGETHER_S
        )
        self.heartbeat = self._scheduler.heartbeat
        events.vendor_recovered.subscribe(self._scheduler.wake_all)

    # ordering

    def admit(self) -> None:
        """Raise OrderingPaused or VendorAway while a new order would only wait."""
        self._breaker.admit()

    async def announce(self, job: Job) -> None:
        """Keep a place in line for an order that was just booked."""
        await self._line.announce(job.id, user_id=job.user_id, since=job.created_at)

    def wake(self, job_id: int, *, after: float = 0.0) -> None:
        """Take the job's next step soon, or in so many seconds, its row may have changed; safe at any time."""
        self._machine.changed(job_id)
        self._scheduler.wake(job_id, after=after)

    async def card_stands(self, job_id: int) -> None:
        """Take the first step of a job that people see by now; one whose turn is not yet lets a crowd be answered."""
        position = await self._line.position(job_id)
        is_its_turn = position is None or await self._line.rounds_until_done(position) <= 1
        self.wake(job_id, after=0.0 if is_its_turn else CROWD_S)

    # what cards say of a job that waits

    async def position(self, job_id: int) -> int | None:
        """Return a job's place in line, 1 being next; None: it does not wait."""
        return await self._line.position(job_id)

    def wait_reason(self, job: Job) -> WaitReason | None:
        """Return what a job waits for beside its turn, or beside its drawing."""
        match job.state:
            case JobState.QUEUED:
                return self._breaker.wait_reason()
            case JobState.RUNNING if self._transitions.seconds_silent(job) >= NO_WORD_S:
                return WaitReason.NO_WORD
            case JobState.RUNNING if self._downloads.is_held_up(job.id):
                return WaitReason.PICTURES
            case _:
                return None

    def vendor_status(self, job: Job) -> VendorStatus | None:
        """Return how far Higgsfield is with a running job; that it waits there only by a fresh answer.

        Where webhooks arrive, questions are too rare for that.
        """
        if job.vendor_status is not VendorStatus.QUEUED:
            return job.vendor_status
        is_fresh = self._transitions.run_state(job.id).word is VendorState.QUEUED and not self._webhooks.are_arriving
        return VendorStatus.QUEUED if is_fresh else None

    async def usual_seconds(self, model: str) -> float:
        """Return how long a job of the model usually takes at Higgsfield."""
        return await self._estimates.usual_seconds(model)

    async def next_of(self, user_id: int, models: Sequence[str]) -> tuple[int, Sequence[float]]:
        """Return the place of a member's next order, and the seconds that it would take with each of these models."""
        position = await self._line.position_of_next(user_id)
        return position, [await self._estimates.seconds_of_next(model, position) for model in models]

    async def ready_at(self, job: Job, position: int | None) -> int | None:
        """Return when a job at this place in line should be done (epoch ms); None: past jobs say too little."""
        return await self._estimates.ready_at(job, position)

    # webhooks

    async def webhook_received(self, job_id: int, vendor_id: str = "") -> bool:
        """Ask about a job soon; True where the webhook names a request that was not known yet."""
        job = self._machine.known(job_id) or await self._store.job(job_id)
        if job is None or (job.is_final and not job.is_open_at_vendor):
            self._webhooks.received_late()
            return False
        is_news = job.vendor_id is None and bool(vendor_id)
        self._scheduler.wake(job_id, after=self._webhooks.received(job_id, vendor_id if is_news else ""))
        return is_news

    def is_unresolved(self, job_id: int) -> bool:
        """Whether the request that a webhook named is still to be looked up."""
        return self._webhooks.claimed_id(job_id) is not None

    def are_webhooks_missing(self) -> bool:
        """Whether Higgsfield's webhooks don't arrive."""
        return self._webhooks.are_missing

    # running

    def trouble(self) -> WaitReason | None:
        """Return what keeps every order from being drawn now."""
        return self._breaker.wait_reason()

    async def resume(self) -> None:
        """Take up where the last process stopped."""
        await self._breaker.restore()
        await self._account.restore()
        await self._webhooks.restore()
        known = min(self._clock.now(), await self._store.billing.latest())  # nobody has borne out the time yet
        active, adoptable = await self._store.active(), await self._store.adoptable(since=known - ADOPTION_MS)
        pace_s = min(PACE_S, TAKEN_UP_S / max(1, len(active)))
        for number, job in enumerate((*active, *adoptable)):
            await self._take_up(job, after=number * pace_s)

    async def run(self) -> None:
        """Work until cancelled."""
        await self._scheduler.run()

    async def tick(self) -> None:
        """Take every step that is due now, and those that follow at once: the loop's body, for tests."""
        await self._scheduler.tick()

    def next_due(self) -> float | None:
        """Return the seconds until the next step is due; None: nothing is."""
        return self._scheduler.next_due()

    def is_idle(self) -> bool:
        """Whether no step is under way, nor due now."""
        return self._scheduler.is_idle()

    async def drain(self, *, seconds: float) -> None:
        """Let the steps under way end, within so many seconds: an order half sent is an unclear one."""
        await self._scheduler.shutdown(seconds=seconds)

    async def _take_up(self, job: Job, *, after: float) -> None:
        await self._machine.reclaim_slot(job)
        if job.state is JobState.RUNNING and job.submitted_at is not None:
            await self._estimates.taken(job, job.submitted_at)
        if job.state is JobState.QUEUED:
            await self.announce(job)  # whoever orders meanwhile is told of all who came before
        self._scheduler.wake(job.id, after=after)

    async def _step(self, job_id: int) -> float | None:
        is_news = True
        try:
            step = await self._guarded_advance(job_id)
            if is_news := step.is_news:
                for turn in await self._line.next():
                    if not self._scheduler.is_running(turn):
                        self._scheduler.wake(turn)
        finally:
            if is_news:
                self._events.job_changed.emit(job_id)
        return step.seconds

    async def _guarded_advance(self, job_id: int) -> NextStep:
        try:
            return await self._machine.advance(job_id)
        except StorageUnavailable:  # the store tells the owner itself, once
            await self._line.remove(job_id)  # else its turn would bring it back at once
            return after(RETRY_S)
        except Exception as error:
            await self._line.remove(job_id)
            return await self._after_mistake(job_id, error)

    async def _after_mistake(self, job_id: int, error: Exception) -> NextStep:
        """Try again after an error of our own, ever more seldom; a job that never gets further ends after a day."""
        self._mistakes[job_id] += 1
        known = self._mistakes[job_id] > TRACEBACKS
        seconds = RETRY_S if self._mistakes[job_id] <= SOON else SELDOM_S
        what = "job %s: a step failed; it is tried again in %.0f s: %s"
        log.error(what, job_id, seconds, type(error).__name__, exc_info=None if known else error)
        job = await self._store.job(job_id) if known else None
        if job is not None and job.is_final:
            await self._line.release(job_id)
            return WHEN_WOKEN  # the next start looks whether it turned up
        if job is None or self._clock.now() - job.created_at < DAY_MS:
            return after(seconds)
        log.error("job %s: it makes no progress; giving up", job_id)
        return await self._machine.abandon(job)
