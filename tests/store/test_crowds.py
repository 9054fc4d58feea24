"""The connection under a crowd: few calls and syncs for all, and for each a fate of its own."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path

import pytest
from typing_extensions import override

from bot.domain.errors import StorageUnavailable
from bot.store.connection import Database
from bot.store.queued_transactions import QueuedTransaction
from tests.store.pairs import add, connected, content, made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return made(tmp_path / "pairs.sqlite3")


async def test_a_thousand_callers_at_once_do_not_mix(file: Path) -> None:
    async with Database(connected(file), 64) as database:
        assert await asyncio.gather(*(database.write(add, n) for n in range(300))) == list(range(300))
        assert await database.read(content) == sorted([*range(300), *range(300)])


async def test_a_crowd_is_written_with_a_few_syncs_and_each_has_its_own_fate(file: Path) -> None:
    said: list[str] = []

    def failing(tx: sqlite3.Connection, value: int) -> int:
        add(tx, value)
        if value % 10 == 0:
            raise LookupError(value)
        if value % 10 == 1:
            tx.execute("INSERT INTO pair VALUES (1000)")
        return value

    async with Database(connected(file), 64) as database:
        await database.read(lambda tx: tx.set_trace_callback(said.append))
        came = await asyncio.gather(*(database.write(failing, n) for n in range(300)), return_exceptions=True)
        assert said.count("COMMIT") < 30
        well = [n for n in range(300) if n % 10 > 1]
        assert [value for value in came if isinstance(value, int)] == well
        assert sum(isinstance(value, LookupError) for value in came) == 30
        assert sum(isinstance(value, sqlite3.IntegrityError) for value in came) == 30
        assert await database.read(content) == sorted(2 * well)


async def test_a_crowd_is_read_in_one_transaction_and_woken_together(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    wakes: list[object] = []
    loop, may_go = asyncio.get_running_loop(), threading.Event()
    wake = loop.call_soon_threadsafe

    async with Database(connected(file), 64) as database:
        await database.read(lambda tx: tx.set_trace_callback(said.append))
        monkeypatch.setattr(loop, "call_soon_threadsafe", lambda *call: [wakes.append(call), wake(*call)][1])
        first = asyncio.create_task(database.read(lambda tx: may_go.wait()))
        await asyncio.sleep(0.05)
        crowd = [asyncio.create_task(database.read(lambda tx, n=n: n)) for n in range(100)]
        await asyncio.sleep(0)
        crowd[7].cancel()
        may_go.set()
        came = await asyncio.gather(first, *crowd, return_exceptions=True)
        assert [each for each in came if isinstance(each, int)] == [True, *range(7), *range(8, 100)]
        assert said.count("COMMIT") <= 3
        assert len(wakes) <= 3  # of the first alone, of the crowd, and of the one that called the thread for it


async def test_a_look_that_fails_takes_nobody_along(file: Path) -> None:
    def failing(tx: sqlite3.Connection, value: int) -> int:
        if value == 3:
            raise LookupError(value)
        if value == 5:
            tx.execute("SELECT nothing FROM nowhere")
        return value

    async with Database(connected(file), 64) as database:
        came = await asyncio.gather(*(database.read(failing, n) for n in range(9)), return_exceptions=True)
        assert [each for each in came if isinstance(each, int)] == [0, 1, 2, 4, 6, 7, 8]
        assert [type(each) for each in came[3:6:2]] == [LookupError, sqlite3.OperationalError]


async def test_a_crowd_that_is_refused_before_it_changes_anything_needs_no_guard(file: Path) -> None:
    said: list[str] = []

    def refusing(tx: sqlite3.Connection, value: int) -> int:
        if value % 3 == 0:
            raise LookupError(value)
        return add(tx, value)

    async with Database(connected(file), 64) as database:
        await database.read(lambda tx: tx.set_trace_callback(said.append))
        came = await asyncio.gather(*(database.write(refusing, n) for n in range(60)), return_exceptions=True)
        assert sum(isinstance(value, LookupError) for value in came) == 20
        assert not [each for each in said if each.startswith("SAVEPOINT")]
        assert await database.read(content) == sorted(2 * [n for n in range(60) if n % 3])


async def test_a_disk_that_fills_up_under_a_crowd_takes_nobodys_work_along(file: Path) -> None:
    def large(tx: sqlite3.Connection, value: int) -> int:
        tx.execute("INSERT INTO pair VALUES (?)", (value,))
        tx.execute("INSERT INTO blob VALUES (zeroblob(20000))")
        return value

    async with Database(connected(file), 64) as database:
        await database.write(lambda tx: tx.execute("CREATE TABLE blob (x BLOB)") and None)
        await database.read(lambda tx: tx.execute("PRAGMA max_page_count = 100") and None)
        came = await asyncio.gather(*(database.write(large, n) for n in range(40)), return_exceptions=True)
        well = [value for value in came if isinstance(value, int)]
        assert 0 < len(well) < 40
        assert sum(isinstance(value, StorageUnavailable) for value in came) == 40 - len(well)
        assert await database.read(content) == sorted(well)


class Interrupted(deque[QueuedTransaction]):
    """What waits, where others come just as the thread takes the first."""

    def __init__(self, others: Callable[[], None]) -> None:
        super().__init__()
        self._others = others
        self._is_first = True

    @override
    def popleft(self) -> QueuedTransaction:
        if self._is_first:
            self._is_first = False
            self._others()
        return super().popleft()


@pytest.mark.parametrize("others", [1, 3])
async def test_who_comes_as_the_thread_begins_is_answered(file: Path, others: int) -> None:
    loop, late = asyncio.get_running_loop(), list[asyncio.Task[int]]()

    async with Database(connected(file), 64) as database, asyncio.timeout(30):
        have_come = threading.Event()

        def come() -> None:
            late.extend(asyncio.create_task(database.write(add, n)) for n in range(others))
            loop.call_soon(have_come.set)  # each has asked by then

        def wait_for_others() -> None:
            loop.call_soon_threadsafe(come)
            have_come.wait(10)

        database._waiting = Interrupted(wait_for_others)
        assert await database.write(add, 100) == 100
        assert await asyncio.gather(*late) == list(range(others))
        assert await database.write(add, 101) == 101


async def test_a_crowd_goes_on_in_the_order_in_which_it_asked(file: Path) -> None:
    order: list[int] = []
    entered, may_go = threading.Event(), threading.Event()

    def busy(_: sqlite3.Connection) -> None:
        entered.set()
        may_go.wait(10)

    async with Database(connected(file), 64) as database:

        async def ask(n: int) -> None:
            await database.read(content)
            order.append(n)

        first = asyncio.create_task(database.read(busy))
        await asyncio.to_thread(entered.wait, 10)
        crowd = [asyncio.create_task(ask(n)) for n in range(250)]
        await asyncio.sleep(0)  # all of them have asked
        may_go.set()
        await asyncio.gather(first, *crowd)
    assert order == [*range(250)]


async def test_who_asks_after_anothers_write_sees_it(file: Path) -> None:
    entered, may_go = threading.Event(), threading.Event()

    def busy(_: sqlite3.Connection) -> None:
        entered.set()
        may_go.wait(10)

    async with Database(connected(file), 64) as database:
        first = asyncio.create_task(database.read(busy))
        await asyncio.to_thread(entered.wait, 10)
        written = asyncio.create_task(database.write(add, 1))
        found = asyncio.create_task(database.read(content))
        await asyncio.sleep(0)  # both have asked
        may_go.set()
        assert await found == [1, 1]
        await asyncio.gather(first, written)
