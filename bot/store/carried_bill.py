"""What was ordered after a backup, carried over when that is restored: the host's bill knows no restore."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bot.domain.quota import LONGEST_CAP
from bot.store.connection import transact

COUNTED = """
    SELECT job_id, guild_id, user_id, model, charged_at, SUM(amount) AS net
      FROM (SELECT job_id, guild_id, user_id, model, charged_at, amount FROM ledger UNION ALL
            SELECT job_id, guild_id, user_id, model, charged_at, amount FROM bill) AS entry
     WHERE charged_at > ?
       AND NOT EXISTS (SELECT 1 FROM kept.job WHERE id = entry.job_id)
       AND NOT EXISTS (SELECT 1 FROM kept.bill WHERE job_id = entry.job_id)
     GROUP BY job_id, guild_id, user_id, model, charged_at HAVING SUM(amount) > 0 ORDER BY job_id
"""
CARRY = """
    INSERT INTO bill (job_id, guild_id, user_id, model, kind, amount, charged_at, at)
    VALUES (:job_id, :guild_id, :user_id, :model, 'charge', :net, :charged_at, :now)
"""


def carry_bill(former: Path, restored: Path, *, now: int) -> None:
    """Enter into restored books what the former ones count in any cap, of orders that are not in the backup.

    Former books that can't be read, perhaps the reason for the restore, carry nothing over.
    """
    try:
        with closing(sqlite3.connect(_reading(former), uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("ATTACH ? AS kept", (_reading(restored),))
            counted = [dict(row) for row in connection.execute(COUNTED, (now - LONGEST_CAP * 1000,))]
    except sqlite3.Error:
        return
    with closing(sqlite3.connect(restored, isolation_level=None)) as connection:
        transact(connection, "IMMEDIATE", _carry, counted, now)


def _reading(path: Path) -> str:
    return f"{path.absolute().as_uri()}?mode=ro"


def _carry(tx: sqlite3.Connection, counted: Sequence[dict[str, object]], now: int) -> None:
    tx.executemany(CARRY, [{**entry, "now": now} for entry in counted])
