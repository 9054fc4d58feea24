"""Discord's copy of the commands, brought up to date at a start where they changed."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from contextlib import suppress
from functools import partial
from typing import Any, Protocol

import discord
from discord import app_commands

from bot.domain.errors import StorageUnavailable
from bot.runtime.retry import Backoff, retry
from bot.ui.discord_internals import command_payloads
from bot.ui.outbound.discord_errors import CALL_FAILURES, log_summary, retry_after

log = logging.getLogger(__name__)

FACT = "commands"  # under which the digest of the last sync is kept
RETRY = Backoff(first=60.0, longest=3600.0)


class FactStore(Protocol):
    """The part of the store that remembers what was synced last."""

    async def fact(self, name: str) -> str | None:
        """Return a small fact."""
        ...

    async def set_fact(self, name: str, value: str) -> None:
        """Keep a small fact."""
        ...


class CommandSync:
    """Sends the commands where they changed: Discord allows few syncs a day, and each makes clients reload."""

    def __init__(self, *, facts: FactStore) -> None:
        self._facts = facts
        self._later: asyncio.Task[None] | None = None

    async def run(self, tree: app_commands.CommandTree[Any]) -> None:
        """Sync, or go on trying in the background once Discord has had a day's worth of changes."""
        try:
            await self._sync(tree)
        except discord.RateLimited as error:  # the commands of yesterday serve until then
            _log_failure(error)
            self._later = asyncio.create_task(self._sync_later(tree, error.retry_after), name="sync commands")

    def cancel(self) -> None:
        """Leave it to the next start."""
        if self._later is not None:
            self._later.cancel()

    async def _sync_later(self, tree: app_commands.CommandTree[Any], wait: float) -> None:
        await asyncio.sleep(wait)
        sync = partial(self._sync, tree)
        await retry(sync, on=CALL_FAILURES, backoff=RETRY, failed=_log_failure, asked=retry_after)

    async def _sync(self, tree: app_commands.CommandTree[Any]) -> None:
        payload = await command_payloads(tree)
        content = json.dumps([tree.client.application_id, payload], sort_keys=True)
        digest = hashlib.sha256(content.encode()).hexdigest()
        if await self._facts.fact(FACT) == digest:
            return
        await tree.sync()
        with suppress(StorageUnavailable):  # then they are sent once more at the next start
            await self._facts.set_fact(FACT, digest)
        log.info("commands synced: %s", ", ".join(command["name"] for command in payload))


def _log_failure(error: Exception, _seconds: float = 0.0) -> None:
    log.warning("the commands can't be synced yet: %s", log_summary(error))
