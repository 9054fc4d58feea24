"""Killed before any statement, the books come back whole: the transaction happened, or it did not."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from bot.domain.catalog import Params
from bot.domain.jobs import Image, Job, JobState, Order, Transition
from bot.domain.quota import OwnerLimits
from bot.store.sqlite import SqliteStore

NOW = 1_800_000_000_000
Worlds = Callable[[], Any]  # see conftest: each is a disk on which one process after the other opens the store
ORDER = Order(
    id=7,
    guild_id=1,
    channel_id=2,
    user_id=3,
    model="banana",
    prompt="a cat",
    params=Params(),
    inputs=(Image(position=0, url="u"),),
    token="t",
)
NEXT = {
    JobState.QUEUED: Transition(to=JobState.SUBMITTING),
    JobState.SUBMITTING: Transition(to=JobState.RUNNING, vendor_id="v"),
    JobState.RUNNING: Transition(to=JobState.SUCCEEDED, outputs=(Image(position=0, url="o", path="o"),), cost=1),
}


async def live(store: SqliteStore) -> Job:
    """One job's whole life, taken up from wherever it stands."""
    job, _ = await store.reserve(ORDER, cost=2, caps=OwnerLimits(), now=NOW)
    await store.bind(job.id, 77, now=NOW)
    if job.inputs[0].path is None:
        await store.input_imported(job.id, Image(position=0, url="u", path="i"), now=NOW)
    while not job.is_final:
        if job.state is JobState.RUNNING:
            await store.request_cancel(job.id, now=NOW)
        moved = await store.apply(job, NEXT[job.state], now=NOW + 1)
        assert moved
        job = moved
    await store.shown(job.id, job.rev)
    await store.delivered(job.id, "message")
    await store.clear_token(job.id)
    done = await store.job(job.id)
    assert done
    return done


def test_killed_before_any_statement_of_its_life_a_job_ends_the_same(worlds: Worlds) -> None:
    for statements in itertools.count():
        with worlds() as disk:
            disk.open()
            was_killed = False
            try:
                done = disk.do(live, statements=statements)
            except disk.Killed:
                was_killed = True
                disk.check()
                done = disk.do(live)
            disk.check()
            assert (done.state, done.charged, done.closed, done.attempt) == ("succeeded", 1, True, 1)
            assert (done.message_id, done.delivered, done.token, done.shown_rev) == (77, "message", None, done.rev)
            assert (len(done.inputs), len(done.outputs)) == (1, 1)
        if not was_killed:
            break
    assert statements > 50, "each of its statements had its turn"


def test_killed_before_any_statement_of_the_first_start_the_next_one_finishes_it(worlds: Worlds) -> None:
    for statements in itertools.count():
        with worlds() as disk:
            try:
                disk.open(statements=statements)
            except disk.Killed:
                disk.open()
                disk.check()
                continue
            break
    assert statements > 30
