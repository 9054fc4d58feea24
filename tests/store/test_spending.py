"""What was spent is what the ledger says, and what was told once is not told again."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain.catalog import Params
from bot.domain.errors import OutOfQuota
from bot.domain.jobs import Order
from bot.domain.limits import DAY_MS, HOUR_MS, snowflake
from bot.domain.money import Allowance, Cap, allowances, rolling_caps, worst_case
from bot.domain.quota import OwnerLimits
from bot.domain.rules import Rule, Rules, Who
from bot.domain.sections import to_json
from bot.domain.spending import ModelSpending
from bot.runtime.clock import Clock
from bot.services.spending import SpendingReports
from bot.store.configuring import SectionChange
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
    assert await store.accounting.spent(guild_id=1, since=now - 1, now=now) == 7, "with what Higgsfield may charge"
    assert await store.accounting.spent(since=now - 1, now=now) == 16
    assert await store.accounting.guilds(since=now) == [1, 2]


async def test_the_same_is_told_once_in_its_window(store: SqliteStore, now: int) -> None:
    tell, marks = store.accounting.tell, ("day 150 80", "day 150 50")
    assert await tell(1, once=marks, within=DAY_MS, now=now)
    assert not await tell(1, once=marks, within=DAY_MS, now=now + DAY_MS - 1)
    assert not await tell(1, once=marks[1:], within=DAY_MS, now=now + 1), "the lower one goes with the higher"
    assert await tell(2, once=marks, within=DAY_MS, now=now)
    assert await tell(1, once=marks, within=DAY_MS, now=now + DAY_MS)


def ordered(order_id: int, *, guild_id: int, user_id: int) -> Order:
    return Order(
        id=order_id, guild_id=guild_id, channel_id=2, user_id=user_id, model="banana", prompt="a", params=Params()
    )


async def test_a_month_that_spends_all_it_may_stays_within_the_worst_case(store: SqliteStore, now: int) -> None:
    caps = OwnerLimits(bot=1000, bot_month=90, member=5, default=Rule(scope=Who.EVERYBODY, credits=4))
    rules = Rules(all=(Rule(scope=Who.SERVER, credits=7),))
    config = SectionChange(section="rules", body=to_json(rules), rev=0)
    await store.guild_config.change(1, [config], by_user=9, now=now)
    members, spent = (3, 4, 5), {}
    for tick in range(30 * 8):  # every three hours each of them orders what they may
        at = now + tick * 3 * HOUR_MS
        for member in members:
            order = ordered(snowflake(at) + member, guild_id=1, user_id=member)
            with suppress(OutOfQuota):
                await store.reserve(order, cost=1, caps=caps, now=at)
                spent[order.id] = at
    worst = worst_case(len(members), allowances(rules, Allowance(cap=Cap(credits=4)), None), rolling_caps(rules))
    assert worst.credits == 7 * 30
    assert len(spent) == caps.bot_month, "the host's cap of a month is the tightest, and all of it was spent"
    end = now + 30 * DAY_MS - 1
    assert await store.accounting.spent(guild_id=1, since=now - 1, now=end) == len(spent)


async def test_the_host_s_cap_of_a_month_holds_a_crowd(store: SqliteStore, now: int) -> None:
    caps = OwnerLimits(bot=1000, bot_month=30, member=1000, default=Rule(scope=Who.EVERYBODY, credits=1000))
    orders = [ordered(snowflake(now) + n, guild_id=n % 5, user_id=n) for n in range(1, 201)]
    taken = await asyncio.gather(
        *(store.reserve(order, cost=1, caps=caps, now=now) for order in orders), return_exceptions=True
    )
    refused = [each for each in taken if isinstance(each, OutOfQuota)]
    assert len(taken) - len(refused) == 30
    assert all(each.enough_at == now + 30 * DAY_MS for each in refused), "it says when it goes on"
    assert await store.accounting.spent(since=now - 1, now=now) == 30
