"""What is asked every hour, or by anybody, takes as many steps of SQLite among many orders as among few."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bench import million
from bot.domain.limits import DAY_MS, snowflake
from bot.domain.quota import OwnerLimits
from bot.store import HistoryQuery
from bot.store.sqlite import SqliteStore, open_store
from tests.store.conftest import MakeOrder

ORDERS = 4_000
FEW = 6_000  # steps; a look through every order takes ten times as many
NOW = 1_800_000_000_000
LIGHT = 100_015


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("many")
    million.make(data, orders=ORDERS, now=NOW)
    return data


@pytest.fixture
async def many(folder: Path) -> AsyncIterator[SqliteStore]:
    async with open_store(folder / "bot.sqlite3") as store:
        yield store


async def steps(store: SqliteStore, ask: Callable[[SqliteStore], Awaitable[object]]) -> int:
    """Return the steps of SQLite that a question takes, on both connections."""
    taken: list[int] = []
    for look in (store.database.read, store.database.browse):
        await look(lambda tx: tx.set_progress_handler(lambda: taken.append(10), 10))
    await ask(store)
    return sum(taken)


ASKED: dict[str, Callable[[SqliteStore], Awaitable[object]]] = {
    "pictures that are old": lambda store: store.expired(before=NOW - 59 * DAY_MS),
    "pictures that are old in a server": lambda store: store.expired(before=NOW - 59 * DAY_MS, guild_id=1_000),
    "words that are old": lambda store: store.forget_prompts(before=NOW - 90 * DAY_MS),
    "words that are old in a server": lambda store: store.forget_prompts(before=NOW - 90 * DAY_MS, guild_id=1_000),
    "entries that are old": lambda store: store.erasures.forget_entries(before=NOW),
    "a page": lambda store: store.library.history(HistoryQuery(user_id=million.HEAVY)),
    "a search": lambda store: store.library.history(HistoryQuery(user_id=LIGHT, search="lighthouse")),
    "its count": lambda store: store.library.count(HistoryQuery(user_id=LIGHT, search="lighthouse")),
    "favourites": lambda store: store.library.count(HistoryQuery(user_id=LIGHT, favourites=True, guild_id=1_000)),
    "undelivered": lambda store: store.undelivered(LIGHT),
    "a channel that went": lambda store: store.copies.channel_removed(77, now=NOW),
    "what others drew with theirs": lambda store: store.erasures.begin(77, now=NOW),
}


@pytest.mark.parametrize("name", ASKED)
async def test_what_finds_little_takes_few_steps(many: SqliteStore, name: str) -> None:
    assert await steps(many, ASKED[name]) < FEW


async def test_an_order_takes_as_many_steps_as_in_an_empty_database(
    many: SqliteStore, store: SqliteStore, order: MakeOrder
) -> None:
    caps = OwnerLimits(bot=10**6, bot_month=10**6, member=10**6)
    orders = iter(order(id=snowflake(NOW) + 10**6 + number, guild_id=1_001, user_id=LIGHT) for number in range(4))

    def reserve(books: SqliteStore) -> Awaitable[object]:
        return books.reserve(next(orders), cost=1, caps=caps, now=NOW)

    for books in (many, store):
        await reserve(books)
    assert await steps(many, reserve) < await steps(store, reserve) + 20_000


async def test_a_sweep_is_done_in_short_transactions(many: SqliteStore) -> None:
    def longest(tx: sqlite3.Connection) -> int:
        return int(tx.execute("SELECT COUNT(*) FROM job WHERE prompt <> ''").fetchone()[0])

    before, gone = await many.database.read(longest), []
    while some := await many.forget_prompts(before=NOW - 30 * DAY_MS):
        gone.append(some)
        await asyncio.sleep(0)
    assert len(gone) > 5 and max(gone) <= 200 and await many.database.read(longest) == before - sum(gone)
