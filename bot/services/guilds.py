"""Servers: which the bot is on, and which of them the host trusts with more than the strangers' share."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.guilds import Guild
from bot.runtime.clock import Clock
from bot.store import Store


class GuildTrust:
    """Servers as they come and go; a stranger's is told to the owner once."""

    def __init__(self, *, store: Store, clock: Clock, named: frozenset[int], share: int | None) -> None:
        self._guilds = store.guilds
        self._clock = clock
        self._named = named
        self._started = clock.now()
        self.share = share  # credits in 24 hours, of all strangers together; None: BOT_GUILDS lets only its own order

    async def are(self, guilds: Sequence[Guild]) -> None:
        """Note that the bot is on these servers, and on no other."""
        await self._guilds.seen(guilds, named=self._named, now=self._clock.now(), started=self._started)
        await self._guilds.left_all_but({guild.id for guild in guilds}, now=self._clock.now())

    async def is_trusted(self, guild_id: int) -> bool:
        """Return True for one of the host's own servers, where the host's money may be shown."""
        return guild_id != 0 and await self._guilds.is_trusted(guild_id)

    async def untold(self) -> Sequence[Guild]:
        """Return the strangers' servers that the owner was not told of yet."""
        return await self._guilds.untold() if self.share is not None else ()

    async def ungreeted(self) -> Sequence[int]:
        """Return the servers that the bot has joined, and that were not told how to set it up."""
        return await self._guilds.ungreeted()

    async def greet(self, guild_id: int) -> bool:
        """Note that a server is told, before it is: once, whatever comes between. False where it was already."""
        return await self._guilds.greet(guild_id, now=self._clock.now())

    async def told(self, guilds: Sequence[Guild]) -> None:
        """Note that the owner was told."""
        await self._guilds.told([guild.id for guild in guilds], now=self._clock.now())
