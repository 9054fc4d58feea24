"""The verbs about a member's past orders. `now` is always epoch milliseconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain.jobs import Job


@dataclass(frozen=True, kw_only=True)
class HistoryQuery:
    """A member's search among their own finished orders, or among their favourites."""

    user_id: int
    search: str = ""  # words, each of which stands in the prompt
    model: str = ""  # "": any
    favourites: bool = False
    guild_id: int = 0  # with favourites: those of other members in this server, too; 0: own ones only
    limit: int = 5
    offset: int = 0


@dataclass(frozen=True, kw_only=True)
class Repost:
    """A message, beside the card, that shows a job again."""

    message_id: int
    job_id: int
    guild_id: int  # 0: a direct message
    channel_id: int


class Library(Protocol):
    """The verbs about a member's past orders."""

    async def history(self, query: HistoryQuery) -> Sequence[Job]:
        """Return the finished orders that a query finds, newest first."""
        ...

    async def count(self, query: HistoryQuery) -> int:
        """Return how many orders a query finds in all, beyond its limit."""
        ...

    async def orders(self, user_id: int, *, before: int | None = None, limit: int = 500) -> Sequence[Job]:
        """Return a member's orders in any state, newest first; `before` is an order's id to go on from."""
        ...

    async def origin(self, job_id: int) -> Job | None:
        """Return the job that a version goes back to: the nearest before it of a lower version."""
        ...

    async def keep_repost(self, repost: Repost, *, now: int) -> None:
        """Note that a message shows a job again: `by_message` finds the job by it from here on."""
        ...

    async def reposts(self, job_id: int) -> Sequence[Repost]:
        """Return the messages that show a job again."""
        ...

    async def add_favourite(self, user_id: int, job_id: int, *, now: int) -> None:
        """Make a job a member's favourite."""
        ...

    async def remove_favourite(self, user_id: int, job_id: int) -> None:
        """Take a job from a member's favourites."""
        ...

    async def is_favourite(self, user_id: int, job_id: int) -> bool:
        """Return True if a job is a member's favourite."""
        ...

    async def favourites(self, user_id: int) -> frozenset[int]:
        """Return the ids of a member's favourites."""
        ...
