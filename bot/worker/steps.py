"""One step of one job: queued → submitting → running → its end. Starting after a crash runs this same code."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.clock import Clock
from bot.errors import (
    NotAPicture,
    NoUpload,
    PictureGone,
    PictureLater,
    PictureTooBig,
    VendorBusy,
    VendorRefused,
    VendorUnclear,
)
from bot.jobs import Change, Failure, Image, Job, JobState
from bot.pictures import Pictures
from bot.store import Store
from bot.vendor import Answer, Submission, Vendor, VendorState
from bot.worker import pace
from bot.worker.collect import Collector
from bot.worker.gate import Gate
from bot.worker.health import ACCOUNT_FAILURES, Health

log = logging.getLogger(__name__)

AGAIN = 0.0  # seconds: the next step can be taken at once
INPUT_PATIENCE_MS = 120_000  # for an attachment that can't be fetched just now
UNKNOWN_KEY_S = 60.0  # between two questions with a refused key: a paid job is never given up for it
STUBBORN_MS = 10_800_000  # for a request that the vendor stumbles over while it answers others: then it counts
ADOPTION_MS = 7 * 86_400_000  # the vendor keeps results for seven days
LONGEST_ADOPTION_S = 3600.0
HELD_AFTER_DEADLINE_MS = 3_600_000  # by then the vendor has surely freed the slot, or says so itself
HELD_AFTER_UNCLEAR_MS = 60_000  # a usual drawing's time
REPEATABLE_MS = 86_400_000  # how long an unclear order may be repeated with its key

_ENDED = {
    VendorState.FAILED: Change(to=JobState.FAILED, failure=Failure.FAILED),
    VendorState.NSFW: Change(to=JobState.FAILED, failure=Failure.NSFW),
    VendorState.CANCELED: Change(to=JobState.CANCELLED),
}


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What the host's settings say to the worker."""

    deadline_s: float = 600
    queue_s: float = 10_800
    idempotent: bool = False
    inputs: str = "auto"  # upload | link | auto: link only where the account has no upload


@dataclass
class Watch:
    """What this process remembers of a job; nothing in it is needed after a restart."""

    failures: int = 0  # in a row
    drawn_for: float = 0.0  # seconds that the vendor had while we were up and it answered
    answered_at: float | None = None  # monotonic; None after a failure
    vendor_id: str | None = None  # accepted, but not written down yet


class Steps:
    """The state machine's arrows, one method a state; each returns the seconds until the next step, None for a poke."""

    def __init__(
        self,
        *,
        store: Store,
        vendor: Vendor,
        pictures: Pictures,
        clock: Clock,
        gate: Gate,
        health: Health,
        terms: Terms,
    ) -> None:
        self._store = store
        self._vendor = vendor
        self._pictures = pictures
        self._clock = clock
        self._gate = gate
        self._health = health
        self._terms = terms
        self._watches: dict[int, Watch] = {}
        self._durations: dict[str, Sequence[int]] = {}  # by model
        self._collect = Collector(pictures=pictures, clock=clock)

    async def advance(self, job_id: int) -> float | None:
        """Take the job one step on."""
        job = await self._store.job(job_id)
        if job is None:
            return None
        match job.state:
            case JobState.QUEUED:
                return await self._start(job)
            case JobState.SUBMITTING:
                return await self._resolve(job)
            case JobState.RUNNING:
                return await self._watch(job)
            case _:
                return await self._rest(job)

    async def durations(self, model: str) -> Sequence[int]:
        """Return how long the last jobs of a model took at the vendor (ms), read anew after each success."""
        if model not in self._durations:
            self._durations[model] = await self._store.durations(model)
        return self._durations[model]

    def remember(self, job: Job) -> None:
        """Hold the slot that a job has at the vendor, as it was before a restart."""
        if job.state in (JobState.SUBMITTING, JobState.RUNNING) or self._may_hold(job):
            self._gate.hold(job.id, user_id=job.user_id)

    # queued

    async def _start(self, job: Job) -> float | None:
        self._gate.release(job.id)  # the vendor has nothing of it, whatever an earlier try stumbled over
        if job.cancel_at is not None:
            return await self._end(job, Change(to=JobState.CANCELLED))
        if any(image.path is None for image in job.inputs):
            return await self._read_inputs(job)
        if not job.is_bound:
            return None
        patience = self._terms.queue_s - self._waited(job) / 1000
        if patience < 0:
            return await self._end(job, self._gave_up_waiting())
        self._gate.join(job.id, user_id=job.user_id, since=job.created_at)
        if job.id not in self._gate.next():
            return patience + 1
        pause = self._health.pause_left()
        if pause:
            self._gate.leave(job.id)
            return pause
        self._gate.enter(job.id)
        return await self._submit(job)

    async def _read_inputs(self, job: Job) -> float | None:
        watch = self._watches.setdefault(job.id, Watch())
        for image in (i for i in job.inputs if i.path is None):
            try:
                taken = await self._pictures.take_input(job.id, image)
            except PictureLater:
                if self._waited(job) < INPUT_PATIENCE_MS:
                    watch.failures += 1
                    return pace.back_off(watch.failures)
                return await self._fail(job, Failure.INPUT_GONE)
            except PictureGone:
                return await self._fail(job, Failure.INPUT_GONE)
            except PictureTooBig:
                return await self._fail(job, Failure.INPUT_TOO_BIG)
            except NotAPicture:
                return await self._fail(job, Failure.INPUT_NOT_PICTURE)
            await self._store.took_input(job.id, taken, now=self._clock.now())
        watch.failures = 0
        return AGAIN

    def _gave_up_waiting(self) -> Change:
        away = self._health.is_away() or self._health.is_paused()
        return Change(to=JobState.FAILED, failure=Failure.VENDOR_AWAY if away else Failure.VENDOR_BUSY)

    async def _submit(self, job: Job) -> float | None:
        try:
            await self._health.make_sure()
            inputs = [await self._send(image) for image in job.inputs]
        except VendorBusy as error:
            return await self._later(job, error)
        except VendorRefused as error:
            return await self._refused(job, error)
        submitting = await self._apply(job, Change(to=JobState.SUBMITTING, inputs=tuple(inputs)))
        if submitting is None:
            self._gate.release(job.id)
            return AGAIN
        return await self._order(submitting)

    async def _send(self, image: Image) -> Image:
        path = self._pictures.path(image)
        if path is None:
            raise VendorRefused(Failure.INPUT_GONE, "the input is no longer on disk")
        if self._terms.inputs == "link":
            return image
        try:
            return replace(image, url=await self._vendor.upload(path, _content_type(path)))
        except NoUpload:
            if self._terms.inputs == "upload" or not image.url:
                raise VendorRefused(Failure.INPUT_UNWANTED, "the account has no upload") from None
            return image

    async def _order(self, job: Job, *, repeat: bool = False) -> float | None:
        """POST; a repeat follows an unclear try with the same key, so that only an id or time can settle it."""
        watch = self._watches.setdefault(job.id, Watch())
        try:
            watch.vendor_id = await self._vendor.submit(_submission(job))
        except VendorUnclear as error:
            log.warning("job %s: the order's outcome is unclear: %s", job.id, error)
            self._health.silent()
            return await self._unclear(job)
        except VendorRefused as error:
            return await (self._give_up(job) if repeat else self._refused(job, error))
        except VendorBusy as error:
            if repeat:
                return self._retry(watch, error.retry_after)
            await self._apply(job, Change(to=JobState.QUEUED, detail=str(error)))
            return await self._later(job, error)
        return await self._accepted(job, watch.vendor_id)

    async def _accepted(self, job: Job, vendor_id: str) -> float | None:
        await self._apply(job, Change(to=JobState.RUNNING, vendor_id=vendor_id))
        self._watches[job.id] = Watch(answered_at=self._clock.monotonic())
        await self._health.accepted()
        return pace.first_ask(await self.durations(job.model))

    async def _refused(self, job: Job, error: VendorRefused) -> float | None:
        self._health.answered()
        if error.reason in ACCOUNT_FAILURES:
            await self._health.report(error.reason, f"job {job.id}")
        log.warning("job %s: the vendor refused it: %s", job.id, error)
        return await self._fail(job, error.reason)

    async def _later(self, job: Job, error: VendorBusy) -> float:
        self._health.put_off(error)
        self._gate.release(job.id)
        self._gate.leave(job.id)
        return self._retry(self._watches.setdefault(job.id, Watch()), error.retry_after)

    def _retry(self, watch: Watch, retry_after: float | None = None) -> float:
        watch.failures += 1
        return retry_after if retry_after is not None else pace.back_off(watch.failures)

    # submitting: nobody knows whether the vendor took it

    async def _resolve(self, job: Job) -> float | None:
        self._gate.hold(job.id, user_id=job.user_id)
        watch = self._watches.setdefault(job.id, Watch())
        if watch.vendor_id is not None:
            return await self._accepted(job, watch.vendor_id)
        return await self._order(job, repeat=True) if self._may_repeat(job) else await self._give_up(job)

    async def _unclear(self, job: Job) -> float | None:
        if self._may_repeat(job):
            return self._retry(self._watches[job.id])
        return await self._give_up(job)

    async def _give_up(self, job: Job) -> float | None:
        await self._health.report(Failure.UNCLEAR, f"job {job.id}")
        return await self._fail(job, Failure.UNCLEAR)

    def _may_repeat(self, job: Job) -> bool:
        return self._terms.idempotent and self._waited(job) < REPEATABLE_MS

    # running

    async def _watch(self, job: Job) -> float | None:
        if not self._collect.is_fetching(job.id):
            self._gate.hold(job.id, user_id=job.user_id)
        if job.cancel_at is not None and not job.cancel_refused:
            cancelled = await self._try_cancel(job)
            if cancelled:
                return await self._end(job, Change(to=JobState.CANCELLED))
        answer = await self._ask(job)
        if isinstance(answer, float):
            return answer
        return await self._heed(job, answer)

    async def _try_cancel(self, job: Job) -> bool:
        try:
            accepted = await self._vendor.cancel(job.vendor_id or "")
        except (VendorBusy, VendorRefused):
            return False  # asked again with the next step
        if not accepted:
            await self._store.refuse_cancel(job.id, now=self._clock.now())
        return accepted

    async def _ask(self, job: Job) -> Answer | float:
        """Ask the vendor; seconds to wait where it gave no answer."""
        watch = self._watches.setdefault(job.id, Watch())
        try:
            answer = await self._vendor.status(job.vendor_id or "")
        except VendorBusy as error:
            stumbles = await self._health.stumbles(error)
            if not stumbles or self._clock.now() - (job.submitted_at or job.created_at) < STUBBORN_MS:
                self._collect.pause(job.id)
                watch.answered_at = None
                return self._retry(watch, error.retry_after)
            answer = Answer(state=VendorState.UNKNOWN, error=str(error))
        except VendorRefused as error:
            if error.reason in ACCOUNT_FAILURES:
                await self._health.report(error.reason, f"job {job.id}")
                self._collect.pause(job.id)
                watch.answered_at = None
                return UNKNOWN_KEY_S
            answer = Answer(state=VendorState.UNKNOWN, error=str(error))
        self._health.answered()
        now = self._clock.monotonic()
        watch.drawn_for += now - watch.answered_at if watch.answered_at is not None else 0
        watch.answered_at, watch.failures = now, 0
        return answer

    async def _heed(self, job: Job, answer: Answer) -> float | None:
        if answer.state is VendorState.COMPLETED:
            return await self._deliver(job, answer)
        if ended := _ENDED.get(answer.state):
            return await self._end(job, ended)
        watch = self._watches[job.id]
        if watch.drawn_for >= self._terms.deadline_s:
            return await self._fail(job, Failure.DEADLINE)
        return pace.next_ask((self._clock.now() - (job.submitted_at or job.created_at)) / 1000)

    async def _deliver(self, job: Job, answer: Answer) -> float | None:
        self._gate.release(job.id)
        found = await self._collect.collect(job, answer.image_urls)
        if isinstance(found, float):
            return found
        if not found:
            return await self._fail(job, Failure.NO_IMAGE)
        price = job.cost // job.params.count
        self._durations.pop(job.model, None)
        return await self._end(job, Change(to=JobState.SUCCEEDED, outputs=found, cost=price * len(found)))

    # final

    async def _rest(self, job: Job) -> float | None:
        """Nothing more to do, unless the vendor's request may outlive our patience: then it is adopted when it ends."""
        if not job.is_adoptable or not job.vendor_id or self._since_end(job) > ADOPTION_MS:
            self._forget(job)
            return None
        if not self._may_hold(job):
            self._gate.release(job.id)
        answer = await self._ask(job)
        if isinstance(answer, float):
            return max(answer, 30.0)
        if answer.state is VendorState.COMPLETED:
            await self._apply(job, Change(to=JobState.RUNNING, vendor_id=job.vendor_id, detail="turned up"))
            return AGAIN
        if answer.state in _ENDED:
            self._forget(job)
            return None
        return min(LONGEST_ADOPTION_S, max(60.0, self._since_end(job) / 1000))

    def _forget(self, job: Job) -> None:
        self._gate.release(job.id)
        self._watches.pop(job.id, None)

    def _may_hold(self, job: Job) -> bool:
        if not job.is_adoptable:
            return False
        return self._since_end(job) < (HELD_AFTER_DEADLINE_MS if job.vendor_id else HELD_AFTER_UNCLEAR_MS)

    # shared

    async def _fail(self, job: Job, failure: Failure) -> float | None:
        return await self._end(job, Change(to=JobState.FAILED, failure=failure))

    async def _end(self, job: Job, change: Change) -> float | None:
        ended = await self._apply(job, change)
        self._gate.leave(job.id)
        if ended is None or not self._may_hold(ended):
            self._gate.release(job.id)
        self._watches.pop(job.id, None)
        self._collect.forget(job.id)
        return 60.0 if ended is not None and ended.is_adoptable else None

    async def _apply(self, job: Job, change: Change) -> Job | None:
        moved = await self._store.apply(job, change, now=self._clock.now())
        if moved is not None:
            log.info(
                "job %s: %s → %s%s", job.id, job.state, change.to, f" ({change.failure})" if change.failure else ""
            )
        return moved

    def _waited(self, job: Job) -> int:
        return self._clock.now() - job.created_at

    def _since_end(self, job: Job) -> int:
        return self._clock.now() - (job.finished_at or self._clock.now())


def _submission(job: Job) -> Submission:
    return Submission(
        model=job.model,
        prompt=job.prompt,
        params=job.params,
        input_urls=tuple(image.url for image in job.inputs),
        idempotency_key=job.idempotency_key,
    )


def _content_type(path: Path) -> str:
    return {".png": "image/png", ".webp": "image/webp", ".gif": "image/gif"}.get(path.suffix, "image/jpeg")
