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


def forget_prompts(tx: sqlite3.Connection, before: int, guild_id: int | None = None) -> int:
    """Empty the prompts of orders that ended before then, and what names their inputs; returns how many prompts."""
    ended = "finished_at < :before AND (:guild_id IS NULL OR guild_id = :guild_id)"
    asked = {"before": before, "guild_id": guild_id}
    old = f"job_id IN (SELECT id FROM job WHERE {ended})"  # noqa: S608
    names = f"UPDATE image SET name = '', url = '' WHERE role = 'input' AND name || url <> '' AND {old}"  # noqa: S608
    tx.execute(names, asked)
    tx.execute(f"UPDATE job_event SET detail = NULL WHERE detail IS NOT NULL AND {old}", asked)  # noqa: S608
    gone = tx.execute(f"UPDATE job SET prompt = '' WHERE prompt <> '' AND {ended}", asked).rowcount  # noqa: S608
    if gone:
        note(tx)
    return gone
