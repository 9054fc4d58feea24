"""What is kept of one member beside their orders, on SQLite, as their export lists it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from typing_extensions import override

from bot.store.connection import Database
from bot.store.exporting import PersonalData, Record

#: By the name in the export; the newest first. What others wrote of the member, like a reason, is theirs to read too.
LISTS: Mapping[str, str] = {
    "favourites": """
        SELECT favourite.job_id AS "order", favourite.at, job.user_id = favourite.user_id AS own, job.guild_id,
               job.channel_id, job.message_id
          FROM favourite JOIN job ON job.id = favourite.job_id
         WHERE favourite.user_id = ? ORDER BY favourite.at DESC""",
    "reports": """SELECT job_id AS "order", at, told_at FROM report WHERE user_id = ? ORDER BY at DESC""",
    "credits": """
        SELECT job_id AS "order", guild_id, model, kind, amount, charged_at, at FROM ledger
         WHERE user_id = ? ORDER BY id DESC""",
    "gifts": """
        SELECT guild_id, credits, at, expires_at, note FROM quota_grant WHERE user_id = ? ORDER BY id DESC""",
    "resets": "SELECT guild_id, at FROM quota_reset WHERE user_id = ? ORDER BY at DESC",
    "strikes": """
        SELECT guild_id, kind, order_id AS "order", at, lifted_at FROM strike WHERE user_id = ? ORDER BY id DESC""",
    "blocks": """
        SELECT guild_id, reason, at, ends_at FROM block WHERE kind = 'member' AND target_id = ? ORDER BY at DESC""",
    "moderators_acts": "SELECT guild_id, kind, detail, at FROM act WHERE member_id = ? ORDER BY id DESC",
    "questions_to_moderators": """
        SELECT guild_id, channel_id, prompt, entry, at, answer, sentence, answered_at FROM word_question
         WHERE user_id = ? ORDER BY id DESC""",
    "log_lines": """
        SELECT guild_id, kind, what, at, job_id AS "order", channel_id, words, facts, times FROM log_line
         WHERE user_id = ? ORDER BY id DESC""",
    "pictures_in_orders_of_others": """
        SELECT job_id AS "order", position FROM image
         WHERE owner_id = ? AND owner_id <> 0 AND erased_at IS NULL ORDER BY job_id DESC""",
}
MOST = 20_000  # of each list: the export says how many there are
PREFERENCES = "SELECT preferences FROM person WHERE user_id = ?"
ERASURE = "SELECT at FROM erasure WHERE user_id = ?"


class SqlitePersonalData(PersonalData):
    """The verbs of PersonalData on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def preferences(self, user_id: int) -> Mapping[str, object]:
        found = await self._database.find(PREFERENCES, user_id)
        return dict(json.loads(found[0]["preferences"])) if found else {}

    @override
    async def lists(self, user_id: int) -> Mapping[str, Sequence[Record]]:
        return {name: await self._database.browse(_list, sql, user_id) for name, sql in LISTS.items()}

    @override
    async def deleted_at(self, user_id: int) -> int | None:
        found = await self._database.find(ERASURE, user_id)
        return int(found[0]["at"]) if found else None


def _list(tx: sqlite3.Connection, sql: str, user_id: int) -> Sequence[Record]:
    return [dict(row) for row in tx.execute(f"{sql} LIMIT {MOST}", (user_id,))]
