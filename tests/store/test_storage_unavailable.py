"""While the disk or another program is in the way: StorageUnavailable, nothing half done, and one line for the host."""

from __future__ import annotations

import asyncio
import logging
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.domain.errors import StorageUnavailable
from bot.domain.jobs import JobState, Transition
from bot.store.connection import BUSY_AGAIN_MS
from bot.store.sqlite import SqliteStore, open_store
from tests.store.integrity import damage

Walk = Callable[..., Awaitable[Any]]


async def pragma(store: SqliteStore, sql: str) -> Any:
    return (await store.database.read(lambda tx: tx.execute(f"PRAGMA {sql}").fetchone() or [None]))[0]


async def test_whoever_comes_next_does_not_wait_as_long_as_the_first_one_did(path: Path) -> None:
    async with open_store(path, busy_seconds=0.3) as store:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for _ in range(2):
                with pytest.raises(StorageUnavailable):
                    await store.set_fact("a", "b")
                assert await pragma(store, "busy_timeout") == BUSY_AGAIN_MS
            assert await store.fact("a") is None, "reading goes on"
        await store.set_fact("a", "b")
        assert await pragma(store, "busy_timeout") == 300 and await store.fact("a") == "b"


async def test_the_host_reads_of_each_trouble_once_and_of_its_end(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with open_store(path, busy_seconds=0) as store:
        for _ in range(2):
            with closing(sqlite3.connect(path, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                for _ in range(5):
                    with pytest.raises(StorageUnavailable):
                        await store.set_fact("a", "b")
            for _ in range(3):
                await store.set_fact("a", "b")
    assert [record.levelno for record in caplog.records] == [logging.ERROR, logging.WARNING] * 2


async def test_a_disk_that_fills_up_in_the_middle_leaves_no_half_an_order(
    store: SqliteStore, reserve: Walk, path: Path
) -> None:
    kept = await reserve(prompt="a cat")
    pages = await pragma(store, "page_count")
    await pragma(store, f"max_page_count = {pages}")
    booked = 1
    with pytest.raises(StorageUnavailable):
        while True:
            await reserve(prompt="long " * 400)
            booked += 1
    await pragma(store, "max_page_count = 1000000")
    assert await damage(store) == []
    found = await store.database.find(
        "SELECT (SELECT COUNT(*) FROM job), (SELECT COUNT(*) FROM ledger), (SELECT COUNT(*) FROM job_event)"
    )
    assert tuple(found[0]) == (booked,) * 3 and await store.job(kept.id)
    await reserve(prompt="long " * 400)


@pytest.mark.parametrize("instead", ["nothing", "another"])
async def test_a_file_that_is_no_longer_the_one_at_its_path_is_not_written_to(
    store: SqliteStore, path: Path, tmp_path: Path, instead: str, caplog: pytest.LogCaptureFixture
) -> None:
    await store.set_fact("a", "b")
    shutil.move(path, tmp_path / "elsewhere")
    if instead == "another":
        shutil.copy(tmp_path / "elsewhere", path)
    with pytest.raises(StorageUnavailable):
        await store.set_fact("a", "c")
    assert "was moved or deleted" in caplog.text
    shutil.move(tmp_path / "elsewhere", path)
    await store.set_fact("a", "d")
    assert await store.fact("a") == "d"


async def test_a_mistake_of_ours_is_not_called_an_obstacle(
    store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        await store.database.change("INSERT INTO job (id) VALUES (1)")
    with pytest.raises(sqlite3.OperationalError):
        await store.database.change("INSERT INTO nowhere VALUES (1)")
    assert not caplog.records


async def test_a_read_only_file_is_named(store: SqliteStore, caplog: pytest.LogCaptureFixture) -> None:
    await pragma(store, "query_only = ON")
    with pytest.raises(StorageUnavailable):
        await store.set_fact("a", "b")
    assert "can't be written to; give the bot's user write permission" in caplog.text
    await pragma(store, "query_only = OFF")
    await asyncio.gather(*(store.set_fact("a", str(n)) for n in range(5)))


async def test_a_damaged_database_takes_no_order_and_lets_none_go_out(
    store: SqliteStore, reserve: Walk, walk: Walk, now: int
) -> None:
    """The restore that mends it would lose them, paid; what is paid already goes on to its end."""
    waiting, running = await reserve(), await walk("running")
    store.database.note_damage("found beside the work")
    with pytest.raises(StorageUnavailable):
        await reserve()
    with pytest.raises(StorageUnavailable):
        await store.apply(waiting, Transition(to=JobState.SUBMITTING), now=now)
    assert await store.apply(running, Transition(to=JobState.CANCELLED), now=now)
    assert await store.apply(waiting, Transition(to=JobState.CANCELLED), now=now)
