"""Orders that the host looks into, and what is given back of them, on SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from typing_extensions import override

from bot.domain.corrections import Correction
from bot.domain.jobs import Job
from bot.store import bill, job_rows, ledger
from bot.store.connection import Database
from bot.store.hosting import HostOrders

UNCLEAR_IDS = """
    SELECT id FROM job WHERE state IN ('queued', 'submitting', 'running') AND unclear_at IS NOT NULL
     UNION ALL
    SELECT job_id FROM bill AS exposed
     WHERE kind = 'expose'
       AND NOT EXISTS (SELECT 1 FROM bill WHERE job_id = exposed.job_id AND kind IN ('charge', 'clear'))
"""
UNCLEAR = f"{job_rows.JOB} WHERE id IN ({UNCLEAR_IDS}) ORDER BY id DESC"
IN_USE = """
    SELECT guild_id, CASE WHEN parent_channel_id <> 0 THEN parent_channel_id ELSE channel_id END AS place_id,
           parent_channel_id <> 0 AS in_threads
      FROM job WHERE guild_id <> 0 AND channel_id <> 0 AND created_at > ?
     GROUP BY guild_id, place_id, in_threads ORDER BY MAX(id) DESC LIMIT ?
"""
CORRECTION = "SELECT amount, reason, at FROM correction WHERE job_id = ?"


class SqliteHostOrders(HostOrders):
    """The verbs of HostOrders on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def unclear(self) -> Sequence[Job]:
        return await self._database.browse(job_rows.many, UNCLEAR)

    @override
    async def correct(self, job_id: int, *, reason: str, now: int) -> int:
        return await self._database.write(_correct, job_id, reason, now)

    @override
    async def channels_in_use(self, *, since: int, most: int) -> Sequence[tuple[int, int, bool]]:
        found = await self._database.find(IN_USE, since, most)
        return [(row["guild_id"], row["place_id"], bool(row["in_threads"])) for row in found]

    @override
    async def outside_version(self) -> int:
        return int((await self._database.find("PRAGMA data_version"))[0][0])

    @override
    async def correction(self, job_id: int) -> Correction | None:
        found = await self._database.find(CORRECTION, job_id)
        return Correction(**dict(found[0])) if found else None


def _correct(tx: sqlite3.Connection, job_id: int, reason: str, now: int) -> int:
    job_rows.hold(tx, "job", job_id)
    job = job_rows.job(tx, job_id)
    if job is None or not job.is_final or job.charged <= 0:
        return 0
    ledger.correct(tx, job_id, -job.charged, now)
    bill.stand_in(tx, job_id, job.charged, now)
    tx.execute(
        "INSERT INTO correction (job_id, amount, reason, at) VALUES (?, ?, ?, ?)", (job_id, job.charged, reason, now)
    )
    tx.execute("UPDATE job SET rev = rev + 1, updated_at = ? WHERE id = ?", (now, job_id))
    return job.charged
