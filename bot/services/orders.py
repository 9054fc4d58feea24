"""Orders: placing, cancelling and viewing jobs, for a member, a moderator or the terminal. No Discord in here."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from enum import StrEnum

from bot.domain.actors import Actor
from bot.domain.catalog import PROMPT_LENGTH, Offer, Params
from bot.domain.errors import (
    BadOption,
    BadPrompt,
    Deleted,
    InputUnwanted,
    ModelGone,
    ModelMissing,
    NotHere,
    NotYours,
    OutOfQuota,
    PriceChanged,
    PromptGone,
    Refusal,
    StorageUnavailable,
    TooLate,
    TooManyInputs,
    UnknownJob,
)
from bot.domain.jobs import Canceller, Image, Job, JobState, Order, WaitReason
from bot.domain.limits import LAST_ID
from bot.domain.quota import OwnerLimits, Usage
from bot.domain.text_cleaning import clean_name, clean_words
from bot.pictures import Pictures
from bot.runtime.clock import Clock
from bot.services.admission import Admission
from bot.services.budget import Budget
from bot.services.disk_room import DiskRoom
from bot.services.formats import check_formats, readable
from bot.services.job_view import JobView as JobView
from bot.services.job_view import owned_inputs
from bot.services.refusal_log import RefusalLog
from bot.store import Store
from bot.worker.worker import Worker

INPUT_WAIT_S = 1.0  # for the input pictures, before the first card goes out without them
CANCEL_WAIT_S = 8.0  # for Higgsfield's word on a cancellation
WEBHOOK_WAIT_S = 8.0  # Higgsfield wants its webhook answered within ten


class CancelOutcome(StrEnum):
    """How a request to cancel ended."""

    DONE = "done"  # refunded
    TOO_LATE = "too_late"  # it is being drawn; it counts
    NO_WORD = "no_word"  # Higgsfield stops it no longer, and says nothing readable about it: it counts if it comes
    ASKED = "asked"  # Higgsfield has not said yet


class Orders:
    """One method a use case; each either does it whole or raises a Refusal."""

    def __init__(
        self,
        *,
        store: Store,
        pictures: Pictures,
        worker: Worker,
        clock: Clock,
        offer: Offer,
        caps: OwnerLimits,
        budget: Budget,
        admission: Admission,
        guilds: frozenset[int] = frozenset(),
    ) -> None:
        self._store = store
        self._pictures = pictures
        self._worker = worker
        self._clock = clock
        self.offer = offer
        self.caps = caps  # that no server exceeds
        self._budget = budget
        self._admission = admission
        self._disk_room = DiskRoom(pictures=pictures, clock=clock)
        self._refusals = RefusalLog(store=store, clock=clock)
        self._guilds = guilds
        self._waiters: dict[int, list[asyncio.Event]] = defaultdict(list)

    # ordering

    async def order(self, order: Order) -> JobView:
        """Take an order: check it, book it, and let the worker know; raises a Refusal with nothing booked."""
        try:
            return await self._order(order)
        except Refusal as refusal:
            await self._refusals.refused(order, refusal)
            raise

    async def _order(self, order: Order) -> JobView:
        inputs = tuple(_tidied(image, order.user_id) for image in order.inputs)
        order = replace(order, prompt=clean_words(order.prompt), inputs=inputs)
        self._check(order)
        try:
            order = await self._admission.admit(order)
            job, is_new = await self._booked(order)
        except Refusal:
            await self._admission.not_booked(order)
            raise
        if is_new:
            await self._worker.announce(job)
        if job.is_bound or job.inputs:
            self._worker.wake(job.id)
        return await self._first_card(job)

    async def readable(self, images: Sequence[Image]) -> list[Image]:
        """Return the pictures but for those of a format that isn't read; UnreadFormat where none is left."""
        return await readable(self._pictures, images)

    async def check_formats(self, images: Sequence[Image]) -> None:
        """Raise UnreadFormat where one of the pictures is of a format that isn't read."""
        await check_formats(self._pictures, images)

    def check_server(self, guild_id: int) -> None:
        """Raise NotHere where the owner named servers, and this is none of them; 0 is a direct message."""
        if self._guilds and guild_id not in self._guilds:
            raise NotHere

    def check_edit(self, model: str, inputs: Sequence[Image]) -> None:
        """Raise ModelGone, ModelMissing or InputUnwanted where the model can't edit and names none that can instead."""
        if self.offer.instead(model) is None:
            self.check_inputs(model, inputs[:1])

    def check_inputs(self, model: str, inputs: Sequence[Image]) -> None:
        """Raise ModelGone or ModelMissing, or InputUnwanted or TooManyInputs where it doesn't take these pictures."""
        known = self.offer.model(model, now=self._clock.now())
        if not self.offer.sells(model):
            raise ModelGone
        if not self.offer.has(model, now=self._clock.now()):
            another = self.offer.another(model)
            raise ModelMissing(model=known.title, other=another.name if another else None)
        field = known.inputs
        if inputs and field is None:
            other = self.offer.instead(model)
            raise InputUnwanted(model=known.title, other=other.name if other else None)
        if field and len(inputs) > field.most:
            raise TooManyInputs(limit=field.most)

    async def repeat(self, job_id: int, actor: Actor) -> Order:
        """Return a job's order, to be placed anew by the actor; the caller fills in the surface."""
        job = await self.job_with_prompt(job_id, actor)
        return Order(
            id=0,
            guild_id=job.guild_id,
            channel_id=job.channel_id,
            user_id=job.user_id,
            model=job.model,
            prompt=job.prompt,
            params=job.params,
            inputs=owned_inputs(job),
            parent_id=job.id,
            version=job.version,
        )

    async def job_with_prompt(self, job_id: int, actor: Actor) -> Job:
        """Return a job that the actor can see, with its prompt; raises PromptGone or UnknownJob."""
        job = await self.job(job_id, actor)
        if not job.prompt:
            raise PromptGone
        return job

    async def cancel(self, job_id: int, actor: Actor) -> CancelOutcome:
        """Ask to cancel a job and wait up to 8 s for the outcome; raises NotYours, TooLate or UnknownJob."""
        job = await self.job(job_id, actor)
        self.check_cancel(job, actor)
        by = Canceller.MEMBER if actor.user_id == job.user_id else Canceller.MODERATOR
        return await self.cancel_and_wait(job_id, by)

    async def cancel_and_wait(self, job_id: int, by: Canceller | None = None) -> CancelOutcome:
        """Ask to cancel a job, without a check of rights, and wait up to 8 s for the outcome."""
        with self._watching(job_id) as changed:
            await self._store.request_cancel(job_id, now=self._clock.now(), by=by)
            self._worker.wake(job_id)
            return await self._await_cancel(job_id, changed)

    def check_cancel(self, job: Job, actor: Actor) -> None:
        """Raise NotYours or TooLate where the actor can't cancel a job."""
        if job.user_id != actor.user_id and not actor.can_moderate(job):
            raise NotYours(owner_id=job.user_id)
        if job.is_final:
            raise TooLate

    async def quota(self, actor: Actor, model: str = "banana") -> tuple[Usage, ...]:
        """Return how each limit stands for the actor."""
        now = self._clock.now()
        asker = actor.asker(now=now)
        return await self._store.usage(asker, guild_id=actor.guild_id, model=model, caps=self.caps, now=now)

    # Higgsfield's side

    def job_changed(self, job_id: int) -> None:
        """Wake the calls that wait for a change of the job."""
        for changed in self._waiters.get(job_id, ()):
            changed.set()

    async def webhook_received(self, job_id: int, vendor_id: str = "") -> bool:
        """Handle a webhook for a job; False: the request that it names can't be asked for yet: send it again."""
        with self._watching(job_id) as changed, suppress(TimeoutError):
            if not await self._worker.webhook_received(job_id, vendor_id):
                return True
            async with asyncio.timeout(WEBHOOK_WAIT_S):
                while self._worker.is_unresolved(job_id):
                    await changed.wait()
                    changed.clear()
            return True
        return False

    # the message's side

    async def bind(self, job_id: int, message_id: int, *, rev: int = 0) -> None:
        """Note which message is the job's card, and which rev it shows: from here on the job may be submitted."""
        await self._store.bind(job_id, message_id, now=self._clock.now(), rev=rev)
        await self._worker.card_stands(job_id)

    async def request_cancel(self, job_id: int, by: Canceller | None = None) -> None:
        """Ask to cancel a job, without waiting; nobody pressed: its card never stood, or was deleted."""
        await self._store.request_cancel(job_id, now=self._clock.now(), by=by)
        self._worker.wake(job_id)

    def wake(self, job_id: int) -> None:
        """Have a job that was changed from outside looked at: its next step, and its card."""
        self._worker.wake(job_id)

    async def view(self, job_id: int) -> JobView | None:
        """Return what the job's card should show now."""
        job = await self._store.job(job_id)
        return None if job is None else await self._card(job)

    async def job(self, job_id: int, actor: Actor) -> Job:
        """Return a job that the actor can view, by its card or a repost; raises UnknownJob or Deleted."""
        job = await self._known(job_id)
        if not actor.can_view(job) and not await self._shows(actor.message_id, job):
            raise UnknownJob
        if job.erased_at is not None:
            raise Deleted
        return job

    async def by_message(self, message_id: int) -> Job | None:
        """Return the job whose card or repost this message is."""
        return await self._store.by_message(message_id) if message_id <= LAST_ID else None

    async def purge(self, job_id: int) -> None:
        """Delete the pictures of a deleted job that is final now; the ledger stays."""
        await self.purge_one_of_many(job_id)
        await self._store.scrub(now=self._clock.now())

    async def purge_one_of_many(self, job_id: int) -> None:
        """Do the same, but for what the write-ahead log still has of it: whoever purges many scrubs after them."""
        await self._pictures.delete([job_id])
        await self._store.purged(job_id)

    # inside

    def _check(self, order: Order) -> None:
        if order.channel_id:
            self.check_server(order.guild_id)
        if not order.prompt or len(order.prompt) > PROMPT_LENGTH:
            raise BadPrompt(length=len(order.prompt), limit=PROMPT_LENGTH)
        self.check_inputs(order.model, order.inputs)
        self._disk_room.check()
        self._worker.admit()

    async def _booked(self, order: Order) -> tuple[Job, bool]:
        await check_formats(self._pictures, order.inputs)
        order = replace(order, params=self._params(order))
        cost = self.offer.model(order.model, now=self._clock.now()).cost(order.params)
        if order.shown_cost is not None and cost > order.shown_cost:
            raise PriceChanged(cost=cost)
        with self._trying(order):
            return await self._reserve(order, cost)

    @contextmanager
    def _trying(self, order: Order) -> Iterator[None]:
        """Let a booking be the one of this hour that tries what the account lacked; a refused one was none."""
        lacks, asked = self.offer.lacks, order.params.resolution
        tried = [*lacks.against(order.model, resolution=asked, has_inputs=bool(order.inputs))]
        lacks.begin_try(tried, now=self._clock.now())
        try:
            yield
        except Refusal:
            for lack in tried:
                lacks.put(lack)
            raise

    def _params(self, order: Order) -> Params:
        """Return the params of an order, the usual for what was left open; raises BadOption for what is not offered."""
        model = self.offer.model(order.model, now=self._clock.now())
        params = model.params(asdict(order.params), has_input=bool(order.inputs))
        if option := model.unoffered(params):
            raise BadOption(option=option.name, choices=option.choices)
        return params

    async def _reserve(self, order: Order, cost: int) -> tuple[Job, bool]:
        try:
            booked = await self._store.reserve(order, cost=cost, caps=self.caps, now=self._clock.now())
        except OutOfQuota:
            await self._budget.watch(cost)
            raise
        finally:
            self._budget.booked(order.guild_id)
        return booked

    async def _first_card(self, job: Job) -> JobView:
        """Return the card of a booked order, even where the database can't be read any more."""
        try:
            return await self._card(await self._await_inputs(job))
        except StorageUnavailable:
            return JobView(job=job, now=self._clock.now())

    async def _card(self, job: Job) -> JobView:
        if job.is_final:
            origin = await self._store.library.origin(job.id) if job.version > 1 else None
            return JobView(job=job, origin=origin, now=self._clock.now())
        position = await self._worker.position(job.id)
        wait_reason, now = self._worker.wait_reason(job), self._clock.now()
        is_running = job.state is JobState.RUNNING
        return JobView(
            job=job,
            position=position,
            usual_seconds=await self._worker.usual_seconds(job.model),
            ready_at=None if wait_reason else await self._worker.ready_at(job, position),
            is_late=is_running and job.late_at is not None and job.late_at <= now,
            vendor_status=self._worker.vendor_status(job) if is_running else None,
            wait_reason=wait_reason,
            now=now,
        )

    async def _shows(self, message_id: int, job: Job) -> bool:
        """Return True if a message is a repost of the job."""
        shown = await self.by_message(message_id) if message_id not in (0, job.message_id) else None
        return shown is not None and shown.id == job.id

    async def _known(self, job_id: int) -> Job:
        job = await self._store.job(job_id) if job_id <= LAST_ID else None
        if job is None:
            raise UnknownJob
        return job

    async def _await_inputs(self, job: Job) -> Job:
        """Wait up to 1 s until the input pictures are stored, so that the first card can show them, stripped."""
        if not job.inputs:  # most have none, and in a rush a timer for each is felt
            return job
        with self._watching(job.id) as changed, suppress(TimeoutError):
            async with asyncio.timeout(INPUT_WAIT_S):
                while not job.is_final and any(image.path is None for image in job.inputs):
                    await changed.wait()
                    changed.clear()
                    job = await self._known(job.id)
        return job

    async def _await_cancel(self, job_id: int, changed: asyncio.Event) -> CancelOutcome:
        try:
            async with asyncio.timeout(CANCEL_WAIT_S):
                while True:
                    changed.clear()  # before it is read: a change meanwhile is not missed
                    job = await self._known(job_id)
                    if job.is_final:
                        return CancelOutcome.TOO_LATE if job.charged else CancelOutcome.DONE
                    if job.cancel_refused:
                        is_silent = self._worker.wait_reason(job) is WaitReason.NO_WORD
                        return CancelOutcome.NO_WORD if is_silent else CancelOutcome.TOO_LATE
                    await changed.wait()
        except (TimeoutError, StorageUnavailable):  # the request stands
            return CancelOutcome.ASKED

    @contextmanager
    def _watching(self, job_id: int) -> Iterator[asyncio.Event]:
        """Yield an event that is set with each change of the job."""
        changed = asyncio.Event()
        self._waiters[job_id].append(changed)
        try:
            yield changed
        finally:
            self._waiters[job_id].remove(changed)
            if not self._waiters[job_id]:
                del self._waiters[job_id]


def _tidied(image: Image, user_id: int) -> Image:
    """Return an input with a name that any text takes, and its owner noted only where that is another member."""
    return replace(image, name=clean_name(image.name), owner_id=0 if image.owner_id == user_id else image.owner_id)
