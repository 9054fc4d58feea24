"""A worker on a real store, between a vendor and pictures that do as a test says."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.domain.catalog import Offer, Params
from bot.domain.errors import PictureUnavailable, SubmissionUnknown, VendorBusy
from bot.domain.jobs import Image, Job, JobState, Order, Transition
from bot.domain.quota import OwnerLimits
from bot.domain.webhooks import WebhookUrls
from bot.higgsfield import RequestStatus, Submission, VendorState
from bot.store.sqlite import SqliteStore, open_store
from bot.worker.build import build_worker
from bot.worker.events import WorkerEvents
from bot.worker.parts import WorkerOptions
from bot.worker.worker import Worker
from tests.clocks import HeldClock
from tests.counted_queue import CountedQueue

WEBHOOK_URLS = WebhookUrls(base="https://bot.test", key=b"k")


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
    line: CountedQueue
    events: WorkerEvents
    worker: Worker = field(init=False)

    def build_worker(
        self, line: CountedQueue, *, events: WorkerEvents | None = None, webhook_urls: WebhookUrls | None = None
    ) -> Worker:
        """Build a worker on the same books and pictures, as a restart does."""
        return build_worker(
            offer=Offer(),
            store=self.store,
            vendor=self.vendor,  # type: ignore[arg-type]
            pictures=self.pictures,  # type: ignore[arg-type]
            clock=self.clock,
            line=line,
            options=WorkerOptions(),
            events=events or WorkerEvents(),
            webhook_urls=webhook_urls,
        )

    async def order(self, job_id: int, *, count: int = 1) -> None:
        """Book an order and let the worker take it as far as it goes at once."""
        await self.book(job_id, count=count)
        self.worker.wake(job_id)
        await self.worker.tick()

    async def book(self, job_id: int, *, count: int = 1) -> None:
        """Book an order."""
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
        workshop = Workshop(store, vendor, pictures, clock, line, events)
        workshop.worker = workshop.build_worker(line, events=events, webhook_urls=WEBHOOK_URLS)
        yield workshop
