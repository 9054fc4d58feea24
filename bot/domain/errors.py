"""Every error of the bot.

BotError
├── StartError              the bot cannot start, or go on; the sentence says what is missing (exit code 78)
├── RestartError            the bot cannot go on, and a new start helps; the sentence says why (exit code 75)
├── BackupError             a backup can't be made or restored; the sentence says why   (exit code 1)
├── Refusal                 an order or a press is not taken; nothing was reserved or charged. One class a reason
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

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from bot.domain.jobs import Failure
from bot.domain.quota import Usage


class BotError(Exception):
    """Base of all errors of our own; its message is the class's docstring unless one is given."""

    def __str__(self) -> str:
        return super().__str__() or (type(self).__doc__ or "")


class StartError(BotError):
    """The bot cannot start, or go on."""


class RestartError(BotError):
    """The bot cannot go on; a new start helps."""


class BackupError(BotError):
    """A backup can't be made or restored."""


@dataclass(eq=False, kw_only=True)
class Refusal(BotError):
    """Not taken; nothing was reserved or charged. The sentence has the class's name and may name its fields."""

    @classmethod
    def text_id(cls) -> str:
        """Return the id of the sentence, like `refused-tray-full` for TrayFull."""
        return "refused" if cls is Refusal else re.sub("([A-Z])", r"-\1", f"refused{cls.__name__}").lower()

    def values(self) -> Mapping[str, object]:
        """Return what the sentence may name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(eq=False, kw_only=True)
class OutOfQuota(Refusal):
    """A limit is used up."""

    usage: Usage
    cost: int
    enough_at: int | None  # epoch ms when the cost fits again; None: it never will

    def values(self) -> Mapping[str, object]:
        """Return what the limit leaves, and what would have been spent."""
        usage = self.usage
        return {
            "rule": usage.limit.rule and usage.limit.rule.saying("credits"),
            "scope": usage.limit.scope,
            "left": usage.free,
            "allowance": usage.allowance,
            "cost": self.cost,
            "enough_at": self.enough_at,
        }


class NotHere(Refusal):
    """This bot is not for this server."""


@dataclass(eq=False, kw_only=True)
class BadPrompt(Refusal):
    """The prompt is empty or too long."""

    length: int
    limit: int


@dataclass(eq=False, kw_only=True)
class BadAttachment(Refusal):
    """Plainly not a picture, or too big, by what Discord says of it."""

    name: str
    limit_mb: int
    too_big: bool = False


class CommandOutdated(Refusal):
    """The command is not as this bot knows it."""


@dataclass(eq=False, kw_only=True)
class BadOption(Refusal):
    """An option has a value that is not on offer (any more)."""

    option: str  # the name of its field in Params, or in what a member prefers
    choices: tuple[str | int, ...]

    def values(self) -> Mapping[str, object]:
        """Return the option, and what it can be."""
        return {"option": self.option, "choices": ", ".join(map(str, self.choices))}


@dataclass(eq=False, kw_only=True)
class PriceChanged(Refusal):
    """The order costs more than the member was shown."""

    cost: int  # now


@dataclass(eq=False, kw_only=True)
class UnreadFormat(Refusal):
    """A file of a format that is known, and not read."""

    name: str
    format: str  # as `picture_formats` names it


@dataclass(eq=False, kw_only=True)
class InputUnwanted(Refusal):
    """The model takes no input pictures on this account."""

    model: str  # its title
    other: str | None = None  # the command of a model that takes them


@dataclass(eq=False, kw_only=True)
class ModelMissing(Refusal):
    """The account does not have the model."""

    model: str  # its title
    other: str | None  # the command of one that it has


class ModelGone(Refusal):
    """The model is no longer on offer."""


@dataclass(eq=False, kw_only=True)
class TooManyInputs(Refusal):
    """More input pictures than an order takes."""

    limit: int


class NoPicture(Refusal):
    """A message has no picture to work with."""


@dataclass(eq=False, kw_only=True)
class TrayFull(Refusal):
    """No more pictures fit into the member's tray."""

    limit: int


class TrayEmpty(Refusal):
    """The member's tray holds nothing (any more)."""


@dataclass(eq=False, kw_only=True)
class NotForYou(Refusal):
    """Another member was asked."""

    owner_id: int


class PendingExpired(Refusal):
    """The pending order has expired."""


@dataclass(eq=False, kw_only=True)
class MissingRights(Refusal):
    """The bot lacks a permission in the channel."""

    names: tuple[str, ...]  # of permissions, as the library has them, most basic first

    def values(self) -> Mapping[str, object]:
        """Return the permission to allow first."""
        return {"right": self.names[0]}


@dataclass(eq=False, kw_only=True)
class MemberRightsMissing(Refusal):
    """The member may not write in the channel, or not use commands there."""

    name: str  # of the permission, as the library has it

    def values(self) -> Mapping[str, object]:
        """Return the permission."""
        return {"right": self.name}


@dataclass(eq=False, kw_only=True)
class CommandForbidden(Refusal):
    """The server does not let the member use a command there."""

    command: str


class BlockedByAutoMod(Refusal):
    """The server's AutoMod does not let the card through."""


class DiskFull(Refusal):
    """No room for pictures, or no leave to write them."""


class StorageUnavailable(Refusal):
    """The database can't be read or written just now: what was asked has not happened."""


@dataclass(eq=False, kw_only=True)
class OrderingPaused(Refusal):
    """The owner has to look at Higgsfield's account."""


@dataclass(eq=False, kw_only=True)
class NoEndings(Refusal):
    """The last orders ended without Higgsfield's word, or without a picture; one order now and then is tried."""

    again_at: int  # epoch ms


@dataclass(eq=False, kw_only=True)
class VendorAway(Refusal):
    """Higgsfield has not answered for a while."""

    since: int  # epoch ms
    is_foreign: bool = False  # something in between answers


@dataclass(eq=False, kw_only=True)
class NotYours(Refusal):
    """Another member's job."""

    owner_id: int


class TooLate(Refusal):
    """The job is final already."""


class PromptGone(Refusal):
    """The prompt is no longer kept."""


class PicturesGone(Refusal):
    """The pictures are no longer kept."""


class InputErased(Refusal):
    """The picture that the job starts from was deleted for good."""


class CardRemoved(Refusal):
    """Somebody deleted the card of this picture: it is not shown in public again."""


class UnknownJob(Refusal):
    """No such job (any more)."""


class PageExpired(Refusal):
    """The list or the question was kept for a while only."""


class NothingToShow(Refusal):
    """The card's pictures are no longer on our disk."""


class ExportUnderWay(Refusal):
    """The member's export is being made."""


@dataclass(eq=False, kw_only=True)
class ExportTooSoon(Refusal):
    """The member had an export a moment ago."""

    again_at: int  # epoch ms


class Deleted(Refusal):
    """The job was deleted for good."""


class NotACard(Refusal):
    """The message is none of the bot's cards."""


class Reported(Refusal):
    """The member has reported this picture already."""


@dataclass(eq=False, kw_only=True)
class TooManyReports(Refusal):
    """The member has reported enough for now."""

    most: int  # in an hour
    again_at: int  # epoch ms


@dataclass(eq=False, kw_only=True)
class TooFast(Refusal):
    """The member does more in a short time than anybody needs to."""

    again_at: int  # epoch ms


class DoubleTap(Refusal):
    """The same order came from the same card a moment ago."""


@dataclass(eq=False, kw_only=True)
class TooManyUnfinished(Refusal):
    """The member has too many orders that wait, are drawn or brought no pictures."""

    most: int  # in an hour


class VendorError(BotError):
    """A call to Higgsfield failed; the text goes into log and events, so it never repeats Higgsfield's own words."""


class VendorRefused(VendorError):
    """Surely not accepted, and will not be."""

    def __init__(self, reason: Failure, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason


class VendorBusy(VendorError):
    """Surely not accepted; may be tried again later."""

    def __init__(
        self,
        detail: str,
        *,
        retry_after: float | None = None,
        away: bool = False,
        is_locked: bool = False,
        is_foreign: bool = False,
    ) -> None:
        super().__init__(detail)
        self.is_foreign = is_foreign  # something in between answered: a proxy, a firewall
        self.is_locked = is_locked  # the model is blocked (423), perhaps for long
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
