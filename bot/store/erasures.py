"""Members who had everything of theirs deleted, on SQLite."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

from typing_extensions import override

from bot.domain.limits import snowflake
from bot.store import guild_log, job_rows, members, words
from bot.store.connection import Database
from bot.store.erasing import Erasures

BEGIN = """
    INSERT INTO erasure (user_id, at) VALUES (?, ?) ON CONFLICT (user_id) DO UPDATE SET at = excluded.at
"""
KEPT_WISHES = ("own_only",)  # of the preferences: what they protect, deletion must not lay open
#: A record is another's where it names a picture by the folder of one of the member's orders.
QUESTIONS = """
    SELECT id, body, user_id = :user_id AS is_own FROM draft WHERE user_id = :user_id OR body LIKE '%"images/%'
"""
IS_OF = "SELECT 1 FROM job WHERE id = ? AND user_id = ?"
PICTURE = re.compile(r'"images/(\d{1,19})/')
_LEFT = "job.user_id = erasure.user_id AND job.erased_at IS NULL AND job.created_at <= erasure.at"
OPEN = f"SELECT user_id FROM erasure WHERE EXISTS (SELECT 1 FROM job WHERE {_LEFT}) ORDER BY at"  # noqa: S608 - constant
NEXT_JOBS = f"""
    SELECT job.id FROM erasure JOIN job ON {_LEFT} WHERE erasure.user_id = ? ORDER BY job.id DESC LIMIT ?
"""  # noqa: S608 - constant
OWN = (
    "DELETE FROM favourite WHERE user_id = ?",
    "DELETE FROM draft WHERE user_id = ?",
    "DELETE FROM report WHERE user_id = ? AND told_at IS NOT NULL",
)
#: Their pictures in the orders of others go too, and those cards are drawn without them.
_THEIRS = "owner_id = ? AND owner_id <> 0 AND erased_at IS NULL"  # the second as the index says
_USES = f"SELECT job_id FROM image WHERE {_THEIRS}"  # noqa: S608 - constant
REDRAW_USES = f"UPDATE job SET rev = rev + 1, updated_at = ? WHERE erased_at IS NULL AND id IN ({_USES})"  # noqa: S608
ERASE_USES = f"UPDATE image SET erased_at = ? WHERE {_THEIRS}"  # noqa: S608 - constant
#: By the member, whose entries the ledger has an index of; the other tables are short.
_OLD = "user_id IN (SELECT user_id FROM erasure WHERE at >= charged_at) AND charged_at < :before"
FORGET_ENTRIES = (
    """
    UPDATE ledger SET user_id = 0
     WHERE id IN (SELECT ledger.id FROM erasure CROSS JOIN ledger
                   WHERE ledger.user_id = erasure.user_id AND charged_at <= erasure.at AND charged_at < :before
                   LIMIT :most)
    """,
    f"UPDATE bill SET user_id = 0 WHERE id IN (SELECT id FROM bill WHERE {_OLD} LIMIT :most)",  # noqa: S608 - constants
    f"UPDATE gift_use SET user_id = 0 WHERE id IN (SELECT id FROM gift_use WHERE {_OLD} LIMIT :most)",  # noqa: S608
)
FORGET_JOBS = """
    UPDATE job SET user_id = 0
     WHERE id IN (SELECT job.id FROM erasure CROSS JOIN job
                   WHERE job.user_id = erasure.user_id AND job.id < :oldest
                     AND erased_at IS NOT NULL AND finished_at IS NOT NULL LIMIT :most)
"""
#: What is left of gifts that have ended, of limits that count anew, and of reports that the owner was told of since.
FORGET_REST = (
    "UPDATE quota_grant SET user_id = 0, note = NULL WHERE user_id IN (SELECT user_id FROM erasure WHERE erasure.at >="
    " quota_grant.at) AND expires_at < ?",
    "DELETE FROM quota_reset WHERE user_id IN (SELECT user_id FROM erasure WHERE erasure.at >= quota_reset.at)"
    " AND at < ?",
    "DELETE FROM report WHERE user_id IN (SELECT user_id FROM erasure WHERE erasure.at >= report.at) AND told_at < ?",
)
DONE = """
    DELETE FROM erasure
     WHERE NOT EXISTS (SELECT 1 FROM ledger WHERE ledger.user_id = erasure.user_id AND charged_at <= at)
       AND NOT EXISTS (SELECT 1 FROM job WHERE job.user_id = erasure.user_id AND created_at <= at)
       AND NOT EXISTS (SELECT 1 FROM quota_grant WHERE quota_grant.user_id = erasure.user_id
                          AND quota_grant.at <= erasure.at)
"""
PROMPTS = """
    SELECT COUNT(*) FILTER (WHERE finished_at < ?) AS old, COUNT(*) AS ended FROM job
     WHERE prompt <> '' AND finished_at IS NOT NULL
"""


class SqliteErasures(Erasures):
    """The verbs of Erasures on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def begin(self, user_id: int, *, now: int) -> Sequence[int]:
        for sql in guild_log.FORGET:
            await self._database.sweep(sql, {"user_id": user_id, "now": now})
        return await self._database.write(_begin, user_id, now)

    @override
    async def questions(self, user_id: int) -> frozenset[int]:
        return await self._database.read(_questions, user_id)

    @override
    async def open(self) -> Sequence[int]:
        return [row["user_id"] for row in await self._database.find(OPEN)]

    @override
    async def next_jobs(self, user_id: int, *, limit: int) -> Sequence[int]:
        return [row["id"] for row in await self._database.find(NEXT_JOBS, user_id, limit)]

    @override
    async def count(self, user_id: int) -> int:
        sql = "SELECT COUNT(*) AS orders FROM job WHERE user_id = ? AND erased_at IS NULL"
        return await self._database.browse(lambda tx: int(tx.execute(sql, (user_id,)).fetchone()["orders"]))

    @override
    async def forget_entries(self, *, before: int) -> int:
        gone = 0
        for sql in FORGET_ENTRIES:
            gone += await self._database.sweep(sql, {"before": before})
        await self._database.sweep(FORGET_JOBS, {"oldest": snowflake(before)})
        await self._database.write(_forget_rest, before)
        return gone

    @override
    async def prompts(self, *, before: int) -> tuple[int, int]:
        row = await self._database.browse(lambda tx: tx.execute(PROMPTS, (before,)).fetchone())
        return int(row["old"]), int(row["ended"])


def _questions(tx: sqlite3.Connection, user_id: int) -> frozenset[int]:
    found = tx.execute(QUESTIONS, {"user_id": user_id}).fetchall()
    return frozenset(
        row["id"]
        for row in found
        if row["is_own"]
        or any(tx.execute(IS_OF, (int(job_id), user_id)).fetchone() for job_id in PICTURE.findall(row["body"]))
    )


def _begin(tx: sqlite3.Connection, user_id: int, now: int) -> Sequence[int]:
    job_rows.hold(tx, "person", user_id)
    tx.execute(BEGIN, (user_id, now))
    for sql in OWN:
        tx.execute(sql, (user_id,))
    uses = [row["job_id"] for row in tx.execute(f"SELECT DISTINCT job_id FROM ({_USES}) AS uses", (user_id,))]  # noqa: S608
    tx.execute(REDRAW_USES, (now, user_id))
    tx.execute(ERASE_USES, (now, user_id))
    members.keep_only(tx, user_id, KEPT_WISHES)
    guild_log.forget(tx, user_id, now)
    words.forget(tx, user_id)
    return uses


def _forget_rest(tx: sqlite3.Connection, before: int) -> None:
    for sql in FORGET_REST:
        tx.execute(sql, (before,))
    tx.execute(DONE)
