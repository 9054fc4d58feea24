"""The rota calls each key when it is due, never twice at once, and forgets no poke."""

from __future__ import annotations

import asyncio

from bot.runtime.clock import HeldClock
from bot.runtime.scheduler import KeyedScheduler


class Log:
    """Work that notes its calls, answers what it is told, and can be held up."""

    def __init__(self, *answers: float | None) -> None:
        self.calls: list[int] = []
        self.answers = list(answers)
        self.at_once = 0
        self.most = 0
        self.queue = asyncio.Event()
        self.queue.set()

    async def __call__(self, key: int) -> float | None:
        self.calls.append(key)
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        try:
            await self.queue.wait()
        finally:
            self.at_once -= 1
        return self.answers.pop(0) if self.answers else None


def scheduler(log: Log, clock: HeldClock | None = None, at_once: int = 8) -> KeyedScheduler:
    return KeyedScheduler(log, clock=clock or HeldClock(), at_once=at_once, name="test")


async def test_many_pokes_before_its_turn_are_one_call() -> None:
    log = Log()
    subject = scheduler(log)
    for _ in range(5):
        subject.wake(7)
    await subject.tick()
    assert log.calls == [7]


async def test_a_poke_during_the_work_calls_it_once_more_whatever_it_answered() -> None:
    log = Log(3600.0)
    log.queue.clear()
    subject = scheduler(log)
    subject.wake(7)
    ticking = asyncio.create_task(subject.tick())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert subject.is_running(7)
    subject.wake(7)
    subject.wake(7)
    log.queue.set()
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


async def test_hurry_takes_all_that_waits_now() -> None:
    log = Log(100.0, 200.0)
    subject = scheduler(log)
    subject.wake(1)
    subject.wake(2)
    await subject.tick()
    subject.wake_all()
    await subject.tick()
    assert sorted(log.calls) == [1, 1, 2, 2]


async def test_no_more_than_so_many_at_once() -> None:
    log = Log()
    subject = scheduler(log, at_once=2)
    for key in range(9):
        subject.wake(key)
    await subject.tick()
    assert log.most <= 2
    assert sorted(log.calls) == list(range(9))


async def test_closed_it_starts_nothing_and_cancels_what_lingers() -> None:
    log = Log()
    log.queue.clear()
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


async def test_the_running_loop_wakes_for_a_poke() -> None:
    log = Log()
    subject = scheduler(log)
    running = asyncio.create_task(subject.run())
    await asyncio.sleep(0.01)
    subject.wake(7)
    async with asyncio.timeout(5):
        while log.calls != [7]:
            await asyncio.sleep(0.001)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
