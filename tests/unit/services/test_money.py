"""Warnings and the week's lines reach a server's log once, whatever the bot was doing when they were due."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.catalog import Offer, Params
from bot.domain.errors import StorageUnavailable
from bot.domain.guild_log import LogLine, LogRoutes
from bot.domain.guilds import Guild
from bot.domain.jobs import Order
from bot.domain.limits import DAY_MS, HOUR_MS, snowflake
from bot.domain.money import MoneyWarnings, Price
from bot.domain.quota import OwnerLimits
from bot.domain.rules import Period, Rule, Rules, Who
from bot.domain.spending import at
from bot.services.budget import Budget
from bot.services.guild_config import GuildConfigs
from bot.services.guilds import GuildTrust
from bot.services.money import Money, build_money
from bot.services.pricing import Pricing
from bot.store.sqlite import SqliteStore, open_store
from bot.worker.events import WorkerEvents
from tests.clocks import HeldClock

PARIS = ZoneInfo("Europe/Paris")
TUESDAY = at(date(2026, 11, 17), time(12), PARIS)
CAPS = OwnerLimits(bot=1000, member=1000, default=Rule(scope=Who.EVERYBODY, credits=1000))
NOBODY: Any = None  # Higgsfield and the pictures are not asked here
LOG = 77


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    async with open_store(tmp_path / "bot.sqlite3") as store:
        await store.guilds.seen([Guild(id=1), Guild(id=2)], named=[1], now=1, started=1)
        yield store


class LeapingClock(HeldClock):
    """A held clock that is set by hand."""

    def leap(self, ms: int) -> None:
        self._now += ms

    def set(self, now: int) -> None:
        self._now = now


class Books:
    """A server whose log tells of money, and its bot's services."""

    def __init__(self, store: SqliteStore) -> None:
        self.store, self.clock = store, LeapingClock(TUESDAY)
        self.configs = GuildConfigs(store=store, clock=self.clock)
        self.events = WorkerEvents()
        self.budget = Budget(store=store, clock=self.clock, caps=CAPS, events=self.events)
        self.money = self.started()

    def started(self) -> Money:
        """Return the services as of a new start."""
        trust = GuildTrust(store=self.store, clock=self.clock, named=frozenset({1}), share=None)
        price = Price(amount=Decimal("0.04"), currency="EUR")
        return build_money(
            CAPS,
            PARIS,
            charts=NOBODY,
            store=self.store,
            clock=self.clock,
            configs=self.configs,
            pricing=Pricing(price=price, ask=NOBODY, offer=Offer(), clock=self.clock),
            guild_trust=trust,
            budget=self.budget,
            events=self.events,
        )

    async def set(self, guild_id: int = 1, *, cap: int = 10, **sections: Any) -> None:
        rules = Rules(all=(Rule(scope=Who.SERVER, credits=cap, period_s=Period.DAY.seconds),))
        seen = await self.configs.of(guild_id)
        values = {"rules": rules, "log": LogRoutes(money=LOG), **sections}
        await self.configs.change(guild_id, seen, by_user=9, **values)

    async def spend(self, credits: int, *, guild_id: int = 1, user_id: int = 3) -> None:
        self.clock.leap(1)
        now = self.clock.now()
        order = Order(
            id=snowflake(now),
            guild_id=guild_id,
            channel_id=2,
            user_id=user_id,
            model="banana",
            prompt="a",
            params=Params(),
        )
        await self.store.reserve(order, cost=credits, caps=CAPS, now=now)
        self.clock.leap(1)
        await self.budget.watch()
        self.money.watch.booked(guild_id)
        await self.money.watch.tick()

    async def told(self) -> list[LogLine]:
        return [line for line in await self.store.guild_log.waiting(LOG, limit=50) if line.kind == "money"]


@pytest.fixture
def books(store: SqliteStore) -> Books:
    return Books(store)


def shares(lines: list[LogLine]) -> list[int]:
    return [line.facts["share"] for line in lines if line.what == "cap"]


async def test_each_share_of_a_cap_is_told_once_in_its_window(books: Books) -> None:
    await books.set()
    for _ in range(4):
        await books.spend(1)
    assert shares(await books.told()) == []
    for _ in range(6):
        await books.spend(1)
    assert shares(await books.told()) == [50, 80, 100]
    assert (await books.told())[-1].facts["micros"] == 400_000
    books.money = books.started()  # a new start tells nothing twice
    books.money.watch.booked(1)
    await books.money.watch.tick()
    assert len(await books.told()) == 3
    books.clock.leap(DAY_MS + HOUR_MS)
    await books.spend(6)
    assert shares(await books.told()) == [50, 80, 100, 50]


async def test_what_is_booked_while_the_caps_are_looked_at_is_looked_at_next(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the order that uses a cap up would be told with the next one, which may come after days."""
    watch, looks = books.budget.watch, 0

    async def slow() -> None:
        nonlocal looks
        looks += 1
        await watch()
        if looks < 2:
            books.money.watch.booked(0)

    monkeypatch.setattr(books.budget, "watch", slow)
    books.money.watch.booked(1)
    for _ in range(3):
        await books.money.watch.tick()
    assert looks == 2


async def test_the_owner_is_told_once_in_the_window_of_each_cap(books: Books) -> None:
    caps = OwnerLimits(bot=8, bot_month=12)
    books.budget = Budget(store=books.store, clock=books.clock, caps=caps, events=books.events)

    async def told() -> dict[str, int]:
        return {each.kind: each.since for each in await books.store.incidents()}

    await books.spend(8)
    assert set(await told()) == {"cap_reached", "cap_share_month 50"}
    books.clock.leap(DAY_MS)
    await books.spend(4)
    month = (await told())["cap_reached_month"]
    books.clock.leap(20 * DAY_MS)
    await books.spend(8)
    assert (await told())["cap_reached_month"] == month < (await told())["cap_reached"]
    books.clock.leap(30 * DAY_MS)
    await books.spend(12)
    assert (await told())["cap_reached_month"] > month


async def test_after_a_booking_a_busy_day_is_not_read_line_by_line(books: Books) -> None:
    """Counted are the steps of SQLite's machine."""

    async def steps() -> int:
        taken: list[int] = []
        await books.store.database.read(lambda tx: tx.set_progress_handler(lambda: taken.append(1), 1))
        await books.budget.watch()
        await books.store.database.read(lambda tx: tx.set_progress_handler(None, 1))
        return len(taken)

    for _ in range(4):
        await books.spend(1)
    books.clock.leap(2 * HOUR_MS)
    calm = await steps()
    books.clock.leap(-2 * HOUR_MS)
    for user_id in range(100, 160):
        await books.spend(1, user_id=user_id)
    books.clock.leap(2 * HOUR_MS)
    assert await steps() <= calm * 1.2


async def test_a_leap_over_two_shares_tells_the_higher_one_alone(books: Books) -> None:
    await books.set()
    await books.spend(9)
    assert shares(await books.told()) == [80]


async def test_the_owner_is_told_of_a_server_s_cap_too(books: Books) -> None:
    await books.set()
    await books.spend(10)
    kinds = {incident.kind for incident in await books.store.incidents()}
    assert kinds == {"guild_share 1-86400-100"}


async def test_the_owner_is_told_in_the_same_breath_as_the_server_s_log(books: Books) -> None:
    async def stopped(*_: Any, **__: Any) -> bool:
        raise StorageUnavailable

    books.store.open_incident = stopped  # type: ignore[method-assign] # no second write is needed
    await books.set()
    await books.spend(10)
    assert shares(await books.told()) == [100]
    assert [each.kind for each in await books.store.incidents()] == ["guild_share 1-86400-100"]


async def test_on_a_server_of_others_no_money_is_named(books: Books) -> None:
    await books.set(2, money=MoneyWarnings(every=1))
    await books.spend(10, guild_id=2)
    (line,) = await books.told()
    assert line.facts["micros"] == -1
    assert await books.store.incidents() == []


async def test_each_so_much_money_is_told_anew(books: Books) -> None:
    await books.set(cap=1000, money=MoneyWarnings(shares=(), every=1))
    await books.spend(24)  # the first booking begins the count
    for _ in range(5):
        await books.spend(13)
    each = [line for line in await books.told() if line.what == "each"]
    assert [line.facts["credits"] for line in each] == [26, 26]


async def test_the_week_is_told_once_also_by_a_bot_that_was_off_on_monday(books: Books) -> None:
    await books.set(cap=1000)
    await books.spend(7)
    await books.money.week_lines.tick()
    assert await books.told() == [], "nothing is due before the first Monday"
    books.clock.set(at(date(2026, 11, 25), time(3), PARIS))  # off since Tuesday, over Monday
    for _ in range(2):
        books.money = books.started()
        await books.money.week_lines.tick()
    lines = await books.told()
    assert [line.what for line in lines] == ["week", "week-most", "week-refunds", "week-unclear", "week-month"]
    assert lines[0].facts == {"credits": 7, "orders": 1, "micros": 280_000, "currency": "EUR"}
    assert lines[1].user_id == 3
    assert lines[-1].facts["credits"] == 30


async def test_a_week_without_orders_is_told_to_nobody(books: Books) -> None:
    await books.set(cap=1000)
    await books.spend(7)
    await books.money.week_lines.tick()
    books.clock.set(at(date(2026, 12, 1), time(12), PARIS))
    await books.money.week_lines.tick()
    assert await books.told() == []
