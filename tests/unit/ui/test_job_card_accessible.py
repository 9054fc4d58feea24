"""Every card can be read aloud and pressed by its words: no picture, button or link without them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.domain.jobs import Failure, Image, Job, JobState
from bot.i18n import LOCALES, Texts
from bot.pictures import Fitted
from bot.services.orders import JobView
from bot.ui.views.card_files import CardFiles
from bot.ui.views.components import ROW, THUMBNAIL, Component
from bot.ui.views.job_card import CardView
from tests import card_parts

LONG = "a lighthouse " * 100


@pytest.fixture(scope="module")
def card_view() -> CardView:
    return CardView(texts=Texts())


def jobs(job: Job) -> Iterator[Job]:
    """A job at every station of its life."""
    job = replace(job, prompt=LONG, inputs=(Image(position=0, url=""),), finished_at=2)
    yield from (replace(job, state=state) for state in JobState if state is not JobState.FAILED)
    for failure in Failure:
        yield from (replace(job, model=m, state=JobState.FAILED, failure=failure) for m in ("banana", "banana-pro"))


def art(count: int, *, shrunk: bool = False) -> CardFiles:
    fitted = [
        Fitted(filename=f"banana-{n}.png", content=b"", size=0, original_bytes=9, shrunk=shrunk) for n in range(count)
    ]
    return CardFiles(outputs=tuple(fitted), thumbnail=b"jpeg")


def parts(card_view: CardView, job: Job, pictures: CardFiles) -> list[Component]:
    job = replace(job, outputs=tuple(Image(position=n, url="https://x/y") for n in range(len(pictures.outputs))))
    return card_view.draw(JobView(job=job), pictures)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_button_and_link_has_words_and_a_row_is_five_at_most(card_view: CardView, job: Job, locale: str) -> None:
    for one in jobs(replace(job, locale=locale)):
        there = parts(card_view, one, art(4, shrunk=True))
        labels = [button["label"] for button in card_parts.buttons(there)]
        assert labels and all(any(map(str.isalpha, label)) for label in labels), one.state
        assert all(len(part["components"]) <= 5 for part in card_parts.walk(there) if part["type"] == ROW)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("count", [1, 4])
def test_every_picture_is_described_and_no_two_are_described_alike(
    card_view: CardView, job: Job, locale: str, count: int
) -> None:
    for one in jobs(replace(job, locale=locale)):
        there = parts(card_view, one, art(count))
        thumbnails = [part for part in card_parts.walk(there) if part["type"] == THUMBNAIL]
        shown = [picture["description"] for picture in (*card_parts.pictures(there), *thumbnails)]
        assert all(text and len(text) <= 1024 for text in shown) and len(set(shown)) == len(shown)
        assert len(shown) == 1 + count * (one.state is JobState.SUCCEEDED)


def test_pictures_whose_words_are_gone_are_still_told_apart(card_view: CardView, job: Job) -> None:
    done = replace(job, state=JobState.SUCCEEDED, prompt="", finished_at=2)
    shown = card_parts.pictures(parts(card_view, done, art(2)))
    assert [picture["description"] for picture in shown] == ["Picture 1 of 2", "Picture 2 of 2"]
