"""The line before Higgsfield, which draws only a few jobs at once: awaitable, so that it may lie in the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Line(Protocol):
    """The slots at Higgsfield and the jobs that wait for one.

    Each verb takes effect as a whole, and a job is announced, if at all, before it is enqueued. The submitter relies
    on more: nothing moves the line from a job's `enqueue` to its `acquire`, nor after a `next` that leaves the job out
    until its step is over; for the step of whichever job gave its slot back wakes those whose turn came, and passes
    over one that runs. The queue in memory keeps this as it never yields; one in the database must lock the line so
    long, or itself wake each job whose turn comes, also in another process.
    """

    async def announce(self, job_id: int, *, user_id: int, since: int) -> None:
        """Keep a place for a job that will join soon; it counts, but is never next."""

    async def enqueue(self, job_id: int, *, user_id: int, since: int) -> None:
        """Put a job in line; one that stands there already keeps its place."""

    async def remove(self, job_id: int) -> None:
        """Take a job out of the line."""

    async def acquire(self, job_id: int) -> bool:
        """Move a job from the line to a slot; False where none is free or it is not the job's turn."""
        ...

    async def occupy(self, job_id: int, *, user_id: int) -> None:
        """Hold a slot for a job that Higgsfield has already, even over the number: that is how it stands there."""

    async def release(self, job_id: int) -> None:
        """Give a job's slot back, if it has one."""

    async def next(self) -> Sequence[int]:
        """Return the jobs whose turn it is."""
        ...

    async def position(self, job_id: int) -> int | None:
        """Return a job's place in line, 1 being next, with all who are coming counted; None: it does not wait."""
        ...

    async def position_of_next(self, user_id: int) -> int:
        """Return the place that a member's next job would have."""
        ...

    async def rounds_until_done(self, position: int) -> float:
        """Return how many usual drawings long it is until the job at a position is done; slots come free in turn."""
        ...
