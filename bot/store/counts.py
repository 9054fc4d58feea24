"""How many orders are under way, on SQLite: by the index of those that are, however many have ended."""

from __future__ import annotations

import sqlite3

from typing_extensions import override

from bot.store.connection import Database
from bot.store.counting import Count, Counting, Counts
from bot.store.host_orders import UNCLEAR_IDS

_ACTIVE = "state IN ('queued', 'submitting', 'running')"
UNDER_WAY = f"""
    SELECT state, model, COUNT(*) AS jobs, MIN(created_at) AS oldest FROM job
     WHERE {_ACTIVE} GROUP BY state, model ORDER BY state, model
"""  # noqa: S608 - constants
RUNNING = f"""
    SELECT COUNT(*), COUNT(*) FILTER (WHERE late_at <= ?) FROM job WHERE {_ACTIVE} AND state = 'running'
"""  # noqa: S608 - constants
UNCLEAR = f"SELECT COUNT(*) FROM ({UNCLEAR_IDS}) AS unclear"  # noqa: S608 - constants


class SqliteCounting(Counting):
    """The verbs of Counting on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    @override
    def obstacle(self) -> str:
        return self._database.obstacle

    @override
    async def running(self, *, now: int) -> tuple[int, int]:
        running, late = (await self._database.find(RUNNING, now))[0]
        return running, late

    @override
    async def counts(self) -> Counts:
        return await self._database.read(_counts)


def _counts(tx: sqlite3.Connection) -> Counts:
    return Counts(
        under_way=[Count(**dict(row)) for row in tx.execute(UNDER_WAY)], unclear=tx.execute(UNCLEAR).fetchone()[0]
    )
