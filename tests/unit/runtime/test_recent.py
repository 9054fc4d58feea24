"""A second tap is known for one, and a crowd of keys leaves nothing behind."""

from __future__ import annotations

from bot.runtime.recent import LatestValues, RecentKeys
from tests.clocks import HeldClock


def test_a_key_comes_twice_only_from_another_source_and_within_its_seconds() -> None:
    clock = HeldClock()
    taps = RecentKeys(seconds=3.0, monotonic=clock.monotonic)
    assert [taps.is_repeat("again", source) for source in (1, 1, 2)] == [False, False, True]
    assert not taps.is_repeat("other", 3)
    clock.advance(seconds=3.0)
    assert not taps.is_repeat("again", 4)
    taps.forget("again")
    assert not taps.is_repeat("again", 5)


def test_recent_keys_are_kept_within_bounds() -> None:
    taps = RecentKeys(seconds=1e9, monotonic=HeldClock().monotonic, most_keys=10)
    for key in range(100):
        taps.is_repeat(key, 1)
    assert not taps.is_repeat(0, 2), "the oldest are forgotten first"


def test_of_the_latest_values_the_one_that_was_put_longest_ago_goes_first() -> None:
    values: LatestValues[int, str] = LatestValues(most=2)
    for key, value in ((1, "a"), (2, "b"), (1, "c"), (3, "d")):
        values.put(key, value)
    assert [values.get(key) for key in (1, 2, 3)] == ["c", None, "d"]
