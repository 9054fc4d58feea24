"""Reports wait until the host was told; what is deleted goes for good, but for the books."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.domain.errors import Reported, TooManyReports
from bot.domain.jobs import Image, Job, JobState, Transition
from bot.store.sqlite import SqliteStore

Walk = Callable[..., Awaitable[Job]]
HOUR = 3_600_000
INPUT = (Image(position=0, url="https://cdn/in.png", name="holiday.png", path="images/in.png", sha256="11"),)


async def test_a_report_waits_until_the_host_was_told(store: SqliteStore, walk: Walk, now: int) -> None:
    job = await walk("succeeded")
    await store.report(job.id, 7, most=5, now=now)
    await store.report(job.id, 8, most=5, now=now + 1)
    first, second = await store.reports()
    assert [(r.job_id, r.user_id, r.at) for r in (first, second)] == [(job.id, 7, now), (job.id, 8, now + 1)]
    await store.report_forwarded(first, now=now + 2)
    assert await store.reports() == [second]


async def test_a_person_reports_a_picture_once(store: SqliteStore, walk: Walk, now: int) -> None:
    job = await walk("succeeded")
    await store.report(job.id, 7, most=5, now=now)
    with pytest.raises(Reported):
        await store.report(job.id, 7, most=5, now=now + 9 * HOUR)
    assert len(await store.reports()) == 1


async def test_a_report_too_many_says_when_the_next_may_come(store: SqliteStore, walk: Walk, now: int) -> None:
    jobs = [await walk("succeeded") for _ in range(4)]
    for n, job in enumerate(jobs[:3]):
        await store.report(job.id, 7, most=3, now=now + n)
    with pytest.raises(TooManyReports) as refused:
        await store.report(jobs[3].id, 7, most=3, now=now + 3)
    assert (refused.value.most, refused.value.again_at) == (3, now + HOUR)
    await store.report(jobs[3].id, 7, most=3, now=now + HOUR)


@pytest.mark.parametrize("state", ["queued", "submitting", "running"])
async def test_deleting_what_is_not_over_is_a_wish_to_cancel(
    store: SqliteStore, walk: Walk, now: int, state: str
) -> None:
    job = await walk(state)
    erased = await store.erase(job.id, now=now + 1)
    assert erased and (erased.erased_at, erased.cancel_at, erased.rev) == (now + 1, now + 1, job.rev + 1)
    again = await store.erase(job.id, now=now + 2)
    assert again == erased, "once is enough"
    assert erased.prompt == job.prompt, "the vendor may still have to be asked with the same words"


@pytest.mark.parametrize("end", ["succeeded", "failed", "cancelled"])
async def test_what_was_deleted_leaves_nothing_but_its_books(
    store: SqliteStore, walk: Walk, now: int, end: str
) -> None:
    job = await walk(end, inputs=INPUT, token="token")
    await store.bind(job.id, 70, now=now)
    await store.erase(job.id, now=now)
    assert job.id in await store.unshown(), "a deletion that breaks off here is found at the next start"
    await store.purged(job.id)
    gone = await store.job(job.id)
    assert gone and (gone.prompt, gone.token) == ("", None)
    assert {(i.url, i.name, i.path, i.sha256) for i in (*gone.inputs, *gone.outputs)} <= {("", "", None, None)}
    assert (gone.charged, gone.closed, gone.cost) == (job.charged, job.closed, job.cost)
    assert job.id in await store.unshown(), "its message may still stand"
    await store.delivered(job.id, "given_up")
    assert not await store.unshown()


@pytest.mark.parametrize("end", ["unclear", "deadline"])
async def test_what_was_deleted_is_not_adopted(store: SqliteStore, walk: Walk, now: int, end: str) -> None:
    job = await walk(end)
    erased = await store.erase(job.id, now=now)
    assert erased and not erased.is_adoptable
    followed = {followed.id for followed in await store.adoptable(since=0)}
    assert followed == ({job.id} if job.vendor_id else set()), "for the bill's sake, where Higgsfield can be asked"
    assert await store.apply(erased, Transition(to=JobState.RUNNING, vendor_id=f"v-{job.id}"), now=now) is None
