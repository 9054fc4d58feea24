"""Another process that runs with the same token on another data folder: the owner is told, once a day at most."""

from __future__ import annotations

import logging
from collections.abc import Callable

from bot.domain.limits import DAY_MS
from bot.runtime.clock import Clock
from bot.ui.outbound.host_store import IncidentStore

log = logging.getLogger(__name__)

KIND = "another_copy"


class OtherCopies:
    """Notes that another process answered what this one was asked, too."""

    def __init__(self, *, incidents: IncidentStore, opened: Callable[[], None], clock: Clock) -> None:
        self._incidents = incidents
        self._opened = opened
        self._clock = clock

    async def report(self) -> None:
        """Tell the owner, unless they were told within a day."""
        now = self._clock.now()
        log.warning("another process with this token answered first: the order is left to it, and refunded here")
        for incident in await self._incidents.incidents():
            if incident.kind == KIND and now - incident.since >= DAY_MS:
                await self._incidents.close_incident(KIND)
        today = now - now % DAY_MS  # of both copies alike, so that what they write to the owner is one message
        if await self._incidents.open_incident(KIND, detail="", now=today):
            self._opened()
