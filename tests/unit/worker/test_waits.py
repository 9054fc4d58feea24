"""What the worker waits for ends by itself."""

from __future__ import annotations

import pytest

from bot.domain.catalog import Params
from bot.domain.errors import VendorBusy
from bot.domain.jobs import Failure, JobState, Order
from bot.domain.limits import RESULTS_KEPT_MS
from bot.domain.quota import OwnerLimits
from bot.higgsfield import RequestStatus, VendorState
from bot.worker.parts import WorkerOptions
from bot.worker.state_machine import StateMachine
from bot.worker.worker import Worker
from tests.counted_queue import CountedQueue
from tests.unit.worker.workshop import WEBHOOK_URLS, Vendor, Workshop


async def test_a_result_that_could_still_turn_up_is_not_asked_for_for_ever(workshop: Workshop) -> None:
    await workshop.order(1)
    await workshop.wait(WorkerOptions().deadline_s + 60)
    workshop.vendor.is_silent = True
    await workshop.wait(2 * RESULTS_KEPT_MS / 1000)
    assert workshop.worker.next_due() is None and workshop.line.occupied == 0


async def test_a_named_request_that_can_never_be_asked_for_ends_at_the_deadline(workshop: Workshop) -> None:
    workshop.vendor.is_unclear = workshop.vendor.is_silent = True
    await workshop.order(1)
    await workshop.worker.webhook_received(1, "request-1")
    await workshop.wait(WorkerOptions().deadline_s / 2)
    assert (await workshop.job(1)).state is JobState.SUBMITTING
    await workshop.wait(WorkerOptions().deadline_s / 2 + 5)
    assert (await workshop.job(1)).failure is Failure.UNCLEAR and workshop.line.occupied == 0
    workshop.vendor.is_silent = False
    workshop.vendor.answer = RequestStatus(state=VendorState.COMPLETED, image_urls=("https://cdn.test/1.png",))
    await workshop.wait(3600)
    assert (await workshop.job(1)).state is JobState.SUCCEEDED, "it was Higgsfield's after all"


async def test_restarts_do_not_prolong_the_wait_for_the_webhook_of_an_unclear_order(workshop: Workshop) -> None:
    workshop.vendor.is_unclear = True
    await workshop.order(1)
    begun = workshop.clock.monotonic()
    for _ in range(40):
        await workshop.wait(WorkerOptions().deadline_s - 60)
        workshop.worker = workshop.build_worker(CountedQueue(1), webhook_urls=WEBHOOK_URLS)
        await workshop.worker.resume()
        await workshop.worker.tick()
        if (ended := await workshop.job(1)).is_final:
            break
    assert ended.failure is Failure.UNCLEAR and len(workshop.vendor.orders) == 1
    assert workshop.clock.monotonic() - begun > 2 * 3600, "so long Higgsfield sends its webhook again"


async def restarted_with_forty(workshop: Workshop) -> Worker:
    """Return a new worker that finds so many running jobs, none of which it has asked for."""
    workshop.line.__init__(100)  # type: ignore[misc]
    for job_id in range(1, 41):
        await workshop.order(job_id)
    workshop.vendor.asked = 0
    worker = workshop.build_worker(CountedQueue(100))
    await worker.resume()
    return worker


async def test_a_restart_does_not_ask_for_all_jobs_at_once(workshop: Workshop) -> None:
    worker = await restarted_with_forty(workshop)
    for second in range(1, 5):
        await worker.tick()
        assert workshop.vendor.asked <= 8 * second
        workshop.clock.advance(seconds=1)
    workshop.clock.advance(seconds=5)
    await worker.tick()
    assert workshop.vendor.asked >= 40


async def test_however_many_jobs_a_restart_finds_all_are_asked_for_in_time(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.worker.worker.TAKEN_UP_S", 2.0)  # for half a minute, and hundreds of jobs
    worker = await restarted_with_forty(workshop)
    for seconds, most in ((0, 2), (1, 22), (1, 40)):
        workshop.clock.advance(seconds=seconds)
        await worker.tick()
        assert workshop.vendor.asked <= most
    assert workshop.vendor.asked == 40


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING])
async def test_a_job_that_an_error_of_our_own_holds_up_ends_after_a_day_and_fills_no_log(
    workshop: Workshop, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, state: JobState
) -> None:
    if state is JobState.RUNNING:
        await workshop.order(1)

    async def broken(*_: object) -> None:
        raise KeyError("a bug")

    monkeypatch.setattr(StateMachine, "advance", broken)
    if state is JobState.QUEUED:
        await workshop.order(1)
    await workshop.wait(23 * 3600)
    assert (await workshop.job(1)).state is state
    await workshop.wait(2 * 3600)
    ended = await workshop.job(1)
    assert ended.is_final and ended.charged == 0 and workshop.line.occupied == 0
    assert sum(record.exc_info is not None for record in caplog.records) <= 4 and len(caplog.records) < 150


async def test_an_order_whose_message_never_turns_up_waits_no_longer_than_any(workshop: Workshop) -> None:
    order = Order(id=1, guild_id=1, channel_id=2, user_id=3, model="banana", prompt="cat", params=Params())
    await workshop.store.reserve(order, cost=1, caps=OwnerLimits(), now=workshop.clock.now())
    workshop.worker.wake(1)
    await workshop.worker.tick()
    await workshop.wait(WorkerOptions().queue_s + 5)
    assert (await workshop.job(1)).is_final and (await workshop.job(1)).charged == 0


async def test_a_long_retry_after_does_not_outlast_the_patience_of_an_order(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(self: Vendor, submission: object) -> str:
        raise VendorBusy("HTTP 429", retry_after=3600)

    monkeypatch.setattr(Vendor, "submit", busy)
    await workshop.order(1)
    await workshop.wait(WorkerOptions().queue_s + 5)
    assert (await workshop.job(1)).failure is Failure.VENDOR_BUSY
