"""The verbs about gifts. A part of the Store that has its own page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Gift:
    """Credits that pay what goes beyond a person's limits in one server, once, until they end."""

    id: int
    credits: int
    left: int
    at: int  # epoch ms
    expires_at: int  # epoch ms
    by_user: int


class Gifts(Protocol):
    """The verbs about gifts, and about limits that count anew. `now` is always epoch milliseconds."""

    async def give(self, *, guild_id: int, user_id: int, credits: int, by_user: int, now: int, expires_at: int) -> None:
        """Give a person credits in one server beyond its limits, until they expire."""
        ...

    async def left(self, *, guild_id: int, user_id: int, now: int) -> Sequence[Gift]:
        """Return the gifts that a person can still spend, the one that ends first before the others."""
        ...

    async def reset(self, *, guild_id: int, user_id: int, by_user: int, now: int) -> None:
        """Have a person's limits in a server count from now on; its totals and the owner's caps go on counting."""
        ...
