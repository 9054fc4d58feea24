"""What the host gives back of a finished order: once, never more than was charged, and Higgsfield's bill stays."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.domain.jobs import Image, Job, JobState, Transition
from bot.store.sqlite import SqliteStore

Walk = Callable[..., Awaitable[Job]]


async def sums(store: SqliteStore, now: int) -> tuple[int, int]:
    """What members were charged, and what the host's cap counts."""
    charged = (await store.database.find("SELECT COALESCE(SUM(amount), 0) FROM ledger"))[0][0]
    return charged, (await store.billing.balance(now=now)).used


async def test_a_finished_order_is_given_back_once_and_the_host_pays_it(
    store: SqliteStore, walk: Walk, now: int
) -> None:
    job = await walk("succeeded", cost=3)
    assert await sums(store, now) == (3, 3)
    asked = [store.host_orders.correct(job.id, reason="blurred", now=now + 5) for _ in range(3)]
    assert sorted(await asyncio.gather(*asked)) == [0, 0, 3]
    assert await sums(store, now) == (0, 3)
    after = await store.job(job.id)
    assert after and (after.charged, after.given_back, after.rev) == (0, 3, job.rev + 1)
    said = await store.host_orders.correction(job.id)
    assert said and (said.amount, said.reason, said.at) == (3, "blurred", now + 5)
    assert (await store.billing.balance(now=now)).doubtful == 0 and not await store.host_orders.unclear()


async def test_of_an_order_that_brought_fewer_pictures_what_it_cost_goes_back(
    store: SqliteStore, walk: Walk, now: int
) -> None:
    running = await walk("running", cost=4)
    came = (Image(position=0, url="https://cdn/0.png"),)
    job = await store.apply(running, Transition(to=JobState.SUCCEEDED, cost=1, outputs=came), now=now)
    assert job
    charged, used = await sums(store, now)
    assert (charged, used) == (1, 4)
    assert await store.host_orders.correct(job.id, reason="r", now=now) == 1
    assert await sums(store, now) == (0, 4)
    assert (await store.billing.balance(now=now)).doubtful == 0


@pytest.mark.parametrize("state", ["queued", "running", "failed", "unclear", "cancelled"])
async def test_what_runs_or_was_not_charged_is_left_alone(store: SqliteStore, walk: Walk, now: int, state: str) -> None:
    job = await walk(state, cost=2)
    before = await sums(store, now)
    assert await store.host_orders.correct(job.id, reason="r", now=now) == 0
    assert await sums(store, now) == before and await store.job(job.id) == job
    assert await store.host_orders.correction(job.id) is None


async def test_the_unclear_are_those_without_higgsfields_word(store: SqliteStore, walk: Walk, now: int) -> None:
    await walk("succeeded")
    await walk("failed")
    asking = await walk("submitting")
    await store.mark_unclear(asking.id, now=now)
    unclear, late = await walk("unclear"), await walk("deadline")
    assert [job.id for job in await store.host_orders.unclear()] == [late.id, unclear.id, asking.id]


async def test_the_members_credits_are_free_again_in_their_window(store: SqliteStore, walk: Walk, now: int) -> None:
    job = await walk("succeeded", cost=3)
    await store.host_orders.correct(job.id, reason="r", now=now + 1000)
    lines = await store.database.find("SELECT kind, amount, charged_at FROM ledger WHERE job_id = ?", job.id)
    assert [tuple(line) for line in lines if line["kind"] == "correction"] == [("correction", -3, now)]
