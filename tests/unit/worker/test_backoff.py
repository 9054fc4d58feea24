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
        ([9_000, 5_000, 7_000], 7, 5),
        ([100, 200, 300], 0.2, 1),
        ([n * 1_000 for n in range(1, 51)], 26, 6),
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
