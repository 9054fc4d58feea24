"""Discord's copy of the commands, brought up to date at a start where they changed."""

from __future__ import annotations

import hashlib
import json
import logging
from contextlib import suppress
from typing import Any, Protocol

from discord import app_commands

from bot.domain.errors import StorageUnavailable
from bot.ui.discord_internals import command_payloads

log = logging.getLogger(__name__)

FACT = "commands"  # under which the digest of the last sync is kept


class FactStore(Protocol):
    """The part of the store that remembers what was synced last."""

    async def fact(self, name: str) -> str | None:
        """As in `bot.store.Store`."""
        ...

    async def set_fact(self, name: str, value: str) -> None:
        """As in `bot.store.Store`."""
        ...


class CommandSync:
    """Sends the commands where they changed: Discord allows few syncs a day, and each makes clients reload."""

    def __init__(self, *, facts: FactStore) -> None:
        self._facts = facts

    async def run(self, tree: app_commands.CommandTree[Any]) -> None:
        """Sync once; where Discord does not take it the commands of before go on serving."""
        payload = await command_payloads(tree)
        content = json.dumps([tree.client.application_id, payload], sort_keys=True)
        digest = hashlib.sha256(content.encode()).hexdigest()
        if await self._facts.fact(FACT) == digest:
            return
        await tree.sync()
        with suppress(StorageUnavailable):  # then they are sent once more at the next start
            await self._facts.set_fact(FACT, digest)
        log.info("commands synced: %s", ", ".join(command["name"] for command in payload))
