"""How many members a server has, and how many each role: Discord tells the latter only to some."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

import discord

from bot.runtime.recent import LatestValues
from bot.ui.outbound.discord_errors import CALL_FAILURES, log_summary

log = logging.getLogger(__name__)

MOST_GUILDS = 100
KEPT_S = 300.0


class MemberCounts:
    """The counts of servers, asked for at most every five minutes each."""

    def __init__(self) -> None:
        self._kept: LatestValues[int, tuple[float, Mapping[int, int] | None]] = LatestValues(most=MOST_GUILDS)

    async def by_role(self, guild: discord.Guild) -> Mapping[int, int] | None:
        """Return the members of each role by its id, those without members left out; None: Discord doesn't say."""
        kept, now = self._kept.get(guild.id), asyncio.get_running_loop().time()
        if kept is None or now - kept[0] > KEPT_S:
            kept = (now, await _ask(guild))
            self._kept.put(guild.id, kept)
        return kept[1]


async def _ask(guild: discord.Guild) -> Mapping[int, int] | None:
    try:
        return {role.id: count for role, count in (await guild.role_member_counts()).items()}
    except CALL_FAILURES as error:
        log.info("server %s: its roles' members can't be counted: %s", guild.id, log_summary(error))
        return None
