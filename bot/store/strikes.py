"""Orders that were refused for what they asked, on SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from typing_extensions import override

from bot.domain.acts import Act, ActKind
from bot.domain.jobs import Job, Order
from bot.domain.sections import from_json
from bot.domain.strikes import KEPT_MS, Strike, StrikeKind, StrikeRule, on_break, standing
from bot.store import acts, guild_config, job_rows
from bot.store.connection import Database
from bot.store.moderating import Strikes

OF_MEMBER = """
    SELECT id, kind, at, order_id FROM strike
     WHERE guild_id = ? AND user_id = ? AND lifted_at IS NULL AND at > ? ORDER BY at DESC, id DESC LIMIT 200
"""
KEEP = """
    INSERT INTO strike (guild_id, user_id, kind, order_id, at) VALUES (:guild_id, :user_id, :kind, :order_id, :now)
    ON CONFLICT (order_id) DO NOTHING
"""
DROP_OLD = "DELETE FROM strike WHERE guild_id = :guild_id AND at <= :old"
FORGIVE = "UPDATE strike SET lifted_at = ? WHERE order_id = ? AND lifted_at IS NULL"
LIFT = "UPDATE strike SET lifted_at = ? WHERE guild_id = ? AND user_id = ? AND lifted_at IS NULL"


class SqliteStrikes(Strikes):
    """The verbs of Strikes on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def note(self, *, guild_id: int, user_id: int, kind: StrikeKind, order_id: int, now: int) -> None:
        await self._database.write(
            lambda tx: note(tx, guild_id=guild_id, user_id=user_id, kind=kind, order_id=order_id, now=now)
        )

    @override
    async def of(self, guild_id: int, user_id: int, *, now: int) -> Sequence[Strike]:
        return await self._database.read(_of, guild_id, user_id, now)

    @override
    async def lift(self, guild_id: int, user_id: int, *, by_user: int, now: int) -> int:
        return await self._database.write(_lift, guild_id, user_id, by_user, now)


def note(tx: sqlite3.Connection, *, guild_id: int, user_id: int, kind: StrikeKind, order_id: int, now: int) -> None:
    """Note a refused order of a server's member, once, unless the server wants no strikes."""
    if not guild_id or not _is_on(tx, guild_id):
        return
    values = {"guild_id": guild_id, "user_id": user_id, "kind": kind, "order_id": order_id, "now": now}
    tx.execute(KEEP, values)
    tx.execute(DROP_OLD, {"guild_id": guild_id, "old": now - KEPT_MS})


def note_nsfw(tx: sqlite3.Connection, job: Job, now: int) -> None:
    """Note that Higgsfield's safety filter blocked a job."""
    note(tx, guild_id=job.guild_id, user_id=job.user_id, kind=StrikeKind.NSFW, order_id=job.id, now=now)


def forgive(tx: sqlite3.Connection, order_id: int, now: int) -> None:
    """Lift the strike of one order: a moderator found nothing wrong with what it asks."""
    tx.execute(FORGIVE, (now, order_id))


def check(tx: sqlite3.Connection, order: Order, now: int) -> None:
    """Raise OnBreak while too many of the member's last orders were refused for what they asked."""
    rule = _rule(tx, order.guild_id) if order.guild_id and order.channel_id else None
    if rule is not None and rule.is_on:
        on_break(standing(_of(tx, order.guild_id, order.user_id, now), rule, now=now))


def _of(tx: sqlite3.Connection, guild_id: int, user_id: int, now: int) -> Sequence[Strike]:
    found = tx.execute(OF_MEMBER, (guild_id, user_id, now - KEPT_MS))
    return [Strike(**{**dict(row), "kind": StrikeKind(row["kind"])}) for row in found]


def _rule(tx: sqlite3.Connection, guild_id: int) -> StrikeRule | None:
    """Return a server's rule; None where it can't be read."""
    kept = guild_config.sections(tx, guild_id).get("strikes")
    try:
        return from_json(StrikeRule, kept.body if kept else None)
    except ValueError:
        return None


def _is_on(tx: sqlite3.Connection, guild_id: int) -> bool:
    """Return True if a server wants strikes; where its settings can't be read, they are noted all the same."""
    rule = _rule(tx, guild_id)
    return rule is None or rule.is_on


def _lift(tx: sqlite3.Connection, guild_id: int, user_id: int, by_user: int, now: int) -> int:
    job_rows.hold(tx, "strike", user_id)
    lifted = tx.execute(LIFT, (now, guild_id, user_id)).rowcount
    if lifted:
        kind, detail = ActKind.STRIKES_LIFTED, {"count": lifted}
        acts.note(tx, Act(guild_id=guild_id, at=now, by_user=by_user, kind=kind, target_id=user_id, detail=detail))
    return lifted
