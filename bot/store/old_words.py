"""Words of orders that were kept as long as prompts are: in orders, in questions to moderators and in logs."""

from __future__ import annotations

import sqlite3

from bot.store import guild_log, traces


def forget_prompts(tx: sqlite3.Connection, before: int, guild_id: int | None = None) -> int:
    """Empty the prompts of orders that ended before then, and what names their inputs; returns how many prompts."""
    ended = "finished_at < :before AND (:guild_id IS NULL OR guild_id = :guild_id)"
    asked = {"before": before, "guild_id": guild_id}
    old = f"job_id IN (SELECT id FROM job WHERE {ended})"  # noqa: S608
    names = f"UPDATE image SET name = '', url = '' WHERE role = 'input' AND name || url <> '' AND {old}"  # noqa: S608
    tx.execute(names, asked)
    tx.execute(f"UPDATE job_event SET detail = NULL WHERE detail IS NOT NULL AND {old}", asked)  # noqa: S608
    gone = tx.execute(f"UPDATE job SET prompt = '' WHERE prompt <> '' AND {ended}", asked).rowcount  # noqa: S608
    tx.execute("DELETE FROM word_question WHERE at < :before AND (:guild_id IS NULL OR guild_id = :guild_id)", asked)
    guild_log.age(tx, before, guild_id)
    if gone:
        traces.note(tx)
    return gone
