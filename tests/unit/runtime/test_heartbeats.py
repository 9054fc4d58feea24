"""A loop says itself whether it is alive: at rest it may be silent for ever, at work only so long."""

from __future__ import annotations

import asyncio

from bot.runtime.heartbeats import Heartbeat, rest
from bot.runtime.retry import Backoff, retry


class Hand:
    """A clock that stands still."""

    at = 0.0

    def __call__(self) -> float:
        return self.at


async def test_at_rest_a_loop_may_be_silent_for_ever_and_at_work_only_so_long() -> None:
    hand, go, hang = Hand(), asyncio.Event(), asyncio.Event()
    heartbeat = Heartbeat(patience_s=10, monotonic=hand)

    async def loop() -> None:
        await rest(go.wait())
        await hang.wait()

    hand.at = 100
    assert heartbeat.is_alive  # not begun
    task = asyncio.create_task(heartbeat.during(loop()))
    await asyncio.sleep(0)
    hand.at = 1000
    assert heartbeat.is_alive and heartbeat.silent_s == 0
    go.set()
    await asyncio.sleep(0.01)
    hand.at = 1010
    assert heartbeat.is_alive and heartbeat.silent_s == 10
    hand.at = 1011
    assert not heartbeat.is_alive
    hang.set()
    await task
    assert heartbeat.is_alive  # over


async def test_a_pause_without_a_heartbeat_is_only_awaited() -> None:
    assert await rest(asyncio.sleep(0, "done")) == "done"


async def test_a_loop_rests_while_it_waits_for_another_try() -> None:
    hand, tried = Hand(), asyncio.Event()
    heartbeat = Heartbeat(patience_s=10, monotonic=hand)

    async def attempt() -> None:
        tried.set()
        raise ConnectionResetError

    hour = Backoff(first=3600.0, longest=3600.0)
    loop = retry(attempt, on=(ConnectionResetError,), backoff=hour, failed=lambda _error, _seconds: None)
    task = asyncio.create_task(heartbeat.during(loop))
    await tried.wait()
    await asyncio.sleep(0)
    hand.at = 1000
    assert not task.done() and heartbeat.is_alive
    task.cancel()
    await asyncio.wait({task})


async def test_what_a_loop_started_beside_itself_says_nothing_of_it() -> None:
    hand, go = Hand(), asyncio.Event()
    heartbeat = Heartbeat(patience_s=10, monotonic=hand)

    async def loop() -> asyncio.Task[bool]:
        return asyncio.create_task(rest(go.wait()))

    beside = await heartbeat.during(loop())
    await asyncio.sleep(0)
    go.set()
    await beside
    hand.at = 1000
    assert heartbeat.is_alive
