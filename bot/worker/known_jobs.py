"""Rows of running jobs as they were read last: a question about one that nobody changed reads nothing."""

from __future__ import annotations

from bot.domain.jobs import Job
from bot.runtime.clock import Clock

KEPT_S = 60.0  # what another process wrote is seen by then


class KnownJobs:
    """Keeps a row from one step to the next, unless somebody says that it changed, also while a step is under way."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[int, Job | None] = {}  # None: a step is under way
        self._until: dict[int, float] = {}  # monotonic

    def recall(self, job_id: int) -> Job | None:
        """Return a job as it was read, at the beginning of a step; None: it must be read."""
        kept, self._kept[job_id] = self._kept.get(job_id), None
        if kept is not None and self._clock.monotonic() < self._until[job_id]:
            return kept
        self._until[job_id] = self._clock.monotonic() + KEPT_S
        return None

    def known(self, job_id: int) -> Job | None:
        """Return a job as it was read, between two steps; None: it must be read."""
        kept = self._kept.get(job_id)
        return kept if kept is not None and self._clock.monotonic() < self._until[job_id] else None

    def keep(self, job: Job) -> None:
        """Keep a job as it stands at the end of a step, unless somebody changed it meanwhile."""
        if job.id in self._kept:
            self._kept[job.id] = job

    def drop(self, job_id: int) -> None:
        """Note that a job's row changed, or may have."""
        self._kept.pop(job_id, None)
        self._until.pop(job_id, None)
