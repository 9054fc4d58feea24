"""Pictures that reached their member neither on a card nor in a direct message: kept until they ask for them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.actors import Actor
from bot.domain.jobs import Job
from bot.store import Store


class Undelivered:
    """One method a use case; a member gets only their own jobs."""

    def __init__(self, *, store: Store) -> None:
        self._store = store

    async def jobs(self, actor: Actor) -> Sequence[Job]:
        """Return a member's jobs with undelivered pictures, newest first."""
        return await self._store.undelivered(actor.user_id)

    async def handed_over(self, job: Job) -> None:
        """Note that the member has a job's pictures now."""
        await self._store.delivered(job.id, "dm")
