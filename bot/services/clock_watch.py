"""Telling the owner that the machine's clock is wrong, and when it is right again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.domain.errors import StorageUnavailable
from bot.domain.limits import HOUR_MS
from bot.runtime.clock import Clock, moment
from bot.runtime.heartbeats import rest
from bot.store import Store
from bot.worker.events import WorkerEvents

log = logging.getLogger(__name__)

WRONG = "clock"  # incident, while it lasts
RIGHT = "clock_right"  # incident: it was wrong, and is not any more
EVERY_S = 60.0
ASK_EVERY_S = 3600.0
MINUTE_MS = 60_000


class ClockWatch:
    """Compares the machine's clock with the time that the bot goes by."""

    def __init__(self, *, store: Store, clock: Clock, events: WorkerEvents, ask: Callable[[], Awaitable[None]]) -> None:
        self._store = store
        self._clock = clock
        self._events = events
        self._ask = ask  # somebody who knows the time, and tells the clock
        self._asked_at = -ASK_EVERY_S

    async def run(self) -> None:
        """Compare every minute, until cancelled."""
        while True:
            with suppress(StorageUnavailable):
                await self.tick()
            await rest(asyncio.sleep(EVERY_S))

    async def tick(self) -> None:
        """Compare once: the loop's body, for tests."""
        now, ahead = self._clock.now(), self._clock.wrong_by
        if ahead:
            await self._ask_now_and_then()
            await self._store.close_incident(RIGHT)
            if await self._store.open_incident(WRONG, detail=_said(now, ahead), now=now):
                log.warning("the machine's clock is wrong by %+d s: the bot uses Discord's time", ahead // 1000)
                self._events.incident_opened.emit()
        elif await self._store.close_incident(WRONG):
            log.info("the machine's clock is right again")
            if await self._store.open_incident(RIGHT, detail="", now=now):
                self._events.incident_opened.emit()

    async def _ask_now_and_then(self) -> None:
        """Ask once an hour: the machine is overruled only by what is heard all day, and a bot may have little to do."""
        now = asyncio.get_running_loop().time()
        if now - self._asked_at >= ASK_EVERY_S:
            self._asked_at = now
            await self._ask()


def _said(now: int, ahead: int) -> str:
    """Return what the machine's clock says, and by how much that is wrong, in any language."""
    apart = f"{ahead / HOUR_MS:+.0f} h" if abs(ahead) >= 2 * HOUR_MS else f"{ahead / MINUTE_MS:+.0f} min"
    return f"{moment(now + ahead):%Y-%m-%d %H:%M} UTC ({apart})"
