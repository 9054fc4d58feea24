"""What one process does for all goes on whatever it meets, and ends with the stop."""

from __future__ import annotations

import asyncio
import logging

import discord
import pytest

from bot.domain.errors import StorageUnavailable
from bot.runtime.heartbeats import rest
from bot.runtime.retry import Backoff
from bot.ui import caretaker
from bot.ui.caretaker import Caretaker, Duty


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caretaker, "RETRY", Backoff(first=0.0, longest=0.0))


class Work:
    """Fails with these errors, one a call; then it is done, or goes on until cancelled."""

    def __init__(self, *errors: Exception, lasts: bool = False) -> None:
        self.errors = list(errors)
        self.lasts = lasts
        self.begun = 0
        self.reached = asyncio.Event()
        self.ended = False

    async def run(self) -> None:
        self.begun += 1
        if self.errors:
            raise self.errors.pop(0)
        self.reached.set()
        try:
            if self.lasts:
                await asyncio.Event().wait()
        finally:
            self.ended = True


async def test_a_duty_that_failed_is_begun_again_and_its_name_and_error_are_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    work = Work(ValueError("a bug"), lasts=True)
    subject = Caretaker([Duty(name="retention", run=work.run)])
    await subject.start()
    await work.reached.wait()
    await subject.stop()
    (record,) = caplog.records
    assert work.begun == 2 and "retention" in record.getMessage() and "a bug" in record.getMessage()
    assert record.exc_info and record.levelno == logging.ERROR


@pytest.mark.parametrize("error", [StorageUnavailable(), discord.RateLimited(0.0), ConnectionResetError()])
async def test_what_is_no_mistake_of_ours_is_a_line_without_a_traceback(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    work = Work(error)
    subject = Caretaker([Duty(name="retention", run=work.run)])
    await subject.start()
    await work.reached.wait()
    await subject.stop()
    (record,) = caplog.records
    assert record.levelno == logging.WARNING and not record.exc_info


async def test_a_hiccup_a_month_never_makes_a_long_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    loop, months, waits = asyncio.get_running_loop(), 0, list[float]()
    loop_time, year = loop.time, asyncio.Event()
    monkeypatch.setattr(loop, "time", lambda: loop_time() + months * 30 * 86_400.0)
    monkeypatch.setattr(caretaker, "RETRY", Backoff(first=0.0001, longest=1.0))
    monkeypatch.setattr(caretaker, "log_retry", lambda _duty, _error, seconds: waits.append(seconds))

    async def a_month() -> None:
        nonlocal months
        months += 1
        if months > 12:
            year.set()
            await asyncio.Event().wait()
        raise ConnectionResetError

    subject = Caretaker([Duty(name="owner alerts", run=a_month)])
    await subject.start()
    await year.wait()
    await subject.stop()
    assert waits == [pytest.approx(0.0001, rel=0.051)] * 12


async def test_a_duty_that_fails_keeps_none_of_the_others_from_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caretaker, "RETRY", Backoff(first=3600.0, longest=3600.0))
    broken, done, lasting = Work(ValueError("a bug")), Work(), Work(lasts=True)
    subject = Caretaker(
        [
            Duty(name="command sync", run=broken.run, comes_first=True),
            Duty(name="temporary messages", run=done.run),
            Duty(name="owner alerts", run=lasting.run),
        ]
    )
    await subject.start()
    await asyncio.gather(done.reached.wait(), lasting.reached.wait())
    await subject.stop()
    assert (broken.begun, done.begun, lasting.begun) == (1, 1, 1)


async def test_the_wait_that_discord_asks_for_is_kept() -> None:
    work = Work(discord.RateLimited(3600.0))
    subject = Caretaker([Duty(name="command sync", run=work.run, comes_first=True)])
    await subject.start()
    for _ in range(20):
        await asyncio.sleep(0)
    await subject.stop()
    assert work.begun == 1


async def test_what_comes_first_is_tried_before_the_rest_begins() -> None:
    go, order = asyncio.Event(), []

    async def first() -> None:
        await go.wait()
        order.append("first")

    async def second() -> None:
        order.append("second")

    subject = Caretaker([Duty(name="first", run=first, comes_first=True), Duty(name="second", run=second)])
    asyncio.get_running_loop().call_soon(go.set)
    await subject.start()
    for _ in range(5):
        await asyncio.sleep(0)
    await subject.stop()
    assert order == ["first", "second"]


async def test_a_stop_ends_every_duty() -> None:
    work = Work(lasts=True)
    subject = Caretaker([Duty(name="retention", run=work.run)])
    await subject.start()
    await work.reached.wait()
    await subject.stop()
    assert work.ended


async def test_what_comes_first_holds_up_the_rest_no_longer_than_half_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caretaker, "FIRST_S", 0.01)
    begun = asyncio.Event()

    async def hang() -> None:
        await asyncio.Event().wait()

    async def begin() -> None:
        begun.set()

    subject = Caretaker([Duty(name="sync", run=hang, comes_first=True), Duty(name="rest", run=begin)])
    await subject.start()
    await begun.wait()
    await subject.stop()


async def test_a_duty_that_hangs_is_seen_and_one_that_rests_or_waits_for_another_try_is_well() -> None:
    hangs, rests = Work(lasts=True), asyncio.Event()

    async def loop() -> None:
        await rest(rests.wait())

    subject = Caretaker(
        [
            Duty(name="hangs", run=hangs.run, patience_s=0.0),
            Duty(name="rests", run=loop, patience_s=0.0),
            Duty(name="done", run=Work().run, patience_s=0.0),
        ]
    )
    await subject.start()
    await hangs.reached.wait()
    await asyncio.sleep(0.01)
    assert {name for name, heartbeat in subject.heartbeats.items() if not heartbeat.is_alive} == {"hangs"}
    await subject.stop()
    assert all(each.is_alive for each in subject.heartbeats.values())
