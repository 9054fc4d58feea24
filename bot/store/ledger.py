"""The ledger: what each limit counts, whether an order fits, and when it will."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.errors import OutOfQuota
from bot.domain.jobs import LedgerEntry
from bot.domain.quota import Limit, OwnerLimits, Scope, Usage, resolve
from bot.domain.rules import Asker
from bot.store import gifts, guilds, rules, sums
from bot.store.gifts import Gift
from bot.store.sums import Account, Source

COUNTED: dict[Scope, tuple[Source, ...]] = {
    Scope.USER: (sums.USER, sums.GIFTS),
    Scope.GUILD: (sums.GUILD, sums.GUILD_BILL),
    Scope.CHANNEL: (sums.CHANNEL,),
    Scope.MEMBER: (sums.PERSON,),
    Scope.STRANGERS: guilds.OF_STRANGERS,
    Scope.BOT: (sums.BOT,),
}
#: What decides a spender's limits, in one look: each question more may wait for a busy event loop.
STANDING = f"""
    SELECT ({rules.BODY}) AS rules, {guilds.IS_STRANGER} AS is_stranger,
           EXISTS ({gifts.ANY}) AS has_gifts, ({gifts.RESET_AT}) AS reset_at
"""


@dataclass(frozen=True, kw_only=True)
class Spender:
    """The member who orders, where, and which model."""

    guild_id: int
    asker: Asker
    model: str
    caps: OwnerLimits


def usages(tx: sqlite3.Connection, spender: Spender, now: int) -> tuple[Usage, ...]:
    """Return a spender's usage of each limit, in the order of `quota.resolve`."""
    return tuple(_released(tx, usage, spender, now) for usage in _usages(tx, spender, now))


def check(tx: sqlite3.Connection, spender: Spender, cost: int, now: int) -> int:
    """Return the credits that gifts have to pay of a cost.

    Raises OutOfQuota, with the limit that stays short the longest, if the cost does not fit every limit.
    """
    found = _usages(tx, spender, now)
    _check(tx, found, spender, cost, now)
    return max((cost - usage.free + usage.granted for usage in found if _takes_gifts(usage.limit)), default=0)


def check_host(tx: sqlite3.Connection, spender: Spender, cost: int, now: int) -> None:
    """Raise OutOfQuota if the cost does not fit the host's caps, whatever members may spend."""
    host = [_usage(tx, limit, spender, (), now, since=0) for limit in spender.caps.of_bot]
    _check(tx, host, spender, cost, now)


def reserve(tx: sqlite3.Connection, job_id: int, spender: Spender, cost: int, now: int) -> None:
    """Write a job's reservation."""
    tx.execute(
        """INSERT INTO ledger (job_id, guild_id, user_id, model, kind, amount, charged_at, at)
           VALUES (?, ?, ?, ?, 'reserve', ?, ?, ?)""",
        (job_id, spender.guild_id, spender.asker.user_id, spender.model, cost, now, now),
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


def _usages(tx: sqlite3.Connection, spender: Spender, now: int) -> Sequence[Usage]:
    guild_id, user_id = spender.guild_id, spender.asker.user_id
    standing = tx.execute(STANDING, {"guild_id": guild_id, "user_id": user_id, "now": now}).fetchone()
    limits = resolve(
        rules.read(standing["rules"]),
        spender.asker,
        model=spender.model,
        caps=spender.caps,
        is_stranger=bool(standing["is_stranger"]),
    )
    given = gifts.left(tx, guild_id, user_id, now) if standing["has_gifts"] else ()
    return [_usage(tx, limit, spender, given, now, since=standing["reset_at"] or 0) for limit in limits]


def _check(tx: sqlite3.Connection, usages: Iterable[Usage], spender: Spender, cost: int, now: int) -> None:
    short = [
        OutOfQuota(
            usage=_released(tx, usage, spender, now), cost=cost, enough_at=_enough_at(tx, usage, spender, cost, now)
        )
        for usage in usages
        if not _fits(usage, cost)
    ]
    if short:
        raise max(short, key=lambda refusal: math.inf if refusal.enough_at is None else refusal.enough_at)


def _usage(
    tx: sqlite3.Connection, limit: Limit, spender: Spender, given: Sequence[Gift], now: int, *, since: int
) -> Usage:
    granted = sum(gift.left for gift in given) if _takes_gifts(limit) else 0
    return Usage(limit=limit, used=sums.used(tx, _account(limit, spender, now, since=since)), granted=granted)


def _released(tx: sqlite3.Connection, usage: Usage, spender: Spender, now: int) -> Usage:
    """Return a usage with the next credits that come back."""
    limit = usage.limit
    spent_at, credits = sums.first_spent(tx, _account(limit, spender, now, since=_reset_at(tx, spender)))
    back = None if spent_at is None else spent_at + limit.period_s * 1000
    return Usage(limit=limit, used=usage.used, granted=usage.granted, next_release_at=back, next_release=credits)


def _enough_at(tx: sqlite3.Connection, usage: Usage, spender: Spender, cost: int, now: int) -> int | None:
    """Return the first moment when enough credits are released, without the gifts that have ended by then."""
    limit, period_ms = usage.limit, usage.limit.period_s * 1000
    given = gifts.left(tx, spender.guild_id, spender.asker.user_id, now) if _takes_gifts(limit) else ()

    def is_enough(back: int, spent_at: int) -> bool:
        left = sum(gift.left for gift in given if gift.expires_at > spent_at + period_ms)
        return _fits(Usage(limit=limit, used=usage.used - back, granted=left), cost)

    spent_at = sums.moment(tx, _account(limit, spender, now, since=_reset_at(tx, spender)), is_enough)
    return None if spent_at is None else spent_at + period_ms


def _fits(usage: Usage, cost: int) -> bool:
    if usage.limit.scope is Scope.STRANGERS and usage.used == 0:
        return True  # one order at least, however dear: the cap itself is another limit
    return usage.allowance > 0 and cost <= usage.free


def _takes_gifts(limit: Limit) -> bool:
    """Return True for the limits of one person in one server: gifts lift no total and none of the owner's caps."""
    return limit.scope is Scope.USER


def _reset_at(tx: sqlite3.Connection, spender: Spender) -> int:
    return gifts.reset_at(tx, spender.guild_id, spender.asker.user_id)


def _account(limit: Limit, spender: Spender, now: int, *, since: int) -> Account:
    """Return what a limit counts; `since`: when a person's limits were reset."""
    is_own = limit.scope in (Scope.USER, Scope.MEMBER)
    is_placed = limit.scope in (Scope.USER, Scope.GUILD, Scope.CHANNEL)
    return Account(
        sources=COUNTED[limit.scope],
        period_ms=limit.period_s * 1000,
        now=now,
        guild_id=spender.guild_id if is_placed else 0,
        target_id=spender.asker.user_id if is_own else limit.target_id,
        model=limit.model,
        since=since if limit.scope is Scope.USER else 0,
    )
