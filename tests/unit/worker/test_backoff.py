"""When to ask the vendor: learned, bounded, and never in step."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.worker import backoff
from bot.worker.durations import ENOUGH, Durations, Pace

SPREAD = 1.05 + 1e-9  # of the jitter


def pace(*durations_ms: int) -> Pace | None:
    return Durations(durations_ms).pace()


pasts = st.lists(st.integers(min_value=1_000, max_value=600_000), min_size=ENOUGH, max_size=50)


@pytest.mark.parametrize(
    ("durations", "first"),
    [
        ((), backoff.FIRST_STEP),
        ((1_000, 2_000), backoff.FIRST_STEP),
        ((9_000, 5_000, 7_000), backoff.FIRST_STEP),
        ((100, 200, 300), 1),
    ],
)
def test_the_first_question_comes_soon(durations: tuple[int, ...], first: float) -> None:
    assert backoff.first_poll(pace(*durations)) == pytest.approx(first, rel=0.06)


@given(waited=st.floats(min_value=0, max_value=1e7), past=pasts, slowness=st.floats(min_value=1, max_value=20))
def test_the_next_question_is_neither_rude_nor_late(waited: float, past: list[int], slowness: float) -> None:
    step = backoff.next_poll(waited, pace(*past), slowness=slowness)
    known = pace(*past)
    assert known is not None
    longest = backoff.LONGEST_STEP if waited >= known.earliest else backoff.LONGEST_EARLY_STEP
    assert backoff.SHORTEST_STEP * 0.95 <= step <= longest * SPREAD


@given(took=st.floats(min_value=backoff.FIRST_STEP / 1.9, max_value=600), past=pasts)
def test_a_quick_job_is_seen_within_twice_its_time_however_long_the_others_took(took: float, past: list[int]) -> None:
    known = pace(*past)
    asked = backoff.first_poll(known)
    while asked < took:
        asked += backoff.next_poll(asked, known)
    assert asked <= max(backoff.FIRST_STEP * SPREAD, 2 * took)


def test_a_long_job_is_not_asked_for_without_end() -> None:
    known, asks = pace(*[100_000] * 20), 1
    asked = backoff.first_poll(known)
    while asked < 100:
        asked += backoff.next_poll(asked, known)
        asks += 1
    assert asks <= 12


def test_between_quick_and_slow_ones_most_questions_fall_where_most_end() -> None:
    known = pace(*(n * 1_000 for n in range(5, 25)))
    assert known is not None
    dense = backoff.next_poll((known.dense_from + known.dense_until) / 2, known)
    assert dense < 0.7 * backoff.next_poll(known.earliest, known)
    assert dense < 0.7 * backoff.next_poll(2 * known.usual, known)
    assert backoff.next_poll(known.usual, known, slowness=8) > 2 * dense, "results are rarer than expected"


def test_thousands_of_running_jobs_are_asked_for_no_oftener_in_all_than_hundreds() -> None:
    usual = pace(*(n * 1_000 for n in range(5, 25)))
    assert 3_000 / backoff.next_poll(12, usual, running=3_000) <= 1.2 * backoff.MOST_A_SECOND
    assert backoff.next_poll(12, usual, running=300) < 2.5


def test_where_webhooks_arrive_asking_is_rare() -> None:
    quick = pace(*[2_000] * 20)
    assert backoff.first_poll(quick, has_webhooks=True) > 5 * backoff.first_poll(quick)
    assert backoff.next_poll(1, quick, has_webhooks=True) > 5 * backoff.next_poll(1, quick)
    assert backoff.next_poll(10_000, quick, has_webhooks=True) <= 32
