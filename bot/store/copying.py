"""The verbs about copies of our own pictures: inputs, and messages. A part of the Store that has its own page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Copies(Protocol):
    """The verbs about what is deleted with a picture, and where it may not be shown again."""

    async def erased_of(self, job_id: int) -> Sequence[int]:
        """Return the ids of the jobs that had a copy of a deleted job's pictures as an input."""
        ...

    async def erased(self) -> Sequence[tuple[int, int]]:
        """Return the inputs, by job and position, that are to be deleted and are not gone from disk yet."""
        ...

    async def message_removed(self, message_id: int, *, now: int) -> None:
        """Note that a public message which showed a job was taken away; nothing where it was none."""
        ...

    async def channel_removed(self, channel_id: int, *, now: int) -> None:
        """Note the same for every message of a channel."""
        ...

    async def deleted(self, inputs: Sequence[tuple[int, int]]) -> None:
        """Note that these inputs are gone from disk; their names and addresses are emptied."""
        ...
