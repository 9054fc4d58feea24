"""A job's life, as tables."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from bot.domain.jobs import ADOPTABLE, FINAL, Failure, Job, JobState, LedgerEntry, Transition, closing_entry, is_legal

ARROWS = {
    "queued": {"submitting", "failed", "cancelled"},
    "submitting": {"running", "queued", "failed"},
    "running": {"succeeded", "failed", "cancelled"},
    "succeeded": set(),
    "failed": set(),
    "cancelled": set(),
}


@pytest.mark.parametrize(("here", "there"), list(product(JobState, JobState)))
def test_only_the_drawn_arrows_exist(job: Job, here: JobState, there: JobState) -> None:
    failure = Failure.NSFW if here is JobState.FAILED else None
    assert is_legal(replace(job, state=here, failure=failure), Transition(to=there)) == (there in ARROWS[here])


def test_nothing_is_ordered_that_somebody_wished_to_cancel(job: Job) -> None:
    assert not is_legal(replace(job, cancel_at=1), Transition(to=JobState.SUBMITTING))
    assert is_legal(replace(job, cancel_at=1), Transition(to=JobState.CANCELLED))


@pytest.mark.parametrize("failure", list(Failure))
def test_only_what_may_live_at_the_vendor_is_adopted(job: Job, failure: Failure) -> None:
    failed = replace(job, state=JobState.FAILED, failure=failure)
    assert is_legal(failed, Transition(to=JobState.RUNNING)) == (failure in {"unclear", "deadline"})
    assert failed.is_adoptable == (failure in ADOPTABLE)


@pytest.mark.parametrize(
    ("to", "came", "entry"),
    [
        ("queued", None, None),
        ("submitting", None, None),
        ("running", None, None),
        ("succeeded", None, LedgerEntry(kind="settle", amount=0)),
        ("succeeded", 4, LedgerEntry(kind="settle", amount=0)),
        ("succeeded", 3, LedgerEntry(kind="settle", amount=-1)),
        ("succeeded", 9, LedgerEntry(kind="settle", amount=0)),
        ("failed", None, LedgerEntry(kind="refund", amount=-4)),
        ("cancelled", None, LedgerEntry(kind="refund", amount=-4)),
    ],
)
def test_an_end_closes_the_books_and_never_charges_more(
    job: Job, to: str, came: int | None, entry: LedgerEntry | None
) -> None:
    change = Transition(to=JobState(to), cost=came)
    assert closing_entry(job, change) == entry
    assert closing_entry(replace(job, closed=True), change) is None


def test_a_job_is_final_in_three_states(job: Job) -> None:
    assert {state for state in JobState if replace(job, state=state).is_final} == FINAL
    assert {"succeeded", "failed", "cancelled"} == FINAL


def test_a_job_is_bound_by_its_message_or_by_the_terminal(job: Job) -> None:
    assert not job.is_bound
    assert replace(job, message_id=7).is_bound
    assert replace(job, channel_id=0).is_bound
