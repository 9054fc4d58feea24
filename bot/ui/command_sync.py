"""Discord's copy of the commands, brought up to date at a start where they changed."""

from __future__ import annotations

import hashlib
import json
import logging
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

import discord
from discord import app_commands

from bot.domain.errors import StorageUnavailable
from bot.runtime.clock import Clock
from bot.ui.discord_internals import command_payloads
from bot.ui.outbound.discord_errors import AskLater, log_summary, retry_after
from bot.ui.outbound.host_store import FactStore

log = logging.getLogger(__name__)

FACT = "commands"  # under which the digest of the last sync is kept
REFUSED = "commands_refused"  # under which the last refusal is kept
WAITS_S = (3600.0, 86_400.0)  # after the first refusal of the same commands, and after each later one
TOO_MANY_CODE, MISSING_ACCESS = 30034, 50001
TOO_MANY = "too many were made today"


@dataclass(frozen=True, kw_only=True)
class RefusedSync:
    """A sync that Discord refused: of which commands, and when they may be sent again."""

    digest: str
    cause: str
    again_at: int  # epoch ms
    times: int = 1


class CommandSync:
    """Sends the commands where they changed: Discord allows few syncs a day, and each makes clients reload.

    What it refused is kept, so that a process that is started again and again asks no more often.
    """

    def __init__(self, *, facts: FactStore, clock: Clock) -> None:
        self._facts = facts
        self._clock = clock

    async def run(self, tree: app_commands.CommandTree[Any]) -> None:
        """Sync once; where Discord does not take it the commands of before go on serving. Raises AskLater."""
        payload = await command_payloads(tree)
        content = json.dumps([tree.client.application_id, payload], sort_keys=True)
        digest = hashlib.sha256(content.encode()).hexdigest()
        if await self._facts.fact(FACT) == digest:
            return
        refused = await self._refused(digest)
        if refused and (seconds := (refused.again_at - self._clock.now()) / 1000) > 0:
            raise AskLater(_said(refused.cause), seconds=min(seconds, WAITS_S[-1]))
        try:
            await tree.sync()
        except discord.RateLimited as error:
            raise await self._note(digest, TOO_MANY, error.retry_after, refused) from None
        except discord.HTTPException as error:
            if not 400 <= error.status < 500:
                raise
            raise await self._note(digest, cause(error), retry_after(error), refused) from None
        with suppress(StorageUnavailable):  # then they are sent once more at the next start
            await self._facts.set_fact(FACT, digest)
        log.info("commands synced: %s", ", ".join(command["name"] for command in payload))

    async def _refused(self, digest: str) -> RefusedSync | None:
        """Return the last refusal, if it was of these commands."""
        refused = await refused_sync(self._facts)
        return refused if refused and refused.digest == digest else None

    async def _note(self, digest: str, cause: str, asked_s: float, before: RefusedSync | None) -> AskLater:
        times = before.times + 1 if before else 1
        seconds = max(asked_s, WAITS_S[min(times, len(WAITS_S)) - 1])
        again_at = self._clock.now() + int(seconds * 1000)
        refused = RefusedSync(digest=digest, cause=cause, again_at=again_at, times=times)
        with suppress(StorageUnavailable):
            await self._facts.set_fact(REFUSED, json.dumps(asdict(refused)))
        return AskLater(_said(cause), seconds=seconds)


async def refused_sync(facts: FactStore) -> RefusedSync | None:
    """Return the last refusal; None where Discord has taken those commands since."""
    try:
        refused = RefusedSync(**json.loads(await facts.fact(REFUSED) or "{}"))
    except (TypeError, ValueError):  # none yet, or none that can be read
        return None
    return None if await facts.fact(FACT) == refused.digest else refused


def _said(cause: str) -> str:
    return f"Discord does not take the new commands: {cause}. Those of before go on"


def cause(error: discord.HTTPException) -> str:
    """Return in words why Discord refused the commands, and what helps."""
    if error.code == TOO_MANY_CODE or error.status == 429:
        return TOO_MANY
    if error.code == MISSING_ACCESS:
        return f"this application may have none (code {MISSING_ACCESS}); invite it again with applications.commands"
    if isinstance(error, app_commands.CommandSyncFailure):
        return f"it calls one invalid; update the bot, or look at BOT_MODELS_FILE. {' '.join(str(error).split())}"
    return f"it answered {log_summary(error)}"
