"""The servers that the bot is on, noted as they come and go, and found at each start."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import discord

from bot.domain.guilds import Guild
from bot.runtime.heartbeats import rest
from bot.services.guilds import GuildTrust
from bot.ui.outbound.greetings import Greetings


class GuildWatch:
    """Compares Discord's list of servers with the books whenever it may have changed."""

    def __init__(
        self, *, bot: discord.Client, guild_trust: GuildTrust, greetings: Greetings, on_news: Callable[[], None]
    ) -> None:
        self._bot = bot
        self._guild_trust = guild_trust
        self._greetings = greetings
        self._on_news = on_news
        self._changed = asyncio.Event()

    def notify(self) -> None:
        """Say that the list may have changed, or is there for the first time."""
        self._changed.set()

    async def run(self) -> None:
        """Note what changes, until cancelled; what could not be noted is noted at the next beginning."""
        self._changed.set()
        while True:
            await rest(self._changed.wait())
            await rest(self._bot.wait_until_ready())  # before that Discord has told only a part of them
            self._changed.clear()
            await self._guild_trust.are([_guild(guild) for guild in self._bot.guilds])
            self._on_news()
            await self._greetings.send()


def _guild(guild: discord.Guild) -> Guild:
    joined_at = guild.me.joined_at if guild.me else None
    return Guild(
        id=guild.id,
        name=guild.name or "",  # in an outage Discord names only the id
        members=guild.member_count or 0,
        joined_at=int(joined_at.timestamp() * 1000) if joined_at else 0,
    )
