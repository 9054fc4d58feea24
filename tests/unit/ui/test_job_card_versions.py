"""A finished version leads to the one before it only where that one really stands, in the same place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.jobs import Image, Job, JobState
from bot.i18n import Texts
from bot.services.orders import JobView
from bot.ui.views.job_card import CardView
from tests import card_parts

LINK = "https://discord.com/channels/1/1/7"


@pytest.fixture(scope="module")
def card_view() -> CardView:
    return CardView(texts=Texts())


def facts(card_view: CardView, job: Job, origin: Job | None) -> str:
    done = replace(job, state=JobState.SUCCEEDED, version=3, outputs=(Image(position=0, url=""),), finished_at=2)
    said = card_parts.texts(card_view.draw(JobView(job=done, origin=origin)))
    (line,) = (text for text in said if text.startswith("-# ") and "@1> · " in text)
    return line.split("@1> · ")[1]


@pytest.fixture
def origin(job: Job) -> Job:
    return replace(job, state=JobState.SUCCEEDED, version=2, message_id=7, delivered="message")


def test_the_one_before_is_one_tap_away(card_view: CardView, job: Job, origin: Job) -> None:
    assert facts(card_view, job, origin) == f"v3 · [from v2]({LINK})"
    assert facts(card_view, job, replace(origin, user_id=2)) == f"v3 · [from v2]({LINK})"


def test_in_direct_messages_only_ones_own_can_be_reached(card_view: CardView, job: Job, origin: Job) -> None:
    job, origin = replace(job, guild_id=0), replace(origin, guild_id=0)
    assert facts(card_view, job, origin) == f"v3 · [from v2]({LINK.replace('channels/1/', 'channels/@me/')})"
    assert facts(card_view, job, replace(origin, user_id=2)) == "v3 · from v2"


@pytest.mark.parametrize(
    "gone", [{"guild_id": 2}, {"guild_id": 0}, {"message_id": None}, {"delivered": "dm"}, {"delivered": None}]
)
def test_what_can_not_be_reached_is_only_named(
    card_view: CardView, job: Job, origin: Job, gone: dict[str, object]
) -> None:
    assert facts(card_view, job, replace(origin, **gone)) == "v3 · from v2"  # type: ignore[arg-type]


def test_what_is_unknown_is_not_named(card_view: CardView, job: Job) -> None:
    assert facts(card_view, job, None) == "v3"
