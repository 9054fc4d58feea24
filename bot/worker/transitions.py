"""What every step shares: the host's terms, what this process remembers of a job, and the arrows themselves."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.errors import VendorBusy, VendorRefused
from bot.domain.jobs import Failure, Job, JobState, Transition
from bot.domain.limits import HOUR_MS, RESULTS_KEPT_MS
from bot.runtime.clock import Clock
from bot.store import Store
from bot.worker import backoff
from bot.worker.downloads import Downloads
from bot.worker.fair_queue import FairQueue

log = logging.getLogger(__name__)

AGAIN = 0.0  # seconds: the next step can be taken at once
ADOPTION_MS = RESULTS_KEPT_MS
ADOPT_S = 60.0  # after our own end, until the first look whether the vendor went on
HELD_AFTER_DEADLINE_MS = HOUR_MS  # by then the vendor has surely freed the slot, or says so itself
HELD_AFTER_UNCLEAR_MS = 60_000  # a usual drawing's time


@dataclass(frozen=True, kw_only=True)
class WorkerOptions:
    """What the host's settings say to the worker."""

    deadline_s: float = 600
    queue_s: float = 10_800
    idempotent: bool = False
    inputs: str = "auto"  # upload | link | auto: link only where the account has no upload


@dataclass
class RunState:
    """What this process remembers of a job; nothing in it is needed after a restart."""

    failures: int = 0  # in a row
    drawn_for: float = 0.0  # seconds that the vendor had while we were up and it answered
    answered_at: float | None = None  # monotonic; None after a failure
    vendor_id: str | None = None  # accepted, but not written down yet
    rejection: VendorRefused | VendorBusy | None = None  # surely not accepted, but not written down yet
    unclear_since: float | None = None  # monotonic; since when nobody knows whether the vendor took it


class Transitions:
    """Moves jobs along the arrows of `jobs.py`, and keeps the slots and what is remembered in step."""

    def __init__(self, *, store: Store, clock: Clock, queue: FairQueue, downloads: Downloads) -> None:
        self._store = store
        self._clock = clock
        self._queue = queue
        self._downloads = downloads
        self._run_states: dict[int, RunState] = {}
        self._durations: dict[str, Sequence[int]] = {}  # by model

    def run_state(self, job_id: int) -> RunState:
        """Return what is remembered of a job."""
        return self._run_states.setdefault(job_id, RunState())

    def reset_run_state(self, job_id: int, watch: RunState) -> None:
        """Remember this of a job from here on."""
        self._run_states[job_id] = watch

    async def apply(self, job: Job, change: Transition) -> Job | None:
        """Move a job along one arrow; None if it stands elsewhere by now."""
        moved = await self._store.apply(job, change, now=self._clock.now())
        if moved is not None:
            why = f" ({change.failure})" if change.failure else ""
            log.info("job %s: %s → %s%s", job.id, job.state, change.to, why)
        return moved

    async def fail(self, job: Job, failure: Failure) -> float | None:
        """End a job as failed; the seconds until the next step, None where there is none."""
        return await self.end(job, Transition(to=JobState.FAILED, failure=failure))

    async def end(self, job: Job, change: Transition) -> float | None:
        """End a job, free its slot and forget it; the seconds until the next step, None where there is none."""
        ended = await self.apply(job, change)
        self._queue.remove(job.id)
        if ended is None or not self.still_occupies_slot(ended):
            self._queue.release(job.id)
        self._run_states.pop(job.id, None)
        self._downloads.forget(job.id)
        return ADOPT_S if ended is not None and ended.is_adoptable else None

    def forget(self, job: Job) -> None:
        """Free a job's slot and drop what is remembered of it."""
        self._queue.release(job.id)
        self._run_states.pop(job.id, None)

    def next_retry(self, job_id: int, retry_after: float | None = None) -> float:
        """Return the seconds until the next try after one more failure."""
        watch = self.run_state(job_id)
        watch.failures += 1
        return retry_after if retry_after is not None else backoff.back_off(watch.failures)

    async def durations(self, model: str) -> Sequence[int]:
        """Return how long the last jobs of a model took at the vendor (ms), read anew after each success."""
        if model not in self._durations:
            self._durations[model] = await self._store.durations(model)
        return self._durations[model]

    def learn(self, model: str) -> None:
        """Say that one more job of the model succeeded."""
        self._durations.pop(model, None)

    def ms_since_ordered(self, job: Job) -> int:
        """Return the milliseconds since a job was ordered."""
        return self._clock.now() - job.created_at

    def ms_since_end(self, job: Job) -> int:
        """Return the milliseconds since a job ended."""
        return self._clock.now() - (job.finished_at or self._clock.now())

    def still_occupies_slot(self, job: Job) -> bool:
        """Tell whether the vendor may still be busy with a job that has failed for us."""
        if not job.is_adoptable:
            return False
        return self.ms_since_end(job) < (HELD_AFTER_DEADLINE_MS if job.vendor_id else HELD_AFTER_UNCLEAR_MS)
