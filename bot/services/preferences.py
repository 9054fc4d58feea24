"""A member's preferences, and whether they are notified of the end of a long wait."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.catalog import Offer
from bot.domain.errors import BadOption
from bot.domain.jobs import Failure, Job, JobState
from bot.domain.limits import HOUR_MS
from bot.domain.preferences import Preferences
from bot.runtime.clock import Clock
from bot.store import Members

LONG_MS = 60_000  # from order to end: hardly a member watches for longer
RECENT_MS = HOUR_MS  # ends that a member is still notified of after a restart


class MemberPreferences:
    """One method a use case; a member sees only their own."""

    def __init__(self, *, members: Members, offer: Offer, clock: Clock) -> None:
        self._members = members
        self._clock = clock
        self._offer = offer

    async def of(self, user_id: int) -> Preferences:
        """Return a member's preferences, of what this bot offers."""
        return Preferences.read(await self._members.preferences(user_id)).offered(self._offer)

    async def change(self, user_id: int, **changes: object) -> Preferences:
        """Change some of a member's preferences and return all of them; raises BadOption for what is not offered."""
        for name, value in changes.items():
            if value is not None and getattr(Preferences.read(changes).offered(self._offer), name) != value:
                raise BadOption(option=name, choices=self._offer.choices(name))
        kept = await self._members.change_preferences(user_id, changes)
        return Preferences.read(kept).offered(self._offer)

    async def should_ping(self, job: Job) -> bool:
        """Return True if a job's member is to be notified now that its end is shown; False is noted for good."""
        if job.state not in (JobState.SUCCEEDED, JobState.FAILED) or not job.guild_id or not job.user_id:
            return False
        if job.erased_at is not None or job.failure is Failure.RESTORED:  # the card may show what came meanwhile
            return False
        if (job.finished_at or 0) - job.created_at <= LONG_MS or await self._members.was_notified(job.id):
            return False
        if (await self.of(job.user_id)).notify:
            return True
        await self.mark_notified(job.id)
        return False

    async def unnotified(self) -> Sequence[Job]:
        """Return the jobs whose member the last process may not have notified."""
        return await self._members.unnotified(since=self._clock.now() - RECENT_MS, longer_than=LONG_MS)

    async def mark_notified(self, job_id: int) -> None:
        """Note that a job's member was notified, for good."""
        await self._members.mark_notified(job_id, now=self._clock.now())
