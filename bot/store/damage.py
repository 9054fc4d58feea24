"""Whether the database's pages are whole: a small one is looked through at the start, a large one beside the work."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from bot.domain.limits import MIB

DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
SMALL = 32 * MIB  # looked through in a tenth of a second, measured on two slow cores; 2 GB take nine seconds


def is_damage(error: sqlite3.Error) -> bool:
    """Return True for what SQLite raises where it meets damage."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF in DAMAGED  # the rest of an extended code is detail


def is_for_the_start(connection: sqlite3.Connection) -> bool:
    """Return True if looking through the database takes no time, or all that is written would wait for it: no WAL."""
    asked = ("page_count", "page_size", "journal_mode")
    pages, size, journal = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in asked)
    return bool(pages * size <= SMALL or journal != "wal")


def first(connection: sqlite3.Connection) -> str | None:
    """Return the first damage of a database, in SQLite's words; None: it is whole."""
    found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    return None if found == "ok" else found


async def find(path: Path) -> str | None:
    """Return the first damage of a database that is too large for the start; None: it is whole, or was not too large.

    The connection and the thread are its own, and end when this is cancelled.
    """
    check = _PageCheck(path)
    try:
        return await asyncio.to_thread(check.find)
    except asyncio.CancelledError:
        check.end()
        raise


class _PageCheck:
    """One look through a file, which another thread may end, also before it begins."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._is_over = False

    def find(self) -> str | None:
        with closing(sqlite3.connect(self._path)) as self._connection:
            if self._is_over:
                return None
            try:
                return None if is_for_the_start(self._connection) else first(self._connection)
            except sqlite3.DatabaseError as error:
                return str(error) if is_damage(error) else None

    def end(self) -> None:
        self._is_over = True
        if self._connection is not None:
            with suppress(sqlite3.ProgrammingError):  # it is closed by now
                self._connection.interrupt()
