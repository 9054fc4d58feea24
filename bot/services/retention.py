"""Hourly deletion of old pictures, of old prompts where the owner wants it, and of what a crash left behind."""

from __future__ import annotations

import asyncio
import logging

from bot.domain.errors import StorageUnavailable
from bot.domain.guild_privacy import LEFT_DAYS
from bot.domain.limits import DAY_MS
from bot.domain.quota import LONGEST_CAP
from bot.pictures import Pictures
from bot.runtime.clock import Clock
from bot.runtime.heartbeats import rest
from bot.services.copies import delete_erased
from bot.services.guild_config import GuildConfigs
from bot.store import Store

log = logging.getLogger(__name__)

EVERY_S = 3600.0


class Retention:
    """Deletes what is older than the owner's settings say; the ledger always stays."""

    def __init__(
        self,
        *,
        store: Store,
        pictures: Pictures,
        guild_configs: GuildConfigs,
        clock: Clock,
        keep_days: int,
        keep_prompt_days: int,
    ) -> None:
        self._store = store
        self._guild_configs = guild_configs
        self._pictures = pictures
        self._clock = clock
        self._keep_days = keep_days
        self._keep_prompt_days = keep_prompt_days

    async def run(self) -> None:
        """Delete every hour, until cancelled."""
        while True:
            try:
                await self.tick()
            except StorageUnavailable:
                log.warning("nothing old was deleted: the database is unavailable; trying again in an hour")
            await rest(asyncio.sleep(EVERY_S))

    async def tick(self) -> None:
        """Delete once, if the time is certain: the loop's body, for tests."""
        if not self._clock.is_certain:
            log.warning(
                "nothing old was deleted: the machine's clock is wrong, or unconfirmed; trying again in an hour"
            )
            return
        if gone := await self._expire(self._keep_days):
            log.info("deleted pictures past BOT_KEEP_DAYS (jobs: %s)", gone)
        if gone := await self._forget_prompts(self._keep_prompt_days):
            log.info("deleted prompts past BOT_KEEP_PROMPT_DAYS (jobs: %s)", gone)
        if any(gone_there := await self._follow_servers()):
            log.info("deleted what servers keep for less long, or were left with (jobs: %s, prompts: %s)", *gone_there)
        if gone := await self._forget_entries():
            log.info("took members who had everything deleted out of the ledger (entries: %s)", gone)
        if gone := await delete_erased(self._store, self._pictures):
            log.info("deleted copies of deleted pictures (inputs: %s)", gone)
        await self._store.scrub(now=self._clock.now())
        if not self._clock.wrong_by and (gone := await self._sweep()):  # files bear the machine's own time
            log.info("deleted what a crash had left among the pictures (files and folders: %s)", gone)

    async def _expire(self, days: int, guild_id: int | None = None) -> int:
        gone, before = 0, self._ago(days)
        while job_ids := await self._store.expired(before=before, guild_id=guild_id):
            await self._pictures.delete(job_ids)
            await self._store.pictures_deleted(job_ids)
            gone += len(job_ids)
        return gone

    async def _forget_prompts(self, days: int, guild_id: int | None = None) -> int:
        return await self._forget_prompts_before(self._ago(days), guild_id) if days else 0  # 0: never

    async def _forget_prompts_before(self, before: int, guild_id: int | None) -> int:
        gone = 0
        while some := await self._store.forget_prompts(before=before, guild_id=guild_id):
            gone += some
        return gone

    async def _follow_servers(self) -> tuple[int, int]:
        """Delete what servers keep for less long than the owner, and all of those that the bot left long ago."""
        pictures = prompts = 0
        for guild_id, privacy in (await self._guild_configs.every("privacy")).items():
            if days := privacy.keep_picture_days:
                pictures += await self._expire(days, guild_id)
            prompts += await self._forget_prompts(privacy.keep_word_days, guild_id)
        for guild in await self._store.guilds.all():
            if guild.left_behind_at is not None and guild.left_behind_at < self._ago(LEFT_DAYS):
                pictures += await self._expire(0, guild.id)
                prompts += await self._forget_prompts_before(self._ago(0), guild.id)
        return pictures, prompts

    async def _forget_entries(self) -> int:
        """Forget whose a book entry is once no limit counts it any more: so deletion brings nobody new credits."""
        rules = (await self._guild_configs.every("rules")).values()
        counted_s = max(LONGEST_CAP, *(rule.period_s for each in rules for rule in each.all), 0)
        return await self._store.erasures.forget_entries(before=self._clock.now() - counted_s * 1000 - DAY_MS)

    async def _sweep(self) -> int:
        before = self._ago(1)
        folders = await self._pictures.stale_folders(before=before)  # first: a newer order's is not among them
        known = await self._store.existing(folders)
        return await self._pictures.sweep(unknown=frozenset(folders) - known, before=before)

    def _ago(self, days: int) -> int:
        return self._clock.now() - days * DAY_MS
