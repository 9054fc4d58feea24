"""Preferences are read from whatever was kept, and nothing of it can break an order."""

from __future__ import annotations

import pytest

from bot.domain.catalog import BANANA, COUNT, RATIO, Offer
from bot.domain.preferences import Preferences

MINE = Preferences(notify=False, ratio="3:4", count=2, format="jpeg", language="fr", at_once=True)


def test_what_is_kept_is_read_again() -> None:
    assert Preferences.read(MINE.kept()) == MINE
    assert Preferences.read({}) == Preferences()


@pytest.mark.parametrize(
    "kept",
    [
        {"unknown": 1},
        {"notify": "no"},
        {"notify": None},
        {"ratio": 4},
        {"ratio": ""},
        {"ratio": "auto"},
        {"ratio": "4:3" * 9},
        {"count": 0},
        {"count": 5},
        {"count": True},
        {"count": "2"},
        {"count": 2.0},
        {"format": "gif"},
        {"format": ["png"]},
        {"language": "tlh"},
        {"language": None},
        {"at_once": 1},
    ],
)
def test_what_makes_no_sense_is_passed_over_and_the_rest_stays(kept: dict[str, object]) -> None:
    assert Preferences.read(kept) == Preferences()
    assert Preferences.read({**MINE.kept(), "unknown": 1}) == MINE


def test_a_ratio_that_is_not_offered_is_passed_over() -> None:
    wide = Preferences(ratio="16:9", count=3)
    assert wide.offered(Offer()) == Preferences(count=3)
    assert wide.offered(Offer(models=(BANANA.having(RATIO.offering("auto", "16:9")),))) == wide
    assert "auto" not in next(option.choices for option in Offer().preferred() if option.name == "ratio")


def test_what_no_model_offers_any_more_is_passed_over() -> None:
    only = Offer(models=(BANANA.lacking("format").having(COUNT.offering(1, 2)),))
    assert Preferences(format="jpeg", count=3, ratio="1:1").offered(only) == Preferences(ratio="1:1")


@pytest.mark.parametrize(("language", "spoken"), [("auto", "en-GB"), ("fr", "fr"), ("en", "en")])
def test_the_language_is_discords_unless_one_is_chosen(language: str, spoken: str) -> None:
    assert Preferences(language=language).locale("en-GB") == spoken
