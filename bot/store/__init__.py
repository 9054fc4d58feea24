"""The database as the bot sees it: verbs, not tables; each verb is one transaction, and `sqlite.py` implements it.

Read `jobs.py` first, the two transactions that money depends on; then `connection.py`, how a transaction runs.

The SQL is written so that a second database can share it: a conflict names its columns (ON CONFLICT (id)), a
condition is never added or summed up (CASE, COUNT(*) FILTER), MAX() of two values and an alias in HAVING are not
used, a subselect in FROM has a name, and a result without ORDER BY has no order. What is read in order to be written
is held first (`job_rows.hold`). Only JSON functions and the search in any case of the letters have no common text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain.jobs import Canceller, Image, Job, Order, Transition, VendorStatus
from bot.domain.lacks import Lack
from bot.domain.quota import OwnerLimits, Usage
from bot.domain.rules import Asker
from bot.store.accounting import Accounting
from bot.store.configuring import GuildConfigs
from bot.store.copying import Copies
from bot.store.counting import Counting
from bot.store.erasing import Erasures
from bot.store.exporting import PersonalData as PersonalData
from bot.store.hosting import Billing, Guilds, HostOrders, Pauses
from bot.store.keeping import ChangeBody as ChangeBody
from bot.store.keeping import Pending as Pending
from bot.store.keeping import PendingRecords as PendingRecords
from bot.store.log_lines import GuildLog
from bot.store.membership import Members as Members
from bot.store.moderating import Acts, Blocks, MemberRecords, Strikes
from bot.store.past_orders import HistoryQuery as HistoryQuery
from bot.store.past_orders import Library as Library
from bot.store.past_orders import Repost as Repost
from bot.store.word_questions import WordQuestions


@dataclass(frozen=True, kw_only=True)
class Event:
    """One line of a job's event log."""

    at: int
    old: str | None
    new: str
    detail: str | None


@dataclass(frozen=True, kw_only=True)
class Incident:
    """What the owner must know: one at a time of each kind, reported once."""

    kind: str  # bad_key | no_credits | unanswered | undelivered | exposed | cap_reached
    since: int
    told_at: int | None
    detail: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """A member's request that the owner look at a picture."""

    job_id: int
    user_id: int
    at: int


class Store(Protocol):
    """The verbs. `now` is always epoch milliseconds."""

    library: Library
    pending: PendingRecords
    members: Members
    billing: Billing
    guilds: Guilds
    guild_config: GuildConfigs
    copies: Copies
    erasures: Erasures
    personal_data: PersonalData
    guild_log: GuildLog
    strikes: Strikes
    word_questions: WordQuestions
    pauses: Pauses
    host_orders: HostOrders
    accounting: Accounting
    counting: Counting
    blocks: Blocks
    acts: Acts
    member_records: MemberRecords

    async def check_member(self, order: Order, *, now: int) -> None:
        """Raise BotPaused, ServerPaused, Blocked or OnBreak where a member may not order, whatever they ask for.

        The booking looks again.
        """
        ...

    async def reserve(self, order: Order, *, cost: int, caps: OwnerLimits, now: int) -> tuple[Job, bool]:
        """Check every limit and reserve the order's credits, both or neither; (job, whether it is new).

        The same id again returns the job that exists. Raises OutOfQuota, a rule's refusal,
        TooManyUnfinished, or Deleted as an input is.
        """
        ...

    async def apply(self, job: Job, change: Transition, *, now: int) -> Job | None:
        """Apply a transition, with its ledger entry and event; None if the job is in another state by now."""
        ...

    async def usage(self, asker: Asker, *, guild_id: int, model: str, caps: OwnerLimits, now: int) -> tuple[Usage, ...]:
        """Return how each limit of an order with a model stands, in the order of `quota.resolve`."""
        ...

    async def job(self, job_id: int) -> Job | None:
        """Return a job with its pictures."""
        ...

    async def by_message(self, message_id: int) -> Job | None:
        """Return the job whose card or repost a message is."""
        ...

    async def active(self) -> Sequence[Job]:
        """Return the jobs that are not final, oldest first."""
        ...

    async def unbound(self) -> Sequence[int]:
        """Return the ids of jobs, final or not, whose message is still to be found."""
        ...

    async def unshown(self) -> Sequence[int]:
        """Return the ids of bound jobs whose message is out of date, but for those given up."""
        ...

    async def unreached(self, *, guild_id: int, since: int) -> Sequence[Job]:
        """Return jobs, changed after `since`, with a message out of date; newest first. 0: of all servers and none."""
        ...

    async def adoptable(self, *, since: int) -> Sequence[Job]:
        """Return failed jobs, finished after `since`, whose request the vendor may still say a word about."""
        ...

    async def durations(self, model: str, *, last: int, before: int) -> Sequence[int]:
        """Return how many milliseconds the vendor took for jobs of a model, taken before a moment, newest first."""
        ...

    async def events(self, job_id: int) -> Sequence[Event]:
        """Return a job's events, oldest first."""
        ...

    # the card's message
    async def bind(self, job_id: int, message_id: int, *, now: int, rev: int = 0) -> Job | None:
        """Note which message is the job's card, and the rev that it shows; the first message stays."""
        ...

    async def shown(self, job_id: int, rev: int, *, delivered: str | None = None) -> None:
        """Note that Discord accepted this rev, which never goes back, and in the same write how the end came."""
        ...

    async def delivered(self, job_id: int, how: str) -> None:
        """Note how the end reached the member: message | dm (them alone, /last included) | history | given_up."""
        ...

    async def undelivered(self, user_id: int) -> Sequence[Job]:
        """Return a member's jobs whose pictures never reached them (delivered as `history`), newest first."""
        ...

    async def clear_token(self, job_id: int) -> None:
        """Drop the interaction's token: it is used up."""
        ...

    async def expire_tokens(self, *, before: int) -> int:
        """Drop the tokens of jobs that were ordered before a time; returns how many."""
        ...

    # what is known of a running job
    async def request_cancel(self, job_id: int, *, now: int, by: Canceller | None = None) -> Job | None:
        """Note that a cancellation was requested, and return the job."""
        ...

    async def vendor_said(self, job_id: int, status: VendorStatus, *, now: int) -> Job | None:
        """Note how far the vendor is with a running job (rev+1 where that is news)."""
        ...

    async def refuse_cancel(self, job_id: int, *, now: int) -> Job | None:
        """Note that the vendor refused to cancel (rev+1)."""
        ...

    async def mark_unclear(self, job_id: int, *, now: int) -> Job | None:
        """Note that the submission's outcome is unknown and the vendor's webhook is awaited (rev+1)."""
        ...

    async def submission_found(self, job: Job, vendor_id: str, *, now: int) -> Job | None:
        """Note the vendor's id of an attempt whose outcome was unknown, even after our own end; return the job.

        Nothing changes where the job was submitted anew, or has an id, or the id belongs to another job.
        """
        ...

    async def input_imported(self, job_id: int, image: Image, *, now: int) -> Job | None:
        """Note that an input picture is on disk (rev+1)."""
        ...

    # incidents and small facts
    async def open_incident(self, kind: str, *, detail: str, now: int) -> bool:
        """Open an incident; True if it was not open already."""
        ...

    async def incident_reported(self, kind: str, *, now: int) -> None:
        """Note that the owner was told of an incident."""
        ...

    async def close_incident(self, kind: str) -> bool:
        """Close an incident; True if it was open."""
        ...

    async def incidents(self) -> Sequence[Incident]:
        """Return the open incidents."""
        ...

    async def fact(self, name: str) -> str | None:
        """Return a fact, like the hash of the commands last synced."""
        ...

    async def set_fact(self, name: str, value: str) -> None:
        """Keep a fact, in place of the one of that name."""
        ...

    async def fact_once(self, name: str, value: str) -> str:
        """Keep a fact where there is none of that name, and return the one that is kept from then on."""
        ...

    async def obstacle(self, *, now: int) -> str:
        """Return what keeps the database from being written, by a write; empty where nothing does."""
        ...

    async def check_pages(self) -> None:
        """Look through every page of a large database, beside the work; damage is an obstacle from here on."""
        ...

    # what the account lacks
    async def lacks(self) -> Sequence[Lack]:
        """Return everything that the account was found to lack."""
        ...

    async def keep_lack(self, lack: Lack) -> None:
        """Note what the account lacks, in place of what was known of it."""
        ...

    async def drop_lack(self, model: str, what: str) -> None:
        """Note that the account has it."""
        ...

    # moderation
    async def report(self, job_id: int, user_id: int, *, most: int, now: int) -> None:
        """Note a member's report of a picture; raises Reported, or TooManyReports for more than `most` in an hour."""
        ...

    async def reports(self) -> Sequence[Report]:
        """Return the reports that the owner was not told of yet, oldest first."""
        ...

    async def reporters(self, job_id: int) -> Mapping[int, bool]:
        """Return who reported a picture, the first one first, and whether the owner was told of each report."""
        ...

    async def report_forwarded(self, report: Report, *, now: int) -> None:
        """Note that the owner was told of a report."""
        ...

    async def erase(self, job_id: int, *, by_user: int = 0, now: int) -> Job | None:
        """Note that a job is deleted for good (rev+1), and request its cancellation if it is not final.

        Inputs of other jobs that are copies of its pictures are deleted with it: those jobs' rev+1, too.
        """
        ...

    async def cover(self, job_id: int, *, by_user: int, now: int) -> Sequence[Job]:
        """Mark a job's pictures and the copies of them as spoilers, the act noted with it.

        Returns the jobs whose cards show one.
        """
        ...

    async def purged(self, job_id: int) -> None:
        """Note that a deleted job's pictures are gone from disk; its prompt and URLs are emptied, its ledger stays."""
        ...

    # retention
    async def expired(self, *, before: int, guild_id: int | None = None) -> Sequence[int]:
        """Return the first ids of jobs, finished before then, that still have pictures on disk; None: of all servers.

        The next ones come once these pictures were noted as deleted.
        """
        ...

    async def pictures_deleted(self, job_ids: Sequence[int]) -> None:
        """Note that the jobs' pictures are gone from disk."""
        ...

    async def forget_prompts(self, *, before: int, guild_id: int | None = None) -> int:
        """Empty the prompts, the names and addresses of input files and the events' details of jobs finished before.

        None: of all servers, and none. Returns how many prompts that were: some at a time, and 0 once it was all.
        """
        ...

    async def scrub(self, *, now: int) -> None:
        """Leave nothing of deleted words and expired records in the database's files."""
        ...

    async def existing(self, job_ids: Sequence[int]) -> frozenset[int]:
        """Return those of these ids that are jobs."""
        ...
