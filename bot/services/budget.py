"""The host's budget: what the caps of a day and a month count, and telling the owner once where they come near."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass

from bot.domain.errors import StorageUnavailable
from bot.domain.money import SHARES, crossed
from bot.domain.quota import DAY, MONTH, Balance, OwnerLimits
from bot.runtime.clock import Clock
from bot.store import Incident, Store
from bot.worker.events import WorkerEvents


@dataclass(frozen=True, kw_only=True)
class OwnerCap:
    """One of the host's caps, and the kinds of incident that tell of it, each once in its window."""

    credits: int
    period_s: int
    used_up: str
    near: str  # with the share after a space


class Budget:
    """What the whole bot may spend in 24 hours and in 30 days, and what of it is spent, reserved and exposed."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        caps: OwnerLimits,
        events: WorkerEvents,
        shares: Sequence[int] = SHARES,
    ) -> None:
        self._store = store
        self._clock = clock
        self._events = events
        self.shares = shares  # percent, at which the owner is told
        self.cap = caps.bot  # credits, of 24 hours
        self.cap_month = caps.bot_month  # of 30 days; None: only the day's
        day = OwnerCap(credits=caps.bot, period_s=DAY, used_up="cap_reached", near="cap_share_day")
        self._caps = [day]
        if caps.bot_month is not None:
            month = OwnerCap(
                credits=caps.bot_month, period_s=MONTH, used_up="cap_reached_month", near="cap_share_month"
            )
            self._caps.append(month)

    async def balance(self) -> Balance:
        """Return what the cap of 24 hours counts now."""
        return await self._store.billing.balance(now=self._clock.now())

    async def used(self, period_s: int) -> int:
        """Return the credits that a cap of this period counts now."""
        now = self._clock.now()
        return await self._store.accounting.spent(since=now - period_s * 1000, now=now)

    def booked(self, guild_id: int) -> None:
        """Note that something was ordered on a server, 0 being direct messages: what it changed is looked at soon."""
        self._events.booked.emit(guild_id)

    async def watch(self, cost: int = 1) -> None:
        """Look at what was booked: the owner is told where a share of a cap was reached.

        The last share is told where an order of this cost no longer fits.
        """
        with suppress(StorageUnavailable):
            for cap in self._caps:
                used = await self.used(cap.period_s)
                await self._watch(cap, used, cost)

    async def _watch(self, cap: OwnerCap, used: int, cost: int) -> None:
        share = crossed([share for share in self.shares if share < 100], used=used, cap=cap.credits)
        if cost <= cap.credits < cost + used:
            await self._tell(cap, cap.used_up, {cap.used_up}, detail="")
        elif share:
            higher = {f"{cap.near} {each}" for each in self.shares if each >= share}
            await self._tell(cap, f"{cap.near} {share}", {cap.used_up, *higher}, detail=f"{share} {used} {cap.credits}")

    async def _tell(self, cap: OwnerCap, kind: str, said_by: Collection[str], *, detail: str) -> None:
        now = self._clock.now()
        told: Sequence[Incident] = await self._store.incidents()
        if any(each.kind in said_by and now - each.since < cap.period_s * 1000 for each in told):
            return
        if any(each.kind == kind for each in told):  # an older one: orders at the same moment must not close a new one
            await self._store.close_incident(kind)
        await self._store.open_incident(kind, detail=detail, now=now)
        self._events.incident_opened.emit()
