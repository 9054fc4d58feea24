"""What the owner must mend on the machine: told once it lasts, with or without the database, and again at its end."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress

from bot.domain.errors import StorageUnavailable
from bot.runtime.heartbeats import rest
from bot.services.machine_checks import Check
from bot.ui.outbound.discord_errors import EXPECTED, log_summary
from bot.ui.outbound.host_store import FactStore
from bot.ui.outbound.owner_alerts import OwnerAlerts

log = logging.getLogger(__name__)

EVERY_S = 60.0
LASTS = 3  # checks in a row that find the same: what passes by itself is nobody's business


class HostWatch:
    """Checks the machine every minute; each check has the name of its two sentences."""

    def __init__(self, *, alerts: OwnerAlerts, facts: FactStore, checks: Mapping[str, Check]) -> None:
        self._alerts = alerts
        self._facts = facts
        self._checks = checks
        self._found: Counter[str] = Counter()
        self._told: dict[str, bool] = {}

    async def run(self) -> None:
        """Check until cancelled."""
        while True:
            await self.tick()
            await rest(asyncio.sleep(EVERY_S))

    async def tick(self) -> None:
        """Check once: the loop's body, for tests."""
        for name, check in self._checks.items():
            detail = await check()
            self._found[name] = self._found[name] + 1 if detail else 0
            is_wrong = self._found[name] >= LASTS
            if (is_wrong or not detail) and is_wrong is not await self._was_told(name):
                await self._tell(name, detail)

    async def _was_told(self, name: str) -> bool:
        if name not in self._told:
            try:
                self._told[name] = await self._facts.fact(f"told {name}") == "yes"
            except StorageUnavailable:
                return False
        return self._told[name]

    async def _tell(self, name: str, detail: str) -> None:
        try:
            await self._alerts.tell(f"host-{name}" if detail else f"host-{name}-over", detail=detail)
        except EXPECTED as error:
            log.warning("the owner could not be told yet: %s", log_summary(error))
            return
        self._told[name] = bool(detail)
        with suppress(StorageUnavailable):  # then a restart may tell it once more
            await self._facts.set_fact(f"told {name}", "yes" if detail else "no")
