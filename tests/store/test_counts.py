"""What whoever watches the bot asks for is read from what is under way, however many orders there were."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.domain.jobs import BillEntry, Failure, Job, JobState, Transition
from bot.store import bill, counts
from bot.store.sqlite import SqliteStore
from bot.store.window import window

Walk = Callable[..., Awaitable[Job]]


async def test_what_is_under_way_is_counted_by_state_and_model_and_what_ended_is_not(
    store: SqliteStore, walk: Walk, now: int
) -> None:
    queued = [await walk("queued") for _ in range(2)]
    running = await walk("running")
    await walk("succeeded")
    found = await store.counting.counts()
    assert {(each.state, each.model): each.jobs for each in found.under_way} == {
        ("queued", "banana"): 2,
        ("running", "banana"): 1,
    }
    assert await store.counting.running(now=now) == (1, 0)
    await store.database.change("UPDATE job SET late_at = ? WHERE id = ?", now, running.id)
    assert await store.counting.running(now=now) == (1, 1)
    assert next(each.oldest for each in found.under_way if each.state == "queued") == queued[0].created_at


async def test_an_order_is_unclear_until_higgsfields_word(store: SqliteStore, walk: Walk, now: int) -> None:
    job = await walk("submitting")
    await store.mark_unclear(job.id, now=now)
    assert (await store.counting.counts()).unclear == 1

    await store.apply(job, Transition(to=JobState.FAILED, failure=Failure.UNCLEAR), now=now)
    assert (await store.counting.counts()).unclear == 1
    await store.billing.enter(job.id, BillEntry.CLEAR, now=now)
    assert (await store.counting.counts()).unclear == 0


@pytest.mark.parametrize("question", [counts.UNDER_WAY, counts.RUNNING, counts.UNCLEAR, bill.RESERVED, bill.LINES])
async def test_no_question_goes_through_the_orders_that_ended(store: SqliteStore, question: str) -> None:
    asked = window(0, period_ms=1) if ":after" in question else (0,) * question.count("?")
    plan = await store.database.read(lambda tx: tx.execute(f"EXPLAIN QUERY PLAN {question}", asked).fetchall())
    steps = [row["detail"] for row in plan]
    walks = [step for step in steps if step.startswith("SCAN") and "job_active" not in step]
    short = ("bill", "exposed", "unclear", "CONSTANT")  # lists that only what went wrong makes longer
    assert not [step for step in walks if not any(name in step for name in short)]
    assert not [step for step in steps if "ledger_all" in step]
