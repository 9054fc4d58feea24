"""The Store on SQLite: each verb is one function, one transaction and one hop to SQLite's thread."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager, closing
from functools import partial
from pathlib import Path

from bot.domain.jobs import Image, Job, Order, Transition
from bot.domain.quota import OwnerLimits, Rule, Usage
from bot.store import Event, Incident, Report, job_rows, jobs, ledger, moderation
from bot.store.connection import BUSY_SECONDS, Database, connect, explain, prepare
from bot.store.ledger import Spender
from bot.store.migrate import migrate
from bot.store.personal import SqliteAlbum


@asynccontextmanager
async def open_store(path: Path, *, busy_seconds: float = BUSY_SECONDS) -> AsyncIterator[SqliteStore]:
    """Open the database, made or brought up to date if need be; StartError says in words why not."""
    async with Database(partial(_open, path, busy_seconds), 64) as database:
        yield SqliteStore(database)


def _open(path: Path, busy_seconds: float) -> sqlite3.Connection:
    try:
        with ExitStack() as stack:
            connection = stack.enter_context(closing(connect(path, busy_seconds=busy_seconds)))
            prepare(connection)
            migrate(connection, keep=True)
            stack.pop_all()
    except (OSError, sqlite3.Error) as error:
        raise explain(error, path) from error
    return connection


class SqliteStore:
    """The books in one file."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.album = SqliteAlbum(database)

    # orders and their books
    async def reserve(self, order: Order, *, cost: int, caps: OwnerLimits, now: int) -> tuple[Job, bool]:
        """Check every limit and book the order, at once or not at all; (job, whether it is new)."""
        return await self._database.write(jobs.reserve, order, cost, caps, now)

    async def apply(self, job: Job, change: Transition, *, now: int) -> Job | None:
        """Move the job along one arrow, with its books and diary; None if it stands elsewhere by now."""
        return await self._database.write(jobs.apply, job, change, now)

    async def usage(
        self, *, guild_id: int, user_id: int, role_ids: Sequence[int], model: str, caps: OwnerLimits, now: int
    ) -> tuple[Usage, ...]:
        """Return how each limit stands for a person, in the order of `quota.resolve`."""
        buyer = Spender(guild_id=guild_id, user_id=user_id, role_ids=tuple(role_ids), model=model, caps=caps)
        return await self._database.read(ledger.usages, buyer, now)

    async def set_rule(self, guild_id: int, rule: Rule) -> None:
        """Set (or replace) one rule of a server."""
        await self._write(
            """INSERT INTO quota_rule (guild_id, scope, target_id, model, credits, period_s) VALUES (?, ?, ?, ?, ?, ?)
               ON CONFLICT DO UPDATE SET credits = excluded.credits""",
            *(guild_id, rule.scope, rule.target_id, rule.model, rule.credits, rule.period_s),
        )

    async def grant(
        self, *, guild_id: int, user_id: int, credits: int, by_user: int, now: int, expires_at: int
    ) -> None:
        """Raise a person's limit in a server until it expires."""
        await self._write(
            "INSERT INTO quota_grant (guild_id, user_id, credits, by_user, at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
            *(guild_id, user_id, credits, by_user, now, expires_at),
        )

    # looking
    async def job(self, job_id: int) -> Job | None:
        """Return a job with its pictures."""
        return await self._database.read(job_rows.job, job_id)

    async def by_message(self, message_id: int) -> Job | None:
        """Return the job whose card this message is."""
        return await self._database.read(job_rows.one, job_rows.JOB_BY_MESSAGE, message_id)

    async def active(self) -> Sequence[Job]:
        """Return the jobs that are not final, oldest first."""
        return await self._database.read(job_rows.many, job_rows.ACTIVE)

    async def unbound(self) -> Sequence[int]:
        """Return the ids of jobs, ended or not, whose message is still to be found."""
        found = await self._find(UNBOUND)
        return [row["id"] for row in found]

    async def unshown(self) -> Sequence[int]:
        """Return the ids of bound jobs whose message lags behind, but for those given up."""
        found = await self._find(UNSHOWN)
        return [row["id"] for row in found]

    async def adoptable(self, *, since: int) -> Sequence[Job]:
        """Return failed jobs, finished after `since`, whose request at the vendor (its id is known) may live."""
        return await self._database.read(job_rows.many, job_rows.ADOPTABLE, (since,))

    async def durations(self, model: str, *, last: int = 50) -> Sequence[int]:
        """Return how many milliseconds the vendor took for the last succeeded jobs of a model, newest first."""
        found = await self._find(DURATIONS, model, last)
        return [row["took"] for row in found]

    async def events(self, job_id: int) -> Sequence[Event]:
        """Return a job's diary."""
        found = await self._find("SELECT at, old, new, detail FROM job_event WHERE job_id = ? ORDER BY id", job_id)
        return [Event(**dict(row)) for row in found]

    # the message's side
    async def bind(self, job_id: int, message_id: int, *, now: int, rev: int = 0) -> Job | None:
        """Say which message is the job's card, and the rev that it shows; keeps the first message said."""
        return await self._database.write(
            _change_job,
            job_id,
            """UPDATE job SET message_id = ?, updated_at = ?, shown_rev = max(shown_rev, ?)
                WHERE id = ? AND message_id IS NULL AND NOT EXISTS (SELECT 1 FROM job WHERE message_id = ?)""",
            (message_id, now, rev, job_id, message_id),
        )

    async def shown(self, job_id: int, rev: int) -> None:
        """Say that Discord took this rev; never goes back."""
        await self._write("UPDATE job SET shown_rev = ? WHERE id = ? AND shown_rev < ?", rev, job_id, rev)

    async def delivered(self, job_id: int, how: str) -> None:
        """Say how the end reached the person: message | dm (them alone, /last included) | history | given_up."""
        await self._write("UPDATE job SET delivered = ? WHERE id = ?", how, job_id)

    async def undelivered(self, user_id: int) -> Sequence[Job]:
        """Return a person's jobs whose pictures reached them by no way, those that are `history`, newest first."""
        return await self._database.read(job_rows.many, job_rows.KEPT, {"user_id": user_id})

    async def clear_token(self, job_id: int) -> None:
        """Drop the interaction's token: it is used up."""
        await self._write("UPDATE job SET token = NULL WHERE id = ?", job_id)

    # wishes and findings
    async def request_cancel(self, job_id: int, *, now: int) -> Job | None:
        """Note that somebody wishes to cancel; returns the job as it stands."""
        return await self._database.write(
            _change_job,
            job_id,
            """UPDATE job SET cancel_at = ?, updated_at = ?
                WHERE id = ? AND cancel_at IS NULL AND state IN ('queued', 'submitting', 'running')""",
            (now, now, job_id),
        )

    async def refuse_cancel(self, job_id: int, *, now: int) -> Job | None:
        """Note that the vendor said it was too late (rev+1)."""
        return await self._database.write(
            _change_job,
            job_id,
            "UPDATE job SET cancel_refused = 1, rev = rev + 1, updated_at = ? WHERE id = ? AND cancel_refused = 0",
            (now, job_id),
        )

    async def mark_unclear(self, job_id: int, *, now: int) -> Job | None:
        """Note that nobody knows whether the vendor took the order, and that its word is waited for (rev+1)."""
        return await self._database.write(
            _change_job,
            job_id,
            """UPDATE job SET unclear_at = ?, rev = rev + 1, updated_at = ?
                WHERE id = ? AND unclear_at IS NULL AND state = 'submitting'""",
            (now, now, job_id),
        )

    async def input_imported(self, job_id: int, image: Image, *, now: int) -> Job | None:
        """Note that an input lies on disk (rev+1)."""
        return await self._database.write(_took_input, job_id, image, now)

    # incidents and small facts
    async def open_incident(self, kind: str, *, detail: str, now: int) -> bool:
        """Note an incident; True if it was not open already."""
        changed = await self._write(
            "INSERT INTO incident (kind, since, detail) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", kind, now, detail
        )
        return changed > 0

    async def incident_reported(self, kind: str, *, now: int) -> None:
        """Note that the host was told."""
        await self._write("UPDATE incident SET told_at = ? WHERE kind = ?", now, kind)

    async def close_incident(self, kind: str) -> bool:
        """End an incident; True if it was open."""
        return await self._write("DELETE FROM incident WHERE kind = ?", kind) > 0

    async def incidents(self) -> Sequence[Incident]:
        """Return the open incidents."""
        found = await self._find("SELECT kind, since, told_at, detail FROM incident ORDER BY since, kind")
        return [Incident(**dict(row)) for row in found]

    async def fact(self, name: str) -> str | None:
        """Return a small fact, like the hash of the commands last synced."""
        found = await self._find("SELECT value FROM fact WHERE name = ?", name)
        return found[0]["value"] if found else None

    async def set_fact(self, name: str, value: str) -> None:
        """Keep a small fact."""
        await self._write(
            "INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", name, value
        )

    # moderation
    async def report(self, job_id: int, user_id: int, *, most: int, now: int) -> None:
        """Note a person's report of a picture; raises Reported, or TooManyReports for more than `most` in an hour."""
        await self._database.write(moderation.report, job_id, user_id, most, now)

    async def reports(self) -> Sequence[Report]:
        """Return the reports that the host was not told of yet, oldest first."""
        return await self._database.read(moderation.untold)

    async def report_forwarded(self, report: Report, *, now: int) -> None:
        """Note that the host was told."""
        await self._write(
            "UPDATE report SET told_at = ? WHERE job_id = ? AND user_id = ?", now, report.job_id, report.user_id
        )

    async def erase(self, job_id: int, *, now: int) -> Job | None:
        """Note that a job is deleted for good (rev+1), and wished cancelled if it is not over."""
        return await self._database.write(moderation.erase, job_id, now)

    async def purged(self, job_id: int) -> None:
        """Note that a deleted job's pictures are gone from disk; its words and addresses go too, the books stay."""
        await self._database.write(moderation.wiped, job_id)

    # retention
    async def expired(self, *, before: int) -> Sequence[int]:
        """Return final jobs, finished before then, that still have pictures on disk."""
        found = await self._find(EXPIRED, before)
        return [row["job_id"] for row in found]

    async def pictures_deleted(self, job_ids: Sequence[int]) -> None:
        """Note that their pictures are gone from disk."""
        await self._database.write(_forgot_pictures, job_ids)

    async def forget_prompts(self, *, before: int) -> int:
        """Empty the prompts, and the names of input files, of jobs finished before then; returns how many."""
        return await self._database.write(_forget_prompts, before)

    async def existing(self, job_ids: Sequence[int]) -> frozenset[int]:
        """Return those of these ids that are jobs."""
        found = await self._find("SELECT id FROM job WHERE id IN (SELECT value FROM json_each(?))", json.dumps(job_ids))
        return frozenset(row["id"] for row in found)

    async def integrity(self) -> Sequence[str]:
        """Return what SQLite finds wrong with the file: nothing, one hopes."""
        return await self._database.read(_integrity)

    async def _write(self, sql: str, *values: object) -> int:
        return await self._database.write(lambda tx: tx.execute(sql, values).rowcount)

    async def _find(self, sql: str, *values: object) -> list[sqlite3.Row]:
        return await self._database.read(lambda tx: tx.execute(sql, values).fetchall())


UNBOUND = "SELECT id FROM job WHERE message_id IS NULL AND delivered IS NULL AND channel_id <> 0 ORDER BY id"
UNSHOWN = """
    SELECT id FROM job
     WHERE shown_rev < rev AND message_id IS NOT NULL AND delivered IS NOT 'given_up' ORDER BY id
"""
# An adopted job (refunded, yet succeeded) waited for us, not for the vendor.
DURATIONS = """
    SELECT finished_at - submitted_at AS took FROM job
     WHERE state = 'succeeded' AND model = ?
       AND NOT EXISTS (SELECT 1 FROM ledger WHERE job_id = job.id AND kind = 'refund')
     ORDER BY finished_at DESC LIMIT ?
"""
EXPIRED = """
    SELECT DISTINCT job_id FROM image JOIN job ON job.id = job_id
     WHERE path IS NOT NULL AND finished_at < ? ORDER BY job_id
"""


def _change_job(tx: sqlite3.Connection, job_id: int, sql: str, values: Sequence[object]) -> Job | None:
    tx.execute(sql, values)
    return job_rows.job(tx, job_id)


def _took_input(tx: sqlite3.Connection, job_id: int, image: Image, now: int) -> Job | None:
    if tx.execute("UPDATE job SET rev = rev + 1, updated_at = ? WHERE id = ?", (now, job_id)).rowcount:
        job_rows.keep_images(tx, job_id, "input", [image])
    return job_rows.job(tx, job_id)


def _forgot_pictures(tx: sqlite3.Connection, job_ids: Sequence[int]) -> None:
    for job_id in job_ids:
        tx.execute("UPDATE image SET path = NULL WHERE job_id = ?", (job_id,))


def _forget_prompts(tx: sqlite3.Connection, before: int) -> int:
    tx.execute(
        """UPDATE image SET name = '' WHERE role = 'input' AND name <> ''
            AND job_id IN (SELECT id FROM job WHERE finished_at < ?)""",
        (before,),
    )
    return tx.execute("UPDATE job SET prompt = '' WHERE finished_at < ? AND prompt <> ''", (before,)).rowcount


def _integrity(tx: sqlite3.Connection) -> Sequence[str]:
    damage = [row[0] for row in tx.execute("PRAGMA integrity_check")]
    dangling = [f"{row[0]} {row[1]} points to nothing" for row in tx.execute("PRAGMA foreign_key_check")]
    return [*(line for line in damage if line != "ok"), *dangling]
