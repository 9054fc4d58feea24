"""A card never says that something counts which the books have given back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.catalog import Params
from bot.i18n import Texts
from bot.jobs import Job, JobState
from bot.ui.cards import Deck

DRAWING = Job(
    id=1,
    idempotency_key="key",
    guild_id=1,
    channel_id=1,
    user_id=1,
    parent_id=None,
    model="banana",
    prompt="a cat",
    params=Params(),
    locale="en",
    cost=4,
    charged=4,
    closed=False,
    state=JobState.RUNNING,
    attempt=1,
    vendor_id="request",
    cancel_at=1,
    cancel_refused=True,
    failure=None,
    rev=3,
    shown_rev=2,
    message_id=1,
    token=None,
    file_limit=1,
    delivered=None,
    created_at=1,
    updated_at=1,
    submitted_at=1,
    finished_at=None,
    inputs=(),
    outputs=(),
)


@pytest.fixture(scope="module")
def deck() -> Deck:
    return Deck(texts=Texts())


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_what_turned_up_after_its_refund_counts_nothing(deck: Deck, locale: str) -> None:
    drawing = replace(DRAWING, locale=locale)
    assert "4 🍌" in deck.ending(drawing).replace("\u00a0", " ").replace("\u202f", " ")
    assert "🍌" not in deck.ending(replace(drawing, closed=True, charged=0))
