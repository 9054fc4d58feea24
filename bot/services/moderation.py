"""Moderation: pictures that members report to the owner, and jobs that their member or a moderator deletes for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.actors import Actor
from bot.domain.errors import NotYours, UnknownJob
from bot.domain.jobs import Job
from bot.domain.limits import LAST_ID
from bot.pictures import Pictures
from bot.runtime.clock import Clock
from bot.services.copies import delete_erased
from bot.services.orders import Orders
from bot.store import Report, Store

REPORTS_AN_HOUR = 5  # by one member


@dataclass(frozen=True, kw_only=True)
class OpenReport:
    """A report that the owner was not told of yet, with the reported job."""

    report: Report
    job: Job


class Moderation:
    """One method a use case; each either does it whole or raises a Refusal."""

    def __init__(self, *, store: Store, orders: Orders, pictures: Pictures, clock: Clock) -> None:
        self._store = store
        self._pictures = pictures
        self._orders = orders
        self._clock = clock

    async def report(self, job_id: int, actor: Actor) -> None:
        """Report a job's picture to the owner; raises Reported, TooManyReports or UnknownJob."""
        job = await self._orders.job(job_id, actor)
        await self._store.report(job.id, actor.user_id, most=REPORTS_AN_HOUR, now=self._clock.now())

    async def open_reports(self) -> Sequence[OpenReport]:
        """Return the reports that the owner was not told of yet."""
        found = [(report, await self._store.job(report.job_id)) for report in await self._store.reports()]
        return [OpenReport(report=report, job=job) for report, job in found if job is not None]

    async def reporters(self, job_id: int) -> Mapping[int, bool]:
        """Return who reported a picture, the first one first, and whether the owner was told of each report."""
        return await self._store.reporters(job_id)

    async def report_forwarded(self, open_report: OpenReport) -> None:
        """Note that the owner was told of a report."""
        await self._store.report_forwarded(open_report.report, now=self._clock.now())

    async def erasable(self, job_id: int, actor: Actor) -> Job:
        """Return a job that the actor may delete; raises NotYours or UnknownJob."""
        job = await self._orders.job(job_id, actor)
        if job.user_id != actor.user_id and not actor.can_moderate(job):
            raise NotYours(owner_id=job.user_id)
        return job

    async def erase(self, job_id: int, actor: Actor) -> Job:
        """Delete a job's prompt and pictures for good, ask to cancel it if it is not final, and return the job.

        Its cost stays in the ledger. Pictures that still come are deleted unseen.
        """
        await self.erasable(job_id, actor)
        job = await self._erase(job_id, by_user=actor.user_id)
        if job is not None and not job.is_final:
            await self._orders.cancel_and_wait(job_id)
            job = await self._store.job(job_id)
        if job is None:
            raise UnknownJob
        if job.is_final:
            await self._orders.purge(job_id)
        return job

    async def erase_unseen(self, job_id: int) -> None:
        """Delete a job for good where nobody waits for the outcome; its card goes when it is looked at."""
        job = await self._erase(job_id)
        if job is not None and job.is_final:
            await self._orders.purge_one_of_many(job_id)
        self._orders.wake(job_id)

    async def scrub(self) -> None:
        """Leave nothing of what was deleted so in the database's files."""
        await self._store.scrub(now=self._clock.now())

    async def _erase(self, job_id: int, *, by_user: int = 0) -> Job | None:
        job = await self._store.erase(job_id, by_user=by_user, now=self._clock.now())
        await self.erase_copies(job_id)
        return job

    async def job_of(self, job_id: int) -> Job | None:
        """Return a job for whoever keeps the server: the caller checks that it is theirs to see."""
        return await self._store.job(job_id) if 0 < job_id <= LAST_ID else None

    async def thumbnails(self, job: Job, *, most: int) -> Sequence[bytes]:
        """Return small copies of a job's pictures, as far as they are kept."""
        small = [await self._pictures.thumbnail(image, is_paid=False) for image in job.outputs[:most]]
        return [data for data in small if data is not None]

    async def cover(self, job_id: int, *, by_user: int) -> Sequence[Job]:
        """Put a job's pictures behind a spoiler, with what was made of them; returns the jobs whose cards show one."""
        return await self._store.cover(job_id, by_user=by_user, now=self._clock.now())

    async def erase_copies(self, job_id: int) -> None:
        """Delete what other orders had copied of a deleted job's pictures, and have their cards drawn anew."""
        await self.inputs_erased(await self._store.copies.erased_of(job_id))

    async def inputs_erased(self, job_ids: Sequence[int]) -> None:
        """Delete the files of inputs that are marked as deleted, and have the cards of their jobs drawn anew."""
        await delete_erased(self._store, self._pictures)
        for job_id in job_ids:
            self._orders.wake(job_id)

    async def questions_about(self, job_id: int) -> frozenset[int]:
        """Return the ids of the pending orders that name a job's pictures."""
        return frozenset(await self._store.pending.about(job_id))
