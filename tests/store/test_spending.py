"""What was spent is what the ledger says, and what was told once is not told again."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain.limits import DAY_MS
from bot.domain.spending import ModelSpending
from bot.runtime.clock import Clock
from bot.services.spending import SpendingReports
from bot.store.sqlite import SqliteStore
from tests.store.conftest import Walk


async def test_a_day_s_sums_are_those_of_the_ledger_and_of_the_bill(store: SqliteStore, walk: Walk, now: int) -> None:
    await walk("succeeded", guild_id=1, user_id=3, cost=4)
    await walk("succeeded", guild_id=1, user_id=4, cost=1)
    await walk("unclear", guild_id=1, user_id=4, cost=2)
    await walk("failed", guild_id=1, user_id=4, cost=2)
    await walk("succeeded", guild_id=2, user_id=3, cost=9)
    reports = SpendingReports(store=store, clock=Clock(), zone=ZoneInfo("UTC"))
    found = await reports.of(guild_id=1, since=now - DAY_MS, until=now + DAY_MS)
    day = datetime.fromtimestamp(now / 1000, UTC).date()
    line = ModelSpending(day=day, guild_id=1, model="banana", orders=4, credits=5, refunds=2, refunded=4, billed=2)
    assert list(found.lines) == [line]
    assert list(found.members) == [(3, 4), (4, 1)]
    assert (found.unclear, found.exposed) == (1, 2)
    everywhere = await reports.of(since=now - DAY_MS, until=now + DAY_MS)
    assert everywhere.credits == 14
    assert await store.accounting.spent(guild_id=1, since=now - 1, now=now) == 5
    assert await store.accounting.spent(since=now - 1, now=now) == 16, "what Higgsfield may charge is on the host's"
    assert await store.accounting.guilds(since=now) == [1, 2]


async def test_the_same_is_told_once_in_its_window(store: SqliteStore, now: int) -> None:
    tell, marks = store.accounting.tell, ("day 150 80", "day 150 50")
    assert await tell(1, once=marks, within=DAY_MS, now=now)
    assert not await tell(1, once=marks, within=DAY_MS, now=now + DAY_MS - 1)
    assert not await tell(1, once=marks[1:], within=DAY_MS, now=now + 1), "the lower one goes with the higher"
    assert await tell(2, once=marks, within=DAY_MS, now=now)
    assert await tell(1, once=marks, within=DAY_MS, now=now + DAY_MS)
