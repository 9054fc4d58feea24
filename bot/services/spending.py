"""What was spent, by day and model, and by whom: for people who keep a server, and for the host."""

from __future__ import annotations

from collections import Counter
from zoneinfo import ZoneInfo

from bot.domain.limits import DAY_MS
from bot.domain.money import Cap
from bot.domain.spending import EVERYWHERE, ModelSpending, Spending, days
from bot.runtime.clock import Clock
from bot.store import Store

MOST_MEMBERS = 5


class SpendingReports:
    """Sums of the ledger, read a day at a time: a long span holds up no order."""

    def __init__(self, *, store: Store, clock: Clock, zone: ZoneInfo) -> None:
        self._accounting = store.accounting
        self._clock = clock
        self.zone = zone  # in which a day begins

    async def of(self, *, guild_id: int = EVERYWHERE, since: int, until: int | None = None) -> Spending:
        """Return what was spent in a span (epoch ms; until now) on a server, or everywhere."""
        until = self._clock.now() + 1 if until is None else until
        lines: list[ModelSpending] = []
        members: Counter[int] = Counter()
        for day, start, end in days(since, until, self.zone):
            lines += await self._accounting.day(day, guild_id=guild_id, since=start, until=end)
            members.update(await self._accounting.members(guild_id=guild_id, since=start, until=end))
        unclear, exposed = await self._accounting.unclear(guild_id=guild_id, since=since, until=until)
        return Spending(
            since=since,
            until=until,
            lines=lines,
            members=members.most_common(MOST_MEMBERS),
            unclear=unclear,
            exposed=exposed,
        )

    async def of_last(self, days: int, *, guild_id: int = EVERYWHERE) -> Spending:
        """Return what was spent in the last days, each of 24 hours."""
        return await self.of(guild_id=guild_id, since=self._clock.now() - days * DAY_MS)

    async def used(self, cap: Cap, *, guild_id: int) -> int:
        """Return the credits that a cap's period counts now, on a server."""
        now = self._clock.now()
        return await self._accounting.spent(guild_id=guild_id, since=now - cap.period_s * 1000, now=now)
