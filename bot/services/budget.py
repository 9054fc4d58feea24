"""The host's budget: what the cap of a day counts, and telling the owner once that it is used up."""

from __future__ import annotations

from contextlib import suppress

from bot.domain.errors import StorageUnavailable
from bot.domain.limits import DAY_MS
from bot.domain.quota import Balance, OwnerLimits
from bot.runtime.clock import Clock
from bot.store import Store
from bot.worker.events import WorkerEvents

USED_UP = "cap_reached"  # incident, once in a window


class Budget:
    """What the whole bot may spend in 24 hours, and what of it is spent, reserved and exposed."""

    def __init__(self, *, store: Store, clock: Clock, caps: OwnerLimits, events: WorkerEvents) -> None:
        self._store = store
        self._clock = clock
        self._events = events
        self.cap = caps.bot  # credits

    async def balance(self) -> Balance:
        """Return what the cap counts now."""
        return await self._store.billing.balance(now=self._clock.now())

    async def watch(self, cost: int = 1) -> None:
        """Tell the owner, once in 24 hours, where an order of this cost no longer fits the cap."""
        with suppress(StorageUnavailable):
            if cost <= self.cap < cost + (await self.balance()).used:
                await self._tell()

    async def _tell(self) -> None:
        now = self._clock.now()
        told = [incident for incident in await self._store.incidents() if incident.kind == USED_UP]
        if told and now - told[0].since < DAY_MS:
            return
        await self._store.close_incident(USED_UP)
        await self._store.open_incident(USED_UP, detail="", now=now)
        self._events.incident_opened.emit()
