"""Steps that may end the whole process: counted before each is tried, so that a start after it knows."""

from __future__ import annotations

import sqlite3

from bot.store.connection import Database


class SqliteAttempts:
    """The counts on SQLite; a row stands only while its step has begun and not ended."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, job_id: int, step: str, *, most: int) -> bool:
        """Note a step before it is tried; False, with nothing noted, where it began `most` times and never ended."""
        return await self._database.write(_begin, job_id, step, most)

    async def end(self, job_id: int, step: str) -> None:
        """Note that a step has ended, well or not."""
        await self._database.change("DELETE FROM attempt WHERE job_id = ? AND step = ?", job_id, step)


def _begin(tx: sqlite3.Connection, job_id: int, step: str, most: int) -> bool:
    noted = tx.execute(
        """INSERT INTO attempt (job_id, step, begun) VALUES (?, ?, 1)
           ON CONFLICT (job_id, step) DO UPDATE SET begun = attempt.begun + 1 WHERE attempt.begun < ?""",
        (job_id, step, most),
    )
    return noted.rowcount > 0
