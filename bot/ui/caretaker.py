"""The duties that one process does for all: each goes on until the stop, whatever it meets."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from bot.runtime.background import BackgroundTasks
from bot.runtime.heartbeats import Heartbeat
from bot.runtime.retry import Backoff, retry
from bot.ui.outbound.discord_errors import log_retry, retry_after

RETRY = Backoff(first=15.0, longest=900.0)
FIRST_S = 30.0  # what follows waits no longer for a duty that comes first
PATIENCE_S = 1800.0
HEALTHY_S = 900.0  # a duty that went on for so long before it failed is not in a row of failures


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Something that must not be done by two processes: once at a start, or until the stop with pauses in `rest`."""

    name: str
    run: Callable[[], Awaitable[None]]
    comes_first: bool = False  # what follows waits until it was tried once
    patience_s: float = PATIENCE_S  # for one round of its work
    heartbeat: Heartbeat | None = None  # of what says itself when it is at work


class Caretaker:
    """Does its duties; one that failed is begun again, after a wait that grows."""

    def __init__(self, duties: Iterable[Duty]) -> None:
        self._duties = tuple(duties)
        self._tasks = BackgroundTasks()
        self._heartbeats = {duty.name: duty.heartbeat or Heartbeat(patience_s=duty.patience_s) for duty in self._duties}

    @property
    def heartbeats(self) -> Mapping[str, Heartbeat]:
        """One for each duty, by its name; it rests where the duty is over, or waits for another try."""
        return self._heartbeats

    async def start(self) -> None:
        """Begin every duty, in order."""
        for duty in self._duties:
            tried = asyncio.Event()
            self._tasks.start(self._fulfil(duty, tried), name=duty.name)
            if duty.comes_first:
                with suppress(TimeoutError):  # it goes on beside the rest
                    async with asyncio.timeout(FIRST_S):
                        await tried.wait()

    async def stop(self) -> None:
        """End every duty: what is left undone is taken up at the next start."""
        await self._tasks.close()

    async def _fulfil(self, duty: Duty, tried: asyncio.Event) -> None:
        def failed(error: Exception, seconds: float) -> None:
            log_retry(duty.name, error, seconds)
            tried.set()

        def attempt() -> Awaitable[None]:
            return self._heartbeats[duty.name].during(duty.run())

        await retry(attempt, on=(Exception,), backoff=RETRY, failed=failed, asked=retry_after, healthy_s=HEALTHY_S)
        tried.set()
