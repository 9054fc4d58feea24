"""What Higgsfield's account can't do, learned from its refusals: kept, told the owner, and unlearned by a success."""

from __future__ import annotations

from bot.domain.catalog import Offer
from bot.domain.errors import VendorBusy, VendorRefused
from bot.domain.jobs import Failure, Job
from bot.domain.lacks import INPUTS, LOCKED, MODEL, Lack
from bot.runtime.clock import Clock
from bot.store import Store
from bot.worker.events import WorkerEvents

LOCKED_AFTER_MS = 600_000  # of 423 without an order taken: then the model is out of the offer

_FAILURES = {
    MODEL: Failure.MODEL_MISSING,
    LOCKED: Failure.MODEL_LOCKED,
    INPUTS: Failure.INPUT_UNWANTED,
}


class Account:
    """Keeps the offer as the account is."""

    def __init__(self, *, store: Store, offer: Offer, clock: Clock, events: WorkerEvents) -> None:
        self._store = store
        self._offer = offer
        self._clock = clock
        self._events = events
        self._locked_since: dict[str, int] = {}  # model -> the first 423 in a row, steady ms

    async def restore(self) -> None:
        """Take up what was learned before a restart."""
        for lack in await self._store.lacks():
            self._offer.lacks.put(lack)

    def refusal(self, job: Job) -> VendorRefused | None:
        """Return why a job need not be sent: while it waited, another one learned what it lacks."""
        lacks = [lack for lack in self._against(job) if job.created_at < lack.since]
        return VendorRefused(_failure(lacks[0]), "known by another order") if lacks else None

    async def learn(self, job: Job, failure: Failure) -> None:
        """Note what a refusal of the submission says of the account; the owner is told once."""
        sold = next((model for model in self._offer.models if model.name == job.model), None)
        if sold is None or (failure is Failure.INPUT_UNWANTED and sold.inputs is None):
            return  # our own catalogue said so
        whats = [what for what, known in _FAILURES.items() if known is failure]
        if failure is Failure.RESOLUTION_MISSING and job.params.resolution:
            whats = [job.params.resolution]
        for what in whats:
            await self._learn(job.model, what)

    def locked(self, job: Job, error: VendorBusy) -> VendorRefused | None:
        """Note that the model was locked (423); returns the refusal once it was for long, or is known to be."""
        if not error.is_locked:
            return None
        now = int(self._clock.monotonic() * 1000)
        since = self._locked_since.setdefault(job.model, now)
        if self._offer.lacks.find(job.model, LOCKED) is None and now - since < LOCKED_AFTER_MS:
            return None
        return VendorRefused(Failure.MODEL_LOCKED, str(error))

    async def record_accepted(self, job: Job) -> None:
        """Note that Higgsfield took an order: what stood against it is over."""
        self._locked_since.pop(job.model, None)
        for lack in self._against(job):
            await self._store.drop_lack(lack.model, lack.what)
            self._offer.lacks.drop(lack)
            await self._store.close_incident(_incident(lack))
            await self._tell(f"{_word(lack)}_back {lack.model}", lack)

    async def _learn(self, model: str, what: str) -> None:
        now = self._clock.now()
        known = self._offer.lacks.find(model, what)
        lack = Lack(model=model, what=what, since=known.since if known else now, tried_at=now)
        await self._store.keep_lack(lack)
        self._offer.lacks.put(lack)
        await self._store.close_incident(f"{_word(lack)}_back {model}")
        await self._tell(_incident(lack), lack)

    async def _tell(self, kind: str, lack: Lack) -> None:
        detail = self._offer.model(lack.model).title
        if _word(lack) == "resolution":
            detail += f" · {lack.what}"
        if await self._store.open_incident(kind, detail=detail, now=self._clock.now()):
            self._events.incident_opened.emit()

    def _against(self, job: Job) -> list[Lack]:
        lacks = self._offer.lacks
        return [*lacks.against(job.model, resolution=job.params.resolution, has_inputs=bool(job.inputs))]


def _failure(lack: Lack) -> Failure:
    return _FAILURES.get(lack.what, Failure.RESOLUTION_MISSING)


def _word(lack: Lack) -> str:
    return {MODEL: "model", LOCKED: "locked", INPUTS: "inputs"}.get(lack.what, "resolution")


def _incident(lack: Lack) -> str:
    """Return the kind of the owner's incident: its sentence, and which one of its kind."""
    which = f"{lack.model}@{lack.what}" if _word(lack) == "resolution" else lack.model
    return f"{_word(lack)}_missing {which}"
