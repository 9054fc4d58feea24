"""What another process changed in the database: a card may have to say so."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from bot.domain.errors import StorageUnavailable
from bot.runtime.heartbeats import rest

EVERY_S = 1.0


class OutsideChanges:
    """Looks once a second whether a command of the terminal has written, and has the cards drawn that it changed."""

    def __init__(
        self,
        *,
        version: Callable[[], Awaitable[int]],  # another number after each time that another process has written
        unshown: Callable[[], Awaitable[Sequence[int]]],
        wake: Callable[[int], None],
    ) -> None:
        self._version = version
        self._unshown = unshown
        self._wake = wake
        self._last = 0  # not looked yet

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            with suppress(StorageUnavailable):
                await self.tick()
            await rest(asyncio.sleep(EVERY_S))

    async def tick(self) -> None:
        """Look once; the first time is the start, where every card is compared anyway."""
        before, self._last = self._last, await self._version()
        if before not in (0, self._last):
            for job_id in await self._unshown():
                self._wake(job_id)
