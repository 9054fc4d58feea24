"""A card never says that something counts which the books have given back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.jobs import Job, JobState
from bot.i18n import Texts
from bot.ui.views.job_card import CardView


@pytest.fixture(scope="module")
def card_view() -> CardView:
    return CardView(texts=Texts())


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_what_turned_up_after_its_refund_counts_nothing(card_view: CardView, job: Job, locale: str) -> None:
    drawing = replace(
        job,
        locale=locale,
        state=JobState.RUNNING,
        vendor_id="request",
        cancel_at=1,
        cancel_refused=True,
        submitted_at=1,
    )
    assert "4 🍌" in card_view.ending(drawing).replace("\u00a0", " ").replace("\u202f", " ")
    assert "🍌" not in card_view.ending(replace(drawing, closed=True, charged=0))
