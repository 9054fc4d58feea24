"""What deleted words leave behind in the database's files, and how it goes.

The full-text index only marks words as deleted; merging it into one part drops what is marked
(https://www.sqlite.org/fts5.html#the_optimize_command). Its `secure-delete` would do so at once, but then no SQLite
before 3.42 could write to the file any more.
"""

from __future__ import annotations

import sqlite3

NOTE = "INSERT INTO fact (name, value) VALUES ('words_deleted', '1') ON CONFLICT (name) DO NOTHING"
DROP_NOTE = "DELETE FROM fact WHERE name = 'words_deleted'"
DROP_EXPIRED = "DELETE FROM draft WHERE until <= ?"
DROP_QUESTIONS = "DELETE FROM word_question WHERE until <= ?"
MERGE = "INSERT INTO prompt_search (prompt_search) VALUES ('optimize')"
REBUILD = "INSERT INTO prompt_search (prompt_search) VALUES ('rebuild')"
QUICK = 20_000  # orders: their index is merged in about 150 ms, measured on two slow cores


def note(tx: sqlite3.Connection) -> None:
    """Note that words were deleted: whatever happens next, the index is scrubbed."""
    tx.execute(NOTE)


def scrub(tx: sqlite3.Connection, now: int, *, only_if_quick: bool) -> bool:
    """Drop expired records, and deleted words from the index; False, with nothing done, where that takes too long."""
    if only_if_quick and tx.execute("SELECT 1 FROM job LIMIT 1 OFFSET ?", (QUICK,)).fetchone():
        return False
    tx.execute(DROP_EXPIRED, (now,))
    tx.execute(DROP_QUESTIONS, (now,))
    if tx.execute(DROP_NOTE).rowcount:
        tx.execute(MERGE)
    return True
