"""The verbs about what was spent, and what was told of it. A part of the Store that has its own page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from bot.domain.spending import EVERYWHERE, ModelSpending, MoneyLine


class Accounting(Protocol):
    """The verbs about what was spent; moments are epoch milliseconds, `until` is not of the span any more."""

    async def day(self, day: date, *, guild_id: int = EVERYWHERE, since: int, until: int) -> Sequence[ModelSpending]:
        """Return what each server and model drew in a span, which the caller calls a day."""
        ...

    async def members(self, *, guild_id: int = EVERYWHERE, since: int, until: int) -> Mapping[int, int]:
        """Return the credits that each member spent in a span."""
        ...

    async def unclear(self, *, guild_id: int = EVERYWHERE, since: int, until: int) -> tuple[int, int]:
        """Return how many orders ended without Higgsfield's word, and the credits that its bill may hold for them."""
        ...

    async def spent(self, *, guild_id: int = EVERYWHERE, since: int, now: int) -> int:
        """Return the credits that a cap counts since a moment: spent, reserved and exposed, by default everywhere."""
        ...

    async def guilds(self, *, since: int) -> Sequence[int]:
        """Return the servers on which anything was ordered since a moment."""
        ...

    async def told_at(self, guild_id: int, what: str) -> int | None:
        """Return when a server was told something; None: never."""
        ...

    async def tell(
        self,
        guild_id: int,
        lines: Sequence[MoneyLine] = (),
        *,
        once: Sequence[str],
        within: int,
        now: int,
        incident: tuple[str, str] | None = None,
    ) -> bool:
        """Note lines of a server's log, unless the first of these marks was noted within so many milliseconds.

        All of the marks are noted with them, and the incident that tells the owner, by its kind and detail. False: it
        was told.
        """
        ...
