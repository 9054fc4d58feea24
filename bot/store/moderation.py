"""Reports to the owner, and jobs deleted for good."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from bot.domain.acts import Act, ActKind, ActTarget
from bot.domain.errors import Reported, TooManyReports
from bot.domain.guild_log import LogEvent, LogKind
from bot.domain.jobs import Job
from bot.domain.limits import HOUR_MS
from bot.store import Report, acts, copies, guild_log, job_rows

OPEN_REPORTS = """
    SELECT job_id, user_id, at FROM report
     WHERE told_at IS NULL AND NOT EXISTS (SELECT 1 FROM log_line
            WHERE log_line.job_id = report.job_id AND by_user = report.user_id AND kind = 'reports')
     ORDER BY at
"""
SHOW = """
    SELECT id FROM job WHERE id = :id OR id IN (SELECT job_id FROM image WHERE origin_id = :id) ORDER BY id
"""
COVER = "UPDATE image SET spoiler = 1 WHERE spoiler = 0 AND (job_id = :id OR origin_id = :id)"
#: Their cards no longer match; one whose end went elsewhere does when it is reached again.
COVERED = """
    UPDATE job SET rev = rev + 1, updated_at = ?
     WHERE id = ? AND erased_at IS NULL AND (finished_at IS NULL OR delivered = 'message')
"""
LATELY = "SELECT at FROM report WHERE user_id = ? AND at > ? ORDER BY at DESC LIMIT ?"


def report(tx: sqlite3.Connection, job_id: int, user_id: int, most: int, now: int) -> None:
    """Write a report; raises Reported the second time, TooManyReports for more than `most` in an hour."""
    job_rows.hold(tx, "report", user_id)
    if tx.execute("SELECT 1 FROM report WHERE job_id = ? AND user_id = ?", (job_id, user_id)).fetchone():
        raise Reported
    lately = [row["at"] for row in tx.execute(LATELY, (user_id, now - HOUR_MS, most))]
    if len(lately) >= most:
        raise TooManyReports(most=most, again_at=lately[-1] + HOUR_MS)
    tx.execute("INSERT INTO report (job_id, user_id, at) VALUES (?, ?, ?)", (job_id, user_id, now))
    if job := job_rows.job(tx, job_id):
        guild_log.note(
            tx,
            LogEvent(
                guild_id=job.guild_id,
                kind=LogKind.REPORTS,
                what="picture",
                by_user=user_id,
                user_id=job.user_id,
                job_id=job_id,
                channel_id=job.channel_id,
            ),
            now,
        )


def open_reports(tx: sqlite3.Connection) -> Sequence[Report]:
    """Return the reports that the owner was not told of yet, oldest first."""
    return [Report(**dict(row)) for row in tx.execute(OPEN_REPORTS)]


def reporters(tx: sqlite3.Connection, job_id: int) -> Mapping[int, bool]:
    """Return who reported a picture, the first one first, and whether the owner was told of each report."""
    rows = tx.execute("SELECT user_id, told_at FROM report WHERE job_id = ? ORDER BY at", (job_id,))
    return {row["user_id"]: row["told_at"] is not None for row in rows}


def erase(tx: sqlite3.Connection, job_id: int, by_user: int, now: int) -> Job | None:
    """Mark a job and the copies of its pictures as deleted (rev+1), and request its cancellation if it is not final.

    Whoever else than its member deletes it is told of in the server's log, which loses its words and previews.
    """
    erased = tx.execute(
        """UPDATE job
              SET erased_at = :now, rev = rev + 1, updated_at = :now,
                  cancel_at = CASE WHEN finished_at IS NULL THEN COALESCE(cancel_at, :now) ELSE cancel_at END
            WHERE id = :id AND erased_at IS NULL""",
        {"id": job_id, "now": now},
    )
    if (job := job_rows.job(tx, job_id)) is not None:
        copies.erase(tx, job_id, now)
        copies.forget_in_drafts(tx, job)
        guild_log.blank(tx, job_id, now)
        if erased.rowcount and by_user not in (0, job.user_id):
            acts.note(tx, _act(ActKind.ERASE, job, by_user, now))
    return job


def _act(kind: ActKind, job: Job, by_user: int, now: int) -> Act:
    return Act(
        guild_id=job.guild_id,
        at=now,
        by_user=by_user,
        kind=kind,
        target=ActTarget.JOB,
        target_id=job.id,
        member_id=job.user_id,
    )


def cover(tx: sqlite3.Connection, job_id: int, by_user: int, now: int) -> Sequence[Job]:
    """Mark a job's pictures and the copies of them as spoilers; returns the jobs whose cards show one."""
    found = [row["id"] for row in tx.execute(SHOW, {"id": job_id})]
    changed = tx.execute(COVER, {"id": job_id}).rowcount
    for each in found if changed else ():
        tx.execute(COVERED, (now, each))
    jobs = [job_rows.existing_job(tx, each) for each in found]
    if changed and (job := next((each for each in jobs if each.id == job_id), None)):
        acts.note(tx, _act(ActKind.SPOILER, job, by_user, now))
    return jobs


def purge(tx: sqlite3.Connection, job_id: int) -> None:
    """Empty a deleted job's prompt, token, URLs and what its events quote."""
    tx.execute("UPDATE job SET prompt = '', token = NULL WHERE id = ?", (job_id,))
    tx.execute("UPDATE image SET url = '', name = '', path = NULL, sha256 = NULL WHERE job_id = ?", (job_id,))
    tx.execute("UPDATE job_event SET detail = NULL WHERE job_id = ?", (job_id,))
    tx.execute("DELETE FROM favourite WHERE job_id = ?", (job_id,))
