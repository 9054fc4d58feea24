"""The verbs about records that are kept for a while. `now` is always epoch milliseconds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Pending:
    """What a button, or the bot itself after a restart, goes on from: one member's, and kept for a while."""

    id: int  # a snowflake
    user_id: int
    kind: str
    body: Mapping[str, object]  # JSON
    until: int


#: Makes a new body of the old one: None where there is none, or where none is to stay.
ChangeBody = Callable[[Mapping[str, object] | None], Mapping[str, object] | None]


class PendingRecords(Protocol):
    """The verbs about records that are kept for a while."""

    async def keep(self, record: Pending, *, now: int) -> None:
        """Keep a record, in place of one of the same id; expired ones are deleted."""
        ...

    async def find(self, record_id: int, user_id: int, kind: str, *, now: int) -> Pending | None:
        """Return a member's own record; None where there is none, or it has expired."""
        ...

    async def about(self, job_id: int) -> Sequence[int]:
        """Return the ids of all members' records that name a picture of a job."""
        ...

    async def owner(self, record_id: int, kind: str, *, now: int) -> int | None:
        """Return the id of the member whose record it is; None where there is none, or it has expired."""
        ...

    async def all(self, kind: str, *, now: int) -> Sequence[Pending]:
        """Return every member's records of a kind, by id."""
        ...

    async def take(self, record_id: int, user_id: int, kind: str, *, now: int) -> Pending | None:
        """Delete a member's own record and return it, to one caller only: so nothing is ordered twice of it."""
        ...

    async def change(
        self, record_id: int, user_id: int, kind: str, change: ChangeBody, *, until: int, now: int
    ) -> Pending | None:
        """Replace a member's own record by what `change` makes of its body, in one transaction; None: it is deleted.

        `change` may run on another thread, and more than once; what it raises leaves the record as it was.
        """
        ...
