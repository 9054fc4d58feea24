"""Ordering that somebody paused, on SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import asdict

from typing_extensions import override

from bot.domain.guild_log import LogEvent, LogKind
from bot.domain.jobs import Order
from bot.domain.pauses import Pause, refusal
from bot.store import guild_log, job_rows
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
        return await self._database.write(_begin, pause, pause.since)

    @override
    async def end(self, guild_id: int, *, now: int, by_user: int = 0) -> Pause | None:
        return await self._database.write(_end, guild_id, by_user, now)

    @override
    async def over(self, guild_id: int) -> Sequence[Pause]:
        return [Pause(**dict(row)) for row in await self._database.find(OVER, guild_id)]

    @override
    async def all(self) -> Sequence[Pause]:
        return [Pause(**dict(row)) for row in await self._database.find(ALL)]


def check(tx: sqlite3.Connection, order: Order) -> None:
    """Raise BotPaused or ServerPaused where new orders are refused; the terminal's are the host's own."""
    paused = tx.execute(OVER, (order.guild_id,)).fetchone() if order.channel_id else None
    if paused is not None:
        raise refusal(Pause(**dict(paused)))


def _begin(tx: sqlite3.Connection, pause: Pause, now: int) -> Pause:
    job_rows.hold(tx, "pause", pause.guild_id)
    _found(tx, pause.guild_id, pause.by_user)
    tx.execute(BEGIN, asdict(pause))
    _note(tx, "paused", pause, pause.by_user, now)
    return Pause(**dict(tx.execute(ONE, (pause.guild_id,)).fetchone()))


def _end(tx: sqlite3.Connection, guild_id: int, by_user: int, now: int) -> Pause | None:
    job_rows.hold(tx, "pause", guild_id)
    pause = _found(tx, guild_id, by_user)
    if pause is None:
        return None
    tx.execute("DELETE FROM pause WHERE guild_id = ?", (guild_id,))
    _note(tx, "resumed", pause, by_user, now)
    return pause


def _found(tx: sqlite3.Connection, guild_id: int, by_user: int) -> Pause | None:
    """Return the pause of a server; raises ServerPaused where it is the owner's, whom no moderator overrules."""
    row = tx.execute(ONE, (guild_id,)).fetchone()
    if row is None:
        return None
    pause = Pause(**dict(row))
    if by_user and not pause.by_user:
        raise refusal(pause)
    return pause


def _note(tx: sqlite3.Connection, what: str, pause: Pause, by_user: int, now: int) -> None:
    """Have the server's log tell it; the whole bot's pause is the host's own business."""
    facts = {"reason": pause.reason or "none"} if what == "paused" else {}
    what = what if by_user else f"owner-{what}"
    event = LogEvent(guild_id=pause.guild_id, kind=LogKind.SETTINGS, what=what, by_user=by_user, facts=facts)
    guild_log.note(tx, event, now)
