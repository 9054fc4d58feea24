"""One member on one server, on SQLite: what they drew and spent there, and what moderators gave them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from typing_extensions import override

from bot.domain.acts import Act, ActKind
from bot.domain.jobs import Job
from bot.domain.limits import DAY_MS
from bot.store import acts, gifts, job_rows
from bot.store.connection import Database
from bot.store.moderating import MemberRecords

SPANS_MS = (DAY_MS, 30 * DAY_MS)  # what the act tells, and beyond which nothing is worth a reset
_DRAWN = """WHERE guild_id = :guild_id AND user_id = :user_id AND state = 'succeeded'
                  AND erased_at IS NULL AND removed_at IS NULL ORDER BY created_at DESC LIMIT :limit"""
DRAWN = job_rows.JOB + _DRAWN
SPENT = """
    SELECT COALESCE(SUM(amount), 0) FROM ledger
     WHERE user_id = ? AND guild_id = ? AND charged_at > ?
"""
IS_KNOWN = """
    SELECT 1 WHERE EXISTS (SELECT 1 FROM job WHERE guild_id = :guild_id AND user_id = :user_id)
        OR EXISTS (SELECT 1 FROM block WHERE guild_id = :guild_id AND kind = 'member' AND target_id = :user_id)
"""


class SqliteMemberRecords(MemberRecords):
    """The verbs of MemberRecords on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def drawn(self, guild_id: int, user_id: int, *, limit: int) -> Sequence[Job]:
        values = {"guild_id": guild_id, "user_id": user_id, "limit": limit}
        return await self._database.browse(job_rows.many, DRAWN, values)

    @override
    async def spent(self, guild_id: int, user_id: int, *, since: int) -> int:
        return await self._database.browse(_spent, guild_id, user_id, since)

    @override
    async def is_known(self, guild_id: int, user_id: int) -> bool:
        values = {"guild_id": guild_id, "user_id": user_id}
        return await self._database.read(lambda tx: tx.execute(IS_KNOWN, values).fetchone() is not None)

    @override
    async def give(
        self, *, guild_id: int, user_id: int, credits: int, note: str, by_user: int, now: int, expires_at: int
    ) -> None:
        act = Act(
            guild_id=guild_id,
            at=now,
            by_user=by_user,
            kind=ActKind.GIFT,
            target_id=user_id,
            words=note,
            detail={"credits": credits, "until": expires_at},
        )
        await self._database.write(_give, act, credits, expires_at, note)

    @override
    async def reset(self, guild_id: int, user_id: int, *, by_user: int, now: int) -> bool:
        return await self._database.write(_reset, guild_id, user_id, by_user, now)


def _give(tx: sqlite3.Connection, act: Act, credits: int, expires_at: int, note: str) -> None:
    values = {"guild_id": act.guild_id, "user_id": act.target_id, "by_user": act.by_user, "now": act.at}
    gifts.give(tx, {**values, "credits": credits, "expires_at": expires_at, "note": note or None})
    acts.note(tx, act)


def _reset(tx: sqlite3.Connection, guild_id: int, user_id: int, by_user: int, now: int) -> bool:
    job_rows.hold(tx, "ledger")
    last = gifts.reset_at(tx, guild_id, user_id)
    today, month = (_spent(tx, guild_id, user_id, max(now - span, last)) for span in SPANS_MS)
    if month <= 0:
        return False
    gifts.reset(tx, guild_id, user_id, by_user, now)
    kind, detail = ActKind.RESET, {"credits": today}
    acts.note(tx, Act(guild_id=guild_id, at=now, by_user=by_user, kind=kind, target_id=user_id, detail=detail))
    return True


def _spent(tx: sqlite3.Connection, guild_id: int, user_id: int, since: int) -> int:
    return int(tx.execute(SPENT, (user_id, guild_id, since)).fetchone()[0])
