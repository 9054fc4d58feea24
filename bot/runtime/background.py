"""Tasks beside the main loops: kept alive until they end, their errors logged, all of them ended at the close."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
log = logging.getLogger(__name__)

CANCELS, CANCEL_S = 3, 0.3  # a task may swallow a cancellation: then it is cancelled again, and left in the end


def log_error(name: str, error: BaseException) -> None:
    """Log a task's error with its traceback."""
    log.error("task %s failed", name, exc_info=error)


async def to_its_end(work: Awaitable[T]) -> T:
    """Wait for what can't be stopped half-way, a thread above all; a cancellation goes on once it is over."""
    going = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(going)
    except asyncio.CancelledError:
        await asyncio.gather(going, return_exceptions=True)
        raise


class BackgroundTasks:
    """Holds a reference to each task, since the event loop holds a weak one only, and looks at how it ended."""

    def __init__(self, *, on_error: Callable[[str, BaseException], None] = log_error) -> None:
        self._on_error = on_error
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False

    def start(self, work: Coroutine[Any, Any, T], *, name: str) -> asyncio.Task[T] | None:
        """Run a coroutine in a task of its own; after the close it is dropped (None), loop or no loop."""
        if self._closed:
            work.close()
            return None
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def is_idle(self) -> bool:
        """Whether no task is under way."""
        return not self._tasks

    async def join(self) -> None:
        """Wait until no task is under way, however they end."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self, *, seconds: float = 0.0) -> None:
        """Start nothing more; let what is under way end within so many seconds, then cancel it and wait a moment."""
        self._closed = True
        if self._tasks and seconds:
            await asyncio.wait(self._tasks, timeout=seconds)
        for _ in range(CANCELS):
            for task in self._tasks:
                task.cancel()
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=CANCEL_S)
        if self._tasks:
            log.warning("still running at shutdown: %s", ", ".join(sorted(task.get_name() for task in self._tasks)))

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self._on_error(task.get_name(), error)
