"""The worker when the books, not the vendor, are in trouble: nothing is lost, repeated or held for ever."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.domain.catalog import Offer, Params
from bot.domain.errors import PictureUnavailable, SubmissionUnknown, VendorBusy
from bot.domain.jobs import Failure, Image, Job, JobState, Order, Transition
from bot.domain.limits import RESULTS_KEPT_MS
from bot.domain.quota import OwnerLimits
from bot.domain.webhooks import WebhookUrls
from bot.higgsfield import RequestStatus, Submission, VendorState
from bot.store.sqlite import SqliteStore, open_store
from bot.worker.backoff import ENOUGH
from bot.worker.build import build_worker
from bot.worker.events import WorkerEvents
from bot.worker.parts import WorkerOptions
from bot.worker.state_machine import StateMachine
from bot.worker.transitions import HELD_AFTER_DEADLINE_MS, HELD_AFTER_UNCLEAR_MS
from bot.worker.worker import RETRY_S, Worker
from tests.counted_queue import CountedQueue
from tests.held_clock import HeldClock


@dataclass
class Vendor:
    """Takes every order and draws until told otherwise."""

    orders: list[str] = field(default_factory=list)
    is_unclear: bool = False
    is_silent: bool = False
    asked: int = 0
    cancels: bool = False
    answer: RequestStatus = field(default_factory=lambda: RequestStatus(state=VendorState.IN_PROGRESS))

    async def submit(self, submission: Submission) -> str:
        self.orders.append(submission.prompt)
        if self.is_unclear:
            raise SubmissionUnknown("no answer")
        return f"request-{len(self.orders)}"

    async def status(self, vendor_id: str) -> RequestStatus:
        self.asked += 1
        if self.is_silent:
            raise VendorBusy("HTTP 429", retry_after=3600)
        return self.answer

    async def cancel(self, vendor_id: str) -> bool:
        return self.cancels


class Pictures:
    """Brings every picture home, while their addresses answer."""

    are_away = False

    async def download_output(self, job_id: int, position: int, url: str) -> Image:
        if self.are_away:
            raise PictureUnavailable("503")
        return Image(position=position, url=url, path=f"{job_id}-{position}.png", sha256="0")

    def has_room(self) -> bool:
        return True


@dataclass
class Locked:
    """The books, locked whenever a job should go where the test says."""

    store: SqliteStore
    against: set[JobState] = field(default_factory=set)
    meanwhile: Callable[[], Awaitable[object]] | None = None  # what happens while a transition is written

    def __getattr__(self, verb: str) -> Any:  # noqa: ANN401
        return getattr(self.store, verb)

    async def apply(self, job: Job, change: Transition, *, now: int) -> Job | None:
        if change.to in self.against:
            raise sqlite3.OperationalError("database is locked")
        if self.meanwhile:
            await self.meanwhile()
        return await self.store.apply(job, change, now=now)


@dataclass
class Workshop:
    store: Locked
    vendor: Vendor
    pictures: Pictures
    clock: HeldClock
    worker: Worker
    line: CountedQueue
    events: WorkerEvents

    async def order(self, job_id: int, *, count: int = 1) -> None:
        """Book an order and let the worker take it as far as it goes at once."""
        order = Order(
            id=job_id,
            guild_id=0,
            channel_id=0,
            user_id=job_id,
            model="banana",
            prompt=f"cat {job_id}",
            params=Params(count=count),
        )
        await self.store.reserve(order, cost=count, caps=OwnerLimits(), now=self.clock.now())
        self.worker.wake(job_id)
        await self.worker.tick()

    async def wait(self, seconds: float) -> None:
        """Let time pass, with the steps that fall due meanwhile."""
        end = self.clock.monotonic() + seconds
        while (due := self.worker.next_due()) is not None and self.clock.monotonic() + due <= end:
            self.clock.advance(seconds=due + 0.001)
            await self.worker.tick()
        self.clock.advance(seconds=max(0.0, end - self.clock.monotonic()))
        await self.worker.tick()

    async def job(self, job_id: int) -> Job:
        job: Job | None = await self.store.job(job_id)
        assert job is not None
        return job


@pytest.fixture
async def workshop(tmp_path: Path) -> AsyncIterator[Workshop]:
    clock = HeldClock()
    async with open_store(tmp_path / "bot.sqlite3") as books:
        store, vendor, pictures = Locked(books), Vendor(), Pictures()
        line, events = CountedQueue(1), WorkerEvents()
        worker = build_worker(
            offer=Offer(),
            store=store,
            vendor=vendor,  # type: ignore[arg-type]
            pictures=pictures,  # type: ignore[arg-type]
            clock=clock,
            line=line,
            options=WorkerOptions(),
            events=events,
            webhook_urls=WebhookUrls(base="https://bot.test", key=b"k"),
        )
        yield Workshop(store, vendor, pictures, clock, worker, line, events)


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
    worker = build_worker(
        offer=Offer(),
        store=workshop.store,
        vendor=workshop.vendor,  # type: ignore[arg-type]
        pictures=Pictures(),  # type: ignore[arg-type]
        clock=workshop.clock,
        line=line,
        options=WorkerOptions(),
        events=WorkerEvents(),
    )
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
    known = await workshop.store.durations("banana")
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


async def test_a_restart_does_not_ask_for_all_jobs_at_once(workshop: Workshop) -> None:
    workshop.line.__init__(100)  # type: ignore[misc]
    for job_id in range(1, 41):
        await workshop.order(job_id)
    workshop.vendor.asked = 0
    worker = build_worker(
        offer=Offer(),
        store=workshop.store,
        vendor=workshop.vendor,  # type: ignore[arg-type]
        pictures=Pictures(),  # type: ignore[arg-type]
        clock=workshop.clock,
        line=CountedQueue(100),
        options=WorkerOptions(),
        events=WorkerEvents(),
    )
    await worker.resume()
    for second in range(1, 5):
        await worker.tick()
        assert workshop.vendor.asked <= 8 * second
        workshop.clock.advance(seconds=1)
    workshop.clock.advance(seconds=5)
    await worker.tick()
    assert workshop.vendor.asked >= 40


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
