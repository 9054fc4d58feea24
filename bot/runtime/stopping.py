"""Running until somebody says stop, and how: by a signal, or an event."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine
from contextlib import suppress

INTERRUPTED, TERMINATED = 130, 143  # exit codes: 128 and the number of SIGINT, of SIGTERM


def on_signal(number: signal.Signals, stop: Callable[[], object]) -> None:
    """Have it called in the running loop when a signal comes; Windows' loops can't hear any."""
    with suppress(NotImplementedError):
        asyncio.get_running_loop().add_signal_handler(number, stop)


async def run_unless_stopped(stop: asyncio.Event, job: Coroutine[None, None, None]) -> None:
    """Run a coroutine, cancelled once told to stop."""
    task, stopped = asyncio.create_task(job), asyncio.create_task(_wait(stop))
    try:
        await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
    finally:
        for each in (task, stopped):
            each.cancel()
        await asyncio.gather(task, stopped, return_exceptions=True)


async def run_until_stopped(stop: asyncio.Event, *jobs: Coroutine[None, None, None]) -> None:
    """Run coroutines side by side until told to stop, or until one of them ends."""
    tasks = [asyncio.create_task(job) for job in (*jobs, _wait(stop))]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done if not stop.is_set() else ():
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _wait(stop: asyncio.Event) -> None:
    await stop.wait()
