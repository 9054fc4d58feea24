"""The verbs that look, and those of the message's side."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.domain.jobs import Image, Job, JobState, Transition, VendorStatus
from bot.store import Incident
from bot.store.sqlite import SqliteStore

Walk = Callable[..., Awaitable[Job]]
DAY = 86_400_000


async def test_active_jobs_come_oldest_first(store: SqliteStore, walk: Walk) -> None:
    for end in ("succeeded", "failed", "cancelled"):
        await walk(end)
    jobs = [await walk(to, id=number) for to, number in (("running", 30), ("queued", 10), ("submitting", 20))]
    assert await store.active() == sorted(jobs, key=lambda job: job.id)


async def test_a_card_is_found_by_its_message_and_stays_bound(store: SqliteStore, walk: Walk, now: int) -> None:
    job, other = await walk("queued"), await walk("queued")
    bound = await store.bind(job.id, 77, now=now)
    assert bound and bound.message_id == 77 and bound.is_bound
    assert await store.by_message(77) == bound
    assert await store.bind(job.id, 78, now=now) == bound
    assert await store.bind(other.id, 77, now=now) == other
    assert await store.by_message(77) == bound


async def test_a_message_that_lags_behind_is_unshown_until_shown(store: SqliteStore, walk: Walk, now: int) -> None:
    job = await walk("running")
    assert await store.unshown() == []
    await store.bind(job.id, 77, now=now)
    assert await store.unshown() == [job.id]
    await store.shown(job.id, job.rev - 1)
    assert await store.unshown() == [job.id]
    await store.shown(job.id, job.rev)
    assert await store.unshown() == []
    await store.shown(job.id, job.rev - 1)
    assert await store.unshown() == []


@pytest.mark.parametrize("state", ["queued", "failed"])
async def test_a_job_without_a_message_is_unbound_until_it_is_found_or_given_up(
    store: SqliteStore, walk: Walk, state: str, now: int
) -> None:
    found, lost, _terminal = await walk(state), await walk(state), await walk(state, channel_id=0)
    assert await store.unbound() == [found.id, lost.id]
    await store.bind(found.id, 77, now=now)
    await store.delivered(lost.id, "given_up")
    assert await store.unbound() == []


@pytest.mark.parametrize(
    ("how", "is_over"), [("message", False), ("dm", False), ("history", False), ("given_up", True)]
)
async def test_only_giving_up_ends_the_tries(store: SqliteStore, walk: Walk, how: str, is_over: bool, now: int) -> None:
    job = await walk("failed")
    await store.bind(job.id, 77, now=now)
    await store.delivered(job.id, how)
    assert (await store.unshown() == []) is is_over
    seen = await store.job(job.id)
    assert seen and seen.delivered == how


async def test_what_reached_nobody_is_kept_for_its_own_person_newest_first(
    store: SqliteStore, walk: Walk, now: int
) -> None:
    old, newer, theirs = await walk("succeeded", user_id=5), await walk("succeeded", user_id=5), await walk("succeeded")
    for job in (old, newer, theirs):
        await store.delivered(job.id, "history")
    for how in ("message", "dm", "given_up"):
        await store.delivered((await walk("succeeded", user_id=5)).id, how)
    await walk("succeeded", user_id=5)
    assert [job.id for job in await store.undelivered(5)] == [newer.id, old.id]
    await store.delivered(newer.id, "dm")
    assert [job.id for job in await store.undelivered(5)] == [old.id]
    assert await store.undelivered(999) == []


async def test_the_token_is_forgotten(store: SqliteStore, walk: Walk) -> None:
    job = await walk("queued", token="secret")
    await store.clear_token(job.id)
    seen = await store.job(job.id)
    assert seen and seen.token is None


async def test_only_what_may_live_is_adoptable(store: SqliteStore, walk: Walk, now: int) -> None:
    for end in ("failed", "succeeded", "cancelled", "unclear", "queued"):
        await walk(end)
    job = await walk("deadline", at=now + 5)
    assert await store.adoptable(since=now) == [job]
    assert await store.adoptable(since=now + 5) == []


async def test_durations_are_the_vendors_and_the_newest_come_first(store: SqliteStore, walk: Walk, now: int) -> None:
    for took in (10, 20, 30):
        job = await walk("running", at=now)
        await store.apply(job, Transition(to=JobState.SUCCEEDED), now=now + took)
    await walk("succeeded", model="banana-pro")
    await walk("failed")
    late = await walk("deadline")
    adopted = await store.apply(late, Transition(to=JobState.RUNNING), now=now + DAY)
    assert adopted and await store.apply(adopted, Transition(to=JobState.SUCCEEDED), now=now + DAY)
    assert sorted(await store.durations("banana", last=50, before=now + DAY)) == [10, 20, 30]


async def test_a_rush_does_not_teach_by_its_slowest(store: SqliteStore, walk: Walk, now: int) -> None:
    """Those last to finish are the slowest; what was taken since a moment may have slower ones beside it."""
    for begun, took in ((0, 100), (50, 10), (200, 11), (300, 12)):
        job = await walk("running", at=now + begun)
        await store.apply(job, Transition(to=JobState.SUCCEEDED), now=now + begun + took)
    assert await store.durations("banana", last=2, before=now + 300) == [11, 10]


async def test_the_vendors_word_is_kept_since_when_it_was_seen(store: SqliteStore, walk: Walk, now: int) -> None:
    """What was never seen to wait is drawn since it was taken; the same word again is no news."""
    job = await walk("running", at=now)
    drawn = await store.vendor_said(job.id, VendorStatus.IN_PROGRESS, now=now + 5)
    assert drawn and (drawn.vendor_status, drawn.vendor_status_at, drawn.rev) == ("in_progress", now, job.rev + 1)
    assert await store.vendor_said(job.id, VendorStatus.IN_PROGRESS, now=now + 9) == drawn
    other = await walk("running", at=now)
    for status, at in ((VendorStatus.QUEUED, now + 3), (VendorStatus.IN_PROGRESS, now + 20)):
        seen = await store.vendor_said(other.id, status, now=at)
        assert seen and (seen.vendor_status, seen.vendor_status_at) == (status, at)
    assert await store.vendor_said(other.id, VendorStatus.QUEUED, now=now + 30) == seen, "a wavering word is no news"
    done = await walk("succeeded")
    assert await store.vendor_said(done.id, VendorStatus.QUEUED, now=now) == done


async def test_old_pictures_are_named_until_they_are_gone(store: SqliteStore, walk: Walk, now: int) -> None:
    old = await walk("succeeded", inputs=(Image(position=0, url="u"),))
    await store.input_imported(old.id, Image(position=0, url="u", path="in"), now=now)
    await walk("failed")
    unfinished = await walk("running", inputs=(Image(position=0, url="u", path="in"),))
    await walk("succeeded", at=now + 10)
    assert await store.expired(before=now + 5) == [old.id]
    await store.pictures_deleted([old.id])
    assert await store.expired(before=now + 5) == []
    seen = await store.job(old.id)
    assert seen and [image.path for image in (*seen.inputs, *seen.outputs)] == [None, None]
    assert seen.outputs[0].url == old.outputs[0].url
    assert unfinished.inputs[0].path == "in"


async def test_an_incident_is_one_until_it_ends(store: SqliteStore, now: int) -> None:
    assert await store.open_incident("bad_key", detail="401", now=now)
    assert not await store.open_incident("bad_key", detail="401 again", now=now + 1)
    assert await store.open_incident("unclear", detail="reset", now=now + 2)
    await store.incident_reported("bad_key", now=now + 3)
    assert await store.incidents() == [
        Incident(kind="bad_key", since=now, told_at=now + 3, detail="401"),
        Incident(kind="unclear", since=now + 2, told_at=None, detail="reset"),
    ]
    assert await store.close_incident("bad_key")
    assert not await store.close_incident("bad_key")
    assert [incident.kind for incident in await store.incidents()] == ["unclear"]


async def test_a_fact_is_kept_and_replaced(store: SqliteStore) -> None:
    assert await store.fact("commands") is None
    for value in ("one", "two"):
        await store.set_fact("commands", value)
        assert await store.fact("commands") == value
