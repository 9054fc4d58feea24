"""The verbs that move a job along."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.domain.catalog import Params
from bot.domain.jobs import Failure, Image, Job, JobState, Order, Transition
from bot.domain.quota import OwnerLimits
from bot.store import Event, Store
from bot.store.sqlite import SqliteStore

Walk = Callable[..., Awaitable[Job]]
SUBMIT = Transition(to=JobState.SUBMITTING)
RUN = Transition(to=JobState.RUNNING, vendor_id="v")


def test_the_class_keeps_the_protocol(store: SqliteStore) -> None:
    promised: Store = store
    assert promised is store


async def test_an_order_comes_back_as_it_was_given(
    store: SqliteStore, order: Callable[..., Order], ample: OwnerLimits, now: int
) -> None:
    given = order(
        id=2**63 - 1,
        prompt="a cat 🐈\nin two lines",
        params=Params(count=3, ratio="3:4", format="jpeg", resolution="1k"),
        inputs=(Image(position=0, url="https://a", name="a.png"), Image(position=1, url="https://b", path="p")),
        locale="fr",
        token="t",
        file_limit=99,
    )
    job, is_new = await store.reserve(given, cost=9, caps=ample, now=now)
    assert is_new
    for name in ("id", "guild_id", "channel_id", "user_id", "parent_id", "model", "prompt", "params", "inputs"):
        assert getattr(job, name) == getattr(given, name), name
    assert (job.locale, job.token, job.file_limit) == ("fr", "t", 99)
    assert (job.state, job.rev, job.shown_rev, job.attempt) == (JobState.QUEUED, 1, 0, 0)
    assert (job.cost, job.charged, job.closed) == (9, 9, False)
    assert (job.created_at, job.updated_at, job.submitted_at, job.finished_at) == (now, now, None, None)
    assert await store.job(job.id) == job


async def test_the_same_order_twice_is_one_job_and_one_charge(
    store: SqliteStore, order: Callable[..., Order], ample: OwnerLimits, now: int
) -> None:
    given = order()
    first, _ = await store.reserve(given, cost=2, caps=ample, now=now)
    again, is_new = await store.reserve(given, cost=2, caps=OwnerLimits(bot=0), now=now + 1)
    assert (again, is_new) == (first, False)
    assert again.charged == 2


async def test_every_arrow_leaves_its_mark(store: SqliteStore, reserve: Walk, now: int) -> None:
    job = await reserve(cost=4)
    submitting = await store.apply(job, SUBMIT, now=now + 1)
    assert submitting and (submitting.state, submitting.attempt, submitting.rev) == ("submitting", 1, 2)
    running = await store.apply(submitting, RUN, now=now + 2)
    assert running and (running.state, running.vendor_id, running.submitted_at) == ("running", "v", now + 2)
    picture = Image(position=0, url="https://cdn/0.png", path="images/1/0.png", sha256="ab")
    done = await store.apply(running, Transition(to=JobState.SUCCEEDED, outputs=(picture,), cost=1), now=now + 3)
    assert done and (done.state, done.outputs, done.finished_at, done.rev) == ("succeeded", (picture,), now + 3, 4)
    assert (done.charged, done.closed) == (1, True)
    assert await store.events(job.id) == [
        Event(at=now, old=None, new="queued", detail=None),
        Event(at=now + 1, old="queued", new="submitting", detail=None),
        Event(at=now + 2, old="submitting", new="running", detail=None),
        Event(at=now + 3, old="running", new="succeeded", detail=None),
    ]


async def test_a_second_try_counts_and_charges_nothing_more(store: SqliteStore, walk: Walk, now: int) -> None:
    job = await walk("submitting")
    back = await store.apply(job, Transition(to=JobState.QUEUED, detail="429"), now=now)
    assert back and (back.state, back.attempt, back.charged, back.closed) == ("queued", 1, 1, False)
    again = await store.apply(back, SUBMIT, now=now)
    assert again and again.attempt == 2


async def test_a_full_success_costs_what_was_reserved(walk: Walk) -> None:
    job = await walk("succeeded", cost=4)
    assert (job.charged, job.closed) == (4, True)


@pytest.mark.parametrize("end", ["failed", "unclear", "deadline", "cancelled"])
async def test_an_end_without_pictures_costs_nothing(walk: Walk, end: str) -> None:
    job = await walk(end, cost=4)
    assert job.is_final
    assert (job.charged, job.closed) == (0, True)


async def test_a_failure_and_its_detail_stay_in_the_diary(store: SqliteStore, walk: Walk, now: int) -> None:
    job = await walk("submitting")
    await store.apply(job, Transition(to=JobState.FAILED, failure=Failure.REFUSED, detail="422"), now=now)
    assert (await store.events(job.id))[-1].detail == "refused: 422"


async def test_of_two_who_move_a_job_one_comes_too_late(store: SqliteStore, walk: Walk, now: int) -> None:
    seen = await walk("running")
    assert await store.apply(seen, Transition(to=JobState.CANCELLED), now=now)
    assert await store.apply(seen, Transition(to=JobState.SUCCEEDED), now=now) is None
    job = await store.job(seen.id)
    assert job and (job.state, job.charged) == ("cancelled", 0)


async def test_a_verdict_on_an_earlier_try_does_not_end_the_next_one(store: SqliteStore, walk: Walk, now: int) -> None:
    first_try = await walk("submitting")
    back = await store.apply(first_try, Transition(to=JobState.QUEUED), now=now)
    assert back
    second_try = await store.apply(back, SUBMIT, now=now)
    assert second_try and second_try.state is first_try.state
    late = Transition(to=JobState.FAILED, failure=Failure.UNCLEAR)
    assert await store.apply(first_try, late, now=now) is None
    assert await store.job(first_try.id) == second_try


async def test_a_verdict_on_a_state_left_behind_is_void(store: SqliteStore, walk: Walk, now: int) -> None:
    seen = await walk("submitting")
    assert await store.apply(seen, RUN, now=now)
    assert await store.apply(seen, Transition(to=JobState.FAILED, failure=Failure.UNCLEAR), now=now) is None


@pytest.mark.parametrize(
    ("here", "change"),
    [
        ("queued", Transition(to=JobState.RUNNING, vendor_id="x")),
        ("submitting", Transition(to=JobState.CANCELLED)),
        ("running", Transition(to=JobState.QUEUED)),
        ("succeeded", Transition(to=JobState.FAILED, failure=Failure.NSFW)),
        ("failed", Transition(to=JobState.RUNNING, vendor_id="x")),
        ("cancelled", Transition(to=JobState.SUCCEEDED)),
    ],
)
async def test_an_arrow_that_is_not_drawn_changes_nothing(
    store: SqliteStore, walk: Walk, here: str, change: Transition, now: int
) -> None:
    job = await walk(here)
    assert await store.apply(job, change, now=now) is None
    assert await store.job(job.id) == job


async def test_an_unknown_job_is_nowhere(store: SqliteStore, walk: Walk, now: int) -> None:
    assert await store.job(404) is None
    assert await store.by_message(404) is None
    assert await store.bind(404, 1, now=now) is None
    assert await store.request_cancel(404, now=now) is None
    assert await store.refuse_cancel(404, now=now) is None
    assert await store.input_imported(404, Image(position=0, url="u"), now=now) is None
    assert await store.events(404) == []


@pytest.mark.parametrize(("failed", "known"), [("deadline", True), ("unclear", False)])
async def test_an_adopted_job_delivers_on_the_house(
    store: SqliteStore, walk: Walk, failed: str, known: bool, now: int
) -> None:
    job = await walk(failed, cost=4)
    await store.delivered(job.id, "message")
    found = Transition(to=JobState.RUNNING, vendor_id=None if known else "found")
    adopted = await store.apply(job, found, now=now + 1)
    assert adopted and (adopted.state, adopted.failure, adopted.finished_at) == ("running", None, None)
    assert adopted.delivered is None, "a new end is to come, and nobody has seen it"
    done = await store.apply(adopted, Transition(to=JobState.SUCCEEDED), now=now + 2)
    assert done and (done.state, done.charged, done.closed) == ("succeeded", 0, True)


async def test_a_vendors_id_belongs_to_the_first_job_that_had_it(store: SqliteStore, walk: Walk, now: int) -> None:
    first = await walk("submitting")
    second = await walk("submitting")
    assert await store.apply(first, RUN, now=now)
    assert await store.apply(second, RUN, now=now) is None
    assert await store.job(second.id) == second


async def test_what_became_of_an_attempt_in_doubt_is_noted_even_after_its_end(
    store: SqliteStore, walk: Walk, now: int
) -> None:
    failed = await walk("unclear")
    found = await store.submission_found(failed, "v-late", now=now)
    assert found and (found.vendor_id, found.state, found.rev) == ("v-late", "failed", failed.rev)
    assert [job.id for job in await store.adoptable(since=now - 1)] == [failed.id]
    assert await store.submission_found(found, "v-other", now=now) == found, "the first id stands"
    waiting = await walk("submitting")
    assert await store.submission_found(waiting, "v-late", now=now) == waiting, "it is another job's"
    known = await store.submission_found(waiting, "v-soon", now=now)
    assert known and (known.vendor_id, known.state) == ("v-soon", "submitting")


@pytest.mark.parametrize("state", ["queued", "failed", "cancelled"])
async def test_nothing_is_noted_of_an_attempt_that_is_not_in_doubt(
    store: SqliteStore, walk: Walk, now: int, state: str
) -> None:
    job = await walk("submitting" if state == "queued" else state)
    if state == "queued":
        assert await store.apply(job, Transition(to=JobState.QUEUED), now=now)
    before = await store.job(job.id)
    assert await store.submission_found(job, "v-late", now=now) == before


async def test_the_first_wish_to_cancel_counts_and_none_after_the_end(store: SqliteStore, walk: Walk, now: int) -> None:
    job = await walk("queued")
    for at in (now + 1, now + 2):
        wished = await store.request_cancel(job.id, now=at)
        assert wished and (wished.cancel_at, wished.rev) == (now + 1, 1)
    done = await walk("succeeded")
    assert await store.request_cancel(done.id, now=now) == done


async def test_a_refused_wish_is_shown_once(store: SqliteStore, walk: Walk, now: int) -> None:
    job = await walk("running")
    await store.request_cancel(job.id, now=now)
    for _ in range(2):
        refused = await store.refuse_cancel(job.id, now=now)
        assert refused and refused.cancel_refused and refused.rev == job.rev + 1


async def test_an_input_on_disk_keeps_its_place(store: SqliteStore, reserve: Walk, now: int) -> None:
    inputs = tuple(Image(position=n, url=f"https://{n}", name=f"{n}.png") for n in range(2))
    job = await reserve(inputs=inputs)
    taken = Image(position=1, url="https://1", name="1.png", path="images/1/in-1.png", sha256="cd")
    job2 = await store.input_imported(job.id, taken, now=now)
    assert job2 and job2.inputs == (inputs[0], taken)
    assert job2.rev == job.rev + 1
