"""Rows and records of a job: one SELECT gives it with its ledger and pictures."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from bot.domain.catalog import Params
from bot.domain.jobs import Canceller, Failure, Image, Job, JobState, VendorStatus
from bot.domain.limits import HOUR_MS, snowflake

#: A job with what stands beside it; add a WHERE.
JOB = """
    SELECT job.*,
        (SELECT COALESCE(SUM(amount), 0) FROM ledger WHERE job_id = job.id) AS charged,
        EXISTS (SELECT 1 FROM ledger WHERE job_id = job.id AND kind IN ('settle', 'refund')) AS closed,
        (SELECT COALESCE(-SUM(amount), 0) FROM ledger WHERE job_id = job.id AND kind = 'correction') AS given_back,
        (SELECT json_group_array(json_array(
                    role, position, url, name, path, sha256, spoiler, unread, erased_at IS NOT NULL, owner_id))
           FROM image WHERE job_id = job.id) AS images
      FROM job
"""
JOB_BY_ID = JOB + "WHERE id = ?"
_BY_MESSAGE = "SELECT id FROM job WHERE message_id = :it UNION ALL SELECT job_id FROM showing WHERE message_id = :it"
JOB_BY_MESSAGE = JOB + f"WHERE id = ({_BY_MESSAGE})"
ACTIVE = JOB + "WHERE state IN ('queued', 'submitting', 'running') ORDER BY id"
ADOPTABLE = (
    JOB
    + """WHERE state = 'failed' AND failure IN ('unclear', 'deadline') AND vendor_id IS NOT NULL
           AND finished_at > ? ORDER BY finished_at"""
)
#: Not those that somebody took away, unless they are deleted for good and a message of theirs may stand.
_UNREACHED = """WHERE shown_rev < rev AND message_id IS NOT NULL AND updated_at > :since
                AND (removed_at IS NULL OR erased_at IS NOT NULL)
                AND (:guild_id IN (0, guild_id) OR id IN (SELECT job_id FROM showing WHERE guild_id = :guild_id))
                ORDER BY updated_at DESC LIMIT 500"""
UNREACHED = JOB + _UNREACHED

_KEPT = "WHERE delivered = 'history' AND user_id = :user_id ORDER BY finished_at DESC, id DESC"
KEPT = JOB + _KEPT

# Ordered by when they were taken: those last to finish are the slowest of a rush. An adopted job (refunded, yet
# succeeded) waited for us, not for the vendor.
DURATIONS = """SELECT finished_at - submitted_at AS took FROM job
    WHERE state = 'succeeded' AND model = :model AND submitted_at < :before
      AND NOT EXISTS (SELECT 1 FROM ledger WHERE job_id = job.id AND kind = 'refund')
    ORDER BY submitted_at DESC LIMIT :last"""

#: The first look may come late: what is drawn then, and was never seen to wait, is drawn since it was taken. What was
#: seen to be drawn stays so: an answer that wavers redraws no card.
VENDOR_SAID = """
    UPDATE job SET vendor_status = :status, rev = rev + 1, updated_at = :now,
           vendor_status_at = CASE WHEN vendor_status IS NULL AND :status = 'in_progress'
                                   THEN submitted_at ELSE :now END
     WHERE id = :id AND state = 'running' AND COALESCE(vendor_status, '') NOT IN (:status, 'in_progress')
"""

_SAME = (
    *("id", "idempotency_key", "guild_id", "channel_id", "user_id", "parent_id", "version"),
    *("model", "prompt", "locale", "cost", "charged", "given_back", "attempt", "vendor_id", "cancel_at"),
    *("rev", "shown_rev", "message_id", "token", "file_limit", "delivered"),
    *("created_at", "updated_at", "unclear_at", "submitted_at", "finished_at", "erased_at", "removed_at"),
    *("vendor_status_at", "late_at"),
)


def hold(tx: sqlite3.Connection, what: str, number: int = 0) -> None:
    """Lock what the transaction reads in order to write it, until it ends.

    BEGIN IMMEDIATE has locked all of SQLite's file already; a database with several writers takes a lock of this name.
    """


def job(tx: sqlite3.Connection, job_id: int) -> Job | None:
    """Return one job by its id."""
    return one(tx, JOB_BY_ID, job_id)


def existing_job(tx: sqlite3.Connection, job_id: int) -> Job:
    """Return a job that is known to exist."""
    return to_job(tx.execute(JOB_BY_ID, (job_id,)).fetchone())


def one(tx: sqlite3.Connection, sql: str, value: int) -> Job | None:
    """Return the one job that a SELECT finds by a value, or by the value named `it`."""
    row = tx.execute(sql, {"it": value} if ":it" in sql else (value,)).fetchone()
    return to_job(row) if row else None


def many(tx: sqlite3.Connection, sql: str, values: Sequence[int] | Mapping[str, int | str] = ()) -> Sequence[Job]:
    """Return the jobs that a SELECT finds."""
    return [to_job(row) for row in tx.execute(sql, values)]


def ids_until(moment: int) -> int:
    """Return the id that all orders placed by a moment (epoch ms) are below: an index goes by ids, not by times."""
    return snowflake(moment + HOUR_MS)  # Discord's clock, which makes the ids, and ours differ by less than an hour


def durations(tx: sqlite3.Connection, model: str, last: int, before: int) -> Sequence[int]:
    """Return how many milliseconds the vendor took for jobs of a model, by when it took them, newest first."""
    values = {"model": model, "last": last, "before": before}
    return [row["took"] for row in tx.execute(DURATIONS, values)]


def to_job(row: sqlite3.Row) -> Job:
    """Build a job from a row of `JOB`."""
    kept = dict(zip(row.keys(), row, strict=True))  # a Row looks through all its columns for each name
    images = sorted(json.loads(kept["images"]), key=lambda image: int(image[1]))
    return Job(
        **{name: kept[name] for name in _SAME},
        params=_params(kept["params"]),
        state=JobState(kept["state"]),
        failure=Failure(kept["failure"]) if kept["failure"] else None,
        vendor_status=VendorStatus(kept["vendor_status"]) if kept["vendor_status"] else None,
        cancelled_by=Canceller(kept["cancelled_by"]) if kept["cancelled_by"] else None,
        closed=bool(kept["closed"]),
        cancel_refused=bool(kept["cancel_refused"]),
        spoiler=bool(kept["spoiler"]),
        inputs=_images(images, "input"),
        outputs=_images(images, "output"),
    )


@lru_cache(maxsize=256)  # they are immutable, and most orders ask for the same few
def _params(body: str) -> Params:
    return Params(**json.loads(body))


def _images(images: Iterable[list[Any]], role: str) -> tuple[Image, ...]:
    return tuple(
        Image(position=position, url=url, is_erased=True, spoiler=bool(spoiler))
        if is_erased
        else Image(
            position=position,
            url=url,
            name=name,
            path=path,
            sha256=sha256,
            spoiler=bool(spoiler),
            unread=bool(unread),
            owner_id=owner_id,
        )
        for kind, position, url, name, path, sha256, spoiler, unread, is_erased, owner_id in images
        if kind == role
    )


def keep_images(tx: sqlite3.Connection, job_id: int, role: str, images: Iterable[Image]) -> None:
    """Write a job's pictures of one role; one of the same position is replaced."""
    for image in images:
        tx.execute(
            """INSERT INTO image (job_id, role, position, url, name, path, sha256, spoiler, unread, owner_id)
               VALUES (:job_id, :role, :position, :url, :name, :path, :sha256, :spoiler, :unread, :owner_id)
               ON CONFLICT (job_id, role, position)
               DO UPDATE SET url = :url, name = :name, path = :path, sha256 = :sha256,
                             spoiler = :spoiler, unread = :unread, owner_id = :owner_id""",
            {"job_id": job_id, "role": role, **asdict(image)},
        )


def keep_event(
    tx: sqlite3.Connection, job_id: int, *, old: JobState | None, new: JobState, at: int, detail: str = ""
) -> None:
    """Write a job's event."""
    tx.execute(
        "INSERT INTO job_event (job_id, at, old, new, detail) VALUES (?, ?, ?, ?, ?)",
        (job_id, at, old, new, detail or None),
    )
