"""What a member prefers and was told: nothing of it is lost when two processes change it at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.domain.jobs import Failure, Job, JobState, Transition
from bot.domain.limits import snowflake
from bot.store.sqlite import SqliteStore, open_store

Walk = Callable[..., Awaitable[Job]]
NOW = 1_800_000_000_000


async def test_a_change_leaves_the_other_preferences(store: SqliteStore) -> None:
    assert await store.members.preferences(3) == {}
    await store.members.change_preferences(3, {"notify": False, "ratio": "3:4"})
    changed = await store.members.change_preferences(3, {"ratio": "1:1"})
    assert changed == await store.members.preferences(3) == {"notify": False, "ratio": "1:1"}
    assert await store.members.preferences(4) == {}


async def test_two_processes_that_change_preferences_at_once_lose_none(store: SqliteStore, path: Path) -> None:
    async with open_store(path) as other:
        for round_ in range(20):
            await asyncio.gather(
                store.members.change_preferences(round_, {"notify": False}),
                other.members.change_preferences(round_, {"count": 2}),
            )
            assert await store.members.preferences(round_) == {"notify": False, "count": 2}


async def test_two_processes_that_meet_a_member_at_once_say_so_once(store: SqliteStore, path: Path) -> None:
    async with open_store(path) as other:
        for round_ in range(20):
            seen = (each.members.mark_seen(round_, "told_replies") for each in (store, other))
            assert sorted(await asyncio.gather(*seen)) == [False, True]


async def test_who_waited_long_is_called_once(store: SqliteStore, reserve: Walk) -> None:
    ordered_at = NOW - 120_000

    async def ended(id: int, state: JobState, **fields: Any) -> Job:  # noqa: A002 - the field's name
        job = await reserve(id=snowflake(ordered_at) + id, at=ordered_at, **fields)
        path = (JobState.SUBMITTING, JobState.RUNNING, state) if state is not JobState.CANCELLED else (state,)
        for to in path:
            failure = Failure.FAILED if to is JobState.FAILED else None
            vendor_id = f"v{id}" if to is JobState.RUNNING else None
            job = await store.apply(job, Transition(to=to, failure=failure, vendor_id=vendor_id), now=NOW)
        await store.delivered(job.id, fields.get("delivered", "message"))
        return job

    done = await ended(1, JobState.SUCCEEDED)
    failed = await ended(2, JobState.FAILED)
    await ended(3, JobState.CANCELLED)
    await ended(4, JobState.SUCCEEDED, guild_id=0)
    await store.delivered((await ended(5, JobState.SUCCEEDED)).id, "dm")
    ask = {"since": NOW - 1, "longer_than": 60_000}
    assert [job.id for job in await store.members.unnotified(**ask)] == [done.id, failed.id]
    assert await store.members.unnotified(since=NOW, longer_than=60_000) == []
    assert await store.members.unnotified(since=NOW - 1, longer_than=120_000) == []
    for _ in range(2):
        await store.members.mark_notified(done.id, now=NOW)
    assert await store.members.was_notified(done.id) and not await store.members.was_notified(failed.id)
    assert [job.id for job in await store.members.unnotified(**ask)] == [failed.id]


@pytest.mark.parametrize("before", [{}, {"at_once": False, "model": "banana-pro"}])
async def test_what_somebody_meets_is_new_once_and_disturbs_no_preference(
    store: SqliteStore, before: dict[str, object]
) -> None:
    await store.members.change_preferences(3, before)
    assert [await store.members.mark_seen(3, "told_replies") for _ in range(3)] == [True, False, False]
    assert await store.members.preferences(3) == before | {"told_replies": True}
    assert await store.members.mark_seen(4, "told_replies")
