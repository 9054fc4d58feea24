"""Who may not order on a server, on SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import asdict

from typing_extensions import override

from bot.domain.acts import Act, ActKind, ActTarget
from bot.domain.blocks import Block, BlockKind, blockable_roles, blocked
from bot.domain.jobs import Order
from bot.store import acts, job_rows
from bot.store.connection import Database
from bot.store.moderating import Blocks

_BLOCK = "SELECT guild_id, kind, target_id, reason, by_user, at, ends_at FROM block WHERE guild_id = :guild_id "
_HOLDS = "AND (ends_at IS NULL OR ends_at > :now) "
OF_MEMBER = _BLOCK + _HOLDS + "AND (kind = 'role' OR target_id = :user_id) ORDER BY kind, target_id"
OF_GUILD = _BLOCK + _HOLDS + "ORDER BY at DESC, kind, target_id"
KEEP = """
    INSERT INTO block (guild_id, kind, target_id, reason, by_user, at, ends_at)
    VALUES (:guild_id, :kind, :target_id, :reason, :by_user, :at, :ends_at)
    ON CONFLICT (guild_id, kind, target_id) DO UPDATE
       SET reason = excluded.reason, by_user = excluded.by_user, at = excluded.at, ends_at = excluded.ends_at
"""
DROP = "DELETE FROM block WHERE guild_id = :guild_id AND kind = :kind AND target_id = :target_id "
DROP_ENDED = "DELETE FROM block WHERE guild_id = :guild_id AND ends_at <= :now"


class SqliteBlocks(Blocks):
    """The verbs of Blocks on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def block(self, block: Block) -> None:
        await self._database.write(_block, block)

    @override
    async def lift(self, guild_id: int, kind: BlockKind, target_id: int, *, by_user: int, now: int) -> bool:
        act = Act(
            guild_id=guild_id, at=now, by_user=by_user, kind=ActKind.LIFT, target=ActTarget(kind), target_id=target_id
        )
        return await self._database.write(_lift, act)

    @override
    async def of(self, guild_id: int, user_id: int, role_ids: Sequence[int], *, now: int) -> Sequence[Block]:
        return await self._database.read(of_member, guild_id, user_id, role_ids, now)

    @override
    async def all(self, guild_id: int, *, now: int) -> Sequence[Block]:
        return await self._database.read(lambda tx: _found(tx, OF_GUILD, {"guild_id": guild_id, "now": now}))


def of_member(
    tx: sqlite3.Connection, guild_id: int, user_id: int, role_ids: Sequence[int], now: int
) -> Sequence[Block]:
    """Return the blocks that hold a member now, their own and their roles'."""
    found = _found(tx, OF_MEMBER, {"guild_id": guild_id, "user_id": user_id, "now": now})
    return [block for block in found if block.kind is BlockKind.MEMBER or block.target_id in role_ids]


def check(tx: sqlite3.Connection, order: Order, now: int) -> None:
    """Raise Blocked, with the block that lasts the longest, where one holds who orders."""
    if not order.guild_id or not order.channel_id:
        return
    blocked(of_member(tx, order.guild_id, order.user_id, blockable_roles(order), now), now=now)


def _found(tx: sqlite3.Connection, sql: str, values: dict[str, int]) -> Sequence[Block]:
    return [Block(**{**dict(row), "kind": BlockKind(row["kind"])}) for row in tx.execute(sql, values)]


def _block(tx: sqlite3.Connection, block: Block) -> None:
    job_rows.hold(tx, "block", block.guild_id)
    tx.execute(DROP_ENDED, {"guild_id": block.guild_id, "now": block.at})
    tx.execute(KEEP, asdict(block))
    acts.note(
        tx,
        Act(
            guild_id=block.guild_id,
            at=block.at,
            by_user=block.by_user,
            kind=ActKind.BLOCK,
            target=ActTarget(block.kind),
            target_id=block.target_id,
            words=block.reason,
            detail={"until": block.ends_at},
        ),
    )


def _lift(tx: sqlite3.Connection, act: Act) -> bool:
    values = {"guild_id": act.guild_id, "kind": act.target, "target_id": act.target_id, "now": act.at}
    is_lifted = tx.execute(DROP + _HOLDS, values).rowcount > 0
    if is_lifted:
        acts.note(tx, act)
    return is_lifted
