"""The verbs about what concerns the host: the bill. A part of the Store that has its own page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.domain.jobs import BillEntry
from bot.domain.quota import Balance, OwnerLimits


class Billing(Protocol):
    """The verbs about what Higgsfield's bill may hold. `now` is always epoch milliseconds."""

    async def balance(self, *, now: int) -> Balance:
        """Return what the host's cap counts at this moment: spent, reserved, exposed."""
        ...

    async def latest(self) -> int:
        """Return the moment of the newest entry of the books (epoch ms; 0: there is none)."""
        ...

    async def enter(self, job_id: int, entry: BillEntry, *, now: int) -> None:
        """Note what is known of the bill of an order that ended; what Higgsfield said of it before stays."""
        ...

    async def entry(self, job_id: int) -> BillEntry | None:
        """Return what is known of an order's bill; None while it is under way."""
        ...

    async def unsaid(self, *, since: int) -> Sequence[int]:
        """Return the orders since then whose rows are in other books, and of which nothing final is known here."""
        ...

    async def reserve(self, job_id: int, *, user_id: int, model: str, cost: int, caps: OwnerLimits, now: int) -> None:
        """Reserve an order whose row is in other books, the terminal's, against the host's cap. Raises OutOfQuota."""
        ...
