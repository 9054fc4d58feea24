"""The terminal's orders that are not saved yet: noted before they are placed, for a later run to save."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.limits import DAY_MS
from bot.runtime.clock import Clock
from bot.services.kept_records import KeptRecords
from bot.store import PendingRecords

KEPT_MS = 365 * DAY_MS


@dataclass(frozen=True, kw_only=True)
class _Unsaved:
    id: int  # of the job


class UnsavedOrders:
    """Their ids, across runs and whatever ends one."""

    def __init__(self, *, pending: PendingRecords, user_id: int, clock: Clock) -> None:
        self._records = KeptRecords(_Unsaved, kind="unsaved", kept_ms=KEPT_MS, pending=pending, clock=clock)
        self._user_id = user_id

    async def add(self, job_id: int) -> None:
        """Note an order that is about to be placed."""
        await self._records.keep(job_id, self._user_id, _Unsaved(id=job_id))

    async def all(self) -> list[int]:
        """Return the jobs' ids."""
        return [record.id for record in await self._records.all()]

    async def remove(self, job_id: int) -> None:
        """Note that nothing of an order is left to be saved."""
        await self._records.take(job_id, self._user_id)
