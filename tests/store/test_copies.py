"""Where each input came from is known, of new orders and, as far as can be told, of those from before."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.domain.errors import Deleted
from bot.domain.jobs import Image, Job, JobState, Transition
from bot.store.connection import prepare
from bot.store.migrate import FOLDER, migrate
from bot.store.sqlite import SqliteStore, open_store

Walk = Callable[..., Awaitable[Job]]


def picture(job_id: int, role: str = "output", position: int = 0) -> Image:
    """Return a picture of a job as it goes into the next order."""
    return Image(position=0, url="https://cdn/x", name="picture-1", path=f"images/{job_id}/{role}-{position}.png")


async def drawn(store: SqliteStore, walk: Walk, *inputs: Image, **fields: Any) -> Job:
    """Draw one, whose files lie where they usually do."""
    job = await walk("running", inputs=inputs, **fields)
    for image in inputs:
        own = Image(position=image.position, url=image.url, path=f"images/{job.id}/input-{image.position}.png")
        await store.input_imported(job.id, own, now=1)
    output = Image(position=0, url="https://cdn/0", path=f"images/{job.id}/output-0.png", sha256="00")
    done = await store.apply(job, Transition(to=JobState.SUCCEEDED, outputs=(output,)), now=2)
    assert done is not None
    return done


async def test_copies_of_copies_go_back_to_where_the_picture_came_from(store: SqliteStore, walk: Walk) -> None:
    first = await drawn(store, walk)
    second = await drawn(store, walk, picture(first.id))
    third = await drawn(store, walk, picture(second.id, "input"))
    other = await drawn(store, walk, picture(second.id))
    await store.erase(first.id, now=5)
    assert await store.copies.erased_of(first.id) == [second.id, third.id]
    assert await store.copies.erased() == [(second.id, 0), (third.id, 0)]
    gone = await store.job(third.id)
    assert gone and gone.inputs[0].is_erased and gone.inputs[0].path is None and gone.rev == third.rev + 1
    await store.copies.deleted([(second.id, 0), (third.id, 0)])
    assert await store.copies.erased() == []
    stays = await store.job(other.id)
    assert stays and stays.inputs[0].path


async def test_nothing_new_starts_from_what_is_deleted(store: SqliteStore, walk: Walk, reserve: Walk) -> None:
    first = await drawn(store, walk)
    second = await drawn(store, walk, picture(first.id))
    await store.erase(first.id, now=5)
    for source in (picture(first.id), picture(second.id, "input")):
        with pytest.raises(Deleted):
            await reserve(inputs=(source,))
    assert len(await store.library.orders(3)) == 2


async def test_an_order_with_a_deleted_input_is_not_sent(store: SqliteStore, walk: Walk) -> None:
    first = await drawn(store, walk)
    waiting = await walk("queued", inputs=(picture(first.id),))
    await store.erase(first.id, now=5)
    assert await store.apply(waiting, Transition(to=JobState.SUBMITTING, inputs=waiting.inputs), now=6) is None


async def test_what_was_sent_keeps_its_address_until_its_outcome_is_known(store: SqliteStore, walk: Walk) -> None:
    first = await drawn(store, walk)
    sent = await walk("submitting", inputs=(picture(first.id),))
    await store.erase(first.id, now=5)
    await store.copies.deleted(await store.copies.erased())
    unclear = await store.job(sent.id)
    assert unclear and unclear.inputs[0].url and await store.copies.erased() == []
    await store.apply(unclear, Transition(to=JobState.RUNNING, vendor_id="v"), now=6)
    assert await store.copies.erased() == [(sent.id, 0)]
    await store.copies.deleted(await store.copies.erased())
    known = await store.job(sent.id)
    assert known and known.inputs[0].url == ""


#: id, parent, version, inputs as (name, sha256): what earlier versions wrote, the first of them with a file attached.
EARLIER = (
    (1, None, 1, [("holiday.png", "aa")]),
    (2, 1, 2, [("picture-1", "bb")]),  # made of what 1 drew
    (3, 2, 2, [("picture-1", "bb")]),  # the same once more
    (4, 3, 3, [("picture-1", "cc")]),  # made of what 3 drew
    (5, 1, 1, [("holiday.png", "dd")]),  # 1 once more
    (6, 2, 3, [("picture-1", "bb"), ("mine.png", "ee")]),  # made of what 2 started from, and a file
    (7, None, 1, []),
)
ORIGINS = [(1, 0, None), (2, 0, 1), (3, 0, 1), (4, 0, 3), (5, 0, 1), (6, 0, 1), (6, 1, None)]


@pytest.mark.parametrize("erased", [False, True])
async def test_the_origins_of_earlier_orders_are_told_by_bytes_and_names(tmp_path: Path, erased: bool) -> None:
    path, before = tmp_path / "bot.sqlite3", tmp_path / "before"
    before.mkdir()
    for file in FOLDER.glob("000[1-7]*.sql"):
        (before / file.name).write_bytes(file.read_bytes())
    with closing(sqlite3.connect(path, isolation_level=None)) as books:
        prepare(books)
        migrate(books, before)
        for job_id, parent_id, version, inputs in EARLIER:
            books.execute(
                """INSERT INTO job (id, idempotency_key, guild_id, channel_id, user_id, parent_id, version, model,
                                    prompt, cost, file_limit, created_at, updated_at)
                   VALUES (?, ?, 1, 2, 3, ?, ?, 'banana', 'a cat', 1, 1, 1, 1)""",
                (job_id, str(job_id), parent_id, version),
            )
            for position, (name, sha256) in enumerate(inputs):
                found = f"images/{job_id}/input-{position}.png"
                books.execute(
                    """INSERT INTO image (job_id, role, position, url, name, path, sha256)
                       VALUES (?, 'input', ?, ?, ?, ?, ?)""",
                    (job_id, position, f"https://cdn/{job_id}", name, found, sha256),
                )
        if erased:
            books.execute("UPDATE job SET erased_at = 7, prompt = '' WHERE id = 1")
            books.execute("UPDATE image SET name = '', url = '', path = NULL, sha256 = NULL WHERE job_id = 1")
    async with open_store(path) as store:
        rows = await store.database.find(
            "SELECT job_id, position, origin_id FROM image WHERE role = 'input' ORDER BY job_id, position"
        )
        found = [(row["job_id"], row["position"], row["origin_id"]) for row in rows]
        if not erased:
            assert found == ORIGINS
            return
        assert await store.copies.erased_of(1) == [2, 3, 5, 6]
        redrawn = await store.database.find("SELECT id FROM job WHERE rev > 1 ORDER BY id")
        assert [row["id"] for row in redrawn] == [2, 3, 5, 6]
