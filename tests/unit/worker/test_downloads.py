"""Bringing pictures home: whatever was paid for is fetched until it is here, or surely never will be."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from bot.domain.catalog import Params
from bot.domain.errors import DiskUnavailable, NotAPicture, PictureError, PictureGone, PictureTooBig, PictureUnavailable
from bot.domain.jobs import Image
from bot.runtime.seats import Seats
from bot.worker.downloads import DEAD_TRIES, EMPTY_TRIES, PATIENCE_S, Downloads
from bot.worker.next_step import NotYet
from tests.clocks import HeldClock

URLS = ("https://cdn.test/0", "https://cdn.test/1")


class Disk:
    """A disk on which each address brings its picture, or its troubles one after the other."""

    def __init__(self) -> None:
        self.troubles: dict[str, list[PictureError]] = {}
        self.taken: list[str] = []

    async def download_output(self, job_id: int, position: int, url: str) -> Image:
        self.taken.append(url)
        if waiting := self.troubles.get(url):
            raise waiting.pop(0)
        return Image(position=position, url=url, path=f"{position}.png")


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def collector(disk: Disk, clock: HeldClock) -> Downloads:
    return Downloads(pictures=disk, clock=clock, seats=Seats(1))  # type: ignore[arg-type]


def job(count: int = 2) -> Any:
    return SimpleNamespace(id=1, params=Params(count=count), is_spoiler=False)


async def ended(collector: Downloads, urls: tuple[str, ...] = URLS) -> tuple[list[int], int]:
    """Collect to the end; return which pictures came, after how many waits."""
    for waits in range(50):
        try:
            return [image.position for image in await collector.download(job(), urls)], waits
        except NotYet as not_yet:
            assert not_yet.seconds > 0
    raise AssertionError("it never ends")


@pytest.mark.parametrize(
    ("troubles", "came", "waits"),
    [
        ([], [0, 1], 0),
        ([PictureUnavailable("full")] * 5, [0, 1], 5),
        ([PictureGone("403")], [0, 1], 1),
        ([PictureGone("403")] * DEAD_TRIES, [1], DEAD_TRIES - 1),
        ([NotAPicture()] * DEAD_TRIES, [1], DEAD_TRIES - 1),
        ([PictureTooBig()] * DEAD_TRIES, [1], DEAD_TRIES - 1),
    ],
)
async def test_one_picture_s_troubles_cost_only_itself(
    collector: Downloads, disk: Disk, troubles: list[PictureError], came: list[int], waits: int
) -> None:
    disk.troubles[URLS[0]] = troubles
    assert await ended(collector) == (came, waits)
    assert disk.taken.count(URLS[1]) == 1, "what is here is not fetched again"


async def test_completed_without_a_picture_is_asked_again_and_then_believed(collector: Downloads) -> None:
    assert await ended(collector, ()) == ([], EMPTY_TRIES)


async def test_no_more_pictures_are_taken_than_were_ordered(collector: Downloads, disk: Disk) -> None:
    found = await collector.download(job(count=1), URLS)
    assert len(found) == 1 and disk.taken == [URLS[0]]


async def keep_trying(collector: Downloads, clock: HeldClock, seconds: float) -> tuple[Image, ...] | None:
    """Try as often as the downloads ask for until so much time has passed; None: still not all that may come."""
    end = clock.monotonic() + seconds
    while True:
        try:
            return await collector.download(job(), URLS)
        except NotYet as not_yet:
            if clock.monotonic() >= end:
                return None
            clock.advance(seconds=not_yet.seconds + 0.001)


async def test_bytes_that_never_come_whole_are_given_up_in_the_end(
    collector: Downloads, disk: Disk, clock: HeldClock
) -> None:
    disk.troubles[URLS[0]] = [PictureUnavailable("cut short")] * 1000
    assert await keep_trying(collector, clock, 3600) is None, "an hour's outage loses nothing"
    found = await keep_trying(collector, clock, PATIENCE_S)
    assert found is not None and [image.position for image in found] == [1]
    assert len(disk.troubles[URLS[0]]) > 700, "and not without end meanwhile"


async def test_our_full_disk_is_waited_for_without_end(collector: Downloads, disk: Disk, clock: HeldClock) -> None:
    disk.troubles[URLS[0]] = [DiskUnavailable("full")] * 5000
    assert await keep_trying(collector, clock, 20 * PATIENCE_S) is None
    disk.troubles[URLS[0]] = [PictureUnavailable("hiccup")]
    with pytest.raises(NotYet):  # its time is no patience with their bytes
        await collector.download(job(), URLS)
    assert await ended(collector) == ([0, 1], 0)


async def test_a_silence_of_the_vendor_uses_up_no_patience(collector: Downloads, disk: Disk, clock: HeldClock) -> None:
    disk.troubles[URLS[0]] = [PictureUnavailable("reset")] * 2
    with pytest.raises(NotYet):
        await collector.download(job(), URLS)
    collector.pause(1)
    clock.advance(seconds=2 * PATIENCE_S)
    with pytest.raises(NotYet):
        await collector.download(job(), URLS)
    assert await ended(collector) == ([0, 1], 0)


async def test_nothing_is_remembered_of_a_job_that_ended(collector: Downloads, disk: Disk) -> None:
    await collector.download(job(), URLS)
    collector.forget(1)
    await collector.download(job(), URLS)
    assert disk.taken == [*URLS, *URLS]
