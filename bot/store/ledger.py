"""The quota books: what each limit counts, whether an order fits, and when it will."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.errors import OutOfQuota
from bot.domain.jobs import LedgerEntry
from bot.domain.quota import Limit, OwnerLimits, Rule, Scope, Usage, resolve

_WHOSE = {
    Scope.USER: "user_id = :user_id AND guild_id = :guild_id",
    Scope.GUILD: "guild_id = :guild_id",
    Scope.PERSON: "user_id = :user_id",
    Scope.BOT: "TRUE",
}
_IN_WINDOW = "charged_at > :after AND :model IN ('*', model)"
# A refund carries its reservation's charged_at, so what went back nets to nothing within its group.
_USED = {
    scope: f"SELECT COALESCE(SUM(amount), 0) FROM ledger WHERE {whose} AND {_IN_WINDOW}"  # noqa: S608 - constants
    for scope, whose in _WHOSE.items()
}
_SPENT = {
    scope: f"""SELECT charged_at, SUM(amount) AS net FROM ledger WHERE {whose} AND {_IN_WINDOW}
               GROUP BY charged_at HAVING net <> 0 ORDER BY charged_at"""  # noqa: S608 - constants
    for scope, whose in _WHOSE.items()
}


@dataclass(frozen=True, kw_only=True)
class Spender:
    """Who wants to spend, where and on what."""

    guild_id: int
    user_id: int
    role_ids: tuple[int, ...]
    model: str
    caps: OwnerLimits


@dataclass(frozen=True, kw_only=True)
class Grant:
    """Credits that raise a person's limit until they expire."""

    credits: int
    expires_at: int


def usages(tx: sqlite3.Connection, buyer: Spender, now: int) -> tuple[Usage, ...]:
    """Return how each limit stands for the buyer, in the order of `quota.resolve`."""
    rules = [
        Rule(**dict(row))
        for row in tx.execute(
            "SELECT scope, target_id, model, credits, period_s FROM quota_rule WHERE guild_id = ? ORDER BY id",
            (buyer.guild_id,),
        )
    ]
    gifts = _gifts(tx, buyer, now)
    limits = resolve(rules, user_id=buyer.user_id, role_ids=buyer.role_ids, model=buyer.model, caps=buyer.caps)
    return tuple(_usage(tx, limit, buyer, gifts, now) for limit in limits)


def check(tx: sqlite3.Connection, buyer: Spender, cost: int, now: int) -> None:
    """Raise OutOfQuota, with the limit that stays short the longest, if the cost does not fit every limit."""
    gifts = _gifts(tx, buyer, now)
    short = [
        OutOfQuota(usage=usage, cost=cost, enough_at=_enough_at(tx, usage, buyer, gifts, cost, now))
        for usage in usages(tx, buyer, now)
        if not _fits(usage.used + cost, usage.allowance)
    ]
    if short:
        raise max(short, key=lambda refusal: math.inf if refusal.enough_at is None else refusal.enough_at)


def reserve(tx: sqlite3.Connection, job_id: int, buyer: Spender, cost: int, now: int) -> None:
    """Open a job's books."""
    tx.execute(
        """INSERT INTO ledger (job_id, guild_id, user_id, model, kind, amount, charged_at, at)
           VALUES (?, ?, ?, ?, 'reserve', ?, ?, ?)""",
        (job_id, buyer.guild_id, buyer.user_id, buyer.model, cost, now, now),
    )


def close(tx: sqlite3.Connection, job_id: int, entry: LedgerEntry, now: int) -> None:
    """Close a job's books, in the window that its reservation was charged to."""
    tx.execute(
        """INSERT INTO ledger (job_id, guild_id, user_id, model, kind, amount, charged_at, at)
           SELECT job_id, guild_id, user_id, model, ?, ?, charged_at, ?
             FROM ledger WHERE job_id = ? AND kind = 'reserve'""",
        (entry.kind, entry.amount, now, job_id),
    )


def _gifts(tx: sqlite3.Connection, buyer: Spender, now: int) -> tuple[Grant, ...]:
    rows = tx.execute(
        "SELECT credits, expires_at FROM quota_grant WHERE guild_id = ? AND user_id = ? AND expires_at > ?",
        (buyer.guild_id, buyer.user_id, now),
    )
    return tuple(Grant(**dict(row)) for row in rows)


def _usage(tx: sqlite3.Connection, limit: Limit, buyer: Spender, gifts: Iterable[Grant], now: int) -> Usage:
    window = _window(limit, buyer, now)
    back = next((row for row in tx.execute(_SPENT[limit.scope], window) if row["net"] > 0), None)
    return Usage(
        limit=limit,
        used=tx.execute(_USED[limit.scope], window).fetchone()[0],
        granted=_granted(limit, gifts, now),
        next_release_at=back["charged_at"] + limit.period_s * 1000 if back else None,
        next_release=back["net"] if back else 0,
    )


def _enough_at(
    tx: sqlite3.Connection, usage: Usage, buyer: Spender, gifts: Iterable[Grant], cost: int, now: int
) -> int | None:
    """Walk to the first moment when enough has come back, minding the gifts that will have expired by then."""
    limit, used = usage.limit, usage.used
    for row in tx.execute(_SPENT[limit.scope], _window(limit, buyer, now)):
        used -= row["net"]
        at: int = row["charged_at"] + limit.period_s * 1000
        if _fits(used + cost, limit.credits + _granted(limit, gifts, at)):
            return at
    return None


def _fits(used: int, allowance: int) -> bool:
    return allowance > 0 and used <= allowance


def _granted(limit: Limit, gifts: Iterable[Grant], at: int) -> int:
    if limit.scope is not Scope.USER or limit.credits == 0:  # "not allowed" is no limit that a gift could raise
        return 0
    return sum(gift.credits for gift in gifts if gift.expires_at > at)


def _window(limit: Limit, buyer: Spender, now: int) -> dict[str, int | str]:
    return {
        "guild_id": buyer.guild_id,
        "user_id": buyer.user_id,
        "model": limit.model,
        "after": now - limit.period_s * 1000,
    }
