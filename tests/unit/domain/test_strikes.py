"""So many strikes within so many hours are a break, and never longer than the rule says."""

from __future__ import annotations

import pytest

from bot.domain.limits import HOUR_MS
from bot.domain.strikes import Strike, StrikeKind, StrikeRule, standing

NOW = 1_800_000_000_000
ON = StrikeRule(is_on=True)


def strikes(*hours_ago: float) -> list[Strike]:
    return [Strike(id=n, kind=StrikeKind.NSFW, at=NOW - int(hours * HOUR_MS)) for n, hours in enumerate(hours_ago)]


def break_hours(*hours_ago: float, rule: StrikeRule = ON) -> float | None:
    until = standing(strikes(*hours_ago), rule, now=NOW).break_until
    return None if until is None else (until - NOW) / HOUR_MS


def test_nothing_counts_until_a_server_switches_it_on() -> None:
    off = standing(strikes(0, 0, 0, 0), StrikeRule(), now=NOW)
    assert (off.strikes, off.break_until) == ((), None)


@pytest.mark.parametrize(
    ("hours_ago", "left"),
    [
        ((0, 1), None),
        ((0, 1, 2), 1),
        ((0.25, 1, 2), 0.75),  # the break begins with the last of them
        ((0, 23, 24), None),  # the first is out of the window when the last comes
        ((0, 1, 23.9), 1),
        ((1, 2, 3), None),  # served
        ((0, 2, 3, 4), 1),  # one more while the number is full
        ((0.5, 0.5, 0.5, 0.2), 0.8),
    ],
)
def test_three_within_a_day_are_an_hour_without_orders(hours_ago: tuple[float, ...], left: float | None) -> None:
    assert break_hours(*hours_ago) == left


def test_a_break_outlasts_the_window_in_which_its_strikes_count() -> None:
    rule = StrikeRule(is_on=True, count=2, within_hours=1, break_hours=48)
    stands = standing(strikes(5, 5.5), rule, now=NOW)
    assert stands.strikes == () and stands.break_until == NOW + 43 * HOUR_MS


def test_what_a_clock_ahead_wrote_strikes_nobody() -> None:
    assert break_hours(-5, -5, -5) is None


@pytest.mark.parametrize(
    "wrong", [{"count": 0}, {"count": 51}, {"within_hours": 0}, {"within_hours": 721}, {"break_hours": 10**12}]
)
def test_a_rule_that_cannot_be_is_none(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        StrikeRule(**wrong)
