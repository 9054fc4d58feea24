"""Records kept for a while are read by every version that can, and two processes lose nothing of a tray."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from bot.domain.jobs import Image
from bot.pictures import Pictures
from bot.services.kept_records import KeptRecords
from bot.services.tray import Tray
from bot.store import Pending, Store
from bot.store.sqlite import open_store
from tests.clocks import HeldClock

MARA = 1


@dataclass(frozen=True, kw_only=True)
class Note:
    id: int
    words: tuple[str, ...]
    size: int = 1


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "bot.sqlite3") as store:
        yield store


@pytest.fixture
def notes(store: Store, clock: HeldClock) -> KeptRecords[Note]:
    return KeptRecords(Note, kind="note", kept_ms=1000, pending=store.pending, clock=clock)


async def put(store: Store, clock: HeldClock, body: dict[str, object]) -> None:
    row = Pending(id=7, user_id=MARA, kind="note", body=body, until=clock.now() + 1)
    await store.pending.keep(row, now=clock.now())


async def test_a_record_comes_back_as_it_was(notes: KeptRecords[Note], store: Store, clock: HeldClock) -> None:
    note = Note(id=7, words=("a", "é"))
    await notes.keep(7, MARA, note)
    assert await notes.find(7, MARA) == note and await notes.all() == [note]
    row = await store.pending.find(7, MARA, "note", now=clock.now())
    assert row and row.body == {"words": ["a", "é"], "size": 1}, "the row has its own columns for the rest"


async def test_a_record_of_another_version_is_read_by_what_both_know(
    notes: KeptRecords[Note], store: Store, clock: HeldClock
) -> None:
    await put(store, clock, {"words": ["a"], "colour": "red"})
    assert await notes.find(7, MARA) == Note(id=7, words=("a",))


async def test_a_record_that_makes_no_sense_is_as_good_as_expired(
    notes: KeptRecords[Note], store: Store, clock: HeldClock, caplog: pytest.LogCaptureFixture
) -> None:
    await put(store, clock, {"words": "secret words"})
    assert await notes.find(7, MARA) is None and await notes.all() == []
    assert "a kept record (note) can't be read" in caplog.text and "secret" not in caplog.text


async def test_using_a_record_prolongs_it(notes: KeptRecords[Note], clock: HeldClock) -> None:
    await notes.keep(7, MARA, Note(id=7, words=()))
    clock.advance(seconds=0.9)
    await notes.change(7, MARA, lambda note: note)
    clock.advance(seconds=0.9)
    assert await notes.find(7, MARA)
    clock.advance(seconds=0.1)
    assert await notes.find(7, MARA) is None


async def test_two_processes_that_fill_a_tray_at_once_lose_no_picture(tmp_path: Path, clock: HeldClock) -> None:
    path = tmp_path / "bot.sqlite3"
    async with open_store(path) as one, open_store(path) as other:
        trays = [Tray(pending=s.pending, pictures=cast("Pictures", None), clock=clock) for s in (one, other)]
        for round_ in range(20):
            images = [Image(position=0, url=f"https://{name}.png") for name in ("one", "other")]
            await asyncio.gather(*(tray.add(round_, [image]) for tray, image in zip(trays, images, strict=True)))
            found = await trays[0].pictures(round_)
            assert {image.url for image in found} == {image.url for image in images}
            assert [image.position for image in found] == [0, 1]
