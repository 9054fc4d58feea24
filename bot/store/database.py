"""The one connection to SQLite: a transaction is one synchronous function, sent whole to SQLite's thread."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Concatenate, Literal, ParamSpec, Self, TypeVar, cast

import aiosqlite

from bot.errors import StartError

P = ParamSpec("P")
T = TypeVar("T")
Begin = Literal["DEFERRED", "IMMEDIATE"]
Function = Callable[Concatenate[sqlite3.Connection, P], T]

NEEDED = (3, 37)  # STRICT tables
BUSY_SECONDS = 5.0  # how long to wait for another process's transaction


class Database(aiosqlite.Connection):
    """A connection whose unit is the whole transaction.

    Several awaits inside one transaction would let other tasks' statements slip into it, and a caller
    cancelled between them would leave it open. One function on the thread can suffer neither.
    """

    async def __aenter__(self) -> Self:
        try:
            await super().__aenter__()
        except BaseException:
            # aiosqlite only asks its thread to stop; it must be gone before the event loop is.
            await asyncio.to_thread(self._thread.join)
            raise
        return self

    async def run(self, fn: Function[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do `fn(connection, …)` as one writing transaction: all of it or nothing, even if nobody waits any more."""
        return await self._transact("IMMEDIATE", fn, *args, **kwargs)

    async def read(self, fn: Function[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do `fn(connection, …)` on one unchanging picture of the data."""
        return await self._transact("DEFERRED", fn, *args, **kwargs)

    async def _transact(self, begin: Begin, fn: Function[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        result = await self._execute(transact, self._conn, begin, fn, *args, **kwargs)  # type: ignore[no-untyped-call]
        return cast(T, result)


def transact(connection: sqlite3.Connection, begin: Begin, fn: Function[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call `fn` inside one transaction."""
    connection.execute(f"BEGIN {begin}")
    try:
        result = fn(connection, *args, **kwargs)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk, say, has rolled back by itself
            connection.execute("ROLLBACK")
        raise
    return result


def connect(path: Path, *, busy_seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    """Open the file, and make it and its folder where there are none."""
    if sqlite3.sqlite_version_info < NEEDED:
        raise StartError(
            f"SQLite {'.'.join(map(str, NEEDED))} or newer is needed; this Python brings {sqlite3.sqlite_version}."
            " Use a newer Python, or a newer SQLite library."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    return sqlite3.connect(path, isolation_level=None, timeout=busy_seconds)


def prepare(connection: sqlite3.Connection) -> None:
    """Set the pragmas and look for damage."""
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # a reply has been given: a power cut must not take it back
    connection.execute("PRAGMA foreign_keys = ON")
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(found)


def explain(error: Exception, path: Path) -> StartError:
    """Turn what SQLite or the file system says at the start into a sentence."""
    code = getattr(error, "sqlite_errorcode", None)
    match code and code & 0xFF:  # the rest of an extended code is detail
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StartError(
                f"The database {path} is locked by another program. End it (another copy of this bot,"
                " or a program that shows databases), then start again."
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return _not_writable(path, error)
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return StartError(f"The disk under {path.parent} is full or failing ({error}).")
    if "no such module" in str(error):
        return StartError(
            f"This Python's SQLite lacks the full-text search that the bot needs ({error})."
            " Use the Python of python.org or of your system, which have it."
        )
    if isinstance(error, OSError):
        return _not_writable(path, error)
    return StartError(
        f"The database {path} is damaged, or not a database ({error}). Put a backup in its place,"
        " or move it away to begin with empty books."
    )


def _not_writable(path: Path, error: Exception) -> StartError:
    return StartError(
        f"The folder {path.parent} or the database in it cannot be written ({error})."
        " Give the bot's user the right to write there, or name another folder with BOT_DATA_DIR."
    )
