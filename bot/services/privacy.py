"""Privacy: everything of a member deleted at once, whatever stops in between."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.domain.errors import StorageUnavailable
from bot.domain.guild_privacy import KeptDays
from bot.domain.server_errors import SettingsUnreadable
from bot.runtime.clock import Clock
from bot.runtime.heartbeats import rest
from bot.services.guild_config import GuildConfigs
from bot.services.moderation import Moderation
from bot.store import Store

BATCH = 50  # orders between two looks at what is left
AGAIN_S = 60.0  # after a disk that could not be written to


@dataclass(frozen=True, kw_only=True)
class PrivacyNotice:
    """What a member is told of where they ask."""

    days: KeptDays
    has_log: bool  # moderators have a log with what members order
    policy_url: str  # of the owner's own words; "": none


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """What was begun."""

    orders: int
    questions: frozenset[int]  # the pending orders whose private questions are void


class Privacy:
    """One method a use case; what a member asked for is a row first, and is gone on with after a restart."""

    def __init__(
        self,
        *,
        store: Store,
        moderation: Moderation,
        guild_configs: GuildConfigs,
        days: KeptDays,
        policy_url: str,
        clock: Clock,
    ) -> None:
        self.days = days  # that the owner keeps things: no server keeps them longer
        self._erasures = store.erasures
        self._guild_configs = guild_configs
        self._policy_url = policy_url
        self._moderation = moderation
        self._clock = clock
        self._asked = asyncio.Event()

    async def notice(self, guild_id: int) -> PrivacyNotice:
        """Return what holds on a server, or in direct messages for 0; where it can't be read, the owner's days."""
        try:
            config = await self._guild_configs.of(guild_id)
        except SettingsUnreadable:
            return PrivacyNotice(days=self.days, has_log=True, policy_url=self._policy_url)
        return PrivacyNotice(
            days=self.days.on(config.privacy), has_log=bool(config.log.channels), policy_url=self._policy_url
        )

    async def count(self, user_id: int) -> int:
        """Return how many orders a member could have deleted."""
        return await self._erasures.count(user_id)

    async def erase(self, user_id: int) -> Erasure:
        """Have everything of a member deleted: their settings and favourites now, their orders in the background."""
        erasure = Erasure(orders=await self.count(user_id), questions=await self._erasures.questions(user_id))
        await self._moderation.inputs_erased(await self._erasures.begin(user_id, now=self._clock.now()))
        self._asked.set()
        return erasure

    async def run(self) -> None:
        """Delete what was asked for, and what was left before a start, until cancelled."""
        self._asked.set()
        while True:
            await rest(self._asked.wait())
            self._asked.clear()
            try:
                await self._erase_all()
            except StorageUnavailable:
                self._asked.set()
                await rest(asyncio.sleep(AGAIN_S))

    async def _erase_all(self) -> None:
        for user_id in await self._erasures.open():
            while job_ids := await self._erasures.next_jobs(user_id, limit=BATCH):
                for job_id in job_ids:
                    await self._moderation.erase_unseen(job_id)
                await self._moderation.scrub()
