"""The database as the bot sees it: verbs, not tables; each verb is one transaction, and `sqlite.py` implements it.

Read `jobs.py` first, the two transactions that money depends on; then `connection.py`, how a transaction runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain.jobs import Image, Job, Order, Transition
from bot.domain.quota import OwnerLimits, Rule, Usage


@dataclass(frozen=True, kw_only=True)
class Event:
    """One line of a job's diary."""

    at: int
    old: str | None
    new: str
    detail: str | None


@dataclass(frozen=True, kw_only=True)
class Incident:
    """Something that the host must know: one at a time of each kind, told once."""

    kind: str  # bad_key | no_credits | unclear
    since: int
    told_at: int | None
    detail: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """Somebody wants the host to look at a picture."""

    job_id: int
    user_id: int
    at: int


@dataclass(frozen=True, kw_only=True)
class HistoryQuery:
    """What somebody looks for among their own finished orders, or among their favourites."""

    user_id: int
    search: str = ""  # every word of it stands in the prompt
    model: str = ""  # "": any
    favourites: bool = False
    guild_id: int = 0  # with favourites: those of others too that stand in this server; 0: none of others
    limit: int = 5
    offset: int = 0


@dataclass(frozen=True, kw_only=True)
class Repost:
    """A message, beside the card, that shows a job again."""

    message_id: int
    job_id: int
    guild_id: int  # 0: a direct message
    channel_id: int


@dataclass(frozen=True, kw_only=True)
class Pending:
    """Something that a button will go on from, kept for one person and for a while."""

    id: int  # a snowflake
    user_id: int
    kind: str
    body: Mapping[str, object]  # JSON
    until: int


class Album(Protocol):
    """The verbs about what people look for and prefer. `now` is always epoch milliseconds."""

    async def history(self, look: HistoryQuery) -> Sequence[Job]:
        """Return a person's finished orders, newest first."""
        ...

    async def found(self, look: HistoryQuery) -> int:
        """Return how many there are in all."""
        ...

    async def orders(self, user_id: int, *, before: int | None = None, limit: int = 500) -> Sequence[Job]:
        """Return a person's orders, whatever became of them, newest first; `before` an order's id, where it goes on."""
        ...

    async def origin(self, job_id: int) -> Job | None:
        """Return the job that a version goes back to: the nearest before it of a lower version."""
        ...

    async def keep_repost(self, showing: Repost, *, now: int) -> None:
        """Note that a message shows a job again: `by_message` finds the job by it from here on."""
        ...

    async def reposts(self, job_id: int) -> Sequence[Repost]:
        """Return the messages that show a job again."""
        ...

    async def add_favourite(self, user_id: int, job_id: int, *, now: int) -> None:
        """Make a job somebody's favourite."""
        ...

    async def remove_favourite(self, user_id: int, job_id: int) -> None:
        """Take it back."""
        ...

    async def is_favourite(self, user_id: int, job_id: int) -> bool:
        """Tell whether a job is somebody's favourite."""
        ...

    async def favourites(self, user_id: int) -> frozenset[int]:
        """Return the jobs that are somebody's favourites."""
        ...

    async def preferences(self, user_id: int) -> Mapping[str, object]:
        """Return what somebody prefers; nothing where they never said."""
        ...

    async def set_preferences(self, user_id: int, preferences: Mapping[str, object]) -> None:
        """Keep what somebody prefers, in place of what stood there."""
        ...

    async def mark_seen(self, user_id: int, what: str) -> bool:
        """Note among a person's preferences that they met something; True the first time."""
        ...

    async def keep_pending(self, draft: Pending, *, now: int) -> None:
        """Keep a draft, in place of one of the same id; what is out of date goes."""
        ...

    async def pending(self, draft_id: int, user_id: int, kind: str, *, now: int) -> Pending | None:
        """Return a person's own draft; None where there is none any more."""
        ...

    async def pending_owner(self, draft_id: int, kind: str, *, now: int) -> int | None:
        """Return whose draft it is; None where there is none any more."""
        ...

    async def all_pending(self, kind: str, *, now: int) -> Sequence[Pending]:
        """Return all drafts of a kind, anybody's, oldest first."""
        ...

    async def drop_pending(self, draft_id: int, user_id: int) -> bool:
        """Forget a draft; True for the one call that did: so nothing is ordered twice of it."""
        ...

    # long waits
    async def unnotified(self, *, since: int, longer_than: int) -> Sequence[Job]:
        """Return jobs of servers that ended after `since`, are shown, took longer, and whose person was not called."""
        ...

    async def mark_notified(self, job_id: int, *, now: int) -> None:
        """Note that a job's person was called, or need not be."""
        ...

    async def was_notified(self, job_id: int) -> bool:
        """Tell whether that was noted."""
        ...


class Store(Protocol):
    """The verbs. `now` is always epoch milliseconds."""

    @property
    def album(self) -> Album:
        """The verbs about what people look for and prefer."""
        ...

    # orders and their books
    async def reserve(self, order: Order, *, cost: int, caps: OwnerLimits, now: int) -> tuple[Job, bool]:
        """Check every limit and book the order, at once or not at all; (job, whether it is new).

        The same id a second time returns the job that stands. Raises OutOfQuota.
        """
        ...

    async def apply(self, job: Job, change: Transition, *, now: int) -> Job | None:
        """Move the job along one arrow, with its books and diary; None if it stands elsewhere by now."""
        ...

    async def usage(
        self, *, guild_id: int, user_id: int, role_ids: Sequence[int], model: str, caps: OwnerLimits, now: int
    ) -> tuple[Usage, ...]:
        """Return how each limit stands for a person, in the order of `quota.resolve`."""
        ...

    async def set_rule(self, guild_id: int, rule: Rule) -> None:
        """Set (or replace) one rule of a server."""
        ...

    async def grant(
        self, *, guild_id: int, user_id: int, credits: int, by_user: int, now: int, expires_at: int
    ) -> None:
        """Raise a person's limit in a server until it expires."""
        ...

    # looking
    async def job(self, job_id: int) -> Job | None:
        """Return a job with its pictures."""
        ...

    async def by_message(self, message_id: int) -> Job | None:
        """Return the job whose card this message is, or that it shows again."""
        ...

    async def active(self) -> Sequence[Job]:
        """Return the jobs that are not final, oldest first."""
        ...

    async def unbound(self) -> Sequence[int]:
        """Return the ids of jobs, ended or not, whose message is still to be found."""
        ...

    async def unshown(self) -> Sequence[int]:
        """Return the ids of bound jobs whose message lags behind, but for those given up."""
        ...

    async def adoptable(self, *, since: int) -> Sequence[Job]:
        """Return failed jobs, finished after `since`, whose request at the vendor (its id is known) may live."""
        ...

    async def durations(self, model: str, *, last: int = 50) -> Sequence[int]:
        """Return how many milliseconds the vendor took for the last succeeded jobs of a model, newest first."""
        ...

    async def events(self, job_id: int) -> Sequence[Event]:
        """Return a job's diary."""
        ...

    # the message's side
    async def bind(self, job_id: int, message_id: int, *, now: int, rev: int = 0) -> Job | None:
        """Say which message is the job's card, and the rev that it shows; keeps the first message said."""
        ...

    async def shown(self, job_id: int, rev: int) -> None:
        """Say that Discord took this rev; never goes back."""
        ...

    async def delivered(self, job_id: int, how: str) -> None:
        """Say how the end reached the person: message | dm (them alone, /last included) | history | given_up."""
        ...

    async def undelivered(self, user_id: int) -> Sequence[Job]:
        """Return a person's jobs whose pictures reached them by no way, those that are `history`, newest first."""
        ...

    async def clear_token(self, job_id: int) -> None:
        """Drop the interaction's token: it is used up."""
        ...

    # wishes and findings
    async def request_cancel(self, job_id: int, *, now: int) -> Job | None:
        """Note that somebody wishes to cancel; returns the job as it stands."""
        ...

    async def refuse_cancel(self, job_id: int, *, now: int) -> Job | None:
        """Note that the vendor said it was too late (rev+1)."""
        ...

    async def mark_unclear(self, job_id: int, *, now: int) -> Job | None:
        """Note that nobody knows whether the vendor took the order, and that its word is waited for (rev+1)."""
        ...

    async def input_imported(self, job_id: int, image: Image, *, now: int) -> Job | None:
        """Note that an input lies on disk (rev+1)."""
        ...

    # incidents and small facts
    async def open_incident(self, kind: str, *, detail: str, now: int) -> bool:
        """Note an incident; True if it was not open already."""
        ...

    async def incident_reported(self, kind: str, *, now: int) -> None:
        """Note that the host was told."""
        ...

    async def close_incident(self, kind: str) -> bool:
        """End an incident; True if it was open."""
        ...

    async def incidents(self) -> Sequence[Incident]:
        """Return the open incidents."""
        ...

    async def fact(self, name: str) -> str | None:
        """Return a small fact, like the hash of the commands last synced."""
        ...

    async def set_fact(self, name: str, value: str) -> None:
        """Keep a small fact."""
        ...

    # moderation
    async def report(self, job_id: int, user_id: int, *, most: int, now: int) -> None:
        """Note a person's report of a picture; raises Reported, or TooManyReports for more than `most` in an hour."""
        ...

    async def reports(self) -> Sequence[Report]:
        """Return the reports that the host was not told of yet, oldest first."""
        ...

    async def report_forwarded(self, report: Report, *, now: int) -> None:
        """Note that the host was told."""
        ...

    async def erase(self, job_id: int, *, now: int) -> Job | None:
        """Note that a job is deleted for good (rev+1), and wished cancelled if it is not over."""
        ...

    async def purged(self, job_id: int) -> None:
        """Note that a deleted job's pictures are gone from disk; its words and addresses go too, the books stay."""
        ...

    # retention
    async def expired(self, *, before: int) -> Sequence[int]:
        """Return final jobs, finished before then, that still have pictures on disk."""
        ...

    async def pictures_deleted(self, job_ids: Sequence[int]) -> None:
        """Note that their pictures are gone from disk."""
        ...

    async def forget_prompts(self, *, before: int) -> int:
        """Empty the prompts, and the names of input files, of jobs finished before then; returns how many."""
        ...

    async def existing(self, job_ids: Sequence[int]) -> frozenset[int]:
        """Return those of these ids that are jobs."""
        ...
