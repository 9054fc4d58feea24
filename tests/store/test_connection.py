"""The connection: whole transactions, and words for everything that stands in the way of opening."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import aiosqlite
import pytest

from bot.domain.errors import RestartError, StartError, StorageUnavailable
from bot.store.connection import Database, connect_reader, explain
from bot.store.damage import find, is_for_the_start
from bot.store.sqlite import open_store
from tests.store.integrity import damage
from tests.store.pairs import add, connected, content, made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return made(tmp_path / "pairs.sqlite3")


async def test_a_failed_function_leaves_nothing(file: Path) -> None:
    def half(tx: sqlite3.Connection) -> None:
        add(tx, 1)
        tx.execute("INSERT INTO pair VALUES (1000)")

    async with Database(connected(file), 64) as database:
        with pytest.raises(sqlite3.IntegrityError):
            await database.write(half)
        assert await database.read(content) == []
        assert await database.write(add, 2) == 2


async def test_a_cancelled_caller_leaves_no_open_transaction_and_the_work_is_whole(file: Path) -> None:
    entered, leave = threading.Event(), threading.Event()

    def slow(tx: sqlite3.Connection) -> None:
        tx.execute("INSERT INTO pair VALUES (1)")
        entered.set()
        leave.wait(10)
        tx.execute("INSERT INTO pair VALUES (1)")

    async with Database(connected(file), 64) as database:
        caller = asyncio.create_task(database.write(slow))
        await asyncio.to_thread(entered.wait, 10)
        caller.cancel()
        with pytest.raises(asyncio.CancelledError):
            await caller
        leave.set()
        assert await database.read(content) == [1, 1]
        assert await database.write(add, 2) == 2


async def test_three_hundred_cancelled_callers_leave_pairs(file: Path) -> None:
    async with Database(connected(file), 64) as database:
        callers = [asyncio.create_task(database.write(add, n)) for n in range(300)]
        await asyncio.sleep(0.001)
        for caller in callers:
            caller.cancel()
        await asyncio.gather(*callers, return_exceptions=True)
        found = await database.read(content)
        assert found == sorted(2 * sorted(set(found)))


async def test_two_processes_that_read_and_then_write_lose_nothing(file: Path) -> None:
    def count_on(tx: sqlite3.Connection) -> None:
        tx.execute("INSERT INTO pair VALUES (?)", (len(content(tx)) + 1,))

    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    async with Database(connected(file), 64) as one, Database(connected(file), 64) as other:
        await asyncio.gather(*(database.write(count_on) for _ in range(50) for database in (one, other)))
        assert await one.read(content) == list(range(1, 101))


async def test_a_reader_sees_one_moment(file: Path) -> None:
    def twice(tx: sqlite3.Connection) -> tuple[int, int]:
        before = len(content(tx))
        with closing(sqlite3.connect(file)) as other:
            other.execute("INSERT INTO pair VALUES (7)")
            other.commit()
        return before, len(content(tx))

    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    async with Database(connected(file), 64) as database:
        assert await database.read(twice) == (0, 0)
        assert await database.read(content) == [7]


async def test_aiosqlite_runs_any_function_on_its_thread(file: Path) -> None:
    """What `Database` counts on, by its protected names: `_execute`, `_tx`, `_conn` and `_thread`."""
    async with aiosqlite.connect(file) as connection:

        def where(*args: int, **options: int) -> tuple[object, ...]:
            return threading.current_thread(), connection._conn.total_changes, args, options

        found = await connection._execute(where, 1, two=2)  # type: ignore[no-untyped-call]
        assert found == (connection._thread, 0, (1,), {"two": 2})
        calls = [connection._execute(lambda n=n: n) for n in range(9)]  # type: ignore[no-untyped-call]
        assert await asyncio.gather(*calls) == list(range(9))
        answered = [asyncio.get_running_loop().create_future() for _ in range(2)]
        connection._tx.put_nowait((answered[0], lambda: answered[1].get_loop().call_soon_threadsafe(end)))

        def end() -> None:
            answered[0].set_result("at once")

        assert await answered[0] == "at once", "the end of the call finds it answered, and leaves it so"


@pytest.mark.parametrize("execute", [None, lambda self, fn: None])
def test_another_aiosqlite_is_refused_in_words_before_anything_is_opened(
    path: Path, monkeypatch: pytest.MonkeyPatch, execute: object
) -> None:
    monkeypatch.setattr(aiosqlite.Connection, "_execute", execute)
    assert re.search(r"aiosqlite \(\d+\.\d+.*\) .*; install the pinned one with make", refused(path))
    assert not path.exists()


async def test_the_store_opens_durable_and_strict(path: Path) -> None:
    async with open_store(path) as store:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        found = [(await store.database.find(f"PRAGMA {pragma}"))[0][0] for pragma in pragmas]
        assert found == ["wal", 2, 1, 5000]
        assert await damage(store) == []


async def test_each_connection_keeps_half_a_megabyte_of_pages_at_most(path: Path) -> None:
    async with open_store(path) as store:
        assert [*(await store.database.find("PRAGMA cache_size"))[0]] == [-500]
    with closing(connect_reader(path)) as reader:
        assert [*reader.execute("PRAGMA cache_size").fetchone()] == [-500]


async def start(path: Path) -> None:
    async with open_store(path, busy_seconds=0) as store:
        await store.set_fact("started", "yes")


def refused(path: Path) -> str:
    with pytest.raises((StartError, RestartError)) as caught:
        asyncio.run(start(path))
    return str(caught.value)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    assert f"folder {tmp_path / 'data'}" in refused(tmp_path / "data" / "bot.sqlite3")


def test_a_folder_where_the_file_should_be_is_named(path: Path) -> None:
    path.mkdir(parents=True)
    assert "cannot be written" in refused(path)


def test_a_file_that_is_no_database_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"Dear diary, " * 500)
    assert "damaged, or not a database" in refused(path)
    assert path.read_bytes() == b"Dear diary, " * 500


def test_damage_is_found_at_the_start(path: Path) -> None:
    asyncio.run(start(path))
    with closing(sqlite3.connect(path)) as connection:
        connection.executemany("INSERT INTO fact VALUES (?, ?)", ((f"fact {n}", "x" * 100) for n in range(2000)))
        connection.commit()
    raw = bytearray(path.read_bytes())
    middle = len(raw) // 8192 * 4096
    raw[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(raw)
    assert "damaged" in refused(path)


def spoil_header(path: Path) -> None:
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty_page(path: Path) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw[:4096] + b"\0" * 4096 + raw[8192:])


@pytest.mark.parametrize("spoil", [spoil_header, truncate, empty_page])
def test_each_damage_is_a_sentence_and_the_file_is_left_as_it_is(path: Path, spoil: Callable[[Path], None]) -> None:
    asyncio.run(start(path))
    spoil(path)
    before = path.read_bytes()
    assert "damaged, or not a database" in refused(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "torn", [lambda wal: wal[: len(wal) - 3000], lambda wal: wal[:-1], lambda wal: wal + b"?" * 99]
)
def test_a_torn_log_costs_its_last_transaction_at_most(path: Path, torn: Callable[[bytes], bytes]) -> None:
    """What a power cut leaves: transactions are whole or not there."""
    asyncio.run(start(path))
    with closing(sqlite3.connect(path, isolation_level=None)) as books:
        books.execute("PRAGMA wal_autocheckpoint = 0")
        for number in range(3):
            books.execute("INSERT INTO fact VALUES (?, ?)", (f"fact {number}", "x" * 100))
        wal = path.with_name(f"{path.name}-wal").read_bytes()
        data = path.read_bytes()
    path.write_bytes(data)
    path.with_name(f"{path.name}-wal").write_bytes(torn(wal))
    asyncio.run(start(path))
    with closing(sqlite3.connect(path)) as books:
        kept = books.execute("SELECT COUNT(*) FROM fact WHERE name LIKE 'fact %'").fetchone()[0]
        assert kept in (2, 3) and books.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_file_locked_by_another_is_named(path: Path) -> None:
    asyncio.run(start(path))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "locked by another program" in refused(path)
    asyncio.run(start(path))


def test_an_old_sqlite_is_refused_in_words(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    assert "SQLite 3.37 or newer is needed" in refused(path)
    assert not path.exists()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (sqlite3.SQLITE_READONLY, "cannot be written"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, "cannot be written"),
        (sqlite3.SQLITE_CANTOPEN, "cannot be written"),
        (sqlite3.SQLITE_BUSY_RECOVERY, "locked by another program"),
        (sqlite3.SQLITE_FULL, "full or failing"),
        (sqlite3.SQLITE_IOERR_WRITE, "full or failing"),
        (sqlite3.SQLITE_NOTADB, "not a database"),
        (sqlite3.SQLITE_CORRUPT, "damaged"),
    ],
)
def test_each_obstacle_has_its_sentence(code: int, words: str) -> None:
    error = sqlite3.OperationalError("as SQLite says")
    error.sqlite_errorcode = code
    sentence = str(explain(error, Path("data/bot.sqlite3")))
    assert words in sentence
    assert "data" in sentence


async def test_who_asks_after_the_close_hears_that_the_books_are_away(file: Path) -> None:
    async with Database(connected(file), 64) as database:
        pass
    with pytest.raises(StorageUnavailable):
        await database.read(content)
    with pytest.raises(StorageUnavailable):
        await database.write(add, 1)


async def test_what_is_looked_up_sees_what_was_written_and_waits_for_no_order(path: Path) -> None:
    async with open_store(path) as store:
        is_busy, may_end = threading.Event(), threading.Event()

        def order(tx: sqlite3.Connection) -> None:
            is_busy.set()
            assert may_end.wait(30)

        await store.set_fact("seen", "yes")
        under_way = asyncio.create_task(store.database.write(order))
        await asyncio.to_thread(is_busy.wait, 30)
        seen = await store.database.browse(
            lambda tx: tx.execute("SELECT value FROM fact WHERE name = 'seen'").fetchone()
        )
        assert seen["value"] == "yes" and not under_way.done()
        may_end.set()
        await under_way
        with pytest.raises(StorageUnavailable):
            await store.database.browse(lambda tx: tx.execute("DELETE FROM fact"))


def scribble(path: Path) -> None:
    """Write over the first page of a table that no start reads."""
    with closing(sqlite3.connect(path)) as books:
        page = books.execute("SELECT rootpage FROM sqlite_master WHERE name = 'act'").fetchone()[0]
    with path.open("rb+") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)


async def test_a_large_database_starts_at_once_and_its_damage_is_told_beside_the_work(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_store(path) as store:
        await store.check_pages()
        assert await store.obstacle(now=1) == ""
    await asyncio.to_thread(scribble, path)
    with pytest.raises(StartError, match="damaged"):
        async with open_store(path):
            pass
    monkeypatch.setattr("bot.store.damage.SMALL", 0)
    async with open_store(path) as store:
        await store.check_pages()
        assert "damaged" in await store.obstacle(now=2)


def test_where_nothing_could_be_written_meanwhile_a_large_database_is_looked_through_at_the_start(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a write-ahead log, as on network folders, an order's answer would wait for minutes to be written."""
    monkeypatch.setattr("bot.store.damage.SMALL", 0)
    with closing(connected(file)()) as connection:
        assert is_for_the_start(connection)
        connection.execute("PRAGMA journal_mode = WAL")
        assert not is_for_the_start(connection)


async def test_a_look_at_the_pages_that_is_ended_before_it_begins_opens_nothing(tmp_path: Path) -> None:
    path, held = tmp_path / "no.sqlite3", threading.Event()
    with ThreadPoolExecutor(1) as threads:
        asyncio.get_running_loop().set_default_executor(threads)
        threads.submit(held.wait)
        look = asyncio.create_task(find(path))
        await asyncio.sleep(0)
        look.cancel()
        await asyncio.wait({look})
        held.set()
    assert look.cancelled() and not path.exists()
