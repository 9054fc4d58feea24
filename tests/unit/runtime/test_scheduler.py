"""The scheduler calls each key when it is due, never twice at once, and forgets no wake."""

from __future__ import annotations

import asyncio
import logging
from itertools import pairwise

import pytest

from bot.runtime.heartbeats import step_goes_on
from bot.runtime.scheduler import AFTER_ERROR_S, PATIENCE_S, KeyedScheduler
from bot.runtime.seats import Seats
from tests.clocks import HeldClock


class Log:
    """Work that notes its calls, answers what it is told, and can be held up."""

    def __init__(self, *answers: float | None) -> None:
        self.calls: list[int] = []
        self.answers = list(answers)
        self.at_once = 0
        self.most = 0
        self.open = asyncio.Event()
        self.open.set()

    async def __call__(self, key: int) -> float | None:
        self.calls.append(key)
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        try:
            await self.open.wait()
        finally:
            self.at_once -= 1
        return self.answers.pop(0) if self.answers else None


def scheduler(log: Log, clock: HeldClock | None = None, at_once: int = 8) -> KeyedScheduler:
    return KeyedScheduler(log, clock=clock or HeldClock(), seats=Seats(at_once), name="test")


async def test_many_wakes_before_its_turn_are_one_call() -> None:
    log = Log()
    subject = scheduler(log)
    for _ in range(5):
        subject.wake(7)
    await subject.tick()
    assert log.calls == [7]


@pytest.mark.parametrize("answer", [None, 3600.0])
async def test_a_wake_during_the_work_calls_it_once_more_whatever_it_answered(answer: float | None) -> None:
    log = Log(answer)
    log.open.clear()
    subject = scheduler(log)
    subject.wake(7)
    ticking = asyncio.create_task(subject.tick())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert subject.is_running(7)
    subject.wake(7)
    subject.wake(7)
    log.open.set()
    await ticking
    assert log.calls == [7, 7]


async def test_what_the_work_answers_is_when_it_is_due_again() -> None:
    log, clock = Log(30.0), HeldClock()
    subject = scheduler(log, clock)
    subject.wake(7)
    await subject.tick()
    assert subject.next_due() == 30.0
    clock.advance(seconds=29)
    await subject.tick()
    assert log.calls == [7]
    clock.advance(seconds=1)
    await subject.tick()
    assert log.calls == [7, 7]
    assert subject.next_due() is None


async def test_an_earlier_time_wins_over_a_later_one() -> None:
    log, clock = Log(30.0), HeldClock()
    subject = scheduler(log, clock)
    subject.wake(7)
    await subject.tick()
    subject.wake(7)
    assert subject.next_due() == 0.0
    await subject.tick()
    clock.advance(seconds=60)
    await subject.tick()
    assert log.calls == [7, 7], "the later time was dropped"


async def test_waking_all_takes_all_that_waits_now() -> None:
    log = Log(100.0, 200.0)
    subject = scheduler(log)
    subject.wake(1)
    subject.wake(2)
    await subject.tick()
    subject.wake_all()
    await subject.tick()
    assert sorted(log.calls) == [1, 1, 2, 2]


async def test_of_several_wakes_during_the_work_the_soonest_counts() -> None:
    log = Log(3600.0)
    log.open.clear()
    subject = scheduler(log)
    subject.wake(7)
    ticking = asyncio.create_task(subject.tick())
    await asyncio.sleep(0)
    subject.wake(7, after=40.0)
    subject.wake(7, after=20.0)
    subject.wake(7, after=30.0)
    log.open.set()
    await ticking
    assert subject.next_due() == 20.0


async def test_an_error_is_logged_and_the_key_is_due_again_after_a_pause(caplog: pytest.LogCaptureFixture) -> None:
    calls: list[int] = []

    async def work(key: int) -> float | None:
        calls.append(key)
        if len(calls) == 1:
            raise ValueError("a bug")
        return None

    clock = HeldClock()
    subject = KeyedScheduler(work, clock=clock, seats=Seats(1), name="job")
    subject.wake(7)
    with caplog.at_level(logging.ERROR):
        await subject.tick()
    assert "job 7" in caplog.text and "a bug" in caplog.text
    assert calls == [7] and subject.next_due() == AFTER_ERROR_S and subject.is_idle()
    clock.advance(seconds=AFTER_ERROR_S)
    await subject.tick()
    assert calls == [7, 7] and subject.next_due() is None


async def test_no_more_than_so_many_at_once() -> None:
    log = Log()
    subject = scheduler(log, at_once=2)
    for key in range(9):
        subject.wake(key)
    await subject.tick()
    assert log.most <= 2
    assert sorted(log.calls) == list(range(9))


async def test_what_waits_for_a_stranger_leaves_its_seat_to_the_next() -> None:
    seats, stranger, ended = Seats(1), asyncio.Event(), []

    async def work(key: int) -> float | None:
        if key == 1:
            with seats.left():
                await stranger.wait()
        ended.append(key)
        return None

    subject = KeyedScheduler(work, clock=HeldClock(), seats=seats, name="test")
    running = asyncio.create_task(subject.run())
    for key in (1, 2, 3):
        subject.wake(key)
    async with asyncio.timeout(30):
        while ended != [2, 3]:
            await asyncio.sleep(0)
        stranger.set()
        while subject.is_running(1):
            await asyncio.sleep(0)
    assert ended == [2, 3, 1] and seats.are_free
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_what_is_due_waits_for_a_seat_without_being_under_way() -> None:
    log = Log()
    log.open.clear()
    subject = scheduler(log, at_once=1)
    for key in (1, 2):
        subject.wake(key)
    ticking = asyncio.create_task(subject.tick())
    while not log.calls:
        await asyncio.sleep(0)
    assert subject.is_running(1) and not subject.is_running(2)
    subject.wake(2)
    log.open.set()
    await ticking
    assert log.calls == [1, 2], "woken twice before its turn, it is called once"


async def test_closed_it_starts_nothing_and_cancels_what_lingers() -> None:
    log = Log()
    log.open.clear()
    subject = scheduler(log)
    running = asyncio.create_task(subject.run())
    subject.wake(7)
    await asyncio.sleep(0.01)
    await subject.shutdown(seconds=0.01)
    subject.wake(8)
    await asyncio.sleep(0.01)
    assert log.calls == [7]
    assert not subject.is_running(7)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@pytest.mark.parametrize("seconds", [0.0, 5.0])
async def test_closing_with_nothing_under_way_is_done_at_once(seconds: float) -> None:
    log = Log()
    subject = scheduler(log)
    subject.wake(7)
    await subject.shutdown(seconds=seconds)
    await subject.tick()
    assert log.calls == []


async def test_what_ends_within_the_time_given_is_not_cut_short() -> None:
    log, ended = Log(), []

    async def work(key: int) -> float | None:
        await log(key)
        ended.append(key)
        return None

    log.open.clear()
    subject = KeyedScheduler(work, clock=HeldClock(), seats=Seats(1), name="test")
    running = asyncio.create_task(subject.run())
    subject.wake(7)
    while not log.calls:
        await asyncio.sleep(0)
    closing = asyncio.create_task(subject.shutdown(seconds=60))
    await asyncio.sleep(0)
    log.open.set()
    await closing
    assert ended == [7] and not subject.is_running(7)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_what_is_closed_before_it_began_is_not_under_way() -> None:
    log = Log()
    subject = scheduler(log)
    subject.wake(7)
    running = asyncio.create_task(subject.run())
    while not subject.is_running(7):
        await asyncio.sleep(0)
    await subject.shutdown()
    assert log.calls == [] and subject.is_idle()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_the_running_loop_wakes_for_a_wake() -> None:
    log = Log()
    subject = scheduler(log)
    running = asyncio.create_task(subject.run())
    await asyncio.sleep(0.01)
    subject.wake(7)
    async with asyncio.timeout(30):
        while log.calls != [7]:
            await asyncio.sleep(0.001)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_it_is_alive_at_rest_and_while_steps_end_and_not_where_none_ends() -> None:
    log, clock = Log(), HeldClock()
    subject = scheduler(log, clock)
    clock.advance(seconds=2 * PATIENCE_S)
    assert subject.heartbeat.is_alive  # nothing to do
    log.open.clear()
    subject.wake(1)
    running = asyncio.create_task(subject.tick())
    await asyncio.sleep(0.01)
    clock.advance(seconds=PATIENCE_S + 1)
    assert not subject.heartbeat.is_alive and subject.heartbeat.silent_s == PATIENCE_S + 1
    log.open.set()
    await running
    assert subject.heartbeat.is_alive


async def test_a_long_step_is_alive_while_its_calls_end_and_what_it_left_behind_says_nothing() -> None:
    clock, seats, left_behind = HeldClock(), Seats(1), asyncio.Event()
    calls = [asyncio.Event() for _ in range(8)]
    behind: list[asyncio.Task[None]] = []

    async def later() -> None:
        await left_behind.wait()
        step_goes_on()

    async def work(_: int) -> None:
        behind.append(asyncio.create_task(later()))
        for call in calls:
            with seats.left():
                await call.wait()

    subject = KeyedScheduler(work, clock=clock, seats=seats, name="test")
    subject.wake(1)
    running = asyncio.create_task(subject.tick())
    await asyncio.sleep(0.01)
    for call in calls:
        clock.advance(seconds=PATIENCE_S - 1)
        assert subject.heartbeat.is_alive
        call.set()
        await asyncio.sleep(0.01)
    await running
    left_behind.set()
    await asyncio.gather(*behind)
    clock.advance(seconds=2 * PATIENCE_S)
    assert subject.heartbeat.is_alive, "it is at rest, whatever still says a word"


async def test_what_is_due_again_at_about_the_same_time_is_taken_together() -> None:
    """A process that is woken once for ten calls spends a third of the time of one that is woken ten times."""
    clock = HeldClock()
    answers = [1.0 + n / 100 for n in range(10)]
    log = Log(*answers)
    subject = KeyedScheduler(log, clock=clock, seats=Seats(10), name="test", together_s=0.5)
    for key in range(10):
        subject.wake(key)
    await subject.tick()
    due = subject.next_due()
    assert due is not None and 0.75 <= due <= 1.35
    clock.advance(seconds=due + 0.001)
    await subject.tick()
    assert len(log.calls) == 20


async def test_steps_of_twice_the_distance_of_moments_stay_as_long_as_they_are() -> None:
    """A jitter on each side of one would else lengthen every second one, and what is waited for would be seen later."""
    clock, seen = HeldClock(), list[float]()

    async def work(_: int) -> float:
        seen.append(clock.monotonic())
        return 0.6 + (0.04 if len(seen) % 2 else -0.04)

    subject = KeyedScheduler(work, clock=clock, seats=Seats(1), name="test", together_s=0.3)
    subject.wake(1)
    await subject.tick()
    for _ in range(20):
        clock.advance(seconds=(subject.next_due() or 0.0) + 0.001)
        await subject.tick()
    steps = [after - before for before, after in pairwise(seen[1:])]
    assert all(abs(step - 0.6) < 0.01 for step in steps)
