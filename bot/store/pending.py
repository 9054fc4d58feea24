"""Pending records on SQLite: JSON bodies that a button or a restart goes on from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from typing_extensions import override

from bot.domain.limits import LAST_ID
from bot.store import ChangeBody, Pending, PendingRecords, copies, job_rows, traces
from bot.store.connection import Database

_VALID = "WHERE id = :id AND user_id = :user_id AND kind = :kind AND until > :now"
FIND = f"SELECT id, user_id, kind, body, until FROM draft {_VALID}"  # noqa: S608 - of constants
OWNER = "SELECT user_id FROM draft WHERE id = ? AND kind = ? AND until > ?"
ALL = "SELECT id, user_id, kind, body, until FROM draft WHERE kind = ? AND until > ? ORDER BY id"
TAKE = f"DELETE FROM draft {_VALID} RETURNING id, user_id, kind, body, until"  # noqa: S608 - likewise
DROP = "DELETE FROM draft WHERE id = ? AND user_id = ? AND kind = ?"
KEEP = """
    INSERT INTO draft (id, user_id, kind, body, until) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE
       SET user_id = excluded.user_id, kind = excluded.kind, body = excluded.body, until = excluded.until
"""


class SqlitePendingRecords(PendingRecords):
    """The verbs of PendingRecords on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def keep(self, record: Pending, *, now: int) -> None:
        await self._database.write(_keep, record, now)

    @override
    async def find(self, record_id: int, user_id: int, kind: str, *, now: int) -> Pending | None:
        return await self._database.read(_one, FIND, _key(record_id, user_id, kind, now))

    @override
    async def about(self, job_id: int) -> Sequence[int]:
        return [row["id"] for row in await self._database.find(copies.DRAFTS, copies.about(job_id))]

    @override
    async def owner(self, record_id: int, kind: str, *, now: int) -> int | None:
        if record_id > LAST_ID:
            return None
        found = await self._database.find(OWNER, record_id, kind, now)
        return int(found[0]["user_id"]) if found else None

    @override
    async def all(self, kind: str, *, now: int) -> Sequence[Pending]:
        return [_record(row) for row in await self._database.find(ALL, kind, now)]

    @override
    async def take(self, record_id: int, user_id: int, kind: str, *, now: int) -> Pending | None:
        return await self._database.write(_one, TAKE, _key(record_id, user_id, kind, now))

    @override
    async def change(
        self, record_id: int, user_id: int, kind: str, change: ChangeBody, *, until: int, now: int
    ) -> Pending | None:
        return await self._database.write(_change, _key(record_id, user_id, kind, now), change, until)


def _key(record_id: int, user_id: int, kind: str, now: int) -> dict[str, int | str]:
    return {"id": record_id, "user_id": user_id, "kind": kind, "now": now}


def _one(tx: sqlite3.Connection, sql: str, key: Mapping[str, int | str]) -> Pending | None:
    if int(key["id"]) > LAST_ID:
        return None  # made up: the database holds no such number
    row = tx.execute(sql, key).fetchone()
    return _record(row) if row else None


def _keep(tx: sqlite3.Connection, record: Pending, now: int) -> None:
    tx.execute(traces.DROP_EXPIRED, (now,))
    tx.execute(KEEP, (record.id, record.user_id, record.kind, json.dumps(record.body), record.until))


def _change(tx: sqlite3.Connection, key: Mapping[str, int | str], change: ChangeBody, until: int) -> Pending | None:
    record_id, user_id, kind, now = int(key["id"]), int(key["user_id"]), str(key["kind"]), int(key["now"])
    job_rows.hold(tx, "draft", record_id)
    before = _one(tx, FIND, key)
    body = change(before.body if before else None)
    if body is None:
        tx.execute(DROP, (record_id, user_id, kind))
        return None
    record = Pending(id=record_id, user_id=user_id, kind=kind, body=body, until=until)
    _keep(tx, record, now)
    return record


def _record(row: sqlite3.Row) -> Pending:
    return Pending(**{**dict(row), "body": json.loads(row["body"])})
