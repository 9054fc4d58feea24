"""What a member prefers and was told, on SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from typing_extensions import override

from bot.domain.jobs import Job
from bot.domain.limits import DAY_MS, snowflake
from bot.store import Members, job_rows
from bot.store.connection import Database

PREFERENCES = "SELECT preferences FROM person WHERE user_id = ?"
KEEP = """
    INSERT INTO person (user_id, preferences) VALUES (?, ?)
    ON CONFLICT (user_id) DO UPDATE SET preferences = excluded.preferences
"""
# An id tells when its order was placed, so that the newest need no index of their own.
_UNNOTIFIED = """
    WHERE id > :oldest AND delivered = 'message' AND state IN ('succeeded', 'failed') AND guild_id <> 0
      AND erased_at IS NULL AND finished_at > :since AND finished_at - created_at > :longer_than
      AND NOT EXISTS (SELECT 1 FROM callout WHERE job_id = job.id) ORDER BY id
"""
UNNOTIFIED = job_rows.JOB + _UNNOTIFIED
LONGEST_ORDER_MS = DAY_MS


class SqliteMembers(Members):
    """The verbs of Members on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def preferences(self, user_id: int) -> Mapping[str, object]:
        return await self._database.read(_preferences, user_id)

    @override
    async def change_preferences(self, user_id: int, changes: Mapping[str, object]) -> Mapping[str, object]:
        return await self._database.write(_change_preferences, user_id, changes)

    @override
    async def mark_seen(self, user_id: int, what: str) -> bool:
        return await self._database.write(_mark_seen, user_id, what)

    @override
    async def unnotified(self, *, since: int, longer_than: int) -> Sequence[Job]:
        values = {"since": since, "longer_than": longer_than, "oldest": snowflake(since - LONGEST_ORDER_MS)}
        return await self._database.read(job_rows.many, UNNOTIFIED, values)

    @override
    async def mark_notified(self, job_id: int, *, now: int) -> None:
        await self._database.change(
            "INSERT INTO callout (job_id, at) VALUES (?, ?) ON CONFLICT (job_id) DO NOTHING", job_id, now
        )

    @override
    async def was_notified(self, job_id: int) -> bool:
        return bool(await self._database.find("SELECT 1 FROM callout WHERE job_id = ?", job_id))


def _preferences(tx: sqlite3.Connection, user_id: int) -> dict[str, object]:
    row = tx.execute(PREFERENCES, (user_id,)).fetchone()
    return dict(json.loads(row["preferences"])) if row else {}


def _change_preferences(tx: sqlite3.Connection, user_id: int, changes: Mapping[str, object]) -> Mapping[str, object]:
    job_rows.hold(tx, "person", user_id)
    preferences = {**_preferences(tx, user_id), **changes}
    tx.execute(KEEP, (user_id, json.dumps(preferences)))
    return preferences


def keep_only(tx: sqlite3.Connection, user_id: int, names: Sequence[str]) -> None:
    """Delete what a member prefers and was told, but for these."""
    kept = {name: value for name, value in _preferences(tx, user_id).items() if name in names}
    tx.execute("DELETE FROM person WHERE user_id = ?", (user_id,))
    if kept:
        tx.execute(KEEP, (user_id, json.dumps(kept)))


def _mark_seen(tx: sqlite3.Connection, user_id: int, what: str) -> bool:
    job_rows.hold(tx, "person", user_id)
    is_new = _preferences(tx, user_id).get(what) is None
    if is_new:
        _change_preferences(tx, user_id, {what: True})
    return is_new
