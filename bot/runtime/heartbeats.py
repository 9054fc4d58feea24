"""Whether a loop is alive, by its own word: it says when it works, and when it waits for what may never come."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")


class Heartbeat:
    """One loop's; the loop hangs where it has been at work without a word for longer than its patience."""

    def __init__(self, *, patience_s: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._patience_s = patience_s
        self._monotonic = monotonic
        self._heard: float | None = None  # monotonic seconds; None: at rest, or not begun

    def beat(self) -> None:
        """Say that the work goes on."""
        self._heard = self._monotonic()

    def go_on(self) -> None:
        """Say the same from within the work; at rest it says nothing."""
        if self._heard is not None:
            self.beat()

    def rest(self) -> None:
        """Say that there is nothing to do for now."""
        self._heard = None

    @property
    def silent_s(self) -> float:
        """The seconds at work since the last word; 0 at rest."""
        return 0.0 if self._heard is None else max(0.0, self._monotonic() - self._heard)

    @property
    def is_alive(self) -> bool:
        """Whether the last word is no older than it may be."""
        return self.silent_s <= self._patience_s

    async def during(self, work: Awaitable[T]) -> T:
        """Await a loop's work; where it awaits `rest(…)`, this heartbeat rests."""
        token = _of_this_loop.set((self, asyncio.current_task()))
        self.beat()
        try:
            return await work
        finally:
            self.rest()
            _of_this_loop.reset(token)


#: Of the scheduler whose step this is, and what that has begun beside itself.
_of_this_step: ContextVar[Heartbeat | None] = ContextVar("step", default=None)


def in_step_of(heartbeat: Heartbeat) -> None:
    """Let what this task does from here on be a step of a scheduler's work."""
    _of_this_step.set(heartbeat)


def step_goes_on() -> None:
    """Say that a step is alive: one of its calls has ended."""
    if heartbeat := _of_this_step.get():
        heartbeat.go_on()


#: With the loop's task: those that it starts inherit this, and are none of its work.
_of_this_loop: ContextVar[tuple[Heartbeat | None, asyncio.Task[Any] | None]] = ContextVar(
    "heartbeat", default=(None, None)
)


async def rest(wait: Awaitable[T]) -> T:
    """Await what ends a loop's pause, however long that takes."""
    heartbeat, task = _of_this_loop.get()
    if heartbeat is None or task is not asyncio.current_task():
        return await wait
    heartbeat.rest()
    try:
        return await wait
    finally:
        heartbeat.beat()
