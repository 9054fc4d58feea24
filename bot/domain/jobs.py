"""Orders and jobs, pure: what each is, and which state may follow which."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.catalog import Params
from bot.domain.limits import FILE_FLOOR


class JobState(StrEnum):
    """Where a job stands; the last three are final."""

    QUEUED = "queued"  # ordered and reserved
    SUBMITTING = "submitting"  # Higgsfield is being asked: after a crash here it is unclear whether it was
    RUNNING = "running"  # Higgsfield has taken it and gave it an id
    SUCCEEDED = "succeeded"  # the pictures lie on our disk
    FAILED = "failed"
    CANCELLED = "cancelled"


class Failure(StrEnum):
    """Why a job failed; each has its own sentence on the card."""

    NSFW = "nsfw"  # Higgsfield's safety filter
    FAILED = "failed"  # Higgsfield tried and could not
    NO_IMAGE = "no_image"  # completed, but no picture came
    PICTURE_LOST = "picture_lost"  # completed, but its picture could not be fetched for hours
    REFUSED = "refused"  # Higgsfield did not take the order (400, 422)
    UNCLEAR = "unclear"  # it is unclear whether Higgsfield took it
    DEADLINE = "deadline"  # taken, but not ready in time
    NO_CREDITS = "no_credits"  # the owner's account is empty (403)
    BAD_KEY = "bad_key"  # the owner's key is refused (401)
    MODEL_MISSING = "model_missing"  # not on this account (404)
    MODEL_LOCKED = "model_locked"  # blocked by Higgsfield for long (423)
    RESOLUTION_MISSING = "resolution_missing"  # the account draws the model in no such size
    VENDOR_BUSY = "vendor_busy"  # no free slot at Higgsfield for too long
    VENDOR_AWAY = "vendor_away"  # Higgsfield did not answer for too long
    INTERCEPTED = "intercepted"  # something between us and Higgsfield answered for too long
    RESTORED = "restored"  # it waited in a backup that was put back: it may have been drawn since
    INPUT_NOT_PICTURE = "input_not_picture"
    INPUT_TOO_BIG = "input_too_big"
    INPUT_GONE = "input_gone"  # the attachment could not be fetched
    INPUT_ERASED = "input_erased"  # it was a copy of a picture that was deleted for good meanwhile
    INPUT_UNWANTED = "input_unwanted"  # the model refuses input pictures on this account


class WaitReason(StrEnum):
    """What a job waits for, beside its turn and its drawing."""

    PAUSED = "paused"  # until the owner has looked at the account
    AWAY = "away"  # until Higgsfield answers again
    NO_ENDINGS = "no_endings"  # until an order ends well again: a run of them ended without Higgsfield's word
    INTERCEPTED = "intercepted"  # until nothing in between answers in Higgsfield's place
    NO_WORD = "no_word"  # Higgsfield has it, and says nothing readable about it
    PICTURES = "pictures"  # Higgsfield has drawn it, and the pictures can't be fetched yet


class VendorStatus(StrEnum):
    """How far Higgsfield says it is with a job that it has."""

    QUEUED = "queued"  # cancelling is free
    IN_PROGRESS = "in_progress"


class Canceller(StrEnum):
    """Who asked to cancel a job."""

    MEMBER = "member"
    MODERATOR = "moderator"


FINAL = frozenset({JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED})
#: Failures after which Higgsfield may still bring pictures.
ADOPTABLE = frozenset({Failure.UNCLEAR, Failure.DEADLINE})
#: Failures of orders that Higgsfield drew, and charged: their pictures did not arrive.
DRAWN_IN_VAIN = frozenset({Failure.NO_IMAGE, Failure.PICTURE_LOST})
#: Failures that cost the member nothing, and the host perhaps all.
DOUBTFUL = ADOPTABLE | DRAWN_IN_VAIN
#: Failures that came without Higgsfield's word: it may have charged the order.
WORDLESS = ADOPTABLE | {Failure.RESTORED}

_NEXT: Mapping[JobState, frozenset[JobState]] = {
    JobState.QUEUED: frozenset({JobState.SUBMITTING, JobState.FAILED, JobState.CANCELLED}),
    JobState.SUBMITTING: frozenset({JobState.RUNNING, JobState.QUEUED, JobState.FAILED}),
    JobState.RUNNING: frozenset({JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED}),
    JobState.SUCCEEDED: frozenset(),
    JobState.FAILED: frozenset({JobState.RUNNING}),  # adoption only
    JobState.CANCELLED: frozenset(),
}


#: A picture's place under the data folder, as the bot names it: the folder of a job (or what waits), role, position.
STORED_PICTURE = re.compile(r"images/\d{1,20}/[a-z]+-\d{1,3}\.[a-z0-9]{1,5}", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Image:
    """A picture of a job: an input to edit or an output to show."""

    position: int
    url: str = field(repr=False)  # where it came from, perhaps signed; may be long dead
    name: str = field(default="", repr=False)  # as the member's file was called
    path: str | None = None  # under the data folder, once read
    sha256: str | None = None
    is_erased: bool = False  # it was a copy of a picture that was deleted for good
    spoiler: bool = False  # its member covered it: it is shown covered, and so is what is made of it
    unread: bool = False  # a result that came whole, but could not be read: it is handed on as it is
    owner_id: int = 0  # of an input: the other member whose message or card it is from; 0: their own, or not known


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a member asks for; its id is the interaction's, so the same event twice is one job."""

    id: int
    guild_id: int  # 0: a direct message or the terminal
    channel_id: int  # 0: the terminal
    user_id: int
    model: str
    prompt: str = field(repr=False)  # people's words and tokens are in no record's repr, so in no log
    params: Params
    inputs: tuple[Image, ...] = ()
    parent_channel_id: int = 0  # of a thread or a post
    is_age_restricted: bool = False  # the channel
    role_ids: tuple[int, ...] = ()
    is_administrator: bool = False  # of the server, or its owner
    joined_at: int = 0  # epoch ms, the server; 0: not known
    locale: str = "en"  # the card's language
    token: str | None = field(default=None, repr=False)  # the interaction's, good for 15 minutes
    file_limit: int = FILE_FLOOR  # bytes a file
    parent_id: int | None = None
    version: int = 1  # of a picture that is edited step by step
    spoiler: bool = False  # its pictures come covered, whatever it starts from
    shown_cost: int | None = None  # the credits that the member was shown; None: none were


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """A row: the only truth about an order. All times are UTC epoch milliseconds."""

    id: int
    idempotency_key: str
    guild_id: int
    channel_id: int
    user_id: int
    parent_id: int | None
    version: int
    model: str
    prompt: str = field(repr=False)
    params: Params
    locale: str
    cost: int  # credits reserved
    charged: int  # credits that stand in the ledger now
    closed: bool  # settled or refunded
    given_back: int = 0  # credits, by the host, after it had ended
    state: JobState
    attempt: int
    vendor_id: str | None
    cancel_at: int | None  # when cancelling was asked for
    cancel_refused: bool  # Higgsfield said it was too late
    failure: Failure | None
    rev: int  # +1 with every visible change
    shown_rev: int  # the last rev that Discord accepted
    message_id: int | None
    token: str | None = field(repr=False)
    file_limit: int
    delivered: str | None  # message | dm (to the member alone) | history (kept for /last) | given_up
    created_at: int
    updated_at: int
    unclear_at: int | None  # since when it is unclear whether Higgsfield took it
    submitted_at: int | None  # when Higgsfield took it
    finished_at: int | None
    erased_at: int | None  # when it was deleted for good: no member sees it any more
    removed_at: int | None = None  # when a public message that shows it was found to be gone
    vendor_status: VendorStatus | None = None  # Higgsfield's last word; None: no answer said either yet
    vendor_status_at: int | None = None  # since when, as far as it was seen
    late_at: int | None = None  # from here on it takes longer than usual
    cancelled_by: Canceller | None = None  # None: nobody pressed anything
    spoiler: bool = False  # its channel covers pictures: decided when it was ordered
    inputs: tuple[Image, ...]
    outputs: tuple[Image, ...]

    @property
    def is_final(self) -> bool:
        """Return True if nothing more will happen, adoption aside."""
        return self.state in FINAL

    @property
    def is_bound(self) -> bool:
        """Return True if the job has the surface it needs: its message, or the terminal."""
        return self.channel_id == 0 or self.message_id is not None

    @property
    def is_open_at_vendor(self) -> bool:
        """Return True if Higgsfield may still say what became of it, after the job's own end."""
        return self.state is JobState.FAILED and self.failure in ADOPTABLE

    @property
    def is_spoiler(self) -> bool:
        """Return True if its channel covers pictures, or one that it started from is covered: so is its own then."""
        return self.spoiler or any(image.spoiler for image in (*self.inputs, *self.outputs))

    @property
    def is_adoptable(self) -> bool:
        """Return True if Higgsfield may still bring pictures that somebody may see, after the job's own end."""
        return self.is_open_at_vendor and self.erased_at is None


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One transition of a job: its next state, and what the worker found out."""

    to: JobState
    vendor_id: str | None = None
    failure: Failure | None = None
    inputs: tuple[Image, ...] = ()  # with submitting: where Higgsfield finds them, so that a repeat is the same order
    outputs: tuple[Image, ...] = ()
    late_at: int | None = None  # with running: from then on it takes longer than usual
    cost: int | None = None  # with succeeded: what the pictures that came cost
    detail: str = ""  # for the event log; never shown, never a secret


@dataclass(frozen=True, kw_only=True)
class LedgerEntry:
    """A line of the ledger."""

    kind: str  # reserve | settle | refund
    amount: int


def is_legal(job: Job, change: Transition) -> bool:
    """Return True if the transition exists from where the job stands."""
    if job.state is JobState.FAILED and change.to is JobState.RUNNING:
        return job.is_adoptable
    if change.to is JobState.SUBMITTING and (job.cancel_at is not None or any(i.is_erased for i in job.inputs)):
        return False  # cancelling was asked for meanwhile, or an input deleted: nothing more is ordered
    return change.to in _NEXT[job.state]


class BillEntry(StrEnum):
    """What is known, at an order's end, of Higgsfield's bill: only Higgsfield's own word clears the host of it."""

    CHARGE = "charge"  # it was drawn
    CLEAR = "clear"  # surely not charged
    EXPOSE = "expose"  # it may have been charged


def bill_entries(job: Job, change: Transition) -> tuple[BillEntry, ...]:
    """Return what an order's end says of Higgsfield's bill; nothing while the order goes on."""
    if change.to not in FINAL:
        return ()
    if change.to is JobState.SUCCEEDED:
        return (BillEntry.CHARGE,)
    if change.failure in DRAWN_IN_VAIN:
        return (BillEntry.EXPOSE, BillEntry.CHARGE)
    may_be_charged = job.state is JobState.RUNNING and change.failure not in (None, Failure.FAILED, Failure.NSFW)
    return (BillEntry.EXPOSE if may_be_charged or change.failure in WORDLESS else BillEntry.CLEAR,)


def closing_entry(job: Job, change: Transition) -> LedgerEntry | None:
    """Return the line that closes the job's reservation; None while the job goes on, or when it is closed."""
    if job.closed or change.to not in FINAL:
        return None
    if change.to is JobState.SUCCEEDED:
        final = job.cost if change.cost is None else min(change.cost, job.cost)
        return LedgerEntry(kind="settle", amount=final - job.cost)
    return LedgerEntry(kind="refund", amount=-job.cost)
