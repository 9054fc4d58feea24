"""Deleted words are in no byte of the database's files, its indexes, its log and its copies included."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

from bot.domain.jobs import Job
from bot.store import Pending
from bot.store.connection import prepare
from bot.store.migrate import FOLDER, apply_named
from bot.store.snapshot import copy_database
from bot.store.sqlite import SqliteStore, open_store

Walk = Callable[..., Awaitable[Job]]
SECRET = "zqxjkv hummingbird pässword of my neighbour"
OTHER = "a lighthouse in the snow"
DAY = 86_400_000


def remains(path: Path) -> list[str]:
    """Return where something of the secret can still be read."""
    files = [file for file in path.parent.glob(f"{path.name}*") if "before" not in file.name]
    return [file.name for file in files for part in (SECRET, SECRET[:5]) if part.encode() in file.read_bytes()]


async def erased(store: SqliteStore, walk: Walk, now: int) -> Job:
    """Draw some, and delete one of them for good."""
    for _ in range(12):
        await walk("succeeded", prompt=OTHER)
    job = await walk("succeeded", prompt=SECRET)
    await walk("succeeded", prompt=OTHER)
    await store.erase(job.id, now=now)
    await store.purged(job.id)
    return job


async def test_the_attack_reads_what_is_not_deleted(store: SqliteStore, walk: Walk, path: Path, now: int) -> None:
    await walk("succeeded", prompt=SECRET)
    await store.scrub(now=now)
    assert remains(path)


async def test_a_deleted_prompt_can_not_be_rebuilt_from_any_file(
    store: SqliteStore, walk: Walk, path: Path, now: int
) -> None:
    await erased(store, walk, now)
    await store.scrub(now=now)
    assert remains(path) == [] and path.with_name(f"{path.name}-wal").stat().st_size == 0


async def test_a_search_at_that_moment_leaves_it_nowhere(store: SqliteStore, walk: Walk, path: Path, now: int) -> None:
    begun, ends = threading.Event(), threading.Event()

    def look(tx: sqlite3.Connection) -> None:
        tx.execute("SELECT prompt FROM job").fetchall()
        begun.set()
        ends.wait(10)

    await erased(store, walk, now)
    search = asyncio.create_task(store.database.browse(look))
    await asyncio.to_thread(begun.wait, 10)
    scrub = asyncio.create_task(store.scrub(now=now))
    await asyncio.sleep(0.05)
    ends.set()
    await asyncio.gather(search, scrub)
    assert remains(path) == []


async def test_a_prompt_whose_days_are_over_can_not_be_rebuilt(
    store: SqliteStore, walk: Walk, path: Path, now: int
) -> None:
    await walk("succeeded", prompt=SECRET, at=now - DAY)
    await walk("succeeded", prompt=OTHER, at=now)
    assert await store.forget_prompts(before=now) == 1
    await store.scrub(now=now)
    assert remains(path) == []


async def test_a_copy_holds_nothing_of_what_was_deleted_even_before_it_was_scrubbed(
    store: SqliteStore, walk: Walk, path: Path, now: int
) -> None:
    await erased(store, walk, now)
    copy = path.with_name("copy.sqlite3")
    copy_database(path, copy)
    assert remains(copy) == []


async def test_a_scrub_that_a_crash_left_out_is_made_up_for(
    path: Path, now: int, walk: Walk, store: SqliteStore
) -> None:
    await erased(store, walk, now)
    await store.database.close()
    async with open_store(path) as next_process:
        await next_process.scrub(now=now)
    assert remains(path) == []


async def test_while_another_program_reads_the_rest_is_left_to_the_next_time(
    store: SqliteStore, walk: Walk, path: Path, now: int
) -> None:
    await erased(store, walk, now)
    with closing(sqlite3.connect(path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM job").fetchone()
        await store.scrub(now=now)
    await store.scrub(now=now)
    assert remains(path) == []


async def test_what_had_expired_is_deleted_though_nobody_keeps_anything_new(
    store: SqliteStore, path: Path, now: int
) -> None:
    record = Pending(id=1, user_id=2, kind="history", body={"search": SECRET}, until=now + 5)
    await store.pending.keep(record, now=now)
    await store.scrub(now=now + 5)
    assert await store.database.find("SELECT * FROM draft") == [] and remains(path) == []


async def test_the_vendors_words_and_the_files_names_go_with_the_prompt(
    store: SqliteStore, walk: Walk, path: Path, now: int
) -> None:
    job = await walk("succeeded", prompt=OTHER, at=now - DAY)
    await store.database.change("UPDATE job_event SET detail = ? WHERE job_id = ?", SECRET, job.id)
    await store.forget_prompts(before=now)
    assert {event.detail for event in await store.events(job.id)} == {None}
    await store.database.change("UPDATE job_event SET detail = ? WHERE job_id = ?", SECRET, job.id)
    await store.erase(job.id, now=now)
    await store.purged(job.id)
    assert {event.detail for event in await store.events(job.id)} == {None}
    await store.scrub(now=now)
    assert remains(path) == []


async def test_what_was_deleted_before_this_version_is_scrubbed_by_the_update(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as books:
        prepare(books)
        apply_named(books, {file.name for file in FOLDER.glob("000[1-4]*.sql")})
        for number, prompt in enumerate((OTHER, SECRET, OTHER)):
            books.execute(
                """INSERT INTO job (id, idempotency_key, guild_id, channel_id, user_id, model, prompt, params, cost,
                                    file_limit, created_at, updated_at)
                   VALUES (?, ?, 1, 2, 3, 'banana', ?, ?, 1, 1, 1, 1)""",
                (number, str(number), prompt, json.dumps({})),
            )
        books.execute("UPDATE job SET prompt = '' WHERE id = 1")
    trigram = b"zqx"  # as the full-text index of earlier versions had it, and kept it
    assert trigram in await asyncio.to_thread(path.read_bytes)
    async with open_store(path) as store:
        await store.scrub(now=1)
        assert trigram not in await asyncio.to_thread(path.read_bytes)
