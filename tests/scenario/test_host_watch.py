"""The host hears by direct message what they must mend on the machine: once it lasts, once, and at its end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest

from bot.pictures.file_store import PictureStore
from bot.ui.outbound.host_watch import LASTS

Studio = Any


def told(studio: Studio, words: str) -> int:
    """Return how often the host was told this."""
    return sum(words in message.text for message in studio.person("sam").dm())


@contextmanager
def locked(studio: Studio) -> Iterator[None]:
    """Hold the database as another program does."""
    with closing(sqlite3.connect(studio.folder / "bot.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def pass_by(studio: Studio, minutes: int) -> None:
    for _ in range(minutes):
        await studio.clock.leap(seconds=61)
        try:
            await studio.until(lambda: False, timeout=0.7)
        except TimeoutError:
            continue


async def test_a_full_disk_is_told_once_it_lasts_and_when_there_is_room_again(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(PictureStore, "has_room", lambda _: False)
        await studio.leap_until(lambda: told(studio, "disk is full"), seconds=61, leaps=3 * LASTS)
        await pass_by(studio, 3)
        await studio.restart()
        await pass_by(studio, 2 * LASTS)
        assert told(studio, "disk is full") == 1
    await studio.leap_until(lambda: told(studio, "There is room on the bot's disk again."), seconds=61)
    assert told(studio, "disk is full") == 1


async def test_a_database_that_is_away_is_told_without_it_and_when_it_is_back(studio: Studio) -> None:
    with locked(studio):
        await studio.leap_until(lambda: told(studio, "database can't be written to"), seconds=61, leaps=90)
        await pass_by(studio, 2)
    await studio.leap_until(lambda: told(studio, "database can be written to again"), seconds=61)
    assert told(studio, "database can't be written to") == 1


async def test_what_passes_by_itself_is_told_to_nobody(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(PictureStore, "has_room", lambda _: False)
        await pass_by(studio, 1)
    await pass_by(studio, 2 * LASTS)
    assert told(studio, "disk") == 0
