"""The verbs about members. A part of the Store that has its own page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.domain.jobs import Job


class Members(Protocol):
    """The verbs about what a member prefers and was told. `now` is always epoch milliseconds."""

    async def preferences(self, user_id: int) -> Mapping[str, object]:
        """Return a member's preferences; nothing where they never chose any."""
        ...

    async def change_preferences(self, user_id: int, changes: Mapping[str, object]) -> Mapping[str, object]:
        """Change some of a member's preferences, in one transaction, and return all of them."""
        ...

    async def mark_seen(self, user_id: int, what: str) -> bool:
        """Note among a member's preferences that they met something; True the first time."""
        ...

    async def unnotified(self, *, since: int, longer_than: int) -> Sequence[Job]:
        """Return jobs of servers that ended after `since`, took longer and are shown, and were not notified."""
        ...

    async def mark_notified(self, job_id: int, *, now: int) -> None:
        """Note that a job's member was notified of its end, or wants no notification."""
        ...

    async def was_notified(self, job_id: int) -> bool:
        """Return True if `mark_notified` was called for a job."""
        ...
