"""Every error of the bot.

BotError
├── StartError              the bot cannot start, or go on; the sentence says what is missing (exit code 78)
├── BackupError             a backup can't be made or restored; the sentence says why   (exit code 1)
├── Refusal                 an order or a press is not taken; nothing was reserved or charged
│   ├── OutOfQuota          a limit is used up
│   ├── NotHere             this bot is not for this server
│   ├── BadPrompt           empty or too long
│   ├── BadAttachment       plainly not a picture, or too big, by what Discord says of it
│   ├── InputUnwanted       the model takes no input pictures on this account
│   ├── ModelGone           the model is no longer on offer
│   ├── TooManyInputs       more input pictures than an order takes
│   ├── NoPicture           a message has no picture to work with
│   ├── TrayFull            no more pictures fit into the member's tray
│   ├── TrayEmpty           the member's tray holds nothing (any more)
│   ├── NotForYou           another member was asked
│   ├── PendingExpired      the pending order has expired
│   ├── MissingRights       the bot lacks a permission in the channel
│   ├── BlockedByAutoMod    the server's AutoMod does not let the card through
│   ├── DiskFull            no room for pictures, or no leave to write them
│   ├── StorageUnavailable  the database can't be read or written just now
│   ├── OrderingPaused      the owner has to look at Higgsfield's account
│   ├── VendorAway          Higgsfield has not answered for a while
│   ├── NotYours            another member's job
│   ├── TooLate             the job is final already
│   ├── PromptGone          the prompt is no longer kept
│   ├── PicturesGone        the pictures are no longer kept
│   ├── UnknownJob          no such job (any more)
│   ├── Deleted             the job was deleted for good
│   ├── NotACard            the message is none of the bot's cards
│   ├── Reported            the member has reported this picture already
│   ├── TooManyReports      the member has reported enough for now
│   ├── PageExpired         the list or the question was kept for a while only
│   ├── NothingToShow       the card's pictures are no longer on our disk
│   ├── ExportUnderWay      the member's export is being made
│   └── ExportTooSoon       the member had an export a moment ago
├── VendorError             a call to Higgsfield failed
│   ├── VendorRefused       surely not accepted, and will not be: don't repeat
│   ├── VendorBusy          surely not accepted: may be tried again later
│   ├── SubmissionUnknown   may have been accepted: never repeat a POST after this
│   └── NoUpload            this account has no upload
└── PictureError            a picture can't be read
    ├── NotAPicture         not a picture, or a broken one
    ├── PictureTooBig       too many bytes or pixels
    ├── PictureGone         the address is dead or forbidden
    └── PictureUnavailable  may work when tried again
        └── DiskUnavailable our own disk is full or failing: it says nothing of their bytes
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from bot.domain.jobs import Failure
from bot.domain.quota import Usage


class BotError(Exception):
    """Base of all errors of our own; its message is the class's docstring unless one is given."""

    def __str__(self) -> str:
        return super().__str__() or (type(self).__doc__ or "")


class StartError(BotError):
    """The bot cannot start, or go on."""


class BackupError(BotError):
    """A backup can't be made or restored."""


@dataclass(eq=False, kw_only=True)
class Refusal(BotError):
    """Not taken; nothing was reserved or charged."""

    text: ClassVar[str] = "refused"  # the id of the sentence


@dataclass(eq=False, kw_only=True)
class OutOfQuota(Refusal):
    """A limit is used up."""

    text: ClassVar[str] = "refused-quota"
    usage: Usage
    cost: int
    enough_at: int | None  # epoch ms when the cost fits again; None: it never will


class NotHere(Refusal):
    """This bot is not for this server."""

    text: ClassVar[str] = "refused-not-here"


@dataclass(eq=False, kw_only=True)
class BadPrompt(Refusal):
    """The prompt is empty or too long."""

    text: ClassVar[str] = "refused-prompt"
    length: int
    limit: int


@dataclass(eq=False, kw_only=True)
class BadAttachment(Refusal):
    """Plainly not a picture, or too big, by what Discord says of it."""

    text: ClassVar[str] = "refused-attachment"
    name: str
    limit_mb: int
    too_big: bool = False


@dataclass(eq=False, kw_only=True)
class InputUnwanted(Refusal):
    """The model takes no input pictures on this account."""

    text: ClassVar[str] = "refused-inputs"
    model: str  # its title
    other: str = ""  # the command of a model that takes them


class ModelGone(Refusal):
    """The model is no longer on offer."""

    text: ClassVar[str] = "refused-model-gone"


@dataclass(eq=False, kw_only=True)
class TooManyInputs(Refusal):
    """More input pictures than an order takes."""

    text: ClassVar[str] = "refused-many-inputs"
    limit: int


class NoPicture(Refusal):
    """A message has no picture to work with."""

    text: ClassVar[str] = "refused-no-picture"


@dataclass(eq=False, kw_only=True)
class TrayFull(Refusal):
    """No more pictures fit into the member's tray."""

    text: ClassVar[str] = "refused-tray-full"
    limit: int


class TrayEmpty(Refusal):
    """The member's tray holds nothing (any more)."""

    text: ClassVar[str] = "refused-tray-empty"


@dataclass(eq=False, kw_only=True)
class NotForYou(Refusal):
    """Another member was asked."""

    text: ClassVar[str] = "refused-not-asked"
    owner_id: int


class PendingExpired(Refusal):
    """The pending order has expired."""

    text: ClassVar[str] = "refused-sketch-gone"


@dataclass(eq=False, kw_only=True)
class MissingRights(Refusal):
    """The bot lacks a permission in the channel."""

    text: ClassVar[str] = "refused-rights"
    names: tuple[str, ...]  # ids of the permissions' names, most basic first


class BlockedByAutoMod(Refusal):
    """The server's AutoMod does not let the card through."""

    text: ClassVar[str] = "refused-blocked"


class DiskFull(Refusal):
    """No room for pictures, or no leave to write them."""

    text: ClassVar[str] = "refused-disk"


class StorageUnavailable(Refusal):
    """The database can't be read or written just now: what was asked has not happened."""

    text: ClassVar[str] = "refused-books"


@dataclass(eq=False, kw_only=True)
class OrderingPaused(Refusal):
    """The owner has to look at Higgsfield's account."""

    text: ClassVar[str] = "refused-paused"


@dataclass(eq=False, kw_only=True)
class VendorAway(Refusal):
    """Higgsfield has not answered for a while."""

    text: ClassVar[str] = "refused-vendor-away"
    since: int  # epoch ms


@dataclass(eq=False, kw_only=True)
class NotYours(Refusal):
    """Another member's job."""

    text: ClassVar[str] = "refused-not-yours"
    owner_id: int


class TooLate(Refusal):
    """The job is final already."""

    text: ClassVar[str] = "refused-final"


class PromptGone(Refusal):
    """The prompt is no longer kept."""

    text: ClassVar[str] = "refused-prompt-gone"


class PicturesGone(Refusal):
    """The pictures are no longer kept."""

    text: ClassVar[str] = "refused-pictures-gone"


class UnknownJob(Refusal):
    """No such job (any more)."""

    text: ClassVar[str] = "refused-unknown-job"


class PageExpired(Refusal):
    """The list or the question was kept for a while only."""

    text: ClassVar[str] = "refused-forgotten"


class NothingToShow(Refusal):
    """The card's pictures are no longer on our disk."""

    text: ClassVar[str] = "refused-nothing-to-show"


class ExportUnderWay(Refusal):
    """The member's export is being made."""

    text: ClassVar[str] = "refused-export-under-way"


@dataclass(eq=False, kw_only=True)
class ExportTooSoon(Refusal):
    """The member had an export a moment ago."""

    text: ClassVar[str] = "refused-export-soon"
    again_at: int  # epoch ms


class Deleted(Refusal):
    """The job was deleted for good."""

    text: ClassVar[str] = "refused-deleted"


class NotACard(Refusal):
    """The message is none of the bot's cards."""

    text: ClassVar[str] = "refused-no-card"


class Reported(Refusal):
    """The member has reported this picture already."""

    text: ClassVar[str] = "refused-reported"


@dataclass(eq=False, kw_only=True)
class TooManyReports(Refusal):
    """The member has reported enough for now."""

    text: ClassVar[str] = "refused-reports"
    most: int  # in an hour
    again_at: int  # epoch ms


class VendorError(BotError):
    """A call to Higgsfield failed."""

    def without(self, prompt: str) -> Self:
        """Cut the text where it begins to repeat a prompt: it goes into logs and diaries."""
        start = " ".join(prompt.split())[:20]
        if len(start) > 3 and start in str(self):
            self.args = (str(self).partition(start)[0] + "…",)
        return self


class VendorRefused(VendorError):
    """Surely not accepted, and will not be."""

    def __init__(self, reason: Failure, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason


class VendorBusy(VendorError):
    """Surely not accepted; may be tried again later."""

    def __init__(self, detail: str, *, retry_after: float | None = None, away: bool = False) -> None:
        super().__init__(detail)
        self.retry_after = retry_after  # seconds, where Higgsfield named them
        self.away = away  # it could not be reached at all, or is closed (503)


class SubmissionUnknown(VendorError):
    """May have been accepted: a POST is never repeated after this."""


class NoUpload(VendorError):
    """This account has no upload."""


class PictureError(BotError):
    """A picture can't be read."""


class NotAPicture(PictureError):
    """Not a picture, or a broken one."""


class PictureTooBig(PictureError):
    """Too many bytes or pixels."""


class PictureGone(PictureError):
    """The address is dead or forbidden."""


class PictureUnavailable(PictureError):
    """May work when tried again."""


class DiskUnavailable(PictureUnavailable):
    """Our own disk is full or failing."""
