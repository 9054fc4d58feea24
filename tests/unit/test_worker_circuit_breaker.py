"""How the vendor is: what new orders are told, and when one may find out that all is well again."""

from __future__ import annotations

import sqlite3

import pytest

from bot.domain.errors import Paused, VendorAway, VendorBusy
from bot.domain.jobs import Failure
from bot.runtime.clock import HeldClock
from bot.store import Incident
from bot.worker.circuit_breaker import AWAY_AFTER_MS, FORGOTTEN_AFTER_MS, PAUSES_MS, PROBE_AFTER_MS, Health


class Books:
    """The incidents of the books, in memory."""

    def __init__(self) -> None:
        self.open: dict[str, Incident] = {}
        self.locked = False

    async def incidents(self) -> list[Incident]:
        return list(self.open.values())

    async def open_incident(self, kind: str, *, detail: str, now: int) -> bool:
        is_new = kind not in self.open
        self.open.setdefault(kind, Incident(kind=kind, since=now, told_at=None, detail=detail))
        return is_new

    async def close_incident(self, kind: str) -> bool:
        if self.locked:
            raise sqlite3.OperationalError("database is locked")
        return self.open.pop(kind, None) is not None


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def books() -> Books:
    return Books()


class Door:
    """A vendor that opens or not."""

    def __init__(self) -> None:
        self.open = False
        self.knocks = 0

    async def knock(self) -> None:
        self.knocks += 1
        if not self.open:
            raise VendorBusy("nobody", away=True)


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def health(books: Books, clock: HeldClock, door: Door) -> Health:
    return Health(store=books, vendor=door, clock=clock)  # type: ignore[arg-type]


def test_a_short_silence_is_nobodys_business(health: Health, clock: HeldClock) -> None:
    health.silent()
    clock.advance(seconds=AWAY_AFTER_MS / 1000 - 1)
    health.silent()
    health.check()
    assert not health.is_away()


def test_a_single_silence_is_no_outage_however_long_ago(health: Health, clock: HeldClock) -> None:
    health.silent()
    for _ in range(10):
        clock.advance(seconds=AWAY_AFTER_MS / 1000)
        health.check()
        assert not health.is_away()


def test_a_long_silence_refuses_orders_until_one_may_find_out(health: Health, clock: HeldClock) -> None:
    began = clock.now()
    health.silent()
    clock.advance(seconds=AWAY_AFTER_MS / 1000)
    health.silent()
    with pytest.raises(VendorAway) as refused:
        health.check()
    assert refused.value.since == began
    clock.advance(seconds=PROBE_AFTER_MS / 1000)
    health.check()
    health.answered()
    assert not health.is_away()


async def test_after_the_first_silence_somebody_must_answer_before_an_order_goes(health: Health, door: Door) -> None:
    await health.make_sure()
    health.silent()
    assert door.knocks == 0 and not health.is_away()
    with pytest.raises(VendorBusy):
        await health.make_sure()
    door.open = True
    await health.make_sure()
    await health.make_sure()
    assert door.knocks == 2, "once it answers it is believed"


@pytest.mark.parametrize(
    ("away", "door_opens", "stumbles", "silent"),
    [(True, True, True, False), (True, False, False, True), (False, False, False, False)],
)
async def test_silence_is_told_from_stumbling_over_one_request(
    health: Health, clock: HeldClock, door: Door, away: bool, door_opens: bool, stumbles: bool, silent: bool
) -> None:
    door.open = door_opens
    for _ in range(2):
        assert await health.stumbles(VendorBusy("x", away=away)) is stumbles
        clock.advance(seconds=AWAY_AFTER_MS / 1000)
    assert health.is_away() is silent


def test_a_silence_long_ago_is_not_the_beginning_of_todays(health: Health, clock: HeldClock) -> None:
    health.silent()
    clock.advance(seconds=FORGOTTEN_AFTER_MS / 1000)
    health.silent()
    health.check()
    assert not health.is_away()


@pytest.mark.parametrize("failure", [Failure.BAD_KEY, Failure.NO_CREDITS])
async def test_a_refused_account_pauses_longer_each_time(health: Health, clock: HeldClock, failure: Failure) -> None:
    await health.report(failure, "job 1")
    for pause in (*PAUSES_MS, PAUSES_MS[-1]):
        with pytest.raises(Paused):
            health.check()
        assert health.pause_left() == pause / 1000
        clock.advance(seconds=pause / 1000)
        health.check()
        assert health.pause_left() == 0, "one job may try"
        assert health.pause_left() > 0, "and only one"


async def test_an_unclear_order_is_told_but_pauses_nothing(health: Health, books: Books) -> None:
    told: list[str] = []
    health.on_incident = lambda: told.append("told")
    for _ in range(2):
        await health.report(Failure.UNCLEAR, "job 1")
    assert told == ["told"] and not health.is_paused() and set(books.open) == {"unclear"}


async def test_an_accepted_order_ends_every_trouble(health: Health, books: Books) -> None:
    recovered: list[str] = []
    health.on_recovery = lambda: recovered.append("hurry")
    await health.report(Failure.UNCLEAR, "job 1")
    await health.report(Failure.BAD_KEY, "job 2")
    await health.accepted()
    await health.accepted()
    assert not books.open and not health.is_paused() and recovered == ["hurry"]


async def test_an_incident_that_locked_books_kept_open_is_closed_later(health: Health, books: Books) -> None:
    await health.report(Failure.UNCLEAR, "job 1")
    books.locked = True
    with pytest.raises(sqlite3.OperationalError):
        await health.accepted()
    books.locked = False
    await health.accepted()
    assert not books.open


async def test_after_a_restart_one_job_may_try_at_once(books: Books, clock: HeldClock, health: Health) -> None:
    await health.report(Failure.BAD_KEY, "job 1")
    fresh = Health(store=books, vendor=Door(), clock=clock)  # type: ignore[arg-type]
    await fresh.recall()
    assert fresh.is_paused() and fresh.pause_left() == 0 and fresh.pause_left() > 0
