"""What deleted words leave behind in the database's files, and how it goes.

SQLite overwrites what is deleted (`PRAGMA secure_delete`); only the write-ahead log has it until that is emptied.
"""

from __future__ import annotations

import sqlite3

DROP_EXPIRED = "DELETE FROM draft WHERE until <= ?"
DROP_QUESTIONS = "DELETE FROM word_question WHERE until <= ?"


def drop_expired(tx: sqlite3.Connection, now: int) -> None:
    """Drop expired records: nobody finds them any more."""
    tx.execute(DROP_EXPIRED, (now,))
    tx.execute(DROP_QUESTIONS, (now,))
