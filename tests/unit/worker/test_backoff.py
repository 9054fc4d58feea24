"""When to ask the vendor: learned, bounded, and never in step."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.worker import backoff


@pytest.mark.parametrize(
    ("durations", "usual", "first"),
    [
        ([], 12, backoff.FIRST_STEP),
        ([1_000, 2_000], 12, backoff.FIRST_STEP),
        ([9_000, 5_000, 7_000], 7, backoff.EARLY_STEP),
        ([100, 200, 300], 0.2, 1),
        ([n * 1_000 for n in range(1, 51)], 26, backoff.EARLY_STEP),
    ],
)
def test_past_jobs_say_how_long_it_takes(durations: list[int], usual: float, first: float) -> None:
    assert backoff.median_duration(durations, default=12) == usual
    assert backoff.first_poll(durations) == first


@given(st.floats(min_value=0, max_value=1e7))
def test_the_next_question_is_neither_rude_nor_late(waited: float) -> None:
    step = backoff.next_poll(waited)
    assert 0.95 <= step <= backoff.LONGEST_STEP * 1.05
    assert step <= max(1.0, waited * 0.2) * 1.05 + 1e-9, "small against the wait so far"


@given(
    took=st.floats(min_value=2, max_value=600),
    past=st.lists(st.integers(min_value=1_000, max_value=600_000), min_size=backoff.ENOUGH, max_size=50),
)
def test_a_quick_job_is_seen_in_time_however_long_the_others_took(took: float, past: list[int]) -> None:
    asked = backoff.first_poll(past)
    while asked < took:
        asked += backoff.next_poll(asked, likely=backoff.likely_from(past))
    assert asked <= max(backoff.EARLY_STEP, 1.53 * took + 1.1) and asked - took <= backoff.LONGEST_EARLY_STEP * 1.05


def test_a_long_job_is_not_asked_for_without_end() -> None:
    past, asked, asks = [100_000] * 20, backoff.first_poll([100_000] * 20), 1
    while asked < 100:
        asked += backoff.next_poll(asked, likely=backoff.likely_from(past))
        asks += 1
    assert asks <= 12
