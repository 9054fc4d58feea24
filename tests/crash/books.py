"""The books that the bot's processes leave, as somebody else reads them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.domain.quota import Balance
from bot.store import bill

#: What the host's cap counts of an order.
COUNTED = """
    SELECT COALESCE((SELECT SUM(amount) FROM ledger WHERE job_id = job.id), 0)
           + COALESCE((SELECT SUM(amount) FROM bill WHERE job_id = job.id), 0) AS counted
      FROM job WHERE idempotency_key = ?
"""


class Books:
    """The database of a data folder, which may not be there yet."""

    def __init__(self, data: Path) -> None:
        self._file = data / "bot.sqlite3"

    def query(self, sql: str, *values: object) -> list[sqlite3.Row]:
        if not self._file.exists():
            return []
        with self._open() as books:
            try:
                return books.execute(sql, values).fetchall()
            except sqlite3.OperationalError as error:
                if "no such table" in str(error):  # its first start is under way
                    return []
                raise

    def counted(self, idempotency_key: str | None) -> int | None:
        """Return the credits of an order that the host's cap counts; None: there is no such order."""
        found = self.query(COUNTED, idempotency_key)
        return int(found[0]["counted"]) if found else None

    def balance(self, *, ahead_s: float) -> Balance:
        """Return what the host is told of their cap."""
        with self._open() as books:
            return bill.balance(books, int((time.time() + ahead_s) * 1000))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(f"file:{self._file}?mode=ro", uri=True, timeout=20)) as books:
            books.row_factory = sqlite3.Row
            yield books
