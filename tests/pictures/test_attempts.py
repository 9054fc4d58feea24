"""A step that ended the whole process is not tried for ever; a result that came odd is handed on as it is."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Drawing

from bot.domain.errors import NotAPicture, PictureTooBig, PictureUnavailable
from bot.domain.jobs import Image
from bot.pictures.file_store import PictureStore
from bot.store.attempts import SqliteAttempts

# what ended the whole process before


async def die(attempts: SqliteAttempts, job_id: int, step: str, times: int = 2) -> None:
    """Leave what a process leaves that was killed in this step."""
    for _ in range(times):
        assert await attempts.begin(job_id, step, most=times)


@pytest.fixture
def begun(tmp_path: Path, attempts: SqliteAttempts) -> Callable[[], list[int]]:
    """List the jobs of which a step has begun and not ended."""

    def begun() -> list[int]:
        with closing(sqlite3.connect(tmp_path / "attempts.sqlite3")) as books:
            return [job_id for (job_id,) in books.execute("SELECT job_id FROM attempt")]

    return begun


def slow() -> bytes:
    """Make a picture that takes a second or so to read."""
    file = BytesIO()
    Drawing.new("P", (7000, 7000)).save(file, "PNG", transparency=0)
    return file.getvalue()


async def test_a_step_that_ended_is_not_counted(
    folder: PictureStore, attempts: SqliteAttempts, site: Any, paint: Any
) -> None:
    for _ in range(4):
        await folder.import_input(7, Image(position=0, url=site.serve("/x", paint())))
    with pytest.raises(NotAPicture):
        await folder.import_input(7, Image(position=0, url=site.serve("/y", b"<html>")))
    assert await attempts.begin(7, "input-0", most=1)


async def test_of_many_that_wait_only_the_one_that_is_being_read_is_counted(
    folder: PictureStore, site: Any, begun: Callable[[], list[int]]
) -> None:
    image, seen = Image(position=0, url=site.serve("/x", slow())), set()
    reading = [asyncio.create_task(folder.import_input(job_id, image)) for job_id in (1, 2, 3)]
    while not all(task.done() for task in reading):
        jobs = begun()
        assert len(jobs) <= 1, "whoever waits does not end the process"
        seen.update(jobs)
        await asyncio.sleep(0.003)
    assert seen == {1, 2, 3}
    assert not begun()


async def test_a_stop_in_the_middle_of_a_picture_is_not_counted(
    folder: PictureStore, site: Any, begun: Callable[[], list[int]]
) -> None:
    image = Image(position=0, url=site.serve("/x", slow()))
    for _ in range(3):
        reading = asyncio.create_task(folder.import_input(7, image))
        async with asyncio.timeout(20):
            while not begun():
                await asyncio.sleep(0.003)
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        assert not begun()
    assert (await folder.import_input(7, image)).path


async def test_an_input_that_ended_the_process_twice_is_too_big_and_not_read_again(
    folder: PictureStore, attempts: SqliteAttempts, site: Any, paint: Any, files: Any
) -> None:
    image = Image(position=0, url=site.serve("/x", paint()))
    await die(attempts, 7, "input-0", times=1)
    assert (await folder.import_input(7, image)).path, "once may be chance"
    await die(attempts, 8, "input-0")
    for _ in range(2):
        with pytest.raises(PictureTooBig):
            await folder.import_input(8, image)
    assert await attempts.begin(8, "input-0", most=3), "a try that was refused counts for nothing"
    assert (await folder.import_input(9, image)).path


async def test_a_result_that_ended_the_process_twice_is_kept_unread(
    folder: PictureStore, data_dir: Path, attempts: SqliteAttempts, site: Any, paint: Any
) -> None:
    await die(attempts, 7, "output-0")
    kept = await folder.download_output(7, 0, site.serve("/x", paint("WEBP")))
    assert (kept.path, kept.unread) == ("images/7/output-0.webp", True)
    assert await folder.thumbnail(kept) is None
    assert await folder.side_by_side(kept, kept) is None
    (sent,) = await folder.fit([kept], file_limit=10_000, total_limit=10_000)
    assert (sent.content, sent.size, sent.shrunk) == (data_dir / str(kept.path), len(paint("WEBP")), False)
    assert await folder.fit([kept], file_limit=10, total_limit=10_000) == ()


async def test_what_is_made_of_a_picture_is_left_out_where_it_ended_the_process_twice(
    folder: PictureStore, attempts: SqliteAttempts, site: Any, noise: Any
) -> None:
    kept = await folder.download_output(7, 0, site.serve("/x", noise()))
    for step in ("output-0 thumbnail", "output-0 side_by_side", "output-0 smaller"):
        await die(attempts, 7, step)
    assert await folder.thumbnail(kept) is None and await folder.preview(kept) is None
    assert await folder.side_by_side(kept, kept) is None
    assert await folder.fit([kept], file_limit=100, total_limit=100) == ()


# results that are odd


async def test_an_odd_result_that_came_whole_is_kept_at_once_as_it_is(
    folder: PictureStore, site: Any, noise: Any, files: Any
) -> None:
    whole = noise("JPEG")
    kept = await folder.download_output(7, 0, site.serve("/x", whole[:-2]))
    assert not kept.unread and await folder.thumbnail(kept)
    kept = await folder.download_output(7, 1, site.serve("/y", whole[:1000]))
    assert kept.unread
    async with folder.lend(kept) as path:
        assert path is not None and await asyncio.to_thread(path.read_bytes) == whole[:1000]


async def test_a_result_whose_size_nobody_says_is_fetched_again_until_it_stays_the_same(
    folder: PictureStore, site: Any, noise: Any
) -> None:
    head = b"HTTP/1.1 200 X\r\nConnection: close\r\n\r\n"
    for size in (20_000, 40_000):
        site.pages["/x"] = head + noise()[:size]
        with pytest.raises(PictureUnavailable):
            await folder.download_output(7, 0, f"{site.url}/x")
    assert (await folder.download_output(7, 0, f"{site.url}/x")).unread


async def test_where_nothing_can_be_read_a_paid_result_is_handed_on_all_the_same(
    folder: PictureStore, site: Any, paint: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    kept = await folder.download_output(7, 0, site.serve("/x", paint("JPEG")))
    assert kept.unread and kept.path == "images/7/output-0.jpg"
    with pytest.raises(PictureUnavailable):
        await folder.import_input(7, Image(position=0, url=site.serve("/y", paint())))
