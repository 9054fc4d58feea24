"""How far SQLite is with long work: it can say that it goes on, and not how much is left."""

from __future__ import annotations

import sqlite3

from bot.runtime.work_progress import WorkProgress

STEPS = 1_000_000  # of SQLite's machine between two looks: some hundredths of a second


def show_while_at_work(connection: sqlite3.Connection, progress: WorkProgress, what: str) -> None:
    """Tell what a connection is at work on, now and as long as it is, until something else is told of it."""
    progress.show(what)
    connection.set_progress_handler(lambda: progress.show(what), STEPS)


def work_is_done(connection: sqlite3.Connection) -> None:
    """Tell nothing of this connection's work any more."""
    connection.set_progress_handler(None, 0)
