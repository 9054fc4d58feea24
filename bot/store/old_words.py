"""Words of orders that were kept as long as prompts are: in orders, in questions to moderators and in logs."""

from __future__ import annotations

import sqlite3

from bot.store import guild_log, job_rows

_ENDED = "prompt <> '' AND id < :latest AND finished_at < :before"
EVERYWHERE = f"SELECT id FROM job WHERE {_ENDED} ORDER BY id LIMIT :most"  # noqa: S608 - constants
IN_GUILD = f"SELECT id FROM job WHERE guild_id = :guild_id AND {_ENDED} ORDER BY id LIMIT :most"  # noqa: S608 - likewise
OF_ORDER = (
    "UPDATE image SET name = '', url = '' WHERE job_id = ? AND role = 'input'",
    "UPDATE job_event SET detail = NULL WHERE job_id = ? AND detail IS NOT NULL",
    "UPDATE job SET prompt = '' WHERE id = ?",
)
QUESTIONS = "DELETE FROM word_question WHERE at < :before AND (:guild_id IS NULL OR guild_id = :guild_id)"


def forget_prompts(tx: sqlite3.Connection, before: int, guild_id: int | None, most: int) -> int:
    """Empty the prompts of some orders that ended before then, and what names their inputs; returns how many orders."""
    asked = {"before": before, "latest": job_rows.ids_until(before), "guild_id": guild_id, "most": most}
    found = [row["id"] for row in tx.execute(EVERYWHERE if guild_id is None else IN_GUILD, asked)]
    for sql in OF_ORDER:
        tx.executemany(sql, [(job_id,) for job_id in found])
    tx.execute(QUESTIONS, asked)
    guild_log.age(tx, found, before, guild_id)
    return len(found)
