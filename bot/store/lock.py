"""One bot at a time on a data folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.errors import StartError
from bot.store.database import connect


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Keep the folder to ourselves; StartError if another bot has it.

    The lock is SQLite's own, on an empty file: it works alike on every system, and a killed
    process lets go of it without a trace.
    """
    with closing(connect(folder / "bot.lock", busy_seconds=0)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            raise StartError(
                f"Another bot is already running on the folder {folder.absolute()}."
                " Stop it first, or give this one a folder of its own with BOT_DATA_DIR."
            ) from error
        yield
