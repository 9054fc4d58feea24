"""Snapshots of the database: copied while a bot writes in it, verified, and made safe to go on with much later."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.domain.catalog import Params
from bot.domain.errors import BackupError
from bot.domain.jobs import Canceller, Failure, JobState, Transition, VendorStatus
from bot.domain.limits import RESULTS_KEPT_MS
from bot.runtime.work_progress import SILENT, WorkProgress
from bot.store import job_rows, jobs
from bot.store.connection import prepare, transact
from bot.store.migrate import HAS_WORD_INDEX, WORD_INDEX, migrate
from bot.store.schema_check import check_origin, foreign_object
from bot.store.work_progress import show_while_at_work

FORGET_KEY = "DELETE FROM fact WHERE name = 'hook_key'"  # what signs webhooks' addresses; a new one is made
#: What Litestream adds to each database that it copies. https://litestream.io/how-it-works/
LITESTREAM = ("_litestream_lock", "_litestream_seq")
PAGES = 5_000  # copied at a time: 20 MB


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What a snapshot holds, to compare it by."""

    schema: tuple[str, ...]
    jobs: int
    charged: int  # credits, the sum of the ledger


def copy_database(source: Path, target: Path, *, progress: WorkProgress = SILENT) -> None:
    """Copy the database as of one moment, without tokens; a bot may write in it meanwhile. Raises BackupError."""

    def copied(_: int, remaining: int, total: int) -> None:
        progress.show("copying the database", (total - remaining) / max(1, total))

    with _opened(f"{source.absolute().as_uri()}?mode=rw") as live, _opened(target.absolute().as_uri()) as copy:
        live.execute("BEGIN")  # a copy without it begins anew with each write of the bot
        live.execute("SELECT 1 FROM migration").fetchone()
        live.backup(copy, pages=PAGES, progress=copied)
        live.execute("ROLLBACK")
        copy.execute("PRAGMA journal_mode = DELETE")  # one file
        show_while_at_work(copy, progress, "cleaning the copy of the database")
        _drop_litestream(copy)
        copy.execute("UPDATE job SET token = NULL")
        copy.execute(FORGET_KEY)
        if copy.execute(HAS_WORD_INDEX).fetchone():  # of a version before: it still holds what was deleted
            copy.execute(f"INSERT INTO {WORD_INDEX} ({WORD_INDEX}) VALUES ('rebuild')")  # noqa: S608 - a constant
        copy.execute("VACUUM")  # else what was deleted would still lie between the rows


def copy_foreign(source: Path, target: Path) -> None:
    """Copy a database that may have passed through other hands, with nothing of it run. Raises BackupError."""
    with _opened(f"{source.absolute().as_uri()}?mode=rw") as given, _opened(target.absolute().as_uri()) as copy:
        given.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        _drop_litestream(copy)


def _drop_litestream(copy: sqlite3.Connection) -> None:
    for name in LITESTREAM:
        copy.execute(f"DROP TABLE IF EXISTS {name}")


def check_foreign(database: Path) -> None:
    """Refuse a database with something in it that this bot never wrote; raises BackupError."""
    with _opened(f"{database.absolute().as_uri()}?mode=ro") as copy:
        check_origin(copy)


def find_foreign(database: Path) -> str | None:
    """Return what the schema has that this bot did not make, None where there is nothing. Raises BackupError."""
    with _opened(f"{database.absolute().as_uri()}?mode=ro") as copy:
        return foreign_object(copy)


def verify(database: Path, *, progress: WorkProgress = SILENT) -> Summary:
    """Check every page and ledger entry of a snapshot; raises BackupError."""
    with _opened(f"{database.absolute().as_uri()}?mode=ro") as copy:
        show_while_at_work(copy, progress, "checking the database")
        damage = [row[0] for row in copy.execute("PRAGMA integrity_check") if row[0] != "ok"]
        damage += [f"{row[0]} {row[1]} points to nothing" for row in copy.execute("PRAGMA foreign_key_check")]
        if damage:
            raise BackupError(f"The database is damaged ({damage[0]}).")
        if wrong := copy.execute(_OUT_OF_BALANCE).fetchone():
            raise BackupError(f"The ledger doesn't balance (job {wrong[0]}).")
        if unreadable := next(_unreadable_jobs(copy), None):
            raise BackupError(f"The database holds an order that can't be read (job {unreadable}).")
        return Summary(
            schema=tuple(row[0] for row in copy.execute("SELECT name FROM migration ORDER BY name")),
            jobs=copy.execute("SELECT COUNT(*) FROM job").fetchone()[0],
            charged=copy.execute("SELECT COALESCE(SUM(amount), 0) FROM ledger").fetchone()[0],
        )


def sums_differ(database: Path) -> bool:
    """Return True if the sums by hour or minute are not those of the ledger and the bill; raises BackupError."""
    with _opened(f"{database.absolute().as_uri()}?mode=ro") as copy:
        known = {row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        tables = [table for table in ("spending", "spending_minute") if table in known]  # an earlier version has none
        return any(copy.execute(_SUMS.format(table=table)).fetchone()[0] for table in tables)


#: The words that a column may hold; an earlier version's database lacks the last ones.
_KNOWN = {"state": JobState, "failure": Failure, "vendor_status": VendorStatus, "cancelled_by": Canceller}


def _unreadable_jobs(copy: sqlite3.Connection) -> Iterator[int]:
    """Yield the ids of the jobs that would fail whatever reads them."""
    columns = {row[1] for row in copy.execute("PRAGMA table_info(job)")}
    known = {name: words for name, words in _KNOWN.items() if name in columns}
    query = f"SELECT id, params, {', '.join(known)} FROM job"  # noqa: S608 - constants
    for job_id, params, *said in copy.execute(query):
        try:
            Params(**json.loads(params))
            for words, word in zip(known.values(), said, strict=True):
                if word is not None:
                    words(word)
        except (TypeError, ValueError):
            yield job_id


def list_pictures(database: Path) -> Sequence[str]:
    """Return the paths of the pictures that the database names, under the data folder."""
    with _opened(f"{database.absolute().as_uri()}?mode=ro") as copy:
        return [row[0] for row in copy.execute("SELECT path FROM image WHERE path IS NOT NULL ORDER BY path")]


def prepare_restored(database: Path, *, now: int, progress: WorkProgress = SILENT) -> int:
    """Migrate a restored database, and end in it what would be ordered a second time; return how many orders that were.

    An order that waited when it was copied may have been drawn since, so it ends here, refunded. One that the vendor
    had given an id goes on, as long as the vendor keeps it: polling costs nothing.
    """
    with _opened(database.absolute().as_uri()) as copy:
        prepare(copy)
        migrate(copy, progress=progress)
        ended = transact(copy, "IMMEDIATE", _end_open_orders, now)
        copy.execute("PRAGMA journal_mode = DELETE")
    return ended


_FINAL = "('succeeded', 'failed', 'cancelled')"
_SUMS = """
    SELECT (SELECT COALESCE(SUM(amount), 0) FROM ledger) + (SELECT COALESCE(SUM(amount), 0) FROM bill)
         - (SELECT COALESCE(SUM(amount), 0) FROM {table} WHERE scope = 'bot')
"""
_OUT_OF_BALANCE = f"""
    SELECT job.id FROM job LEFT JOIN (
        SELECT job_id, COUNT(*) FILTER (WHERE kind = 'reserve') AS reserves,
               COUNT(*) FILTER (WHERE kind IN ('settle', 'refund')) AS closes,
               SUM(amount) FILTER (WHERE kind = 'reserve') AS reserved,
               SUM(amount) FILTER (WHERE kind <> 'correction') AS charged
          FROM ledger GROUP BY job_id
    ) AS entries ON entries.job_id = job.id
     WHERE reserves IS NULL OR reserves <> 1 OR reserved <> cost OR closes > 1 OR charged NOT BETWEEN 0 AND cost
        OR (closes = 0 AND state IN {_FINAL}) OR (charged <> 0 AND state IN ('failed', 'cancelled'))
     LIMIT 1
"""  # noqa: S608 - constants


def _end_open_orders(tx: sqlite3.Connection, now: int) -> int:
    tx.execute("DELETE FROM fact WHERE name = 'commands'")  # Discord may know others by now
    tx.execute(FORGET_KEY)  # older backups hold it
    ended = 0
    for job in job_rows.many(tx, job_rows.ACTIVE):
        if job.state is not JobState.RUNNING or now - job.updated_at > RESULTS_KEPT_MS:
            jobs.apply(tx, job, Transition(to=JobState.FAILED, failure=Failure.RESTORED), now)
            ended += 1
    return ended


@contextmanager
def _opened(uri: str) -> Iterator[sqlite3.Connection]:
    """Open a database; SQLite's errors become BackupError, and a Ctrl+C that met what it tells of its work goes on."""
    try:
        with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
            if uri.endswith("mode=ro"):  # strangers may have had it; writing, an earlier version's triggers need FTS5
                connection.execute("PRAGMA trusted_schema = OFF")
            yield connection
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            raise KeyboardInterrupt from error
        raise BackupError(f"The database can't be read or copied ({error}).") from error
