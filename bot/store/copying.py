"""The verbs about inputs that are copies of our own pictures. A part of the Store that has its own page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Copies(Protocol):
    """The verbs about what goes with a picture that is deleted for good: inputs of other jobs, copied from it."""

    async def erased_of(self, job_id: int) -> Sequence[int]:
        """Return the ids of the jobs that had a copy of a deleted job's pictures as an input."""
        ...

    async def erased(self) -> Sequence[tuple[int, int]]:
        """Return the inputs, by job and position, that are to be deleted and are not gone from disk yet."""
        ...

    async def deleted(self, inputs: Sequence[tuple[int, int]]) -> None:
        """Note that these inputs are gone from disk; their names and addresses are emptied."""
        ...
