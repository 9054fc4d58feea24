"""The worker when the books, not the vendor, are in trouble: nothing is lost, repeated or held for ever."""

from __future__ import annotations

from functools import partial

import pytest

from bot.domain.jobs import Failure, Job, JobState, Transition
from bot.domain.limits import RESULTS_KEPT_MS
from bot.higgsfield import RequestStatus, VendorState
from bot.worker.durations import ENOUGH
from bot.worker.parts import WorkerOptions
from bot.worker.transitions import HELD_AFTER_DEADLINE_MS, HELD_AFTER_UNCLEAR_MS
from bot.worker.worker import CROWD_S, RETRY_S
from tests.counted_queue import CountedQueue
from tests.unit.worker.workshop import Workshop


async def test_books_locked_before_an_order_cost_no_slot(workshop: Workshop) -> None:
    workshop.store.against = {JobState.SUBMITTING}
    await workshop.order(1)
    assert workshop.vendor.orders == []
    workshop.store.against = set()
    await workshop.wait(RETRY_S + 1)
    assert workshop.vendor.orders == ["cat 1"] and (await workshop.job(1)).state is JobState.RUNNING


async def test_books_locked_after_an_order_neither_lose_nor_repeat_it(workshop: Workshop) -> None:
    workshop.store.against = {JobState.RUNNING}
    await workshop.order(1)
    await workshop.wait(3 * RETRY_S)
    assert (await workshop.job(1)).state is JobState.SUBMITTING
    workshop.store.against = set()
    await workshop.wait(RETRY_S + 1)
    assert workshop.vendor.orders == ["cat 1"] and (await workshop.job(1)).vendor_id == "request-1"


async def test_books_locked_at_the_end_settle_once_they_can(workshop: Workshop) -> None:
    workshop.store.against = {JobState.SUCCEEDED}
    await workshop.order(1, count=2)
    workshop.vendor.answer = RequestStatus(state=VendorState.COMPLETED, image_urls=("https://cdn.test/1.png",))
    await workshop.wait(60)
    assert not (await workshop.job(1)).closed
    workshop.store.against = set()
    await workshop.wait(RETRY_S + 10)
    job = await workshop.job(1)
    assert job.state is JobState.SUCCEEDED and job.charged == 1 and len(job.outputs) == 1


async def test_who_waits_behind_a_silent_vendor_is_given_up_in_time_and_refunded(workshop: Workshop) -> None:
    await workshop.line.occupy(99, user_id=99)
    await workshop.order(1)
    await workshop.wait(WorkerOptions().queue_s + 1)
    job = await workshop.job(1)
    assert job.failure is Failure.VENDOR_BUSY and job.charged == 0 and workshop.vendor.orders == []


async def test_who_orders_right_after_a_restart_is_told_of_all_who_came_before(workshop: Workshop) -> None:
    await workshop.line.occupy(99, user_id=99)
    await workshop.order(1)
    await workshop.line.remove(1)  # as a new process knows nobody
    await workshop.worker.resume()
    assert await workshop.worker.position(1) == 1


async def test_a_subscriber_that_fails_costs_the_job_nothing(workshop: Workshop) -> None:
    def fail(job_id: int) -> None:
        raise ValueError("a bug")

    changed: list[int] = []
    workshop.events.job_changed.subscribe(fail)
    workshop.events.job_changed.subscribe(changed.append)
    await workshop.order(1)
    workshop.vendor.answer = RequestStatus(state=VendorState.COMPLETED, image_urls=("https://cdn.test/1.png",))
    await workshop.wait(60)
    assert (await workshop.job(1)).state is JobState.SUCCEEDED and set(changed) == {1}


async def test_a_line_that_can_not_be_read_after_a_step_is_read_again(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail() -> list[int]:
        raise ValueError("a bug")

    with monkeypatch.context() as patch:
        patch.setattr(workshop.line, "next", fail)
        await workshop.order(1)
        assert workshop.vendor.orders == []
    await workshop.wait(2 * RETRY_S)
    assert workshop.vendor.orders == ["cat 1"] and (await workshop.job(1)).state is JobState.RUNNING


async def test_a_slot_is_held_from_the_order_until_the_vendor_is_done_with_it(workshop: Workshop) -> None:
    await workshop.order(1)
    assert workshop.line.occupied == 1
    await workshop.order(2)
    await workshop.wait(30)
    assert workshop.vendor.orders == ["cat 1"] and await workshop.worker.position(2) == 1
    workshop.vendor.answer = RequestStatus(state=VendorState.COMPLETED, image_urls=("https://cdn.test/1.png",))
    await workshop.wait(30)
    assert workshop.vendor.orders == ["cat 1", "cat 2"]
    await workshop.wait(30)
    assert workshop.line.occupied == 0 and workshop.worker.is_idle()


async def test_the_slot_of_an_order_after_our_own_deadline_is_held_until_the_vendor_must_have_freed_it(
    workshop: Workshop,
) -> None:
    await workshop.order(1)
    await workshop.wait(WorkerOptions().deadline_s + 60)
    assert (await workshop.job(1)).failure is Failure.DEADLINE and workshop.line.occupied == 1
    await workshop.wait(2 * HELD_AFTER_DEADLINE_MS / 1000)
    assert workshop.line.occupied == 0


@pytest.mark.parametrize("end", [VendorState.FAILED, VendorState.NSFW, VendorState.CANCELED])
async def test_a_slot_is_free_as_soon_as_the_vendor_says_that_it_is_over(workshop: Workshop, end: VendorState) -> None:
    await workshop.order(1)
    workshop.vendor.answer = RequestStatus(state=end)
    await workshop.wait(30)
    assert (await workshop.job(1)).is_final and workshop.line.occupied == 0


async def test_a_job_whose_pictures_can_not_be_fetched_holds_up_nobody_else(workshop: Workshop) -> None:
    workshop.pictures.are_away = True
    await workshop.order(1)
    await workshop.order(2)
    workshop.vendor.answer = RequestStatus(state=VendorState.COMPLETED, image_urls=("https://cdn.test/1.png",))
    await workshop.wait(60)
    assert workshop.vendor.orders == ["cat 1", "cat 2"] and (await workshop.job(1)).state is JobState.RUNNING


async def test_a_slot_given_back_by_an_unclear_order_is_not_taken_again_at_its_end(workshop: Workshop) -> None:
    workshop.vendor.is_unclear = True
    await workshop.order(1)
    assert workshop.line.occupied == 1
    await workshop.wait(HELD_AFTER_UNCLEAR_MS / 1000 + 1)
    assert (await workshop.job(1)).state is JobState.SUBMITTING and workshop.line.occupied == 0
    await workshop.wait(WorkerOptions().deadline_s - HELD_AFTER_UNCLEAR_MS / 1000 + 5)
    assert (await workshop.job(1)).failure is Failure.UNCLEAR and workshop.line.occupied == 0


async def test_the_slot_of_a_job_that_was_ended_elsewhere_is_given_back(workshop: Workshop) -> None:
    apply = workshop.store.apply

    async def end_first(job: Job, change: Transition, *, now: int) -> Job | None:
        if change.to is JobState.CANCELLED:
            await apply(job, Transition(to=JobState.FAILED, failure=Failure.FAILED), now=now)
        return await apply(job, change, now=now)

    workshop.store.__dict__["apply"] = end_first
    workshop.vendor.cancels = True
    await workshop.order(1)
    await workshop.store.request_cancel(1, now=workshop.clock.now())
    await workshop.wait(30)
    assert (await workshop.job(1)).failure is Failure.FAILED and workshop.line.occupied == 0


async def test_a_slot_lost_on_an_order_that_moved_elsewhere_is_given_back(workshop: Workshop) -> None:
    """The wish to cancel comes between the turn and the order: nothing goes out, nothing stays held."""
    apply = workshop.store.apply

    async def cancel_first(job: Job, change: Transition, *, now: int) -> Job | None:
        if change.to is JobState.SUBMITTING:
            await workshop.store.request_cancel(job.id, now=now)
        return await apply(job, change, now=now)

    workshop.store.__dict__["apply"] = cancel_first
    await workshop.order(1)
    assert workshop.vendor.orders == [] and workshop.line.occupied == 0
    assert (await workshop.job(1)).state is JobState.CANCELLED


async def test_slots_at_the_vendor_are_held_again_after_a_restart(workshop: Workshop) -> None:
    await workshop.order(1)
    line = CountedQueue(1)
    worker = workshop.build_worker(line)
    await worker.resume()
    assert line.occupied == 1


async def test_a_card_drawn_while_a_success_is_written_does_not_hide_it_from_the_estimates(workshop: Workshop) -> None:
    workshop.store.meanwhile = partial(workshop.worker.usual_seconds, "banana")
    for job_id in range(1, ENOUGH + 1):
        workshop.vendor.answer = RequestStatus(state=VendorState.IN_PROGRESS)
        await workshop.order(job_id)
        workshop.vendor.answer = RequestStatus(state=VendorState.COMPLETED, image_urls=("https://pictures.test/1.png",))
        await workshop.wait(40)
        assert (await workshop.job(job_id)).state is JobState.SUCCEEDED
    known = await workshop.store.durations("banana", last=50, before=workshop.clock.now())
    assert await workshop.worker.usual_seconds("banana") == sorted(known)[ENOUGH // 2] / 1000


@pytest.mark.parametrize(("late_ms", "adopted"), [(0, True), (1, False)])
async def test_what_turns_up_as_long_as_its_results_are_kept_is_adopted(
    workshop: Workshop, late_ms: int, adopted: bool
) -> None:
    await workshop.order(1)
    await workshop.wait(WorkerOptions().deadline_s + 60)
    ended = await workshop.job(1)
    assert ended.failure is Failure.DEADLINE and ended.finished_at is not None
    left_ms = ended.finished_at + RESULTS_KEPT_MS - workshop.clock.now()
    workshop.clock.advance(seconds=(left_ms + late_ms) / 1000)
    workshop.vendor.answer = RequestStatus(state=VendorState.COMPLETED, image_urls=("https://cdn.test/1.png",))
    workshop.worker.wake(1)
    await workshop.worker.tick()
    assert ((await workshop.job(1)).state is JobState.SUCCEEDED) is adopted


async def test_who_waits_anyway_lets_a_crowd_be_answered_first(workshop: Workshop) -> None:
    for job_id in (1, 2, 3):
        await workshop.book(job_id)
        job = await workshop.job(job_id)
        await workshop.worker.announce(job)
        await workshop.worker.card_stands(job_id)
        await workshop.worker.tick()
    assert workshop.vendor.orders == ["cat 1"], "a slot was free: at once"
    assert await workshop.line.next() == [], "nothing was done for the others yet"
    assert [await workshop.worker.position(job_id) for job_id in (2, 3)] == [1, 2], "who keep their places"
    await workshop.wait(CROWD_S + 0.1)
    workshop.vendor.answer = RequestStatus(state=VendorState.FAILED)
    await workshop.wait(60)
    assert workshop.vendor.orders == ["cat 1", "cat 2", "cat 3"]
