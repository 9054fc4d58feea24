"""The verbs about what a member, or a whole server, leaves behind. `now` is always epoch milliseconds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Erasures(Protocol):
    """The verbs about members who had everything of theirs deleted."""

    async def begin(self, user_id: int, *, now: int) -> Sequence[int]:
        """Note that everything of a member until now is to be deleted, and delete what hangs on no order.

        Return the orders of others that have lost an input by it. Blocks, strikes and what was spent stay, and so does
        the wish that nobody use their pictures.
        """
        ...

    async def questions(self, user_id: int) -> frozenset[int]:
        """Return the ids of the pending orders that are a member's, or name a picture of an order of theirs."""
        ...

    async def open(self) -> Sequence[int]:
        """Return the members of whom some order is still to be deleted."""
        ...

    async def next_jobs(self, user_id: int, *, limit: int) -> Sequence[int]:
        """Return orders of a member that are still to be deleted, newest first."""
        ...

    async def count(self, user_id: int) -> int:
        """Return how many finished or unfinished orders of a member there are that were not deleted."""
        ...

    async def forget_entries(self, *, before: int) -> int:
        """Take the members who are being forgotten out of book entries from before then; return how many entries."""
        ...

    async def prompts(self, *, before: int) -> tuple[int, int]:
        """Return how many prompts of orders that ended before then are kept, and of all that have ended."""
        ...
