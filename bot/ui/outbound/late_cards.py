"""Cards that could not be reached when they changed: edited once their channel lets the bot in again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

import discord

from bot.domain.jobs import Job
from bot.domain.limits import DAY_MS
from bot.runtime.clock import Clock
from bot.runtime.heartbeats import rest
from bot.runtime.scheduler import KeyedScheduler
from bot.runtime.seats import Seats
from bot.ui.outbound.card_copies import CardCopies
from bot.ui.outbound.card_updater import PACE_S, CardUpdater

EVERYWHERE = 0  # in place of a server's id
SETTLE_S = 5.0  # what a server changes at once, Discord tells in many events
AT_A_TIME = 50
REST_S = 30.0  # between so many
RECENT_MS = 7 * DAY_MS  # later on nobody waits for it any more
TRIES = 3  # of one card in one process: what refuses it is not always a right that we can look at


class UnreachedStore(Protocol):
    """The part of the store about cards that are out of date."""

    async def unreached(self, *, guild_id: int, since: int) -> Sequence[Job]:
        """As in `bot.store.Store`."""
        ...


class LateCards:
    """Looks through a server's cards after it changed, any number of events by one look."""

    def __init__(
        self, *, bot: discord.Client, store: UnreachedStore, cards: CardUpdater, copies: CardCopies, clock: Clock
    ) -> None:
        self._bot = bot
        self._store = store
        self._cards = cards
        self._copies = copies
        self._clock = clock
        self._tries: Counter[int] = Counter()
        self._scheduler = KeyedScheduler(self._review, clock=clock, seats=Seats(1), name="late cards")
        self.heartbeat = self._scheduler.heartbeat

    def server_changed(self, guild_id: int = EVERYWHERE) -> None:
        """Look through a server's cards soon."""
        self._scheduler.wake(guild_id, after=SETTLE_S)

    async def run(self) -> None:
        """Look through servers until cancelled."""
        await rest(self._scheduler.run())  # which says itself when it is at work

    async def stop(self) -> None:
        """Leave the rest to the next start."""
        await self._scheduler.shutdown()

    async def _review(self, guild_id: int) -> float | None:
        """Have a server's cards edited that can be reached now; returns the seconds until those that are left."""
        found = await self._store.unreached(guild_id=guild_id, since=self._clock.now() - RECENT_MS)
        reachable = [job for job in found if self._tries[job.id] < TRIES and await self._is_open(job)]
        for number, job in enumerate(reachable[:AT_A_TIME]):
            self._tries[job.id] += self._cards.reach_again(job, after=number * PACE_S)
        return REST_S if len(reachable) > AT_A_TIME else None

    async def _is_open(self, job: Job) -> bool:
        return any(self._lets_in(place) for place in (job, *await self._copies.reposts(job)))

    def _lets_in(self, job: Job) -> bool:
        """Return True if nothing that Discord has told us keeps us from editing a job's message."""
        if not job.guild_id:
            return True
        guild = self._bot.get_guild(job.guild_id)
        channel = guild.get_channel_or_thread(job.channel_id) if guild else None
        if guild is None or channel is None:
            return False  # an archived thread is not among them, nor one that is hidden from us
        until = guild.me.timed_out_until
        if until is not None and (left := until.timestamp() - self._clock.now() / 1000) > 0:
            self._scheduler.wake(guild.id, after=left + SETTLE_S)  # Discord does not tell of its end
            return False
        return _may_edit(channel, guild.me, with_files=bool(job.inputs or job.outputs))


def _may_edit(channel: discord.abc.GuildChannel | discord.Thread, me: discord.Member, *, with_files: bool) -> bool:
    if isinstance(channel, discord.Thread) and channel.parent is None:
        return False
    rights = channel.permissions_for(me)
    if isinstance(channel, discord.Thread) and channel.locked and not rights.manage_threads:
        return False
    return rights.view_channel and (rights.attach_files or not with_files)
