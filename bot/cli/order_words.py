"""What the terminal says of an order: to the one who runs the bot, holds its key and pays its bill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.cli.output import counted
from bot.domain.catalog import Offer
from bot.domain.errors import (
    BadOption,
    BadPrompt,
    DiskFull,
    InputUnwanted,
    ModelGone,
    ModelMissing,
    NoEndings,
    OrderingPaused,
    OutOfQuota,
    Refusal,
    StorageUnavailable,
    TooManyInputs,
    TooManyUnfinished,
    UnreadFormat,
    VendorAway,
)
from bot.domain.jobs import DRAWN_IN_VAIN, WORDLESS, Failure, Job, JobState, VendorStatus, WaitReason
from bot.domain.limits import INPUT_LIMIT_MB
from bot.domain.quota import MONTH, Scope
from bot.i18n import Texts
from bot.services.orders import CancelOutcome, JobView
from bot.ui.views import formatting

FREE = "Nothing was charged."
BILLED = "Higgsfield drew it, so it is probably on your bill."
IN_DOUBT = "It may be on your bill: look at the history in Higgsfield's console."
NOT_A_PICTURE = (
    f"`{{name}}` is not a picture the bot can read. It reads PNG, JPEG, WebP, GIF and AVIF, up to {INPUT_LIMIT_MB} MB."
)
TOO_BIG = (
    f"`{{name}}` is too large. The limit is {INPUT_LIMIT_MB} MB and 50 megapixels, for most JPEG photos 200,"
    " for WebP and AVIF 16."
)
INTERCEPTED = (
    "Something between this machine and Higgsfield answers in its place: a proxy, a firewall,"
    " or a wrong HIGGSFIELD_BASE_URL."
)
NO_DATABASE = (
    "The database can't be read or written right now: another program has locked it, or the disk is full or failing."
)

FAILURES: Mapping[Failure, str] = {
    Failure.NSFW: "Higgsfield's safety filter refused this prompt or picture. Try different wording.",
    Failure.FAILED: "Higgsfield couldn't draw this.",
    Failure.NO_IMAGE: "Higgsfield said it was done, but sent no picture.",
    Failure.PICTURE_LOST: "Higgsfield drew it, but the picture couldn't be downloaded for hours.",
    Failure.REFUSED: "Higgsfield rejected this order. Different wording or another picture may work.",
    Failure.UNCLEAR: "The connection dropped while the order was being sent. It is unclear whether Higgsfield got it."
    " It was not sent again.",
    Failure.DEADLINE: "No picture after {waited}, so the wait is over. If it turns up, a later `generate` saves it.",
    Failure.NO_CREDITS: "The Higgsfield account is out of credits (403)."
    " Top it up in Higgsfield's console, then try again.",
    Failure.BAD_KEY: "Higgsfield refused the API key (401)."
    " Check HIGGSFIELD_API_KEY_ID and HIGGSFIELD_API_KEY_SECRET, then try again.",
    Failure.MODEL_MISSING: "Your Higgsfield account doesn't include {model} (404).{other}",
    Failure.MODEL_LOCKED: "Higgsfield has locked {model} for now (423).{other}",
    Failure.RESOLUTION_MISSING: "Your Higgsfield account doesn't draw {model} in {resolution}."
    " Try a smaller --resolution.",
    Failure.VENDOR_BUSY: "Higgsfield had no free slot for {hours}, so the order was given up.",
    Failure.VENDOR_AWAY: "Higgsfield didn't answer for {hours}, so the order was given up. Is this machine online?",
    Failure.INTERCEPTED: f"{INTERCEPTED} After {{hours}} the order was given up.",
    Failure.RESTORED: "This order was still waiting when the backup was made, so it is unclear whether it was drawn.",
    Failure.INPUT_NOT_PICTURE: NOT_A_PICTURE,
    Failure.INPUT_TOO_BIG: TOO_BIG,
    Failure.INPUT_GONE: "The stored copy of `{name}` is gone. Order it again with --image.",
    Failure.INPUT_ERASED: "The stored copy of `{name}` was deleted. Order it again with --image.",
    Failure.INPUT_UNWANTED: "{model} can't edit pictures on your Higgsfield account.{editor}",
}
#: What a queued order waits for, beside its turn.
HELD_UP: Mapping[WaitReason | None, str] = {
    WaitReason.PAUSED: "queued: Higgsfield refuses the key, or the account is out of credits; still trying",
    WaitReason.NO_ENDINGS: "queued: the last orders brought no pictures; one is tried now and then",
    WaitReason.INTERCEPTED: "queued: a proxy or firewall answers in Higgsfield's place; still trying",
    WaitReason.AWAY: "queued: Higgsfield isn't responding; still trying",
}
#: How far Higgsfield said it is; None where no answer says so.
AT_HIGGSFIELD: Mapping[VendorStatus | None, str] = {
    None: "sent",
    VendorStatus.QUEUED: "waiting in line at Higgsfield",
    VendorStatus.IN_PROGRESS: "drawing",
}
#: What becomes of a cancellation, where it is not done at once.
CANCELLING: Mapping[CancelOutcome, str] = {
    CancelOutcome.TOO_LATE: "Too late to cancel: it is already being drawn. The picture is saved when it is done.",
    CancelOutcome.NO_WORD: "Higgsfield did not cancel it, and says nothing readable now. It costs only if it comes.",
    CancelOutcome.ASKED: "Higgsfield has not answered yet.",
}
#: The settings that hold a limit.
LIMITS: Mapping[Scope, str] = {
    Scope.USER: "BOT_USER_CREDITS",
    Scope.MEMBER: "BOT_USER_DAILY_CREDITS",
    Scope.BOT: "BOT_DAILY_CREDITS",
    Scope.STRANGERS: "A tenth of BOT_DAILY_CREDITS",
    Scope.GUILD: "The server's limit",
    Scope.CHANNEL: "The channel's limit",
}


@dataclass(frozen=True, kw_only=True)
class OrderWords:
    """The sentences for one run of `generate`; the two spans are the settings' patience."""

    offer: Offer
    deadline_s: float
    queue_s: float
    is_emulated: bool = False  # nothing of it is on any bill

    def ending(self, job: Job) -> str:
        """Return what became of an order, and what it cost."""
        match job.state:
            case JobState.SUCCEEDED:
                return self._drawn(job)
            case JobState.CANCELLED if job.cancel_at is None:
                return f"Higgsfield cancelled this. {FREE}"
            case JobState.CANCELLED if not job.charged:
                return f"Cancelled. {FREE}"
            case JobState.CANCELLED:
                return f"Cancelled, but {job.charged} 🍌 were charged."
            case _:
                return self._failure(job, job.failure or Failure.FAILED)

    def _drawn(self, job: Job) -> str:
        came, asked = len(job.outputs), job.params.count
        pictures = counted(came, "picture") if came == asked else f"Only {came} of {counted(asked, 'picture')}"
        seconds = f"{pictures} in {seconds_of(job):.0f} s"
        said = (
            f"{seconds}. Drawn by the emulator: nothing was paid."
            if self.is_emulated
            else f"{seconds} for {job.charged} 🍌."
        )
        if job.cancel_refused:
            said += " It was too late to cancel."
        if unread := sum(image.unread for image in job.outputs):
            said += f" {counted(unread, 'file')} can't be read, but {'is' if unread == 1 else 'are'} saved anyway."
        return said

    def _failure(self, job: Job, failure: Failure) -> str:
        model = self.offer.model(job.model)
        other, editor = self.offer.another(job.model), self.offer.instead(job.model)
        name = job.inputs[0].name if job.inputs else "?"
        said = FAILURES[failure].format(
            model=model.title,
            other=f" Try --model {other.name}." if other else "",
            editor=f" --model {editor.name} can." if editor else "",
            resolution=job.params.resolution or "this size",
            name=formatting.file_name(name),
            waited=span(self.deadline_s),
            hours=span(self.queue_s),
        )
        return f"{said} {self._money(job, failure)}"

    def _money(self, job: Job, failure: Failure) -> str:
        if self.is_emulated:
            return FREE
        if job.charged:
            return f"{job.charged} 🍌 were charged."
        return BILLED if failure in DRAWN_IN_VAIN else IN_DOUBT if failure in WORDLESS else FREE

    def waiting(self, view: JobView) -> str:
        """Return what an order that is not final does now, or waits for."""
        job = view.job
        match job.state:
            case JobState.RUNNING if view.wait_reason is WaitReason.NO_WORD:
                return "sent, but Higgsfield gives no readable answer; still asking"
            case JobState.RUNNING if view.wait_reason is WaitReason.PICTURES:
                return "drawn, but not all pictures can be fetched yet; still trying"
            case JobState.RUNNING if job.cancel_refused:
                return "drawing, too late to cancel"
            case JobState.RUNNING:
                return AT_HIGGSFIELD[view.vendor_status] + (", longer than usual" if view.is_late else "")
            case JobState.SUBMITTING if job.unclear_at is not None:
                return f"sent, but no answer came; waiting up to {span(self.deadline_s)} for one"
            case JobState.SUBMITTING:
                return "sending"
            case _ if job.cancel_at is not None:
                return "cancelling"
            case _ if view.wait_reason is None and (view.position or 1) > 1:
                return f"queued, number {view.position} in line"
            case _:
                return HELD_UP.get(view.wait_reason, "queued")


def refusal(error: Refusal, *, now: int) -> str:
    """Return why an order was not placed, and what to do; `now` is epoch ms."""
    return f"{_refusal(error, now)} {FREE}"


def _refusal(error: Refusal, now: int) -> str:
    match error:
        case OutOfQuota():
            return _out_of_quota(error, now)
        case BadPrompt(length=0):
            return "The prompt is empty."
        case BadPrompt():
            return f"The prompt is {error.length:,} characters long; the limit is {error.limit:,}."
        case UnreadFormat():
            return f"`{error.name}` is {error.format}, which the bot doesn't read: convert it to PNG or JPEG."
        case ModelMissing():
            other = f" Try --model {error.other}." if error.other else ""
            return f"Your Higgsfield account can't draw with {error.model} right now.{other}"
        case InputUnwanted():
            other = f" --model {error.other} can." if error.other else ""
            return f"{error.model} can't edit pictures on your Higgsfield account.{other}"
        case ModelGone():
            return "That model is not on offer; `models` lists those that are."
        case TooManyInputs():
            return f"This model takes up to {counted(error.limit, 'picture')}."
        case BadOption():
            return f"{error.option}: choose {', '.join(map(str, error.choices))}."
        case _:
            return _held_up(error, now)


def _held_up(error: Refusal, now: int) -> str:
    """Return what this machine, the account or Higgsfield lacks just now."""
    match error:
        case DiskFull():
            return "The disk is full (BOT_MIN_FREE_MB stays free), or the data folder can't be written."
        case StorageUnavailable():
            return NO_DATABASE
        case OrderingPaused():
            return (
                "Higgsfield refused the last order: the API key is wrong, or the account is out of credits."
                " Fix that, then try again."
            )
        case NoEndings():
            return (
                "The last orders went to Higgsfield, but no pictures came. Look at the history in Higgsfield's console;"
                f" the next try is possible in {span((error.again_at - now) / 1000)}."
            )
        case VendorAway(is_foreign=True):
            return INTERCEPTED
        case VendorAway():
            return "Higgsfield isn't responding. Try again in a few minutes."
        case TooManyUnfinished():
            return f"{error.most} orders of the last hour are not finished or brought no pictures. Try again later."
        case _:
            return "This can't be ordered."


def _out_of_quota(error: OutOfQuota, now: int) -> str:
    usage = error.usage
    is_month = usage.limit.scope is Scope.BOT and usage.limit.period_s == MONTH
    setting = "BOT_MONTHLY_CREDITS" if is_month else LIMITS[usage.limit.scope]
    period = span(usage.limit.period_s)
    left = f"{usage.free} 🍌 {'is' if usage.free == 1 else 'are'} left"
    said = f"{setting} allows {usage.allowance} 🍌 in {period}: {left} and this costs {error.cost} 🍌."
    if error.enough_at is None:
        return f"{said} Raise the limit, or ask for fewer pictures."
    return f"{said} There is room for it in {span((error.enough_at - now) / 1000)}."


def seconds_of(job: Job) -> float:
    """Return how long an order took, or has taken so far as it was noted."""
    return ((job.finished_at or job.updated_at) - job.created_at) / 1000


def span(seconds: float) -> str:
    """Return a span in words."""
    return formatting.duration(_texts(), "en", max(1, seconds))


@cache
def _texts() -> Texts:
    """The texts, parsed once: an order under way asks for a span every second."""
    return Texts()
