"""Discord's tokens leave the books once they are worthless: until then whoever reads one may speak as the bot."""

from __future__ import annotations

import asyncio
import logging

from bot.domain.errors import StorageUnavailable
from bot.domain.limits import HOUR_MS
from bot.runtime.clock import Clock
from bot.runtime.heartbeats import rest
from bot.store import Store

log = logging.getLogger(__name__)

EVERY_S = 60.0
LIFE_MS = HOUR_MS // 4  # https://discord.com/developers/docs/interactions/receiving-and-responding


class TokenExpiry:
    """Empties the tokens of orders whose fifteen minutes are over."""

    def __init__(self, *, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def run(self) -> None:
        """Look every minute, until cancelled."""
        while True:
            try:
                await self.tick()
            except StorageUnavailable:
                log.debug("no expired token was cleared: the database is unavailable; trying again in a minute")
            await rest(asyncio.sleep(EVERY_S))

    async def tick(self) -> None:
        """Empty them once: the loop's body, for tests."""
        await self._store.expire_tokens(before=self._clock.now() - LIFE_MS)
