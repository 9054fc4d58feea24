"""Pictures that Discord finds too large are halved and sent again: a few times, never for ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from bot.domain.jobs import Job
from bot.pictures import Fitted
from bot.ui.outbound.card_pictures import CardPictures
from bot.ui.outbound.fitting import SMALLEST, send_fitting
from bot.ui.views.card_files import CardFiles

MIB = 1024 * 1024


def refusal(status: int, code: int) -> discord.HTTPException:
    return discord.HTTPException(cast("Any", SimpleNamespace(status=status, reason="")), {"code": code, "message": ""})


def art(*sizes: int) -> CardFiles:
    outputs = tuple(
        Fitted(content=bytes(size), size=size, filename=f"{n}.png", original_bytes=size, shrunk=False)
        for n, size in enumerate(sizes, start=1)
    )
    return CardFiles(outputs=outputs, thumbnail=b"input")


class Pictures:
    """Makes pictures of exactly the limit; those that can't be made smaller stay as they are."""

    def __init__(self, *, smallest: int = 0, gone: bool = False) -> None:
        self.limits: list[int] = []
        self.smallest = smallest
        self.gone = gone

    async def outputs(self, job: Job) -> Sequence[Fitted]:
        self.limits.append(job.file_limit)
        return () if self.gone else art(max(job.file_limit, self.smallest)).outputs


class Place:
    """Takes files up to a size."""

    def __init__(self, takes: int, refused: discord.HTTPException | None = None) -> None:
        self.takes = takes
        self.refusal = refused or refusal(413, 40005)
        self.sent: list[list[int]] = []
        self.thumbnails: set[bytes | None] = set()

    async def send(self, art: CardFiles) -> str:
        sizes = [fitted.size for fitted in art.outputs]
        self.sent.append(sizes)
        self.thumbnails.add(art.thumbnail)
        if max(sizes, default=0) > self.takes:
            raise self.refusal
        return "sent"


async def fit(place: Place, job: Job, *sizes: int, pictures: Pictures | None = None) -> str:
    return await send_fitting(place.send, art(*sizes), job=job, pictures=cast("CardPictures", pictures or Pictures()))


@pytest.fixture
def generous(job: Job) -> Job:
    return replace(job, file_limit=10 * MIB)


async def test_what_discord_takes_is_sent_once(generous: Job) -> None:
    place, pictures = Place(takes=8 * MIB), Pictures()
    assert await fit(place, generous, 8 * MIB, MIB, pictures=pictures) == "sent"
    assert place.sent == [[8 * MIB, MIB]] and pictures.limits == []


async def test_the_largest_file_is_halved_until_discord_takes_it(generous: Job) -> None:
    place, pictures = Place(takes=2 * MIB), Pictures()
    assert await fit(place, generous, 8 * MIB, MIB, pictures=pictures) == "sent"
    assert pictures.limits == [4 * MIB, 2 * MIB] and place.sent[-1] == [2 * MIB]
    assert place.thumbnails == {b"input"}, "the input's thumbnail goes along each time"


async def test_a_limit_below_the_files_is_halved_itself(job: Job) -> None:
    pictures = Pictures()
    await fit(Place(takes=2 * MIB), replace(job, file_limit=4 * MIB), 8 * MIB, pictures=pictures)
    assert pictures.limits == [2 * MIB]


@pytest.mark.parametrize("pictures", [Pictures(), Pictures(smallest=MIB)], ids=["smaller", "not to be made smaller"])
async def test_a_place_that_takes_nothing_is_not_tried_for_ever(generous: Job, pictures: Pictures) -> None:
    place = Place(takes=0)
    with pytest.raises(discord.HTTPException) as refused:
        await fit(place, generous, 8 * MIB, pictures=pictures)
    assert refused.value is place.refusal
    assert pictures.limits[-1] < SMALLEST <= pictures.limits[-2], "below that the size is not what is wrong"


async def test_pictures_that_are_gone_meanwhile_leave_the_rest_to_be_sent(generous: Job) -> None:
    place = Place(takes=MIB)
    assert await fit(place, generous, 8 * MIB, pictures=Pictures(gone=True)) == "sent"
    assert place.sent[-1] == []


async def test_a_card_without_pictures_is_tried_twice_at_most(generous: Job) -> None:
    place = Place(takes=-1)
    with pytest.raises(discord.HTTPException):
        await fit(place, generous, pictures=Pictures(gone=True))
    assert len(place.sent) == 2


@pytest.mark.parametrize(("status", "code"), [(400, 50035), (404, 10008), (429, 0), (500, 0)])
async def test_another_refusal_is_raised_at_once(generous: Job, status: int, code: int) -> None:
    place = Place(takes=0, refused=refusal(status, code))
    with pytest.raises(discord.HTTPException) as refused:
        await fit(place, generous, 8 * MIB)
    assert refused.value is place.refusal and len(place.sent) == 1
