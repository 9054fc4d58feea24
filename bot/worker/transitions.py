"""Each transition of a job, and what goes with it: its slot at Higgsfield and what this process remembers of it."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from bot.domain.errors import VendorBusy, VendorRefused
from bot.domain.jobs import Failure, Job, JobState, Transition
from bot.domain.limits import HOUR_MS, RESULTS_KEPT_MS
from bot.higgsfield import VendorState
from bot.runtime.clock import Clock
from bot.store import Store
from bot.worker import backoff
from bot.worker.circuit_breaker import CircuitBreaker
from bot.worker.downloads import Downloads
from bot.worker.events import WorkerEvents
from bot.worker.line import Line
from bot.worker.next_step import WHEN_WOKEN, NextStep, after

log = logging.getLogger(__name__)

ADOPTION_MS = RESULTS_KEPT_MS
ADOPT_S = 60.0  # after our own end, until the first look whether the vendor went on
HELD_AFTER_DEADLINE_MS = HOUR_MS  # by then the vendor has surely freed the slot, or says so itself
HELD_AFTER_UNCLEAR_MS = 60_000  # a usual drawing's time


@dataclass(slots=True)
class RunState:
    """What this process remembers of a job; nothing in it is needed after a restart."""

    failures: int = 0  # in a row
    drawn_for: float = 0.0  # seconds that the vendor had while we were up and it answered
    answered_at: float | None = None  # monotonic; None after a failure
    waited: float | None = None  # seconds since the vendor took it, at its last answer; None: not heard by this process
    vendor_id: str | None = None  # accepted, but not written down yet
    rejection: VendorRefused | VendorBusy | None = None  # surely not accepted, but not written down yet
    has_no_answer: bool = False  # its POST got none, in this process
    unclear_since: float | None = None  # monotonic; since when it is unclear whether the vendor took it
    unseen_s: float | None = None  # between the last two answers: for so long its end may have been unknown
    word: VendorState | None = None  # Higgsfield's last one, and nothing went wrong since
    silent_since: float | None = None  # monotonic; since when no question brought a readable word
    hears_others: bool = False  # meanwhile Higgsfield answers for others
    is_lost: bool = False  # without a readable word for as long as a deadline: its slot is given back
    is_completed: bool = False  # the vendor has said so: what is left is to bring its pictures home


class Transitions:
    """Moves jobs along the transitions of `domain/jobs.py`; alone decides who holds a slot at Higgsfield."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        line: Line,
        downloads: Downloads,
        breaker: CircuitBreaker,
        events: WorkerEvents,
    ) -> None:
        self._store = store
        self._clock = clock
        self._line = line
        self._downloads = downloads
        self._breaker = breaker
        self._events = events
        self._run_states: dict[int, RunState] = {}

    def run_state(self, job_id: int) -> RunState:
        """Return what is remembered of a job."""
        if (state := self._run_states.get(job_id)) is None:  # asked for several times a step
            state = self._run_states[job_id] = RunState()
        return state

    def reset_run_state(self, job_id: int, state: RunState) -> None:
        """Remember this of a job from here on."""
        self._run_states[job_id] = state

    # along a transition

    async def apply(self, job: Job, change: Transition) -> Job | None:
        """Move a job along one transition, its slot with it; None if it stands elsewhere by now."""
        moved = await self._store.apply(job, change, now=self._clock.now())
        if moved is not None:
            why = f" ({change.failure})" if change.failure else ""
            log.info("job %s: %s → %s%s", job.id, job.state, change.to, why)
            self._events.moved.emit(moved)
        if standing := moved or await self._store.job(job.id):
            await self.settle_slot(standing)
        return moved

    async def fail(self, job: Job, failure: Failure) -> NextStep:
        """End a job as failed; return when its next step is due."""
        return await self.end(job, Transition(to=JobState.FAILED, failure=failure))

    async def end(self, job: Job, change: Transition) -> NextStep:
        """End a job and drop what is remembered of it; return when to look whether Higgsfield went on."""
        ended = await self.apply(job, change)
        await self._line.remove(job.id)
        state = self._run_states.pop(job.id, None)
        self._downloads.forget(job.id)
        if ended is not None:
            await self._breaker.record_end(ended, has_no_answer=state is not None and state.has_no_answer)
        return after(ADOPT_S) if ended is not None and ended.is_open_at_vendor else WHEN_WOKEN

    async def forget(self, job: Job) -> None:
        """Free the slot of a job that is over at Higgsfield too, and drop what is remembered of it."""
        await self._line.release(job.id)
        self._run_states.pop(job.id, None)

    # slots

    async def settle_slot(self, job: Job) -> None:
        """Make the slot agree with where a job stands; one given back after the job's end is not taken again."""
        if not self._holds_slot(job):
            await self._line.release(job.id)
        elif not job.is_final:
            await self._line.occupy(job.id, user_id=job.user_id)

    async def reclaim_slot(self, job: Job) -> None:
        """Hold the slot that a job has at Higgsfield, as it was before a restart."""
        if self._holds_slot(job):
            await self._line.occupy(job.id, user_id=job.user_id)

    def _holds_slot(self, job: Job) -> bool:
        """Whether Higgsfield has the job, or may have it, and is not done with it."""
        match job.state:
            case JobState.SUBMITTING:
                return self._seconds_unclear(job) < HELD_AFTER_UNCLEAR_MS / 1000
            case JobState.RUNNING:
                return not (self.run_state(job.id).is_completed or self.run_state(job.id).is_lost)
            case JobState.FAILED if job.is_open_at_vendor:
                return self.ms_since_end(job) < (HELD_AFTER_DEADLINE_MS if job.vendor_id else HELD_AFTER_UNCLEAR_MS)
            case _:
                return False

    # times

    def next_retry(self, job_id: int, retry_after: float | None = None) -> float:
        """Return the seconds until the next try after one more failure."""
        state = self.run_state(job_id)
        state.failures += 1
        return retry_after if retry_after is not None else backoff.RETRY.seconds(state.failures)

    def ms_since_ordered(self, job: Job) -> int:
        """Return the milliseconds since a job was ordered."""
        return self._clock.now() - job.created_at

    def ms_since_taken(self, job: Job) -> int:
        """Return the milliseconds since Higgsfield took a job, or since it was ordered where that is unknown."""
        return self._clock.now() - (job.submitted_at or job.created_at)

    def ms_since_end(self, job: Job) -> int:
        """Return the milliseconds since a job ended."""
        return self._clock.now() - (job.finished_at or self._clock.now())

    def seconds_silent(self, job: Job) -> float:
        """Return the seconds since when no question about a job brought a readable word; 0: the last one did."""
        state = self._run_states.get(job.id)
        silent = state is not None and state.silent_since is not None and not state.is_completed
        return self._clock.monotonic() - (state.silent_since or 0) if state and silent else 0.0

    def _seconds_unclear(self, job: Job) -> float:
        since = self.run_state(job.id).unclear_since
        return 0.0 if since is None else self._clock.monotonic() - since
