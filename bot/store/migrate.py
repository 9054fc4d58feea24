"""The schema's history: numbered SQL files, each applied once, together with the row that says so."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path

from bot.domain.errors import StartError
from bot.runtime.clock import Clock
from bot.runtime.work_progress import SILENT, WorkProgress
from bot.store.connection import File, transact
from bot.store.migration_backup import back_up
from bot.store.work_progress import show_while_at_work, work_is_done

HISTORY = "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT"
#: Of prompts, in the databases of versions before this file. Without orders none is made: only it needs FTS5.
WORD_INDEX, BEGINS_WITH, ENDS_WITH = "prompt_search", "0004_album.sql", "0032_many_orders.sql"
HAS_WORD_INDEX = f"SELECT 1 FROM sqlite_master WHERE name = '{WORD_INDEX}'"  # noqa: S608 - a constant
FOLDER = Path(__file__).parent / "migrations" / "sqlite"


def migrate(
    connection: sqlite3.Connection,
    folder: Path = FOLDER,
    *,
    keep: bool = False,
    progress: WorkProgress = SILENT,
) -> None:
    """Bring the schema up to the newest file; refuse one that knows files we don't.

    `keep` copies the database before anything in it changes. Of a new database no progress is told. Raises StartError.
    """
    files = sorted(folder.glob("[0-9]*.sql"))
    transact(connection, "IMMEDIATE", _refuse_newer, frozenset(file.name for file in files))
    done = {row[0] for row in connection.execute("SELECT name FROM migration")}
    missing = [file for file in files if file.name not in done]
    path = File.of(connection).path
    if keep and done and missing and path:  # a new database has nothing to lose
        progress.show("copying the database before it is updated")
        back_up(connection, path, missing[0].stem)
    for number, file in enumerate(missing, 1):
        if done:
            what = f"updating the database, step {number} of {len(missing)} ({file.stem})"
            show_while_at_work(connection, progress, what)
        transact(connection, "IMMEDIATE", _apply, file, _has_words(connection))
    work_is_done(connection)


def apply_named(connection: sqlite3.Connection, names: Collection[str], folder: Path = FOLDER) -> None:
    """Make the schema of a database that had only these of the files applied."""
    connection.execute(HISTORY)
    for file in sorted(folder.glob("[0-9]*.sql")):
        if file.name in names:
            transact(connection, "IMMEDIATE", _apply, file, ENDS_WITH not in names)


def is_current(path: Path, folder: Path = FOLDER) -> bool:
    """Return True if a database has the schema of this version, no older and no newer one."""
    if not path.exists():
        return False
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        try:
            done = {row[0] for row in connection.execute("SELECT name FROM migration")}
        except sqlite3.Error:  # opening it in earnest says what is wrong
            return False
    return done == {file.name for file in folder.glob("[0-9]*.sql")}


def _refuse_newer(tx: sqlite3.Connection, known: frozenset[str]) -> None:
    tx.execute(HISTORY)
    unknown = {row[0] for row in tx.execute("SELECT name FROM migration")} - known
    if unknown:
        raise StartError(
            f"The database was written by a newer version of this bot (it has {', '.join(sorted(unknown))})."
            " Update the bot, or put back the copy of the database from before that update."
        )


def _has_words(connection: sqlite3.Connection) -> bool:
    """Return True if a database has the word index of its version, or is about to get it and has words for it."""
    if connection.execute(HAS_WORD_INDEX).fetchone():
        return True
    if connection.execute("SELECT 1 FROM migration WHERE name = ?", (BEGINS_WITH,)).fetchone():
        return False  # it was made without
    has_jobs = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'job'").fetchone()
    return bool(has_jobs and connection.execute("SELECT 1 FROM job").fetchone())


def _apply(tx: sqlite3.Connection, file: Path, word_index: bool) -> None:
    # Asked inside the transaction: another process may have been faster.
    if tx.execute("SELECT 1 FROM migration WHERE name = ?", (file.name,)).fetchone():
        return
    for statement in _statements(file.read_text(encoding="utf-8")):
        if word_index or WORD_INDEX not in statement:
            tx.execute(statement)
    tx.execute("INSERT INTO migration (name, at) VALUES (?, ?)", (file.name, Clock().now()))


def _statements(sql: str) -> Iterator[str]:
    # Not executescript(): it commits first, and so would tear a migration from its bookkeeping row.
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
