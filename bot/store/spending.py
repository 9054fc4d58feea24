"""What was spent, and what was told of it, on SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date

from typing_extensions import override

from bot.domain.guild_log import LogEvent, LogKind
from bot.domain.limits import HOUR_MS
from bot.domain.quota import Scope
from bot.domain.spending import EVERYWHERE, ModelSpending, MoneyLine
from bot.store import guild_log, job_rows, sums
from bot.store.accounting import Accounting
from bot.store.connection import Database
from bot.store.ledger import COUNTED

_SPAN = "charged_at >= :since AND charged_at < :until"
_OF_ONE = f"guild_id = :guild_id AND {_SPAN}"
_GIVEN_BACK = "kind <> 'reserve' AND amount < 0"
_DAY = """
    SELECT guild_id, model, COUNT(*) FILTER (WHERE kind = 'reserve') AS orders, SUM(amount) AS credits,
           COUNT(*) FILTER (WHERE {back}) AS refunds,
           COALESCE(-SUM(amount) FILTER (WHERE {back}), 0) AS refunded
      FROM ledger WHERE {where} GROUP BY guild_id, model ORDER BY guild_id, model
"""
_BILLED = """
    SELECT guild_id, model, SUM(amount) AS billed, COUNT(*) FILTER (WHERE kind = 'reserve') AS orders
      FROM bill WHERE {where} GROUP BY guild_id, model ORDER BY guild_id, model
"""
_MEMBERS = """
    SELECT user_id, SUM(amount) AS credits FROM ledger WHERE {where} GROUP BY user_id HAVING SUM(amount) > 0
     ORDER BY user_id
"""
_UNCLEAR = """
    SELECT COUNT(*) AS orders, COALESCE(SUM(amount), 0) AS credits FROM bill AS exposed
     WHERE kind = 'expose' AND {where} AND NOT EXISTS (
           SELECT 1 FROM bill WHERE bill.job_id = exposed.job_id AND bill.kind IN ('charge', 'clear'))
"""
GUILDS = """
    SELECT guild_id FROM spending WHERE scope = 'guild' AND guild_id <> 0 AND hour >= ?
     GROUP BY guild_id ORDER BY guild_id
"""
TOLD = "SELECT at FROM spending_told WHERE guild_id = ? AND what = ?"
TELL = """
    INSERT INTO spending_told (guild_id, what, at) VALUES (?, ?, ?)
    ON CONFLICT (guild_id, what) DO UPDATE SET at = excluded.at
"""
OPEN_ANEW = """
    INSERT INTO incident (kind, since, detail) VALUES (?, ?, ?)
    ON CONFLICT (kind) DO UPDATE SET since = excluded.since, detail = excluded.detail, told_at = NULL
"""


class SqliteAccounting(Accounting):
    """The verbs of Accounting on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def day(self, day: date, *, guild_id: int = EVERYWHERE, since: int, until: int) -> Sequence[ModelSpending]:
        return await self._database.browse(_day, day, {"guild_id": guild_id, "since": since, "until": until})

    @override
    async def members(self, *, guild_id: int = EVERYWHERE, since: int, until: int) -> Mapping[int, int]:
        asked = {"guild_id": guild_id, "since": since, "until": until}
        return {row["user_id"]: row["credits"] for row in await self._database.browse(_all, _MEMBERS, asked)}

    @override
    async def unclear(self, *, guild_id: int = EVERYWHERE, since: int, until: int) -> tuple[int, int]:
        asked = {"guild_id": guild_id, "since": since, "until": until}
        (row,) = await self._database.browse(_all, _UNCLEAR, asked)
        return row["orders"], row["credits"]

    @override
    async def spent(self, *, guild_id: int = EVERYWHERE, since: int, now: int) -> int:
        return await self._database.read(_spent, guild_id, since, now)

    @override
    async def guilds(self, *, since: int) -> Sequence[int]:
        return [row["guild_id"] for row in await self._database.find(GUILDS, since // HOUR_MS)]

    @override
    async def told_at(self, guild_id: int, what: str) -> int | None:
        rows = await self._database.find(TOLD, guild_id, what)
        return next((row["at"] for row in rows), None)

    @override
    async def tell(
        self,
        guild_id: int,
        lines: Sequence[MoneyLine] = (),
        *,
        once: Sequence[str],
        within: int,
        now: int,
        incident: tuple[str, str] | None = None,
    ) -> bool:
        return await self._database.write(_tell, guild_id, lines, once, within, now, incident)


def _all(tx: sqlite3.Connection, sql: str, asked: Mapping[str, int]) -> Sequence[sqlite3.Row]:
    where = _SPAN if asked["guild_id"] == EVERYWHERE else _OF_ONE
    return tx.execute(sql.format(where=where, back=_GIVEN_BACK), asked).fetchall()


def _spent(tx: sqlite3.Connection, guild_id: int, since: int, now: int) -> int:
    scope, of = (Scope.BOT, 0) if guild_id == EVERYWHERE else (Scope.GUILD, guild_id)
    return sums.used(tx, sums.Account(sources=COUNTED[scope], period_ms=now - since, now=now, guild_id=of))


def _day(tx: sqlite3.Connection, day: date, asked: Mapping[str, int]) -> Sequence[ModelSpending]:
    found: dict[tuple[int, str], dict[str, int]] = {}
    for sql in (_DAY, _BILLED):
        for row in _all(tx, sql, asked):
            sums = found.setdefault((row["guild_id"], row["model"]), {})
            for name in row.keys()[2:]:
                sums[name] = sums.get(name, 0) + row[name]
    return [ModelSpending(day=day, guild_id=guild_id, model=model, **sums) for (guild_id, model), sums in found.items()]


def _tell(
    tx: sqlite3.Connection,
    guild_id: int,
    lines: Sequence[MoneyLine],
    once: Sequence[str],
    within: int,
    now: int,
    incident: tuple[str, str] | None,
) -> bool:
    job_rows.hold(tx, "spending_told", guild_id)
    told = tx.execute(TOLD, (guild_id, once[0])).fetchone()
    if told and now - told["at"] < within:
        return False
    tx.executemany(TELL, [(guild_id, mark, now) for mark in once])
    if incident is not None:
        kind, detail = incident
        tx.execute(OPEN_ANEW, (kind, now, detail))
    for line in lines:
        guild_log.note(
            tx,
            LogEvent(guild_id=guild_id, kind=LogKind.MONEY, what=line.what, user_id=line.user_id, facts=line.facts),
            now,
        )
    return True
