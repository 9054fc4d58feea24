"""How the vendor is: what new orders are told, and when one may find out that all is well again."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from bot.domain.errors import NoEndings, OrderingPaused, StorageUnavailable, VendorAway, VendorBusy
from bot.domain.jobs import Failure, Job, JobState, WaitReason
from bot.higgsfield import Vendor
from bot.store import Store
from bot.store.sqlite import open_store
from bot.worker.circuit_breaker import AWAY_AFTER_MS, FORGOTTEN_AFTER_MS, PAUSES_MS, PROBE_AFTER_MS, RUN, CircuitBreaker
from bot.worker.events import WorkerEvents
from tests.clocks import HeldClock


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bot.sqlite3"


@pytest.fixture
async def store(path: Path) -> AsyncIterator[Store]:
    async with open_store(path, busy_seconds=0.01) as store:
        yield store


async def open_kinds(store: Store) -> set[str]:
    return {incident.kind for incident in await store.incidents()}


class PingedVendor:
    """A vendor that opens or not."""

    def __init__(self) -> None:
        self.open = False
        self.pings = 0

    async def ping(self) -> None:
        self.pings += 1
        if not self.open:
            raise VendorBusy("nobody", away=True)


@pytest.fixture
def vendor() -> PingedVendor:
    return PingedVendor()


@pytest.fixture
def events() -> WorkerEvents:
    return WorkerEvents()


@pytest.fixture
def breaker(store: Store, clock: HeldClock, vendor: PingedVendor, events: WorkerEvents) -> CircuitBreaker:
    return CircuitBreaker(store=store, vendor=vendor, clock=clock, events=events)  # type: ignore[arg-type]


def test_a_short_silence_is_nobodys_business(breaker: CircuitBreaker, clock: HeldClock) -> None:
    breaker.record_no_answer()
    clock.advance(seconds=AWAY_AFTER_MS / 1000 - 1)
    breaker.record_no_answer()
    breaker.admit()
    assert not breaker.is_away()


def test_a_single_silence_is_no_outage_however_long_ago(breaker: CircuitBreaker, clock: HeldClock) -> None:
    breaker.record_no_answer()
    for _ in range(10):
        clock.advance(seconds=AWAY_AFTER_MS / 1000)
        breaker.admit()
        assert not breaker.is_away()


def test_a_long_silence_refuses_orders_until_one_may_find_out(breaker: CircuitBreaker, clock: HeldClock) -> None:
    began = clock.now()
    breaker.record_no_answer()
    clock.advance(seconds=AWAY_AFTER_MS / 1000)
    breaker.record_no_answer()
    with pytest.raises(VendorAway) as refused:
        breaker.admit()
    assert refused.value.since == began
    clock.advance(seconds=PROBE_AFTER_MS / 1000)
    breaker.admit()
    breaker.record_success()
    assert not breaker.is_away()


async def test_after_the_first_silence_somebody_must_answer_before_an_order_goes(
    breaker: CircuitBreaker, vendor: PingedVendor
) -> None:
    await breaker.probe()
    breaker.record_no_answer()
    assert vendor.pings == 0 and not breaker.is_away()
    with pytest.raises(VendorBusy):
        await breaker.probe()
    vendor.open = True
    await breaker.probe()
    await breaker.probe()
    assert vendor.pings == 2, "once it answers it is believed"


@pytest.mark.parametrize(
    ("away", "answers_ping", "only_this", "silent"),
    [(True, True, True, False), (True, False, False, True), (False, False, False, False)],
)
async def test_silence_is_told_from_stumbling_over_one_request(
    breaker: CircuitBreaker,
    clock: HeldClock,
    vendor: PingedVendor,
    away: bool,
    answers_ping: bool,
    only_this: bool,
    silent: bool,
) -> None:
    vendor.open = answers_ping
    for _ in range(2):
        assert await breaker.record_failure(VendorBusy("x", away=away)) is only_this
        clock.advance(seconds=AWAY_AFTER_MS / 1000)
    assert breaker.is_away() is silent


def test_a_silence_long_ago_is_not_the_beginning_of_todays(breaker: CircuitBreaker, clock: HeldClock) -> None:
    breaker.record_no_answer()
    clock.advance(seconds=FORGOTTEN_AFTER_MS / 1000)
    breaker.record_no_answer()
    breaker.admit()
    assert not breaker.is_away()


@pytest.mark.parametrize("failure", [Failure.BAD_KEY, Failure.NO_CREDITS])
async def test_a_refused_account_pauses_longer_each_time(
    breaker: CircuitBreaker, clock: HeldClock, failure: Failure
) -> None:
    await breaker.report(failure, "job 1")
    for pause in (*PAUSES_MS, PAUSES_MS[-1]):
        with pytest.raises(OrderingPaused):
            breaker.admit()
        assert breaker.pause_left() == pause / 1000
        clock.advance(seconds=pause / 1000)
        breaker.admit()
        assert breaker.pause_left() == 0, "one job may try"
        assert breaker.pause_left() > 0, "and only one"


async def test_an_accepted_order_ends_every_trouble(
    breaker: CircuitBreaker, store: Store, events: WorkerEvents
) -> None:
    recovered: list[str] = []
    events.vendor_recovered.subscribe(lambda: recovered.append("hurry"))
    await breaker.report(Failure.NO_CREDITS, "job 1")
    await breaker.report(Failure.BAD_KEY, "job 2")
    await breaker.record_accepted()
    await breaker.record_accepted()
    assert not await open_kinds(store) and not breaker.is_paused() and recovered == ["hurry"]


async def test_an_incident_that_locked_books_kept_open_is_closed_later(
    breaker: CircuitBreaker, store: Store, path: Path
) -> None:
    await breaker.report(Failure.BAD_KEY, "job 1")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageUnavailable):
            await breaker.record_accepted()
    assert await open_kinds(store) == {"bad_key"}
    await breaker.record_accepted()
    assert not await open_kinds(store)


async def test_after_a_restart_one_job_may_try_at_once(store: Store, clock: HeldClock, breaker: CircuitBreaker) -> None:
    await breaker.report(Failure.BAD_KEY, "job 1")
    fresh = CircuitBreaker(store=store, vendor=PingedVendor(), clock=clock, events=WorkerEvents())  # type: ignore[arg-type]
    await fresh.restore()
    assert fresh.is_paused() and fresh.pause_left() == 0 and fresh.pause_left() > 0


# orders that end without an answer from Higgsfield, or without a picture


def ended(failure: Failure | None, *, charged: int = 0) -> Job:
    state = JobState.FAILED if failure else JobState.SUCCEEDED
    return cast(Job, SimpleNamespace(id=1, failure=failure, state=state, charged=charged, cost=1))


@pytest.mark.parametrize("failure", [Failure.UNCLEAR, Failure.DEADLINE, Failure.NO_IMAGE])
async def test_a_run_without_a_word_pauses_and_one_that_ends_well_ends_the_pause(
    breaker: CircuitBreaker, clock: HeldClock, failure: Failure, store: Store
) -> None:
    for _ in range(RUN):
        breaker.admit()
        await breaker.record_end(ended(failure), has_no_answer=True)
    with pytest.raises(NoEndings) as refused:
        breaker.admit()
    assert refused.value.again_at == clock.now() + PAUSES_MS[0]
    assert breaker.wait_reason() is WaitReason.NO_ENDINGS
    clock.advance(seconds=PAUSES_MS[0] / 1000)
    assert breaker.pause_left() == 0 and breaker.pause_left() == PAUSES_MS[1] / 1000, "one order finds out"
    await breaker.record_end(ended(None, charged=1))
    breaker.admit()
    assert not await open_kinds(store)


@pytest.mark.parametrize(("failure", "is_over"), [(Failure.UNCLEAR, True), (Failure.DEADLINE, False)])
async def test_an_order_that_is_taken_proves_the_way_there_and_no_more(
    breaker: CircuitBreaker, failure: Failure, is_over: bool
) -> None:
    for _ in range(RUN):
        await breaker.record_end(ended(failure), has_no_answer=True)
    await breaker.record_accepted()
    assert breaker.is_paused() is not is_over


@pytest.mark.parametrize("between", [ended(None, charged=1), ended(Failure.NSFW), ended(Failure.FAILED)])
async def test_a_word_between_makes_it_no_run(breaker: CircuitBreaker, between: Job) -> None:
    for number in range(3 * RUN):
        await breaker.record_end(between if number % RUN == 0 else ended(Failure.DEADLINE))
    breaker.admit()


async def test_what_came_too_late_ends_no_pause(breaker: CircuitBreaker) -> None:
    for _ in range(RUN):
        await breaker.record_end(ended(Failure.DEADLINE))
    await breaker.record_end(ended(None, charged=0))
    assert breaker.is_paused()


async def test_such_a_pause_survives_a_restart_and_ends_there(
    breaker: CircuitBreaker, store: Store, clock: HeldClock
) -> None:
    for _ in range(RUN):
        await breaker.record_end(ended(Failure.UNCLEAR), has_no_answer=True)
    fresh = CircuitBreaker(store=store, vendor=PingedVendor(), clock=clock, events=WorkerEvents())  # type: ignore[arg-type]
    await fresh.restore()
    assert fresh.wait_reason() is WaitReason.NO_ENDINGS and fresh.pause_left() == 0
    await fresh.record_accepted()
    assert not fresh.is_paused() and not await open_kinds(store)


@pytest.mark.parametrize("leap", [3_600_000, -3_600_000, 365 * 86_400_000, -365 * 86_400_000])
async def test_a_time_that_is_put_right_lengthens_no_pause(store: Store, vendor: PingedVendor, leap: int) -> None:
    class Wrong(HeldClock):
        """A clock that was wrong until somebody said so."""

        wrong_by_ms = leap

        def now(self) -> int:
            return super().now() + self.wrong_by_ms

    clock = Wrong()
    breaker = CircuitBreaker(store=store, vendor=cast("Vendor", vendor), clock=clock, events=WorkerEvents())
    await breaker.report(Failure.NO_CREDITS, "empty")
    breaker.record_no_answer()
    clock.wrong_by_ms = 0
    clock.advance(seconds=1)
    with pytest.raises(OrderingPaused):
        breaker.admit()
    assert 0 < breaker.pause_left() <= PAUSES_MS[0] / 1000
    clock.advance(seconds=PAUSES_MS[0] / 1000)
    breaker.admit()
    assert breaker.pause_left() == 0
    breaker.record_no_answer()
    assert not breaker.is_away()


async def test_answers_that_a_crash_of_our_own_lost_are_no_run(breaker: CircuitBreaker) -> None:
    for _ in range(3 * RUN):
        await breaker.record_end(ended(Failure.UNCLEAR), has_no_answer=False)
    breaker.admit()
