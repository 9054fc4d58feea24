"""The verbs about the host's bill, on SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from typing_extensions import override

from bot.domain.jobs import BillEntry, JobState
from bot.domain.quota import Balance, OwnerLimits
from bot.domain.rules import Asker
from bot.store import bill, job_rows, ledger
from bot.store.connection import Database
from bot.store.hosting import Billing
from bot.store.ledger import Spender

UNSAID = """
    SELECT job_id FROM bill AS reservation WHERE kind = 'reserve' AND charged_at > ?
       AND NOT EXISTS (SELECT 1 FROM bill WHERE job_id = reservation.job_id AND kind IN ('charge', 'clear'))
     ORDER BY job_id
"""


class SqliteBilling(Billing):
    """The verbs of Billing on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def balance(self, *, now: int) -> Balance:
        return await self._database.browse(bill.balance, now)

    @override
    async def latest(self) -> int:
        return await self._database.read(bill.latest)

    @override
    async def enter(self, job_id: int, entry: BillEntry, *, now: int) -> None:
        await self._database.write(bill.enter, job_id, entry, now)

    @override
    async def entry(self, job_id: int) -> BillEntry | None:
        return await self._database.read(_entry, job_id)

    @override
    async def unsaid(self, *, since: int) -> Sequence[int]:
        return [row["job_id"] for row in await self._database.find(UNSAID, since)]

    @override
    async def reserve(self, job_id: int, *, user_id: int, model: str, cost: int, caps: OwnerLimits, now: int) -> None:
        await self._database.write(_reserve, job_id, user_id, model, cost, caps, now)


def _entry(tx: sqlite3.Connection, job_id: int) -> BillEntry | None:
    job = job_rows.job(tx, job_id)
    if job is None:
        return BillEntry.CLEAR  # never booked
    kinds = {row["kind"] for row in tx.execute("SELECT kind FROM bill WHERE job_id = ?", (job_id,))}
    if said := kinds & {BillEntry.CHARGE, BillEntry.CLEAR}:
        return BillEntry(said.pop())
    if not job.is_final:
        return None
    return BillEntry.EXPOSE if kinds else BillEntry.CHARGE if job.state is JobState.SUCCEEDED else BillEntry.CLEAR


def _reserve(
    tx: sqlite3.Connection, job_id: int, user_id: int, model: str, cost: int, caps: OwnerLimits, now: int
) -> None:
    job_rows.hold(tx, "ledger")
    spender = Spender(guild_id=0, asker=Asker(user_id=user_id), model=model, caps=caps)
    ledger.check_host(tx, spender, cost, now)
    bill.reserve(tx, job_id, user_id=user_id, model=model, cost=cost, now=now)
