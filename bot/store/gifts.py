"""Gifts and resets, on SQLite: credits beyond a person's limits, spent once, and limits that count anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.store import job_rows

LEFT = """
    SELECT gift.id, gift.credits, gift.expires_at, gift.by_user, gift.at,
           gift.credits - (SELECT COALESCE(SUM(amount), 0) FROM gift_use WHERE grant_id = gift.id) AS left
      FROM quota_grant AS gift
     WHERE gift.guild_id = ? AND gift.user_id = ? AND gift.expires_at > ? ORDER BY gift.expires_at, gift.id
"""
ANY = "SELECT 1 FROM quota_grant WHERE guild_id = :guild_id AND user_id = :user_id AND expires_at > :now"
RESET_AT = "SELECT at FROM quota_reset WHERE guild_id = :guild_id AND user_id = :user_id"
GIVE = """
    INSERT INTO quota_grant (guild_id, user_id, credits, by_user, at, expires_at, note)
    VALUES (:guild_id, :user_id, :credits, :by_user, :now, :expires_at, :note)
"""
RESET = """
    INSERT INTO quota_reset (guild_id, user_id, at, by_user) VALUES (:guild_id, :user_id, :now, :by_user)
    ON CONFLICT (guild_id, user_id) DO UPDATE SET at = excluded.at, by_user = excluded.by_user
"""
DRAW = """
    INSERT INTO gift_use (grant_id, job_id, guild_id, user_id, model, amount, charged_at)
    SELECT :grant_id, job_id, guild_id, user_id, model, :amount, charged_at
      FROM ledger WHERE job_id = :job_id AND kind = 'reserve'
"""


@dataclass(frozen=True, kw_only=True)
class Gift:
    """Credits that pay what goes beyond a person's limits in one server, once, until they end."""

    id: int
    credits: int
    left: int
    at: int  # epoch ms
    expires_at: int  # epoch ms
    by_user: int


def left(tx: sqlite3.Connection, guild_id: int, user_id: int, now: int) -> Sequence[Gift]:
    """Return the gifts that a person can still spend in a server, the one that ends first before the others."""
    found = [Gift(**dict(row)) for row in tx.execute(LEFT, (guild_id, user_id, now))]
    return [gift for gift in found if gift.left > 0]


def give(tx: sqlite3.Connection, values: Mapping[str, object]) -> None:
    """Give a person credits in one server beyond its limits, until they expire."""
    tx.execute(GIVE, values)


def draw(tx: sqlite3.Connection, job_id: int, guild_id: int, user_id: int, credits: int, now: int) -> None:
    """Have gifts pay a part of an order that was reserved: the one that ends first before the others."""
    for gift in left(tx, guild_id, user_id, now) if credits > 0 else ():
        amount = credits if credits < gift.left else gift.left
        if amount <= 0:
            return
        tx.execute(DRAW, {"grant_id": gift.id, "job_id": job_id, "amount": amount})
        credits -= amount


def reset(tx: sqlite3.Connection, guild_id: int, user_id: int, by_user: int, now: int) -> None:
    """Have a person's limits in a server count from now on; what they cost the server and the host stays."""
    job_rows.hold(tx, "ledger")
    tx.execute(RESET, {"guild_id": guild_id, "user_id": user_id, "by_user": by_user, "now": now})


def reset_at(tx: sqlite3.Connection, guild_id: int, user_id: int) -> int:
    """Return the moment after which a person's limits in a server count."""
    row = tx.execute(RESET_AT, {"guild_id": guild_id, "user_id": user_id}).fetchone()
    return row["at"] if row else 0
