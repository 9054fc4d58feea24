"""Versions: the orders that go on from a job's pictures, and the job that it came from itself."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.actors import Actor
from bot.domain.catalog import INPUT_RATIO, Model, Params
from bot.domain.errors import InputErased, InputUnwanted, ModelGone, PicturesGone, TooManyInputs, UnknownJob
from bot.domain.jobs import Failure, Image, Job, JobState, Order
from bot.pictures import Pictures
from bot.services.job_view import owned_inputs
from bot.services.orders import Orders
from bot.store import Store

THUMBNAILS_S = 2.0  # for the pictures of a question, which does without
#: What a version starts from, beside one of the job's pictures (by its position): the job's own inputs, or nothing.
BEFORE, WORDS = "before", "words"
#: Failures that are the input pictures' own: those are not offered again.
BAD_INPUTS = frozenset(
    {Failure.INPUT_GONE, Failure.INPUT_NOT_PICTURE, Failure.INPUT_TOO_BIG, Failure.INPUT_ERASED, Failure.INPUT_UNWANTED}
)


@dataclass(frozen=True, kw_only=True)
class VersionOptions:
    """What a new version can start from, and what it has unless the member chooses."""

    job: Job
    model: Model  # that will draw
    starts: tuple[str, ...]  # positions of pictures, BEFORE, WORDS
    start: str  # unless the member chooses

    @property
    def params(self) -> Params:
        """The job's params, as far as the model that will draw offers them."""
        return self.job.params if self.model.name == self.job.model else self.model.fit(self.job.params)

    @property
    def takes_inputs(self) -> bool:
        """Return True if the version can start from pictures."""
        return self.model.inputs is not None

    @property
    def is_as_before(self) -> bool:
        """Return True if the version starts from what the job started from, unless the member chooses."""
        return self.start == (BEFORE if self.job.inputs else WORDS)

    @property
    def ratio(self) -> str:
        """The ratio unless the member chooses: a picture's own, else as before."""
        has_input = self.start != WORDS
        chosen = None if self.start.isdecimal() else self.params.ratio
        return self.model.ratio(chosen, has_input=has_input)

    @property
    def count(self) -> int:
        """How many pictures unless the member chooses: one where a picture is changed, else as before."""
        return 1 if self.start.isdecimal() else self.params.count


@dataclass(frozen=True, kw_only=True)
class VersionRequest:
    """The form as the member filled it in, unchecked; what they left out is as VersionOptions has it."""

    prompt: str
    start: str = ""
    ratio: str = ""
    count: int | None = None
    resolution: str = ""
    extra: tuple[Image, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CardActions:
    """What else a member can do with a finished card."""

    job: Job
    is_favourite: bool
    has_before: bool  # a picture that it started from, to look at beside it
    origin: Job | None  # the older version it goes back to, where they can see it
    origin_picture: int  # the one of its pictures
    is_erasable: bool
    variable: tuple[int, ...]  # the positions of the pictures that a variation can start from
    vary_cost: int  # of one


class Versions:
    """One method a use case, on top of Orders."""

    def __init__(self, *, orders: Orders, store: Store, pictures: Pictures) -> None:
        self._orders = orders
        self._store = store
        self._pictures = pictures

    # going on

    async def options(self, job_id: int, actor: Actor, *, position: int = 0, is_better: bool = False) -> VersionOptions:
        """Return what a version can start from, by the job's own model or the better one that it names.

        Raises UnknownJob, PromptGone, PicturesGone or ModelGone.
        """
        job = await self._orders.job_with_prompt(job_id, actor)
        model = self._model(job, is_better=is_better)
        pictures = [str(image.position) for image in job.outputs if await self._pictures.has(image)]
        if job.outputs and not pictures:
            raise PicturesGone
        before = [BEFORE] if await self._has_inputs(job) else []
        starts = (*pictures, *before, WORDS) if model.inputs else (WORDS,)
        usual = [BEFORE, WORDS] if is_better else [str(position), *pictures, BEFORE, WORDS]
        start = next(start for start in usual if start in starts)
        return VersionOptions(job=job, model=model, starts=starts, start=start)

    async def order(self, job_id: int, actor: Actor, request: VersionRequest, *, is_better: bool = False) -> Order:
        """Return the order of a new version, for the member who pays to place.

        Raises what `options` does, or TooManyInputs.
        """
        return await self._order(await self.options(job_id, actor, is_better=is_better), actor, request)

    async def prompt_options(self, job_id: int, actor: Actor) -> VersionOptions:
        """Return what an order with the prompt of a job of the actor's own can have, and no picture of it.

        Another model draws where the job's is no longer there. Raises UnknownJob, PromptGone or ModelGone.
        """
        job = await self._orders.job_with_prompt(job_id, actor)
        if job.user_id != actor.user_id:
            raise UnknownJob
        offer = self._orders.offer
        other = None if offer.has(job.model) else offer.another(job.model)
        return VersionOptions(job=job, model=other or self._model(job, is_better=False), starts=(WORDS,), start=WORDS)

    async def order_with_prompt(self, job_id: int, actor: Actor, request: VersionRequest) -> Order:
        """Return the order of a form that began with a job's prompt; raises what `prompt_options` does."""
        order = await self._order(await self.prompt_options(job_id, actor), actor, request)
        return replace(order, parent_id=None, version=1)

    async def _order(self, basis: VersionOptions, actor: Actor, request: VersionRequest) -> Order:
        job, model = basis.job, basis.model
        inputs = (*await self._start(basis, actor, request.start or basis.start), *request.extra)
        if model.inputs and len(inputs) > model.inputs.most:
            raise TooManyInputs(limit=model.inputs.most)
        ratio = request.ratio or basis.ratio
        if ratio == INPUT_RATIO and not inputs:
            ratio = basis.params.ratio
        params = replace(
            basis.params,
            count=basis.count if request.count is None else request.count,
            ratio=model.ratio(ratio, has_input=bool(inputs)),
            resolution=request.resolution or basis.params.resolution,
        )
        order = replace(
            await self._orders.repeat(job.id, actor), prompt=request.prompt, model=model.name, params=params
        )
        numbered = tuple(replace(image, position=position) for position, image in enumerate(inputs))
        return replace(order, inputs=numbered, version=job.version + (job.state is JobState.SUCCEEDED))

    async def vary(self, job_id: int, actor: Actor, position: int) -> Order:
        """Return the order of one picture from one of the job's, with the same prompt.

        Raises InputUnwanted, PicturesGone, and what `order` does.
        """
        job = await self._orders.job_with_prompt(job_id, actor)
        model, other = self._model(job, is_better=False), self._orders.offer.instead(job.model)
        if model.inputs is None:
            raise InputUnwanted(model=model.title, other=other.name if other else None)
        return await self.order(job_id, actor, VersionRequest(prompt=job.prompt, start=str(position)))

    async def again(self, job_id: int, actor: Actor) -> Order:
        """Return the same order once more; raises UnknownJob, PromptGone, InputErased or PicturesGone."""
        job = await self._orders.job_with_prompt(job_id, actor)
        if any(image.is_erased for image in job.inputs):
            raise InputErased
        if job.state is JobState.SUCCEEDED and any(image.path is None for image in job.inputs):
            raise PicturesGone
        return replace(await self._orders.repeat(job_id, actor), shown_cost=job.cost)

    async def picture(self, job_id: int, actor: Actor, position: int) -> Image:
        """Return one of a job's pictures; raises UnknownJob or PicturesGone."""
        job = await self._orders.job(job_id, actor)
        image = next((image for image in job.outputs if image.position == position), None)
        if image is None:
            raise UnknownJob
        if not await self._pictures.has(image):
            raise PicturesGone
        return replace(image, position=0, name=f"picture-{position + 1}", owner_id=job.user_id)

    async def thumbnails(self, job: Job) -> Sequence[bytes | None]:
        """Return a small JPEG of each of a job's pictures; None for one that can't be had, or not soon."""
        try:
            async with asyncio.timeout(THUMBNAILS_S):
                return await asyncio.gather(*(self._pictures.thumbnail(i, is_paid=False) for i in job.outputs))
        except TimeoutError:
            return [None] * len(job.outputs)

    # looking back

    async def actions(self, job_id: int, actor: Actor) -> CardActions:
        """Return what else the actor can do with a card; raises UnknownJob."""
        job = await self._orders.job(job_id, actor)
        picked = re.fullmatch(r"picture-(\d)", job.inputs[0].name) if job.inputs else None
        return CardActions(
            job=job,
            is_favourite=await self._store.library.is_favourite(actor.user_id, job_id),
            has_before=bool(job.inputs and job.outputs) and await self._have(job.inputs[0], job.outputs[0]),
            origin=await self._origin(job, actor),
            origin_picture=int(picked[1]) - 1 if picked else 0,
            is_erasable=job.user_id == actor.user_id or actor.can_moderate(job),
            variable=await self._variable(job),
            vary_cost=self._orders.offer.cost(job.model, replace(job.params, count=1)),
        )

    async def before_and_after(self, job_id: int, actor: Actor, position: int) -> bytes:
        """Return a JPEG of a job's input and output side by side; raises UnknownJob or PicturesGone."""
        job = await self._orders.job(job_id, actor)
        after = await self.picture(job_id, actor, position)
        joined = await self._pictures.side_by_side(job.inputs[0], after) if job.inputs else None
        if joined is None:
            raise PicturesGone
        return joined

    # inside

    async def _variable(self, job: Job) -> tuple[int, ...]:
        offer = self._orders.offer
        if not job.prompt or not offer.has(job.model) or offer.model(job.model).inputs is None:
            return ()
        return tuple([image.position for image in job.outputs if await self._pictures.has(image)])

    async def _origin(self, job: Job, actor: Actor) -> Job | None:
        """Return the version before, where it is the actor's own or stands in the actor's channel as the job does."""
        origin = await self._store.library.origin(job.id)
        if origin is None or origin.erased_at is not None or not origin.prompt:
            return None
        beside = actor.is_where(job) and actor.is_where(origin) and origin.removed_at is None
        return origin if beside or origin.user_id == actor.user_id else None

    async def _start(self, basis: VersionOptions, actor: Actor, start: str) -> tuple[Image, ...]:
        if start not in basis.starts:
            raise PicturesGone
        if start == WORDS:
            return ()
        return owned_inputs(basis.job) if start == BEFORE else (await self.picture(basis.job.id, actor, int(start)),)

    def _model(self, job: Job, *, is_better: bool) -> Model:
        offer = self._orders.offer
        model = offer.better(job.model) if is_better else offer.model(job.model)
        if model is None:
            raise ModelGone
        self._orders.check_inputs(model.name, ())
        return model

    async def _has_inputs(self, job: Job) -> bool:
        if job.state is JobState.SUCCEEDED:
            return bool(job.inputs) and await self._have(*job.inputs)
        return bool(job.inputs) and job.failure not in BAD_INPUTS

    async def _have(self, *images: Image) -> bool:
        return all([await self._pictures.has(image) for image in images])
