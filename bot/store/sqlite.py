"""The Store on SQLite: each verb is one function, one transaction and one hop to SQLite's thread."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager, closing
from functools import partial
from pathlib import Path

from typing_extensions import override

from bot.domain.errors import StorageUnavailable
from bot.domain.jobs import Canceller, Image, Job, JobState, Order, Transition, VendorStatus
from bot.domain.quota import OwnerLimits, Usage
from bot.domain.rules import Asker
from bot.runtime.work_progress import ProgressLines
from bot.store import Event, Report, copies, damage, job_rows, jobs, ledger, moderation, old_words, traces
from bot.store.acts import SqliteActs
from bot.store.attempts import SqliteAttempts
from bot.store.billing import SqliteBilling
from bot.store.blocks import SqliteBlocks
from bot.store.connection import (
    BUSY_SECONDS,
    SLICE,
    Database,
    File,
    Reader,
    check_aiosqlite,
    connect,
    connect_reader,
    explain,
    keep_few_pages,
    prepare,
)
from bot.store.copies import SqliteCopies
from bot.store.counts import SqliteCounting
from bot.store.erasures import SqliteErasures
from bot.store.facts import SqliteFacts
from bot.store.guild_config import SqliteGuildConfigs
from bot.store.guild_log import SqliteGuildLog
from bot.store.guilds import SqliteGuilds
from bot.store.host_orders import SqliteHostOrders
from bot.store.ledger import Spender
from bot.store.library import SqliteLibrary
from bot.store.member_records import SqliteMemberRecords
from bot.store.members import SqliteMembers
from bot.store.migrate import migrate
from bot.store.pauses import SqlitePauses
from bot.store.pending import SqlitePendingRecords
from bot.store.personal_data import SqlitePersonalData
from bot.store.spending import SqliteAccounting
from bot.store.strikes import SqliteStrikes
from bot.store.words import SqliteWordQuestions

log = logging.getLogger(__name__)


@asynccontextmanager
async def open_store(path: Path, *, busy_seconds: float = BUSY_SECONDS) -> AsyncIterator[SqliteStore]:
    """Open the database, created or migrated if need be. Raises StartError."""
    check_aiosqlite()
    async with (
        Database(partial(_open, path, busy_seconds), 64) as database,
        Reader(partial(connect_reader, path), 64) as database.reader,
    ):
        yield SqliteStore(database)


def _open(path: Path, busy_seconds: float) -> sqlite3.Connection:
    try:
        with ExitStack() as stack:
            connection = stack.enter_context(closing(connect(path, busy_seconds=busy_seconds)))
            prepare(connection)
            migrate(connection, keep=True, progress=ProgressLines(log.info))
            keep_few_pages(connection)
            stack.pop_all()
    except (OSError, sqlite3.Error) as error:
        raise explain(error, path) from error
    return connection


class SqliteStore(SqliteFacts):
    """The verbs of Store on SQLite, in one file."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.library = SqliteLibrary(database)
        self.personal_data = SqlitePersonalData(database)
        self.pending = SqlitePendingRecords(database)
        self.members = SqliteMembers(database)
        self.attempts = SqliteAttempts(database)
        self.billing = SqliteBilling(database)
        self.guilds = SqliteGuilds(database)
        self.guild_config = SqliteGuildConfigs(database)
        self.copies = SqliteCopies(database)
        self.erasures = SqliteErasures(database)
        self.guild_log = SqliteGuildLog(database)
        self.strikes = SqliteStrikes(database)
        self.word_questions = SqliteWordQuestions(database)
        self.pauses = SqlitePauses(database)
        self.host_orders = SqliteHostOrders(database)
        self.accounting = SqliteAccounting(database)
        self.counting = SqliteCounting(database)
        self.blocks = SqliteBlocks(database)
        self.acts = SqliteActs(database)
        self.member_records = SqliteMemberRecords(database)

    @override
    async def check_pages(self) -> None:
        path = (await self.database.read(File.of)).path
        if path and (found := await damage.find(path)):
            self.database.note_damage(found)

    # orders and their ledger
    @override
    async def check_member(self, order: Order, *, now: int) -> None:
        await self.database.read(jobs.check_member, order, now)

    @override
    async def reserve(self, order: Order, *, cost: int, caps: OwnerLimits, now: int) -> tuple[Job, bool]:
        self._check_lasting()
        return await self.database.write(jobs.reserve, order, cost, caps, now)

    @override
    async def apply(self, job: Job, change: Transition, *, now: int) -> Job | None:
        if change.to is JobState.SUBMITTING:
            self._check_lasting()
        return await self.database.write(jobs.apply, job, change, now)

    def _check_lasting(self) -> None:
        """Raise StorageUnavailable where the restore that mends the database would lose an order paid from now on."""
        if self.database.is_damaged:
            raise StorageUnavailable

    @override
    async def usage(self, asker: Asker, *, guild_id: int, model: str, caps: OwnerLimits, now: int) -> tuple[Usage, ...]:
        spender = Spender(guild_id=guild_id, asker=asker, model=model, caps=caps)
        return await self.database.read(ledger.usages, spender, now)

    # looking
    @override
    async def job(self, job_id: int) -> Job | None:
        return await self.database.read(job_rows.job, job_id)

    @override
    async def by_message(self, message_id: int) -> Job | None:
        return await self.database.read(job_rows.one, job_rows.JOB_BY_MESSAGE, message_id)

    @override
    async def active(self) -> Sequence[Job]:
        return await self.database.browse(job_rows.many, job_rows.ACTIVE)

    @override
    async def unbound(self) -> Sequence[int]:
        found = await self.database.find(UNBOUND)
        return [row["id"] for row in found]

    @override
    async def unshown(self) -> Sequence[int]:
        found = await self.database.find(UNSHOWN)
        return [row["id"] for row in found]

    @override
    async def unreached(self, *, guild_id: int, since: int) -> Sequence[Job]:
        return await self.database.read(job_rows.many, job_rows.UNREACHED, {"guild_id": guild_id, "since": since})

    @override
    async def adoptable(self, *, since: int) -> Sequence[Job]:
        return await self.database.browse(job_rows.many, job_rows.ADOPTABLE, (since,))

    @override
    async def durations(self, model: str, *, last: int, before: int) -> Sequence[int]:
        return await self.database.read(job_rows.durations, model, last, before)

    @override
    async def events(self, job_id: int) -> Sequence[Event]:
        found = await self.database.find(
            "SELECT at, old, new, detail FROM job_event WHERE job_id = ? ORDER BY id", job_id
        )
        return [Event(**dict(row)) for row in found]

    # the message's side
    @override
    async def bind(self, job_id: int, message_id: int, *, now: int, rev: int = 0) -> Job | None:
        return await self.database.write(
            _change_job,
            job_id,
            """UPDATE job SET message_id = :message_id, updated_at = :now,
                      shown_rev = CASE WHEN shown_rev < :rev THEN :rev ELSE shown_rev END
                WHERE id = :id AND message_id IS NULL
                  AND NOT EXISTS (SELECT 1 FROM job WHERE message_id = :message_id)""",
            {"id": job_id, "message_id": message_id, "now": now, "rev": rev},
        )

    @override
    async def shown(self, job_id: int, rev: int, *, delivered: str | None = None) -> None:
        await self.database.change(
            """UPDATE job SET shown_rev = CASE WHEN shown_rev < ? THEN ? ELSE shown_rev END,
                      delivered = COALESCE(?, delivered)
                WHERE id = ?""",
            *(rev, rev, delivered, job_id),
        )

    @override
    async def delivered(self, job_id: int, how: str) -> None:
        await self.database.change("UPDATE job SET delivered = ? WHERE id = ?", how, job_id)

    @override
    async def undelivered(self, user_id: int) -> Sequence[Job]:
        return await self.database.browse(job_rows.many, job_rows.KEPT, {"user_id": user_id})

    @override
    async def clear_token(self, job_id: int) -> None:
        await self.database.change("UPDATE job SET token = NULL WHERE id = ?", job_id)

    @override
    async def expire_tokens(self, *, before: int) -> int:
        expired = "SELECT 1 FROM job WHERE token IS NOT NULL AND created_at < ? LIMIT 1"
        if not await self.database.find(expired, before):  # seldom: a write costs a sync of the disk
            return 0
        sql = "UPDATE job SET token = NULL WHERE token IS NOT NULL AND created_at < ?"
        return await self.database.change(sql, before)

    # wishes and findings
    @override
    async def request_cancel(self, job_id: int, *, now: int, by: Canceller | None = None) -> Job | None:
        return await self.database.write(
            _change_job,
            job_id,
            """UPDATE job SET cancel_at = ?, updated_at = ?, cancelled_by = ?
                WHERE id = ? AND cancel_at IS NULL AND state IN ('queued', 'submitting', 'running')""",
            (now, now, by, job_id),
        )

    @override
    async def refuse_cancel(self, job_id: int, *, now: int) -> Job | None:
        return await self.database.write(
            _change_job,
            job_id,
            "UPDATE job SET cancel_refused = 1, rev = rev + 1, updated_at = ? WHERE id = ? AND cancel_refused = 0",
            (now, job_id),
        )

    @override
    async def vendor_said(self, job_id: int, status: VendorStatus, *, now: int) -> Job | None:
        values = {"id": job_id, "status": status, "now": now}
        return await self.database.write(_change_job, job_id, job_rows.VENDOR_SAID, values)

    @override
    async def mark_unclear(self, job_id: int, *, now: int) -> Job | None:
        return await self.database.write(
            _change_job,
            job_id,
            """UPDATE job SET unclear_at = ?, rev = rev + 1, updated_at = ?
                WHERE id = ? AND unclear_at IS NULL AND state = 'submitting'""",
            (now, now, job_id),
        )

    @override
    async def submission_found(self, job: Job, vendor_id: str, *, now: int) -> Job | None:
        return await self.database.write(
            _change_job,
            job.id,
            """UPDATE job SET vendor_id = :vendor_id, updated_at = :now
                WHERE id = :id AND attempt = :attempt AND vendor_id IS NULL
                  AND (state = 'submitting' OR (state = 'failed' AND failure IN ('unclear', 'deadline')))
                  AND NOT EXISTS (SELECT 1 FROM job WHERE vendor_id = :vendor_id)""",
            {"id": job.id, "attempt": job.attempt, "vendor_id": vendor_id, "now": now},
        )

    @override
    async def input_imported(self, job_id: int, image: Image, *, now: int) -> Job | None:
        return await self.database.write(_took_input, job_id, image, now)

    # moderation
    @override
    async def report(self, job_id: int, user_id: int, *, most: int, now: int) -> None:
        await self.database.write(moderation.report, job_id, user_id, most, now)

    @override
    async def reports(self) -> Sequence[Report]:
        return await self.database.read(moderation.open_reports)

    @override
    async def reporters(self, job_id: int) -> Mapping[int, bool]:
        return await self.database.read(moderation.reporters, job_id)

    @override
    async def report_forwarded(self, report: Report, *, now: int) -> None:
        await self.database.change(
            "UPDATE report SET told_at = ? WHERE job_id = ? AND user_id = ?", now, report.job_id, report.user_id
        )

    @override
    async def erase(self, job_id: int, *, by_user: int = 0, now: int) -> Job | None:
        return await self.database.write(moderation.erase, job_id, by_user, now)

    @override
    async def cover(self, job_id: int, *, by_user: int, now: int) -> Sequence[Job]:
        return await self.database.write(moderation.cover, job_id, by_user, now)

    @override
    async def purged(self, job_id: int) -> None:
        await self.database.write(moderation.purge, job_id)

    # retention
    @override
    async def expired(self, *, before: int, guild_id: int | None = None) -> Sequence[int]:
        asked = {"before": before, "latest": job_rows.ids_until(before), "guild_id": guild_id, "most": SLICE}
        sql = EXPIRED if guild_id is None else EXPIRED_IN_GUILD
        return await self.database.browse(lambda tx: [row["id"] for row in tx.execute(sql, asked)])

    @override
    async def pictures_deleted(self, job_ids: Sequence[int]) -> None:
        await self.database.write(_forgot_pictures, job_ids)

    @override
    async def forget_prompts(self, *, before: int, guild_id: int | None = None) -> int:
        return await self.database.write(old_words.forget_prompts, before, guild_id, SLICE)

    @override
    async def scrub(self, *, now: int) -> None:
        await self.database.write(traces.drop_expired, now)
        await self.database.truncate_log()

    @override
    async def existing(self, job_ids: Sequence[int]) -> frozenset[int]:
        there: set[int] = set()
        for start in range(0, len(job_ids), LOOKED_UP):
            there |= await self.database.browse(_existing, job_ids[start : start + LOOKED_UP])
        return frozenset(there)


UNBOUND = "SELECT id FROM job WHERE message_id IS NULL AND delivered IS NULL AND channel_id <> 0 ORDER BY id"
UNSHOWN = """
    SELECT id FROM job
     WHERE shown_rev < rev AND message_id IS NOT NULL AND delivered IS NOT 'given_up' ORDER BY id
"""
EXPIRED = """
    SELECT DISTINCT job_id AS id FROM image JOIN job ON job.id = job_id
     WHERE path IS NOT NULL AND job_id < :latest AND finished_at < :before ORDER BY job_id LIMIT :most
"""
EXPIRED_IN_GUILD = """
    SELECT id FROM job
     WHERE guild_id = :guild_id AND id >= (SELECT MIN(job_id) FROM image WHERE path IS NOT NULL)
       AND id < :latest AND finished_at < :before
       AND EXISTS (SELECT 1 FROM image WHERE job_id = job.id AND path IS NOT NULL) ORDER BY id LIMIT :most
"""
LOOKED_UP = 5_000  # ids at a time


def _change_job(
    tx: sqlite3.Connection, job_id: int, sql: str, values: Sequence[object] | Mapping[str, object]
) -> Job | None:
    tx.execute(sql, values)
    return job_rows.job(tx, job_id)


def _took_input(tx: sqlite3.Connection, job_id: int, image: Image, now: int) -> Job | None:
    if tx.execute("UPDATE job SET rev = rev + 1, updated_at = ? WHERE id = ?", (now, job_id)).rowcount:
        copies.keep_input(tx, job_id, image)
    return job_rows.job(tx, job_id)


def _existing(tx: sqlite3.Connection, job_ids: Sequence[int]) -> set[int]:
    sql = "SELECT id FROM job WHERE id IN (SELECT value FROM json_each(?))"
    return {row["id"] for row in tx.execute(sql, (json.dumps(job_ids),))}


def _forgot_pictures(tx: sqlite3.Connection, job_ids: Sequence[int]) -> None:
    for job_id in job_ids:
        tx.execute("UPDATE image SET path = NULL WHERE job_id = ?", (job_id,))
