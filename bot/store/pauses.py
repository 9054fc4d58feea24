"""Ordering that somebody paused, on SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import asdict

from typing_extensions import override

from bot.domain.pauses import Pause
from bot.store import job_rows
from bot.store.connection import Database
from bot.store.hosting import Pauses

COLUMNS = "SELECT guild_id, by_user, reason, since FROM pause"
OVER = f"{COLUMNS} WHERE guild_id IN (0, ?) ORDER BY guild_id"
ALL = f"{COLUMNS} ORDER BY guild_id"
ONE = f"{COLUMNS} WHERE guild_id = ?"
BEGIN = """
    INSERT INTO pause (guild_id, by_user, reason, since) VALUES (:guild_id, :by_user, :reason, :since)
    ON CONFLICT (guild_id) DO UPDATE SET by_user = excluded.by_user, reason = excluded.reason
"""


class SqlitePauses(Pauses):
    """The verbs of Pauses on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def begin(self, pause: Pause) -> Pause:
        return await self._database.write(_begin, pause)

    @override
    async def end(self, guild_id: int, *, now: int, by_user: int = 0) -> Pause | None:
        return await self._database.write(_end, guild_id)

    @override
    async def over(self, guild_id: int) -> Sequence[Pause]:
        return [Pause(**dict(row)) for row in await self._database.find(OVER, guild_id)]

    @override
    async def all(self) -> Sequence[Pause]:
        return [Pause(**dict(row)) for row in await self._database.find(ALL)]


def _begin(tx: sqlite3.Connection, pause: Pause) -> Pause:
    tx.execute(BEGIN, asdict(pause))
    return Pause(**dict(tx.execute(ONE, (pause.guild_id,)).fetchone()))


def _end(tx: sqlite3.Connection, guild_id: int) -> Pause | None:
    job_rows.hold(tx, "pause", guild_id)
    row = tx.execute(ONE, (guild_id,)).fetchone()
    tx.execute("DELETE FROM pause WHERE guild_id = ?", (guild_id,))
    return Pause(**dict(row)) if row else None
