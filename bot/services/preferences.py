"""What is a person's own: their preferences, and a word when a long wait is over."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.domain.catalog import Offer
from bot.domain.jobs import Failure, Job, JobState
from bot.domain.preferences import Preferences
from bot.runtime.clock import Clock
from bot.store import Album

LONG_MS = 60_000  # from order to end: nobody looks on for longer
RECENT_MS = 3_600_000  # ends that a person is still told of after a restart


class MemberPreferences:
    """One method a use case; nobody is told anything of another."""

    def __init__(self, *, album: Album, offer: Offer, clock: Clock) -> None:
        self._album = album
        self._clock = clock
        self._offer = offer
        self._one_at_a_time = asyncio.Lock()  # two changes at once must not lose one

    async def of(self, user_id: int) -> Preferences:
        """Return what somebody prefers, of what this bot offers."""
        return Preferences.read(await self._album.preferences(user_id)).offered(self._offer)

    async def change(self, user_id: int, **changes: object) -> Preferences:
        """Change what somebody prefers, at once and for good, and return how it stands then."""
        async with self._one_at_a_time:
            kept = {**await self._album.preferences(user_id), **changes}
            await self._album.set_preferences(user_id, kept)
        return Preferences.read(kept).offered(self._offer)

    async def should_ping(self, job: Job) -> bool:
        """Tell whether a job's person is to be called now that its end is shown; who isn't is never called for it."""
        if job.state not in (JobState.SUCCEEDED, JobState.FAILED) or not job.guild_id or not job.user_id:
            return False
        if job.erased_at is not None or job.failure is Failure.RESTORED:  # the card may show what came meanwhile
            return False
        if (job.finished_at or 0) - job.created_at <= LONG_MS or await self._album.was_notified(job.id):
            return False
        if (await self.of(job.user_id)).notify:
            return True
        await self.mark_notified(job.id)
        return False

    async def unnotified(self) -> Sequence[Job]:
        """Return the jobs whose person the last process may not have called."""
        return await self._album.unnotified(since=self._clock.now() - RECENT_MS, longer_than=LONG_MS)

    async def mark_notified(self, job_id: int) -> None:
        """Say that a job's person was called, for once and for all."""
        await self._album.mark_notified(job_id, now=self._clock.now())
