"""One step of one job: queued → submitting → running → its end. Starting after a crash runs this same code."""

from __future__ import annotations

from bot.domain.jobs import Failure, Job, JobState, Transition
from bot.worker.known_jobs import KnownJobs
from bot.worker.next_step import WHEN_WOKEN, NextStep, NotYet, after
from bot.worker.parts import WorkerParts
from bot.worker.polling import Poller
from bot.worker.submitting import Submitter


class StateMachine:
    """Hands a job to the room that takes it on from where it stands."""

    def __init__(self, parts: WorkerParts, *, submitter: Submitter, poller: Poller) -> None:
        self._store = parts.store
        self._transitions = parts.transitions
        self._known = KnownJobs(parts.clock)
        self._submitter = submitter
        self._poller = poller

    async def advance(self, job_id: int) -> NextStep:
        """Take the job one step on; return when the next one is due."""
        known = self._known.recall(job_id)
        step = await self._advance(known or await self._store.job(job_id))
        if step.job is None:
            self._known.drop(job_id)
        else:
            self._known.keep(step.job)
        return NextStep(seconds=step.seconds, is_news=step.is_news or known is None)

    def known(self, job_id: int) -> Job | None:
        """Return a job as its row stands, where that is known without reading it."""
        return self._known.known(job_id)

    def changed(self, job_id: int) -> None:
        """Note that a job's row may have changed: the next step reads it."""
        self._known.drop(job_id)

    async def _advance(self, job: Job | None) -> NextStep:
        if job is None:
            return WHEN_WOKEN
        await self._transitions.settle_slot(job)
        try:
            return await self._take_on(job)
        except NotYet as not_yet:
            return after(not_yet.seconds)

    async def abandon(self, job: Job) -> NextStep:
        """End a job that an error of our own holds up: what Higgsfield may have is still looked for."""
        match job.state:
            case JobState.QUEUED:
                return await self._transitions.end(job, Transition(to=JobState.CANCELLED))
            case JobState.SUBMITTING:
                return await self._transitions.fail(job, Failure.UNCLEAR)
            case _:
                return await self._transitions.fail(job, Failure.DEADLINE)

    async def reclaim_slot(self, job: Job) -> None:
        """Hold the slot that a job has at Higgsfield, as it was before a restart."""
        await self._transitions.reclaim_slot(job)

    async def _take_on(self, job: Job) -> NextStep:
        match job.state:
            case JobState.QUEUED:
                return await self._submitter.start(job)
            case JobState.SUBMITTING:
                return await self._submitter.resolve(job)
            case JobState.RUNNING:
                return await self._poller.follow(job)
            case _:
                return await self._poller.adopt_late_result(job)
