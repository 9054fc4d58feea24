"""The ledger: what each limit counts, whether an order fits, and when it will."""

from __future__ import annotations

import math
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.errors import OutOfQuota
from bot.domain.jobs import LedgerEntry
from bot.domain.quota import Limit, OwnerLimits, Rule, Scope, Usage, resolve
from bot.store import bill, guilds
from bot.store.window import AHEAD, IN_WINDOW, OF_MODEL, WHEN, window

_WHOSE = {
    Scope.USER: "user_id = :user_id AND guild_id = :guild_id",
    Scope.GUILD: "guild_id = :guild_id",
    Scope.MEMBER: "user_id = :user_id",
    Scope.BOT: "TRUE",
}
# A refund carries its reservation's charged_at, so what went back nets to nothing within its group.
USED = {
    scope: f"SELECT COALESCE(SUM(amount), 0) FROM ledger WHERE {whose} AND {IN_WINDOW} AND {OF_MODEL}"  # noqa: S608 - constants
    for scope, whose in _WHOSE.items()
}
SPENT = {
    scope: f"""SELECT charged_at, SUM(amount) AS net FROM ledger WHERE {whose} AND {IN_WINDOW} AND {OF_MODEL}
               GROUP BY charged_at HAVING SUM(amount) <> 0 ORDER BY charged_at"""  # noqa: S608 - constants
    for scope, whose in _WHOSE.items()
}

SPENT_AHEAD = {
    scope: f"SELECT {WHEN} AS charged_at, amount AS net FROM ledger WHERE {whose} AND {AHEAD} AND {OF_MODEL}"  # noqa: S608 - constants
    for scope, whose in _WHOSE.items()
}


@dataclass(frozen=True, kw_only=True)
class Spender:
    """The member who orders, where, and which model."""

    guild_id: int
    user_id: int
    role_ids: tuple[int, ...]
    model: str
    caps: OwnerLimits


@dataclass(frozen=True, kw_only=True)
class Grant:
    """Credits that raise a member's limit until they expire."""

    credits: int
    expires_at: int


def usages(tx: sqlite3.Connection, spender: Spender, now: int) -> tuple[Usage, ...]:
    """Return a spender's usage of each limit, in the order of `quota.resolve`."""
    rules = [
        Rule(**dict(row))
        for row in tx.execute(
            "SELECT scope, target_id, model, credits, period_s FROM quota_rule WHERE guild_id = ? ORDER BY id",
            (spender.guild_id,),
        )
    ]
    grants = _grants(tx, spender, now)
    limits = resolve(
        rules,
        user_id=spender.user_id,
        role_ids=spender.role_ids,
        model=spender.model,
        caps=spender.caps,
        is_stranger=guilds.is_stranger(tx, spender.guild_id, spender.user_id),
    )
    return tuple(_usage(tx, limit, spender, grants, now) for limit in limits)


def check(tx: sqlite3.Connection, spender: Spender, cost: int, now: int) -> None:
    """Raise OutOfQuota, with the limit that stays short the longest, if the cost does not fit every limit."""
    _check(tx, usages(tx, spender, now), spender, cost, now)


def check_host(tx: sqlite3.Connection, spender: Spender, cost: int, now: int) -> None:
    """Raise OutOfQuota if the cost does not fit the host's cap, whatever members may spend."""
    host = [usage for usage in usages(tx, spender, now) if usage.limit.scope is Scope.BOT]
    _check(tx, host, spender, cost, now)


def _check(tx: sqlite3.Connection, usages: Iterable[Usage], spender: Spender, cost: int, now: int) -> None:
    grants = _grants(tx, spender, now)
    short = [
        OutOfQuota(usage=usage, cost=cost, enough_at=_enough_at(tx, usage, spender, grants, cost, now))
        for usage in usages
        if not _fits(usage.limit, usage.used, cost, usage.allowance)
    ]
    if short:
        raise max(short, key=lambda refusal: math.inf if refusal.enough_at is None else refusal.enough_at)


def reserve(tx: sqlite3.Connection, job_id: int, spender: Spender, cost: int, now: int) -> None:
    """Write a job's reservation."""
    tx.execute(
        """INSERT INTO ledger (job_id, guild_id, user_id, model, kind, amount, charged_at, at)
           VALUES (?, ?, ?, ?, 'reserve', ?, ?, ?)""",
        (job_id, spender.guild_id, spender.user_id, spender.model, cost, now, now),
    )


def close(tx: sqlite3.Connection, job_id: int, entry: LedgerEntry, now: int) -> None:
    """Write a job's closing entry, in the window that its reservation was charged to."""
    tx.execute(
        """INSERT INTO ledger (job_id, guild_id, user_id, model, kind, amount, charged_at, at)
           SELECT job_id, guild_id, user_id, model, ?, ?, charged_at, ?
             FROM ledger WHERE job_id = ? AND kind = 'reserve'""",
        (entry.kind, entry.amount, now, job_id),
    )


def correct(tx: sqlite3.Connection, job_id: int, amount: int, now: int) -> None:
    """Write what a job's charge is corrected by, in the window that its reservation was charged to."""
    tx.execute(
        """INSERT INTO ledger (job_id, guild_id, user_id, model, kind, amount, charged_at, at)
           SELECT job_id, guild_id, user_id, model, 'correction', ?, charged_at, ?
             FROM ledger WHERE job_id = ? AND kind = 'reserve'""",
        (amount, now, job_id),
    )


def _grants(tx: sqlite3.Connection, spender: Spender, now: int) -> tuple[Grant, ...]:
    rows = tx.execute(
        "SELECT credits, expires_at FROM quota_grant WHERE guild_id = ? AND user_id = ? AND expires_at > ?",
        (spender.guild_id, spender.user_id, now),
    )
    return tuple(Grant(**dict(row)) for row in rows)


def _usage(tx: sqlite3.Connection, limit: Limit, spender: Spender, grants: Iterable[Grant], now: int) -> Usage:
    spent = _spent(tx, limit, spender, now)
    back, net = next(((at, net) for at, net in spent if net > 0), (None, 0))
    return Usage(
        limit=limit,
        used=_used(tx, limit, spender, now),
        granted=_granted(limit, grants, now),
        next_release_at=None if back is None else back + limit.period_s * 1000,
        next_release=net,
    )


def _used(tx: sqlite3.Connection, limit: Limit, spender: Spender, now: int) -> int:
    asked = _window(limit, spender, now)
    if limit.scope is Scope.STRANGERS:
        return sum(amount for _, amount in guilds.spent_by_strangers(tx, asked))
    used: int = tx.execute(USED[limit.scope], asked).fetchone()[0]
    used += sum(row["net"] for row in tx.execute(SPENT_AHEAD[limit.scope], asked))
    return used + (bill.used(tx, asked) if limit.scope is Scope.BOT else 0)


def _spent(tx: sqlite3.Connection, limit: Limit, spender: Spender, now: int) -> Sequence[tuple[int, int]]:
    """Return what was spent at each moment of the window, oldest first; the host's limit counts its bill too."""
    asked = _window(limit, spender, now)
    if limit.scope is Scope.STRANGERS:
        strangers: Counter[int] = Counter()
        for at, amount in guilds.spent_by_strangers(tx, asked):
            strangers[at] += amount
        return sorted(strangers.items())
    spent = Counter({row["charged_at"]: row["net"] for row in tx.execute(SPENT[limit.scope], asked)})
    for row in tx.execute(SPENT_AHEAD[limit.scope], asked):
        spent[row["charged_at"]] += row["net"]
    if limit.scope is Scope.BOT:
        for at, net in bill.spent(tx, asked):
            spent[at] += net
    return sorted(spent.items())


def _enough_at(
    tx: sqlite3.Connection, usage: Usage, spender: Spender, grants: Iterable[Grant], cost: int, now: int
) -> int | None:
    """Return the first moment when enough credits are released, without the grants that have expired by then."""
    limit, used = usage.limit, usage.used
    for charged_at, net in _spent(tx, limit, spender, now):
        used -= net
        at = charged_at + limit.period_s * 1000
        if _fits(limit, used, cost, limit.credits + _granted(limit, grants, at)):
            return at
    return None


def _fits(limit: Limit, used: int, cost: int, allowance: int) -> bool:
    if limit.scope is Scope.STRANGERS and used == 0:
        return True  # one order at least, however dear: the cap itself is another limit
    return allowance > 0 and used + cost <= allowance


def _granted(limit: Limit, grants: Iterable[Grant], at: int) -> int:
    if limit.scope is not Scope.USER or limit.credits == 0:  # "not allowed" is no limit that a grant could raise
        return 0
    return sum(grant.credits for grant in grants if grant.expires_at > at)


def _window(limit: Limit, spender: Spender, now: int) -> dict[str, int | str]:
    return {
        "guild_id": spender.guild_id,
        "user_id": spender.user_id,
        "model": limit.model,
        **window(now, period_ms=limit.period_s * 1000),
    }
