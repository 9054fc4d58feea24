"""Room for so many pieces of work at once, of which none holds its place while it waits for a stranger."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager

from bot.runtime.heartbeats import step_goes_on


class Seats:
    """Places at work: what waits for somebody else leaves its place to the next, and takes one back without a wait.

    So what a stranger answered is written down at once, even where more are then at work than there are places.
    """

    def __init__(self, most: int) -> None:
        self._free = most
        self._listener: Callable[[], None] | None = None
        self._left = _LeftSeat(self)

    @property
    def are_free(self) -> bool:
        """Whether one more may begin."""
        return self._free > 0

    def on_free(self, listener: Callable[[], None]) -> None:
        """Have a function called whenever a place comes free after all were taken."""
        self._listener = listener

    def take(self) -> None:
        """Take a place."""
        self._free -= 1

    def give(self) -> None:
        """Give a place back."""
        self._free += 1
        if self._listener and self._free == 1:
            self._listener()

    def left(self) -> AbstractContextManager[None]:
        """Leave the place while something takes as long as a stranger likes."""
        return self._left


class _LeftSeat:
    """Leaves a place, and takes one back: the same for all, since every question does so."""

    def __init__(self, seats: Seats) -> None:
        self._seats = seats

    def __enter__(self) -> None:
        self._seats.give()

    def __exit__(self, *_: object) -> None:
        self._seats.take()
        step_goes_on()


class BriefSeats:
    """Places for what is mostly quick: whatever takes longer than so many seconds goes on without one.

    So a few are enough while all goes well, and what is slow still holds up nobody behind it for long. No more than
    `most` are under way with those.
    """

    def __init__(self, at_once: int, *, seconds: float, most: int) -> None:
        self._seats = asyncio.Semaphore(at_once)
        self._all = asyncio.Semaphore(most)
        self._seconds = seconds
        self._on_free: Callable[[], None] | None = None

    @property
    def are_taken(self) -> bool:
        """Whether one more would have to wait."""
        return self._seats.locked() or self._all.locked()

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Wait for a place, and hold it until the end or for as long as one is held."""
        held = ExitStack()
        try:
            async with self._all:
                await self._seats.acquire()
                held.callback(self._seats.release)
                alarm = asyncio.get_running_loop().call_later(self._seconds, self._step_aside, held)
                try:
                    yield
                finally:
                    alarm.cancel()
                    held.close()
        finally:
            self._came_free()

    def _step_aside(self, held: ExitStack) -> None:
        held.close()
        self._came_free()

    def _came_free(self) -> None:
        if self._on_free:
            self._on_free()


class CalledSeats(BriefSeats):
    """Brief places for keys, of which thousands may wait: each without a task, until it is called."""

    def __init__(self, at_once: int, *, seconds: float, most: int, call: Callable[[int], None]) -> None:
        super().__init__(at_once, seconds=seconds, most=most)
        self._call = call
        self._on_free = self.call_next
        self._waiting: dict[int, None] = {}  # the one that waits longest first

    def __contains__(self, key: int) -> bool:
        """Return True if the key waits to be called."""
        return key in self._waiting

    def must_wait(self, key: int) -> bool:
        """Whether a key has to wait, to come again when it is called."""
        self._waiting.pop(key, None)
        if self.are_taken:
            self._waiting[key] = None
        return key in self._waiting

    def call_next(self) -> None:
        """Call the key that waits longest; also for one that was called and needs no place any more."""
        if self._waiting:
            key = next(iter(self._waiting))
            del self._waiting[key]
            self._call(key)
