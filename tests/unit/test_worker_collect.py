"""Bringing pictures home: whatever was paid for is fetched until it is here, or surely never will be."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from bot.catalog import Params
from bot.clock import HeldClock
from bot.errors import NotAPicture, PictureError, PictureGone, PictureLater, PictureTooBig
from bot.jobs import Image
from bot.worker.collect import DEAD_TRIES, EMPTY_TRIES, PATIENCE_S, Collector

URLS = ("https://cdn.test/0", "https://cdn.test/1")


class Disk:
    """A disk on which each address brings its picture, or its troubles one after the other."""

    def __init__(self) -> None:
        self.troubles: dict[str, list[PictureError]] = {}
        self.taken: list[str] = []
        self.room = True

    async def take_output(self, job_id: int, position: int, url: str) -> Image:
        self.taken.append(url)
        if waiting := self.troubles.get(url):
            raise waiting.pop(0)
        return Image(position=position, url=url, path=f"{position}.png")

    def has_room(self) -> bool:
        return self.room


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def collector(disk: Disk, clock: HeldClock) -> Collector:
    return Collector(pictures=disk, clock=clock)  # type: ignore[arg-type]


def job(count: int = 2) -> Any:
    return SimpleNamespace(id=1, params=Params(count=count))


async def ended(collector: Collector, urls: tuple[str, ...] = URLS) -> tuple[list[int], int]:
    """Collect to the end; return which pictures came, after how many waits."""
    for waits in range(50):
        found = await collector.collect(job(), urls)
        if not isinstance(found, float):
            return [image.position for image in found], waits
        assert found > 0
    raise AssertionError("it never ends")


@pytest.mark.parametrize(
    ("troubles", "came", "waits"),
    [
        ([], [0, 1], 0),
        ([PictureLater("full")] * 5, [0, 1], 5),
        ([PictureGone("403")], [0, 1], 1),
        ([PictureGone("403")] * DEAD_TRIES, [1], DEAD_TRIES - 1),
        ([NotAPicture()] * DEAD_TRIES, [1], DEAD_TRIES - 1),
        ([PictureTooBig()] * DEAD_TRIES, [1], DEAD_TRIES - 1),
    ],
)
async def test_one_picture_s_troubles_cost_only_itself(
    collector: Collector, disk: Disk, troubles: list[PictureError], came: list[int], waits: int
) -> None:
    disk.troubles[URLS[0]] = troubles
    assert await ended(collector) == (came, waits)
    assert disk.taken.count(URLS[1]) == 1, "what is here is not fetched again"


async def test_completed_without_a_picture_is_asked_again_and_then_believed(collector: Collector) -> None:
    assert await ended(collector, ()) == ([], EMPTY_TRIES)


async def test_no_more_pictures_are_taken_than_were_ordered(collector: Collector, disk: Disk) -> None:
    found = await collector.collect(job(count=1), URLS)
    assert isinstance(found, tuple) and len(found) == 1 and disk.taken == [URLS[0]]


@pytest.mark.parametrize("room", [True, False])
async def test_patience_ends_but_never_for_a_full_disk(
    collector: Collector, disk: Disk, clock: HeldClock, room: bool
) -> None:
    disk.room = room
    disk.troubles[URLS[0]] = [PictureLater("later")] * 2
    assert isinstance(await collector.collect(job(), URLS), float)
    clock.advance(seconds=PATIENCE_S + 1)
    assert isinstance(await collector.collect(job(), URLS), float) is not room


async def test_nothing_is_remembered_of_a_job_that_ended(collector: Collector) -> None:
    await collector.collect(job(), URLS)
    assert collector.is_fetching(1)
    collector.forget(1)
    assert not collector.is_fetching(1)
