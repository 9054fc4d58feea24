"""Which key next: one heap of what is due, for the worker (jobs at Higgsfield) and the card updater (their cards)."""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import logging
from collections.abc import Awaitable, Callable

from bot.runtime.background import BackgroundTasks
from bot.runtime.clock import Clock
from bot.runtime.heartbeats import Heartbeat, in_step_of
from bot.runtime.seats import Seats

log = logging.getLogger(__name__)

LONGEST_SLEEP_S = 60.0
AFTER_ERROR_S = 15.0
#: By then one call of some step has ended: each has a time-out of its own, and says so (`heartbeats`).
PATIENCE_S = 600.0

Work = Callable[[int], Awaitable[float | None]]


class KeyedScheduler:
    """Calls `work(key)` when the key is due, never twice at once; a wake meanwhile calls it once more afterwards.

    `work` returns the seconds until the key is due again, None to wait for a wake. Where it raises, the error is
    logged and the key is due again after a pause. What is due waits, without a task of its own, until a seat is free.
    """

    def __init__(self, work: Work, *, clock: Clock, seats: Seats, name: str, together_s: float = 0.0) -> None:
        """`together_s`: what is due again within so long is taken at one moment, which costs less."""
        self._work = work
        self._together_s = together_s
        self._clock = clock
        self._seats = seats
        self._name = name
        self._due: dict[int, float] = {}  # key -> monotonic seconds
        self._heap: list[tuple[float, int]] = []  # may hold outdated entries: `_due` decides
        self._running: set[int] = set()
        self._tasks = BackgroundTasks()
        self._woken: dict[int, float] = {}  # while running: seconds until it is due once more
        self._alarm = asyncio.Event()
        self._closed = False
        self.heartbeat = Heartbeat(patience_s=PATIENCE_S, monotonic=clock.monotonic)
        seats.on_free(self._alarm.set)

    def wake(self, key: int, *, after: float = 0.0) -> None:
        """Call `work` for a key soon, or in so many seconds; safe at any time."""
        if key in self._running:
            self._woken[key] = min(after, self._woken.get(key, after))
        else:
            self._schedule(key, after)

    def wake_all(self) -> None:
        """Take all that waits now."""
        for key in list(self._due):
            self._schedule(key, 0.0)

    def is_running(self, key: int) -> bool:
        """Whether the key is being worked on."""
        return key in self._running

    def is_idle(self) -> bool:
        """Whether nothing is being worked on, nor due now."""
        return not self._running and self.next_due() != 0.0

    def next_due(self) -> float | None:
        """Return the seconds until the next key is due; None: nothing is."""
        while self._heap and self._due.get(self._heap[0][1]) != self._heap[0][0]:
            heapq.heappop(self._heap)
        return max(0.0, self._heap[0][0] - self._clock.monotonic()) if self._heap else None

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            self._start_due()
            self._alarm.clear()
            due = self.next_due() if self._seats.are_free else None
            # not wait_for: before 3.12 it swallows a cancellation that meets the wake-up
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LONGEST_SLEEP_S if due is None else min(LONGEST_SLEEP_S, due)):
                    await self._alarm.wait()

    async def tick(self) -> None:
        """Take all that is due now, and what follows at once: the loop's body, for tests."""
        while self._start_due() or self._running:
            await self._tasks.join()

    async def shutdown(self, *, seconds: float = 0.0) -> None:
        """Start nothing more; let what is under way end within so many seconds, then cancel it."""
        self._closed = True
        await self._tasks.close(seconds=seconds)
        self._running.clear()  # those cancelled before they began never said so

    def _schedule(self, key: int, seconds: float) -> None:
        due = self._clock.monotonic() + seconds
        if self._due.get(key, due) < due:
            return  # an earlier time stands
        self._due[key] = due
        heapq.heappush(self._heap, (due, key))
        if self._heap[0][1] == key:  # else the loop is woken earlier anyway
            self._alarm.set()

    def _start_due(self) -> bool:
        started = False
        while not self._closed and self._seats.are_free and self.next_due() == 0.0:
            _, key = heapq.heappop(self._heap)
            del self._due[key]
            self._seats.take()
            if not self._running:
                self.heartbeat.beat()
            self._running.add(key)
            self._tasks.start(self._run_once(key), name=f"{self._name} {key}")
            started = True
        return started

    async def _run_once(self, key: int) -> None:
        in_step_of(self.heartbeat)
        seconds: float | None = None
        try:
            seconds = await self._work(key)
        except Exception:
            log.exception("%s %s failed; trying again in %.0f s", self._name, key, AFTER_ERROR_S)
            seconds = AFTER_ERROR_S
        finally:
            self._running.discard(key)
            self._seats.give()
            if self._running:
                self.heartbeat.beat()
            else:
                self.heartbeat.rest()
            woken = self._woken.pop(key, None)
            if woken is not None:
                seconds = woken if seconds is None else min(woken, seconds)
            if seconds is not None:
                self._schedule(key, self._together(seconds))

    def _together(self, seconds: float) -> float:
        """Return the seconds to the next moment at which others are due as well, near so many; what is soon stays."""
        if not self._together_s or seconds < 1.5 * self._together_s:
            return seconds
        now = self._clock.monotonic()
        return round((now + seconds) / self._together_s) * self._together_s - now
