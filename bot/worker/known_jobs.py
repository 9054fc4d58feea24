"""Rows of running jobs as they were read last: a question about one that nobody changed reads nothing.

Beyond the first hundreds they are kept packed: a row as one object takes a third of the memory of its two dozen values,
and packing it takes a tenth of what a question takes.
"""

from __future__ import annotations

import pickle

from bot.domain.jobs import Job
from bot.runtime.clock import Clock

KEPT_S = 60.0  # what another process wrote is seen by then
UNPACKED = 320  # rows that are kept as they are: less than half a megabyte

Kept = tuple[Job, float]  # and until when it is good (monotonic)


class KnownJobs:
    """Keeps a row from one step to the next, unless somebody says that it changed, also while a step is under way."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[int, Kept | bytes] = {}
        self._under_way: dict[int, float] = {}  # a step: until when its job's row is good

    def recall(self, job_id: int) -> Job | None:
        """Return a job as it was read, at the beginning of a step; None: it must be read."""
        job, self._under_way[job_id] = self._unpack(job_id)
        self._kept.pop(job_id, None)
        return job

    def known(self, job_id: int) -> Job | None:
        """Return a job as it was read, between two steps; None: it must be read."""
        return self._unpack(job_id)[0]

    def keep(self, job: Job) -> None:
        """Keep a job as it stands at the end of a step, unless somebody changed it meanwhile."""
        if (until := self._under_way.pop(job.id, None)) is not None:
            kept = job, until
            self._kept[job.id] = _packed(kept) if len(self._kept) >= UNPACKED else kept

    def drop(self, job_id: int) -> None:
        """Note that a job's row changed, or may have."""
        self._kept.pop(job_id, None)
        self._under_way.pop(job_id, None)

    def _unpack(self, job_id: int) -> tuple[Job | None, float]:
        """Return a job as it was read, with until when that is good; else until when it would be if it were read."""
        now = self._clock.monotonic()
        if (kept := self._kept.get(job_id)) is not None:
            job, until = pickle.loads(kept) if isinstance(kept, bytes) else kept  # noqa: S301 - our own, never elsewhere
            if now < until:
                return job, until
        return None, now + KEPT_S


def _packed(kept: Kept) -> bytes:
    """Return a row as few bytes, copied: pickle's own are the beginning of four kilobytes, and leave a gap there."""
    return bytes(memoryview(pickle.dumps(kept, pickle.HIGHEST_PROTOCOL)))
