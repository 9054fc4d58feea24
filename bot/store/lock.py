"""One bot at a time on a data folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.domain.errors import RestartError, StartError
from bot.store.connection import connect, explain
from bot.store.file_modes import close_to_others, private_umask


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Keep the folder to ourselves, from the machine's other users too; StartError if another bot has it.

    The lock is SQLite's own, on an empty file: it works alike on every system, and a killed
    process lets go of it without a trace.
    """
    path = folder / "bot.lock"
    with private_umask():
        try:
            connection = connect(path, busy_seconds=0)
        except (OSError, sqlite3.Error) as error:
            raise explain(error, path) from error
        with closing(connection):
            try:
                connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.Error as error:
                raise _refusal(error, path) from error
            close_to_others(folder)
            yield


def is_held(folder: Path) -> bool:
    """Return True if a bot runs on the folder."""
    try:
        with closing(connect(folder / "bot.lock", busy_seconds=0)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode == sqlite3.SQLITE_BUSY
    return False


def _refusal(error: sqlite3.Error, path: Path) -> StartError | RestartError:
    if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
        return explain(error, path)
    return StartError(
        f"Another bot is already running on the folder {path.parent.absolute()}."
        " Stop it first, or give this one its own folder with BOT_DATA_DIR."
    )
