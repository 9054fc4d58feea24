"""Background tasks are kept alive, their errors never pass unseen, and none outlives the close."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Awaitable
from contextlib import suppress

import pytest

from bot.runtime.background import BackgroundTasks


async def forever() -> None:
    await asyncio.get_running_loop().create_future()


async def fail() -> None:
    raise ValueError("a bug")


async def test_a_task_is_kept_alive_until_it_ends() -> None:
    tasks, done = BackgroundTasks(), asyncio.Event()

    async def work() -> None:
        await asyncio.sleep(0)
        done.set()

    tasks.start(work(), name="draw")
    assert not tasks.is_idle()
    gc.collect()
    await tasks.join()
    assert done.is_set() and tasks.is_idle()


async def test_an_error_is_logged_with_the_task_s_name(caplog: pytest.LogCaptureFixture) -> None:
    tasks = BackgroundTasks()
    tasks.start(fail(), name="own reaction 7")
    with caplog.at_level(logging.ERROR):
        await tasks.join()
    assert "own reaction 7" in caplog.text and "a bug" in caplog.text


async def test_an_error_can_be_reported_in_another_way() -> None:
    seen: list[tuple[str, str]] = []
    tasks = BackgroundTasks(on_error=lambda name, error: seen.append((name, str(error))))
    tasks.start(fail(), name="own reaction 7")
    await tasks.join()
    assert seen == [("own reaction 7", "a bug")]


@pytest.mark.parametrize("seconds", [0.0, 5.0])
async def test_closing_without_a_task_is_done_at_once(seconds: float) -> None:
    await BackgroundTasks().close(seconds=seconds)


async def test_the_close_waits_for_what_ends_in_time_and_cancels_the_rest() -> None:
    tasks, go = BackgroundTasks(), asyncio.Event()
    ends: list[str] = []

    async def work(name: str, waiting: Awaitable[object]) -> None:
        try:
            await waiting
            ends.append(f"{name} done")
        except asyncio.CancelledError:
            ends.append(f"{name} cancelled")
            raise

    tasks.start(work("quick", go.wait()), name="quick")
    tasks.start(work("slow", forever()), name="slow")
    asyncio.get_running_loop().call_soon(go.set)
    await tasks.close(seconds=0.01)
    assert ends == ["quick done", "slow cancelled"] and tasks.is_idle()


async def test_what_begins_during_or_after_the_close_is_dropped() -> None:
    tasks, begun = BackgroundTasks(), []

    async def work() -> None:
        begun.append("work")

    async def successor() -> None:
        try:
            await forever()
        finally:
            tasks.start(work(), name="during")

    tasks.start(successor(), name="first")
    await asyncio.sleep(0)
    await tasks.close()
    tasks.start(work(), name="after")
    await tasks.join()
    assert begun == []


def test_after_the_close_no_loop_is_needed_to_drop_what_begins() -> None:
    tasks = BackgroundTasks()
    asyncio.run(tasks.close())
    tasks.start(forever(), name="late")
    assert tasks.is_idle()


async def test_what_swallows_every_cancellation_does_not_hold_up_the_close(caplog: pytest.LogCaptureFixture) -> None:
    tasks, go = BackgroundTasks(), asyncio.Event()

    async def stubborn() -> None:
        while not go.is_set():
            with suppress(asyncio.CancelledError):
                await go.wait()

    tasks.start(stubborn(), name="stubborn")
    await asyncio.sleep(0)
    await tasks.close()
    assert "still running at shutdown: stubborn" in caplog.text
    go.set()
    await tasks.join()
