"""The host's bill: what Higgsfield charged, or may have, of what no member was charged."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping

from bot.domain.jobs import BillEntry
from bot.domain.limits import DAY_MS
from bot.domain.quota import Balance
from bot.store import sums
from bot.store.window import COUNTED, window

LINES = f"SELECT job_id, kind, amount, charged_at FROM bill WHERE {COUNTED} ORDER BY +id"  # noqa: S608 - constants
#: From the jobs that are under way: they are few, and the day's lines may be many.
RESERVED = f"""
    SELECT COALESCE(SUM(entry.amount), 0) FROM job CROSS JOIN ledger AS entry
     WHERE job.state IN ('queued', 'submitting', 'running')
       AND entry.job_id = job.id AND entry.kind = 'reserve' AND {COUNTED}
       AND NOT EXISTS (SELECT 1 FROM ledger AS closing
                        WHERE closing.job_id = job.id AND closing.kind IN ('settle', 'refund'))
"""  # noqa: S608 - constants


def enter(tx: sqlite3.Connection, job_id: int, entry: BillEntry, now: int) -> None:
    """Write what is known of an order that ended; what Higgsfield said of it stays."""
    lines = {
        row["kind"]: row["amount"] for row in tx.execute("SELECT kind, amount FROM bill WHERE job_id = ?", (job_id,))
    }
    if entry in lines or {BillEntry.CHARGE, BillEntry.CLEAR} & lines.keys():
        return
    standing = sum(lines.values())
    if entry is BillEntry.CLEAR:
        if lines:
            _write(tx, job_id, entry, -standing, now)
        return
    reserved, charged = tx.execute(
        "SELECT SUM(amount) FILTER (WHERE kind = 'reserve'), SUM(amount) FROM ledger WHERE job_id = ?", (job_id,)
    ).fetchone()
    missing = 0 if reserved is None else reserved - charged - standing  # None: the terminal's, whose whole cost stands
    if missing or lines:
        _write(tx, job_id, entry, missing, now)


def stand_in(tx: sqlite3.Connection, job_id: int, amount: int, now: int) -> None:
    """Write what a member got back of an order that Higgsfield drew: the host pays it.

    An order that brought fewer pictures than asked has its *charge* already; there is one of a kind.
    """
    charged = tx.execute("SELECT 1 FROM bill WHERE job_id = ? AND kind = 'charge'", (job_id,)).fetchone()
    _write(tx, job_id, BillEntry.EXPOSE if charged else BillEntry.CHARGE, amount, now)


def _write(tx: sqlite3.Connection, job_id: int, kind: str, amount: int, now: int) -> None:
    """Write a line of the window that its reservation is charged to, wherever that stands."""
    tx.execute(
        """INSERT INTO bill (job_id, guild_id, user_id, model, kind, amount, charged_at, at)
           SELECT job_id, guild_id, user_id, model, :kind, :amount, charged_at, :now
             FROM ledger WHERE job_id = :job_id AND kind = 'reserve'
           UNION ALL
           SELECT job_id, guild_id, user_id, model, :kind, :amount, charged_at, :now
             FROM bill WHERE job_id = :job_id AND kind = 'reserve'""",
        {"job_id": job_id, "kind": kind, "amount": amount, "now": now},
    )


def latest(tx: sqlite3.Connection) -> int:
    """Return the moment of the newest entry, of the ledger or the bill; 0: there is none."""
    newest = [tx.execute(f"SELECT at FROM {table} ORDER BY id DESC LIMIT 1").fetchone() for table in ("ledger", "bill")]  # noqa: S608 - constants
    return max((row["at"] for row in newest if row), default=0)


def balance(tx: sqlite3.Connection, now: int) -> Balance:
    """Return what the host's cap counts."""
    day = window(now, period_ms=DAY_MS)
    bills: dict[int, dict[str, int]] = defaultdict(dict)
    for row in tx.execute(LINES, day):
        bills[row["job_id"]][row["kind"]] = row["amount"]
    standing = dict.fromkeys(BillEntry, 0) | {"reserve": 0}
    for lines in bills.values():
        standing[_stands_as(lines)] += sum(lines.values())
    reserved = tx.execute(RESERVED, day).fetchone()[0] + standing["reserve"]
    exposed = standing[BillEntry.EXPOSE]
    doubtful = {job_id: lines["expose"] for job_id, lines in bills.items() if next(iter(lines)) == "expose"}
    return Balance(
        spent=sums.used(tx, sums.Account(sources=(sums.BOT,), period_ms=DAY_MS, now=now)) - reserved - exposed,
        reserved=reserved,
        exposed=exposed,
        doubtful=len(doubtful),
        given_back=sum(doubtful.values()),
        latest=next(reversed(doubtful), None),
    )


def _stands_as(lines: Mapping[str, int]) -> str:
    return next(kind for kind in ("charge", "clear", "expose", "reserve") if kind in lines)


def reserve(tx: sqlite3.Connection, job_id: int, *, user_id: int, model: str, cost: int, now: int) -> None:
    """Write the reservation of an order whose row is in other books."""
    tx.execute(
        """INSERT INTO bill (job_id, guild_id, user_id, model, kind, amount, charged_at, at)
           VALUES (?, 0, ?, ?, 'reserve', ?, ?, ?)""",
        (job_id, user_id, model, cost, now, now),
    )
