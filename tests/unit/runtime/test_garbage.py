"""What is there until the end is not looked at by the collector again."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from bot.runtime.garbage import spare_what_stays


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    paces = gc.get_threshold()
    yield
    gc.set_threshold(*paces)
    gc.unfreeze()


def test_what_is_alive_is_spared() -> None:
    before = gc.get_freeze_count()
    spare_what_stays()
    assert gc.get_freeze_count() > before + 1000


def test_what_many_commands_make_is_not_looked_through_again_and_again() -> None:
    looks: list[str] = []
    spare_what_stays()
    gc.callbacks.append(lambda phase, _: looks.append(phase))
    alive: list[list[object]] = [[] for _ in range(15_000)]
    gc.callbacks.pop()
    assert len(alive) == 15_000 and looks.count("start") <= 4, "Python's pace would be twenty"
