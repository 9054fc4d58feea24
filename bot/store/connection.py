"""The connections to SQLite: a transaction is one synchronous function, sent whole to a connection's thread.

One connection writes. Beside it another one reads what may take long, so that nobody's order waits behind a search.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
import sqlite3
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Concatenate, ParamSpec, Self, TypeVar, cast

import aiosqlite
from typing_extensions import override

from bot.domain.errors import RestartError, StartError, StorageUnavailable
from bot.store import damage
from bot.store.queued_transactions import (
    Begin,
    HalfDone,
    QueuedTransaction,
    Run,
    run_each,
    run_guarded,
    run_plainly,
    wake,
)

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
Function = Callable[Concatenate[sqlite3.Connection, P], T]

NEEDED = (3, 37)  # STRICT tables
SLICE = 200  # rows that a sweep changes in one transaction: no order waits for all of them
CACHE_KB = 500  # of each connection; SQLite's own 2,000 hold again what the system's cache of the file has
BUSY_SECONDS = 5.0  # how long to wait for another process's transaction
TRUNCATIONS, AGAIN_S = 10, 0.1  # tries to empty the log, and the time between them, in which a search ends
AT_ONCE = 100  # transactions that are done as one, and written with one sync
BUSY_AGAIN_MS = 250  # and how long once it was in vain: later callers must not wait behind all others

#: What SQLite says when the file, the disk or another program is in the way; anything else is a mistake of ours.
IN_THE_WAY = {
    sqlite3.SQLITE_BUSY: "another program keeps them locked; end it",
    sqlite3.SQLITE_LOCKED: "another program keeps them locked; end it",
    sqlite3.SQLITE_FULL: "the disk is full; make room",
    sqlite3.SQLITE_IOERR: "the disk is failing; check it",
    sqlite3.SQLITE_READONLY: "the file or its folder can't be written to; give the bot's user write permission",
    sqlite3.SQLITE_CANTOPEN: "the file or its folder can't be opened; give the bot's user permission",
    sqlite3.SQLITE_PERM: "the file or its folder can't be written to; give the bot's user write permission",
    sqlite3.SQLITE_CORRUPT: "the file is damaged; stop the bot and restore a backup",
    sqlite3.SQLITE_NOTADB: "the file is damaged; stop the bot and restore a backup",
}
_EXECUTE = ["self", "fn", "args", "kwargs"]
MOVED = "the file was moved or deleted; put it back, or restart the bot"


@dataclass(frozen=True, kw_only=True)
class File:
    """Which file a connection has open."""

    path: Path | None  # None: in memory
    identity: tuple[int, int] | None

    @classmethod
    def of(cls, connection: sqlite3.Connection) -> Self:
        """Return the main database's file."""
        path = connection.execute("PRAGMA database_list").fetchone()[2]
        return cls(path=Path(path), identity=_identity(Path(path))) if path else cls(path=None, identity=None)

    def is_there(self) -> bool:
        """Return True if the same file is still at its path."""
        return self.path is None or _identity(self.path) == self.identity is not None


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


class Database(aiosqlite.Connection):
    """A connection whose unit is the whole transaction.

    Several awaits inside one transaction would let other tasks' statements slip into it, and a caller
    cancelled between them would leave it open. One function on the thread can suffer neither.
    What has gathered while the thread was busy is read in one transaction, and written with one sync: a crowd waits
    for a few, not for hundreds.
    """

    _damage: str | None = None  # found since the start, and only a restore mends it
    _obstacle: str | None = None  # why the database can't be written, while that lasts
    _busy_timeout_ms: int = 0  # ms, of the connection when nothing is in the way
    _file: File | None = None
    _at_once = AT_ONCE
    _is_called = False  # SQLite's thread, which has not begun yet to take what waits

    def __init__(self, connector: Callable[[], sqlite3.Connection], iter_chunk_size: int) -> None:
        super().__init__(connector, iter_chunk_size)
        self._waiting: deque[QueuedTransaction] = deque()
        self.reader: Database | None = None

    async def __aenter__(self) -> Self:
        try:
            await super().__aenter__()
        except BaseException:
            # aiosqlite only asks its thread to stop; it must be gone before the event loop is.
            await asyncio.to_thread(self._thread.join)
            raise
        return self

    async def write(self, fn: Function[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call `fn(connection, …)` as one writing transaction: all of it or nothing, even if the caller is cancelled.

        Raises StorageUnavailable, with nothing done, while the disk or another program is in the way.
        """
        return cast(T, await self._queue("IMMEDIATE", fn, args, kwargs))

    async def read(self, fn: Function[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call `fn(connection, …)` on one snapshot of the data. Raises StorageUnavailable."""
        return cast(T, await self._queue("DEFERRED", fn, args, kwargs))

    async def browse(self, fn: Function[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call `fn(connection, …)` like `read`, beside what is being written: for what looks through a lot.

        What was written before the call is seen. Raises StorageUnavailable.
        """
        return await (self.reader or self).read(fn, *args, **kwargs)

    async def change(self, sql: str, *values: object) -> int:
        """Execute one writing statement as a transaction of its own, and return how many rows it changed."""
        return await self.write(lambda tx: tx.execute(sql, values).rowcount)

    async def sweep(self, sql: str, values: Mapping[str, int]) -> int:
        """Execute a statement that changes `:most` rows at most until it finds no more; returns how many it changed."""
        gone, some, asked = 0, SLICE, {**values, "most": SLICE}
        while some == SLICE:
            some = await self.write(lambda tx: tx.execute(sql, asked).rowcount)
            gone += some
        return gone

    @property
    def obstacle(self) -> str:
        """What the last transactions met in the way, in words; empty where they met nothing."""
        return self._damage or (self.reader and self.reader.obstacle) or self._obstacle or ""

    @property
    def is_damaged(self) -> bool:
        """Whether the file was found damaged since the start: what is written from now on goes with the restore."""
        return self._damage is not None or (self.reader is not None and self.reader.is_damaged)

    def note_damage(self, found: str) -> None:
        """Note that the file is damaged: only a restore mends it."""
        self._damage = IN_THE_WAY[sqlite3.SQLITE_CORRUPT]
        log.error("the database can't be trusted: %s (%s)", self._damage, found)

    async def find(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """Return the rows that a SELECT finds."""
        return await self.read(lambda tx: tx.execute(sql, values).fetchall())

    async def truncate_log(self) -> None:
        """Bring the write-ahead log into the file and empty it; nothing happens while another program reads."""
        for _ in range(TRUNCATIONS):
            if await self._on_thread(self._truncate_log):
                return
            await asyncio.sleep(AGAIN_S)  # a look of our own is over soon
        log.info("the database's write-ahead log can't be emptied yet: something reads it")

    def _truncate_log(self) -> bool:
        usual = self._conn.execute("PRAGMA busy_timeout").fetchone()[0]
        self._conn.execute("PRAGMA busy_timeout = 0")  # orders must not wait behind somebody's long look
        try:
            return not self._conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.Error as error:
            log.info("the database's write-ahead log can't be emptied: %s", error)
            return False
        finally:
            self._conn.execute(f"PRAGMA busy_timeout = {usual}")

    async def _on_thread(self, fn: Callable[..., object], *args: object) -> object:
        """Call a function on SQLite's thread: the one use of aiosqlite's protected `_execute`."""
        self._check_open()
        return await self._execute(fn, *args)  # type: ignore[no-untyped-call]

    def _check_open(self) -> None:
        if not self._running or self._connection is None:  # closed: whoever still asks came as the bot was stopping
            raise StorageUnavailable

    async def _queue(
        self, begin: Begin, fn: Callable[..., object], args: tuple[object, ...], kwargs: Mapping[str, object]
    ) -> object:
        """Have a transaction done; the first of a crowd calls SQLite's thread, once for all who wait as it begins."""
        self._check_open()
        loop = asyncio.get_running_loop()
        unit = QueuedTransaction(begin=begin, fn=fn, args=args, kwargs=kwargs, answered=loop.create_future())
        self._waiting.append(unit)  # before the look whether the thread was called: it takes what waits after that
        if not self._is_called:
            self._is_called = True
            self._tx.put_nowait((unit.answered, partial(self._serve, loop, unit)))
        await unit.answered
        return unit.answer()

    def _serve(self, loop: asyncio.AbstractEventLoop, caller: QueuedTransaction) -> None:
        """Do what waits, on SQLite's thread, and wake those who asked a crowd at a time, in their order.

        Whoever called the thread alone is woken by the end of the call.
        """
        self._is_called = False  # whoever comes from now on calls again
        waiting: list[QueuedTransaction] = []
        while self._waiting:
            waiting.append(self._waiting.popleft())
        for begin in ("IMMEDIATE", "DEFERRED"):  # so that whoever asks after somebody else's write sees it
            alike = [unit for unit in waiting if unit.begin == begin]
            for start in range(0, len(alike), self._at_once):
                units = alike[start : start + self._at_once]
                if len(units) == 1 or not self._run_together(begin, units):
                    for unit in units:
                        unit.try_(partial(self.attempt, begin, unit.fn))
                if units != [caller] or len(waiting) > 1:
                    loop.call_soon_threadsafe(wake, units)

    def _run_together(self, begin: Begin, units: Sequence[QueuedTransaction], run: Run = run_plainly) -> bool:
        """Do many transactions as one, with one sync; False, with nothing done, where they must go one by one."""
        try:
            if self._obstacle is not None or (begin == "IMMEDIATE" and self._is_moved()):
                return False
            transact(self._conn, begin, run_each, units, run)
        except HalfDone:
            return self._run_together(begin, units, run_guarded)
        except Exception:
            return False
        return True

    def attempt(self, begin: Begin, fn: Function[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one transaction on SQLite's thread; an obstacle is logged once and raised as StorageUnavailable."""
        if begin == "IMMEDIATE" and self._is_moved():
            self._note_obstacle(MOVED)
            raise StorageUnavailable
        try:
            result = transact(self._conn, begin, fn, *args, **kwargs)
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", None) or 0
            obstacle = IN_THE_WAY.get(code & 0xFF)  # the rest of an extended code is detail
            if obstacle is None:
                raise
            if damage.is_damage(error):
                self._damage = obstacle
            self._note_obstacle(f"{obstacle} ({error})")
            raise StorageUnavailable from error
        if begin == "IMMEDIATE":
            self._note_obstacle(None)
        return result

    def _is_moved(self) -> bool:
        """Return True if the file is no longer at its path: what SQLite wrote to it would be lost."""
        if self._file is None:
            self._file = File.of(self._conn)
        return not self._file.is_there()

    def _note_obstacle(self, obstacle: str | None) -> None:
        """Note what is in the way, or that nothing is any more; each change is logged once."""
        if obstacle == self._obstacle:
            return
        if self._obstacle is None:
            self._busy_timeout_ms = self._conn.execute("PRAGMA busy_timeout").fetchone()[0]
        self._obstacle = obstacle
        busy_timeout_ms = self._busy_timeout_ms if obstacle is None else min(self._busy_timeout_ms, BUSY_AGAIN_MS)
        self._conn.execute(f"PRAGMA busy_timeout = {busy_timeout_ms}")
        if obstacle is None:
            log.warning("the database can be written to again; waiting jobs continue")
        else:
            log.error("the database can't be written to: %s. Until it can, orders wait or are refused", obstacle)


class Reader(Database):
    """A connection that only reads: what it meets in the way keeps no order waiting."""

    _at_once = 1  # a quick look is answered before the slow one behind it is taken

    @override
    def _note_obstacle(self, obstacle: str | None) -> None:
        if obstacle is not None:
            log.error("the database can't be read: %s", obstacle)


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


def check_aiosqlite() -> None:
    """Raise StartError where the installed aiosqlite lacks what `Database` uses of its protected names."""
    call = getattr(aiosqlite.Connection, "_execute", None)
    has_queue = hasattr(aiosqlite.Connection(lambda: sqlite3.connect(":memory:"), 1), "_tx")
    if not has_queue or not inspect.iscoroutinefunction(call) or [*inspect.signature(call).parameters] != _EXECUTE:
        raise StartError(
            f"This version of aiosqlite ({version('aiosqlite')}) is not the one this bot was tested with;"
            " install the pinned one with make."
        )


def connect(path: Path, *, busy_seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    """Open the file, made with its folder where there is none. Raises StartError."""
    if sqlite3.sqlite_version_info < NEEDED:
        raise StartError(
            f"SQLite {'.'.join(map(str, NEEDED))} or newer is needed; this Python brings {sqlite3.sqlite_version}."
            " Use a newer Python, or a newer SQLite library."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    return sqlite3.connect(path, isolation_level=None, timeout=busy_seconds)


def connect_reader(path: Path) -> sqlite3.Connection:
    """Open the file, which is there, to read it only."""
    connection = connect(path)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA query_only = ON")
    keep_few_pages(connection)
    return connection


def keep_few_pages(connection: sqlite3.Connection) -> None:
    """Bound the pages that a connection in use keeps in memory; what migrates a large file is quicker with more."""
    connection.execute(f"PRAGMA cache_size = {-CACHE_KB}")


def prepare(connection: sqlite3.Connection) -> None:
    """Set the pragmas, and look for damage where that takes no time."""
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # a reply has been given: a power cut must not take it back
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # a prompt that was emptied is not to be found in the file
    if damage.is_for_the_start(connection) and (found := damage.first(connection)):
        raise sqlite3.DatabaseError(found)


def explain(error: Exception, path: Path) -> StartError | RestartError:
    """Turn what SQLite or the file system says at the start into a sentence."""
    code = getattr(error, "sqlite_errorcode", None)
    match code and code & 0xFF:  # the rest of an extended code is detail
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return RestartError(
                f"The database {path} is locked by another program. Close it (another copy of this bot,"
                " or a database viewer), then start again."
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return _not_writable(path, error)
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return StartError(f"The disk under {path.parent} is full or failing ({error}).")
    if "no such module" in str(error):
        return StartError(
            f"This Python's SQLite lacks full-text search, which the update of this older database needs ({error})."
            " Use the Python of python.org or of your system, which have it, for one start."
        )
    if isinstance(error, OSError):
        return _not_writable(path, error)
    return StartError(
        f"The database {path} is damaged, or not a database ({error}). Restore a backup"
        " (python -m bot restore FILE), or move the file away to start with an empty database."
    )


def _not_writable(path: Path, error: Exception) -> StartError:
    return StartError(
        f"The folder {path.parent}, or the database in it, cannot be written ({error})."
        " Give the bot's user write permission there, or choose another folder with BOT_DATA_DIR."
    )
