"""Privacy: everything of a member deleted at once, whatever stops in between."""

from __future__ import annotations

import asyncio

from bot.domain.errors import StorageUnavailable
from bot.runtime.clock import Clock
from bot.services.moderation import Moderation
from bot.store import Store

BATCH = 50  # orders between two looks at what is left
AGAIN_S = 60.0  # after a disk that could not be written to


class Privacy:
    """One method a use case; what a member asked for is a row first, and is gone on with after a restart."""

    def __init__(self, *, store: Store, moderation: Moderation, clock: Clock) -> None:
        self._erasures = store.erasures
        self._moderation = moderation
        self._clock = clock
        self._asked = asyncio.Event()

    async def count(self, user_id: int) -> int:
        """Return how many orders a member could have deleted."""
        return await self._erasures.count(user_id)

    async def erase(self, user_id: int) -> None:
        """Have everything of a member deleted: their settings and favourites now, their orders in the background."""
        await self._moderation.inputs_erased(await self._erasures.begin(user_id, now=self._clock.now()))
        self._asked.set()

    async def run(self) -> None:
        """Delete what was asked for, and what was left before a start, until cancelled."""
        self._asked.set()
        while True:
            await self._asked.wait()
            self._asked.clear()
            try:
                await self._erase_all()
            except StorageUnavailable:
                self._asked.set()
                await asyncio.sleep(AGAIN_S)

    async def _erase_all(self) -> None:
        for user_id in await self._erasures.open():
            while job_ids := await self._erasures.next_jobs(user_id, limit=BATCH):
                for job_id in job_ids:
                    await self._moderation.erase_unseen(job_id)
