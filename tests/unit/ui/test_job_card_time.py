"""What a card says of the time is so: how far Higgsfield said it is, and no moment that has passed is promised."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.catalog import Params
from bot.domain.jobs import Canceller, Job, JobState, VendorStatus, WaitReason
from bot.i18n import Texts
from bot.services.orders import JobView
from bot.ui.outbound.placeholders import Placeholders, jpeg_size
from bot.ui.outbound.shown_cards import PLACES_EVERY_S, ShownCards
from bot.ui.views.card_files import CardFiles, is_result
from bot.ui.views.job_card import CardView
from tests import card_parts
from tests.clocks import HeldClock


@pytest.fixture(scope="module")
def card_view() -> CardView:
    return CardView(texts=Texts())


@pytest.fixture
def running(job: Job) -> Job:
    times = {"submitted_at": 5_000, "vendor_status_at": 9_000, "late_at": 20_000}
    return replace(job, state=JobState.RUNNING, vendor_id="r", **times)  # type: ignore[arg-type]


def said(card_view: CardView, card: JobView) -> str:
    return card_parts.texts(card_view.draw(card))[-1]


QUEUED, DRAWN = VendorStatus.QUEUED, VendorStatus.IN_PROGRESS


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"ready_at": 20_000}, "Sent to Higgsfield, should be ready <t:20:R>"),
        ({"usual_seconds": 12}, "Sent to Higgsfield <t:5:R>, usually takes 12 seconds"),
        ({"is_late": True}, "Sent to Higgsfield <t:5:R>. Taking longer than usual."),
        (
            {"vendor_status": QUEUED, "ready_at": 20_000},
            "Waiting in line at Higgsfield, sent <t:5:R>. Cancelling is free while it waits.",
        ),
        ({"vendor_status": DRAWN, "ready_at": 20_000}, "Drawing: should be ready <t:20:R>"),
        ({"vendor_status": DRAWN, "is_late": True}, "Drawing: started <t:9:R>. Taking longer than usual."),
    ],
)
def test_a_card_says_how_far_it_is(card_view: CardView, running: Job, known: dict[str, Any], words: str) -> None:
    assert said(card_view, JobView(job=running, now=10_000, **known)) == words


def test_no_card_says_that_cancelling_is_free_once_that_was_refused(card_view: CardView, running: Job) -> None:
    refused = JobView(job=replace(running, cancel_refused=True), vendor_status=QUEUED, ready_at=20_000, now=10_000)
    assert said(card_view, refused).splitlines() == [
        "Sent to Higgsfield, should be ready <t:20:R>",
        "Too late to cancel: it's already being drawn. It will cost 4 🍌.",
    ]


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"cancel_at": 3, "cancelled_by": Canceller.MEMBER}, "Cancelled. Nothing was charged."),
        ({"cancel_at": 3}, "Cancelled. Nothing was charged."),
        ({"cancel_at": 3, "cancelled_by": Canceller.MODERATOR}, "Cancelled by a moderator. Nothing was charged."),
        ({"submitted_at": 2}, "Higgsfield cancelled this. Nothing was charged."),
    ],
)
def test_a_cancelled_card_says_who_it_was(card_view: CardView, job: Job, known: dict[str, Any], words: str) -> None:
    cancelled = replace(job, state=JobState.CANCELLED, finished_at=4, charged=0, closed=True, **known)
    assert said(card_view, JobView(job=cancelled)) == words


# drawn anew


def test_a_card_is_drawn_anew_once_when_its_moment_passes(running: Job) -> None:
    clock = HeldClock()
    cards, card = ShownCards(clock), JobView(job=running, ready_at=20_000, now=10_000)
    cards.note(card, None)
    assert not cards.is_outdated(card) and 10 <= (cards.seconds_left(card) or 0) < 10.1
    late = replace(card, is_late=True, now=20_000)
    assert cards.is_outdated(late)
    cards.note(late, None)
    assert not cards.is_outdated(late) and cards.seconds_left(late) is None, "told once"
    assert not ShownCards(clock).is_outdated(card) and ShownCards(clock).seconds_left(card)
    assert ShownCards(clock).is_outdated(late), "after a restart it is told too"


def test_a_card_follows_what_higgsfield_says(running: Job) -> None:
    clock = HeldClock()
    cards, waiting = ShownCards(clock), replace(running, vendor_status=QUEUED)
    card = JobView(job=waiting, vendor_status=QUEUED, now=1)
    cards.note(card, None)
    assert not cards.is_outdated(card)
    assert cards.is_outdated(replace(card, vendor_status=None)), "the answer doesn't hold any more"
    assert ShownCards(clock).is_outdated(replace(card, vendor_status=None)), "nor after a restart"
    cards.note(replace(card, vendor_status=None), None)
    assert not cards.is_outdated(card), "answers that come and go don't redraw a card each time"
    clock.advance(seconds=PLACES_EVERY_S)
    assert cards.is_outdated(card)
    assert not ShownCards(clock).is_outdated(JobView(job=replace(waiting, state=JobState.FAILED, finished_at=3)))


def test_a_place_in_line_promises_one_moment(card_view: CardView, job: Job) -> None:
    clock = HeldClock()
    cards, card = ShownCards(clock), JobView(job=job, position=2, ready_at=20_000, now=10_000)
    cards.note(card, None)
    passed = cards.as_shown(replace(card, now=20_000, ready_at=30_000))
    assert cards.is_outdated(passed)
    assert said(card_view, passed) == "Number 2 in line. Taking longer than usual."
    cards.note(passed, None)
    assert not cards.is_outdated(cards.as_shown(replace(card, now=40_000, ready_at=50_000))), "no new one is made there"
    nearer = cards.as_shown(replace(card, position=1, now=40_000, ready_at=50_000))
    assert not nearer.is_late and cards.in_line() == [job.id]
    clock.advance(seconds=PLACES_EVERY_S)
    assert cards.is_outdated(nearer)


def test_of_a_long_line_the_next_are_looked_at_first(job: Job) -> None:
    cards = ShownCards(HeldClock())
    for place in (3, 1, 2):
        cards.note(JobView(job=replace(job, id=place), position=place), None)
    assert cards.in_line() == [1, 2, 3]


def test_what_holds_a_card_up_is_told(running: Job) -> None:
    cards, card = ShownCards(HeldClock()), JobView(job=running, ready_at=20_000, now=10_000)
    cards.note(card, None)
    silent = replace(card, wait_reason=WaitReason.NO_WORD, ready_at=None)
    assert cards.is_outdated(silent)
    cards.note(silent, None)
    assert cards.in_line() == [running.id]


# files


def test_a_placeholder_has_the_shape_and_number_of_what_comes() -> None:
    placeholders = Placeholders()
    (one,) = placeholders.of(Params(ratio="3:4"), None)
    assert one.filename == "banana-placeholder-3x4.webp" and one.data.startswith(b"RIFF")
    four = placeholders.of(Params(ratio="16:9", count=4), None)
    assert [each.filename for each in four] == [f"banana-placeholder-16x9-{n}.webp" for n in (1, 2, 3, 4)]
    assert len({each.data for each in four}) == 4 and max(len(each.data) for each in four) < 8_000
    wide = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc2\x00\x0b\x08\x00\x40\x00\x60" + bytes(9)
    assert jpeg_size(wide) == (96, 64) and jpeg_size(b"") is None and jpeg_size(wide[:14]) is None
    assert placeholders.of(Params(ratio="auto"), wide)[0].filename == "banana-placeholder-3x2.webp"
    assert placeholders.of(Params(ratio="auto"), None)[0].filename == "banana-placeholder-1x1.webp"


def test_a_placeholder_stands_where_the_pictures_will_and_is_none_of_them(card_view: CardView, running: Job) -> None:
    art = CardFiles(placeholders=Placeholders().of(Params(count=2), None), thumbnail=b"x")
    shown = card_parts.pictures(card_view.draw(JobView(job=replace(running, inputs=())), art))
    assert [(each["media"]["url"], each["description"], each["spoiler"]) for each in shown] == [
        (f"attachment://banana-placeholder-4x3-{n}.webp", f"Picture {n} of 2 will appear here", False) for n in (1, 2)
    ]
    assert not [name for name in art.names if is_result(name)] and is_result("banana-1.png")


def test_a_card_keeps_its_files_only_where_it_surely_has_them(job: Job) -> None:
    cards, card = ShownCards(HeldClock()), JobView(job=job)
    art = CardFiles(placeholders=Placeholders().of(Params(), None))
    assert not cards.has_files(job.id, art)
    cards.note(card, art)
    assert cards.has_files(job.id, art) and not cards.has_files(job.id, replace(art, thumbnail=b"x"))
    cards.note(card, None)
    assert not cards.has_files(job.id, art)


def test_cards_with_files_of_the_same_names_keep_them_once(job: Job) -> None:
    shown = ShownCards(HeldClock())
    for number in (1, 2):
        shown.note(JobView(job=replace(job, id=number)), CardFiles(thumbnail=bytes(number)))
    assert shown._shown[1].files is shown._shown[2].files
