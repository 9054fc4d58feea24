"""Incidents, small facts, and what the account lacks, on SQLite. A part of the Store."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import suppress

from typing_extensions import override

from bot.domain.errors import StorageUnavailable
from bot.domain.lacks import Lack
from bot.store import Incident, Store
from bot.store.connection import Database


class SqliteFacts(Store):
    """The verbs of the Store about what is known of the host's affairs."""

    database: Database

    # incidents and small facts
    @override
    async def open_incident(self, kind: str, *, detail: str, now: int) -> bool:
        changed = await self.database.change(
            "INSERT INTO incident (kind, since, detail) VALUES (?, ?, ?) ON CONFLICT (kind) DO NOTHING",
            kind,
            now,
            detail,
        )
        return changed > 0

    @override
    async def incident_reported(self, kind: str, *, now: int) -> None:
        await self.database.change("UPDATE incident SET told_at = ? WHERE kind = ?", now, kind)

    @override
    async def close_incident(self, kind: str) -> bool:
        return await self.database.change("DELETE FROM incident WHERE kind = ?", kind) > 0

    @override
    async def incidents(self) -> Sequence[Incident]:
        found = await self.database.find("SELECT kind, since, told_at, detail FROM incident ORDER BY since, kind")
        return [Incident(**dict(row)) for row in found]

    @override
    async def fact(self, name: str) -> str | None:
        found = await self.database.find("SELECT value FROM fact WHERE name = ?", name)
        return found[0]["value"] if found else None

    @override
    async def set_fact(self, name: str, value: str) -> None:
        await self.database.change(
            """INSERT INTO fact (name, value) VALUES (?, ?)
               ON CONFLICT (name) DO UPDATE SET value = excluded.value""",
            *(name, value),
        )

    @override
    async def fact_once(self, name: str, value: str) -> str:
        return await self.database.write(_fact_once, name, value)

    @override
    async def obstacle(self, *, now: int) -> str:
        with suppress(StorageUnavailable):
            await self.set_fact("written", str(now))
        return self.database.obstacle

    # what the account lacks
    @override
    async def lacks(self) -> Sequence[Lack]:
        found = await self.database.find("SELECT model, what, since, tried_at FROM lack ORDER BY model, what")
        return [Lack(**dict(row)) for row in found]

    @override
    async def keep_lack(self, lack: Lack) -> None:
        await self.database.change(
            """INSERT INTO lack (model, what, since, tried_at) VALUES (?, ?, ?, ?)
               ON CONFLICT (model, what) DO UPDATE SET since = excluded.since, tried_at = excluded.tried_at""",
            *(lack.model, lack.what, lack.since, lack.tried_at),
        )

    @override
    async def drop_lack(self, model: str, what: str) -> None:
        await self.database.change("DELETE FROM lack WHERE model = ? AND what = ?", model, what)


def _fact_once(tx: sqlite3.Connection, name: str, value: str) -> str:
    tx.execute("INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", (name, value))
    return str(tx.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()["value"])
