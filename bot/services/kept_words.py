"""How long prompts are kept where the owner sets nothing: new data folders forget, older ones ask their owner once."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from bot.domain.errors import StorageUnavailable
from bot.domain.limits import DAY_MS
from bot.runtime.clock import Clock
from bot.runtime.heartbeats import rest
from bot.store import Store
from bot.worker.events import WorkerEvents

DAYS = "keep_prompt_days"  # fact, noted with the folder's schema; 0: forever, as it was before
QUESTION = "keep_prompts"  # incident, opened once: the owner may want prompts to go
PROPOSED_DAYS = 90
AGAIN_S = 3600.0


async def days_of_words(store: Store, setting: int | None) -> int:
    """Return the days that the owner set, else those of the data folder."""
    return int(await store.fact(DAYS) or 0) if setting is None else setting


class KeptWords:
    """Asks the owner of an older data folder, once, whether its prompts are still to be kept forever."""

    def __init__(self, *, store: Store, clock: Clock, events: WorkerEvents, is_set: bool) -> None:
        self._store = store
        self._clock = clock
        self._events = events
        self._is_set = is_set

    async def run(self) -> None:
        """Ask as soon as the time is certain, for old prompts are counted by it."""
        while True:
            with suppress(StorageUnavailable):
                if self._clock.is_certain:
                    await self.ask()
                    return
            await rest(asyncio.sleep(AGAIN_S))

    async def ask(self) -> None:
        """Open the question where nothing was set, and prompts are kept forever; nothing is deleted."""
        if self._is_set or await days_of_words(self._store, None):
            return
        now = self._clock.now()
        old, ended = await self._store.erasures.prompts(before=now - PROPOSED_DAYS * DAY_MS)
        if ended and await self._store.open_incident(QUESTION, detail=f"{old} / {ended}", now=now):
            self._events.incident_opened.emit()
