"""How long a job will take, by the past ones: nothing is said before enough of them are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.domain.catalog import BANANA, Offer
from bot.domain.jobs import Job
from bot.worker.estimates import Estimates
from bot.worker.fair_queue import FairQueue
from tests.clocks import HeldClock


class Past:
    """The store's past jobs, and how often it was asked for them."""

    def __init__(self, *durations: int) -> None:
        self.known = list(durations)
        self.asked = 0

    async def durations(self, model: str, *, last: int, before: int) -> Sequence[int]:
        self.asked += 1
        return tuple(self.known)


def estimates(past: Past, line: FairQueue | None = None) -> Estimates:
    return Estimates(store=past, offer=Offer(), line=line or FairQueue(1), clock=HeldClock())  # type: ignore[arg-type]


async def test_before_enough_jobs_are_known_the_catalogue_says_how_long_it_takes() -> None:
    assert await estimates(Past(1_000, 2_000)).usual_seconds("banana") == BANANA.usual_seconds


async def test_past_jobs_say_how_long_it_takes() -> None:
    assert await estimates(Past(9_000, 5_000, 7_000)).usual_seconds("banana") == 7


async def test_the_database_is_read_once_and_each_result_is_learned_from(job: Job) -> None:
    past = Past(9_000, 5_000, 7_000)
    subject = estimates(past)
    for number in range(3):
        known = await subject.taken(replace(job, id=number), at=number)
        known.answered(number, since=0.0, waited=1.0, is_done=True)
    known = await subject.taken(replace(job, id=9), at=9)
    assert await subject.usual_seconds("banana") == 3 and past.asked == 1


@pytest.mark.parametrize(
    ("durations", "position", "ready_at"),
    [
        ((2_000, 2_000), 1, None),
        ((2_000, 2_000, 2_000), None, None),
        ((1_000, 2_000, 9_000), 1, HeldClock().now() + 9_000),
        ((1_000, 2_000, 9_000), 3, HeldClock().now() + 13_000),
    ],
)
async def test_a_card_promises_an_end_only_where_past_jobs_and_the_line_say_when(
    job: Job, durations: tuple[int, ...], position: int | None, ready_at: int | None
) -> None:
    """Late rather than early: those before it take their usual time, it takes as long as the slow ones."""
    assert await estimates(Past(*durations)).ready_at(job, position) == ready_at


async def test_the_promise_of_a_job_that_higgsfield_has_stands_in_its_row(job: Job) -> None:
    subject = estimates(Past(*(n * 1_000 for n in range(1, 51))))
    assert subject.late_at("banana") == HeldClock().now() + 1_500 * BANANA.usual_seconds, "nothing was read yet"
    await subject.usual_seconds("banana")
    assert subject.late_at("banana") == HeldClock().now() + 45_000
    assert await subject.ready_at(replace(job, submitted_at=1, late_at=7_000), None) == 7_000
