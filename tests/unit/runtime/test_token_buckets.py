"""A burst, then so many a minute; a crowd that comes and goes leaves nothing behind."""

from __future__ import annotations

from bot.runtime.token_buckets import Allowance, TokenBuckets

MARA, JONAS = 1, 2


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_and_then_one_with_each_interval() -> None:
    seconds = Seconds()
    buckets = TokenBuckets(Allowance(burst=3, a_minute=30), monotonic=seconds)
    assert [buckets.take(MARA) for _ in range(4)] == [0.0, 0.0, 0.0, 2.0]
    seconds.now += 1.9
    assert 0.0 < buckets.take(MARA) < 0.2
    seconds.now += 0.2
    assert buckets.take(MARA) == 0.0 and buckets.take(MARA) > 0.0
    seconds.now += 60.0
    assert [buckets.take(MARA) == 0.0 for _ in range(4)] == [True, True, True, False]


def test_what_was_refused_takes_nothing() -> None:
    seconds = Seconds()
    buckets = TokenBuckets(Allowance(burst=1, a_minute=60), monotonic=seconds)
    assert buckets.take(MARA) == 0.0
    waits = {buckets.take(MARA) for _ in range(100)}
    assert waits == {1.0}


def test_one_members_flood_is_nobody_elses() -> None:
    buckets = TokenBuckets(Allowance(burst=1, a_minute=1), monotonic=Seconds())
    assert [buckets.take(MARA) for _ in range(2)][1] > 0.0
    assert buckets.take(JONAS) == 0.0


def test_a_crowd_that_went_away_is_forgotten() -> None:
    seconds = Seconds()
    buckets = TokenBuckets(Allowance(burst=5, a_minute=60), monotonic=seconds)
    for member in range(1000):
        buckets.take(member)
    seconds.now += 2.0
    buckets.take(MARA)
    assert len(buckets) == 1


def test_a_crowd_that_stays_is_kept_within_bounds() -> None:
    seconds = Seconds()
    buckets = TokenBuckets(Allowance(burst=1, a_minute=1), monotonic=seconds, most_keys=100)
    for member in range(1000):
        buckets.take(member)
    assert len(buckets) == 100
    assert buckets.take(999) > 0.0, "the last to come are those that are remembered"
