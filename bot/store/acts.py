"""What moderators did, on SQLite: each act in the transaction that does it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from typing_extensions import override

from bot.domain.acts import Act, ActKind, ActTarget
from bot.domain.guild_log import LogEvent, LogKind
from bot.store import guild_log
from bot.store.connection import Database
from bot.store.moderating import Acts

KEEP = """
    INSERT INTO act (guild_id, at, by_user, kind, target, target_id, member_id, detail)
    VALUES (:guild_id, :at, :by_user, :kind, :target, :target_id, :member_id, :detail)
"""
_ACT = "SELECT id, guild_id, at, by_user, kind, target, target_id, member_id, detail FROM act "
OF_GUILD = _ACT + "WHERE guild_id = ? ORDER BY id DESC LIMIT ?"
OF_MEMBER = _ACT + "WHERE guild_id = ? AND member_id = ? ORDER BY id DESC LIMIT ?"


class SqliteActs(Acts):
    """The verbs of Acts on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def note(self, act: Act) -> None:
        await self._database.write(note, act)

    @override
    async def of(self, guild_id: int, member_id: int = 0, *, limit: int = 20) -> Sequence[Act]:
        if member_id:
            return [_act(row) for row in await self._database.find(OF_MEMBER, guild_id, member_id, limit)]
        return [_act(row) for row in await self._database.find(OF_GUILD, guild_id, limit)]


def note(tx: sqlite3.Connection, act: Act) -> None:
    """Keep an act, and tell the server's log of it."""
    member_id = act.member_id or (act.target_id if act.target is ActTarget.MEMBER else 0)
    said = {name: getattr(act, name) for name in ("guild_id", "at", "by_user", "kind", "target", "target_id")}
    tx.execute(KEEP, {**said, "member_id": member_id, "detail": json.dumps({**act.detail, "words": act.words})})
    guild_log.note(
        tx,
        LogEvent(
            guild_id=act.guild_id,
            kind=LogKind.ACTS,
            what=act.what,
            by_user=act.by_user,
            user_id=member_id,
            job_id=act.target_id if act.target is ActTarget.JOB else 0,
            words=act.words,
            facts=act.facts,
        ),
        act.at,
    )


def _act(row: sqlite3.Row) -> Act:
    detail = json.loads(row["detail"])
    values = {**dict(row), "kind": ActKind(row["kind"]), "target": ActTarget(row["target"])}
    return Act(**{**values, "words": detail.pop("words", ""), "detail": detail})
