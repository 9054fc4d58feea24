"""What people look for and prefer: their past orders, favourites, preferences, and drafts not sent yet."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from bot.jobs import Job
from bot.store import Draft, Look, rows
from bot.store.database import Database

SHORTEST = 3  # letters that the trigram index knows; shorter words are compared one by one

_MINE = "WHERE user_id = :user_id AND state = 'succeeded'"
_MODEL = "AND model = :model"
_FAVOURITE = "AND id IN (SELECT job_id FROM favourite WHERE user_id = :user_id)"
_FOUND = "AND id IN (SELECT rowid FROM prompt_search WHERE prompt_search MATCH :match)"
_ALIKE = "AND prompt LIKE :like ESCAPE '\\'"
_NEWEST = "ORDER BY id DESC LIMIT :limit OFFSET :offset"
PROMPTS = """
    SELECT prompt, MAX(id) AS newest FROM (
        SELECT id, prompt FROM job WHERE user_id = :user_id ORDER BY id DESC LIMIT :depth)
     WHERE prompt <> '' AND prompt LIKE :like ESCAPE '\\'
     GROUP BY prompt ORDER BY newest DESC LIMIT :limit
"""
MEET = """
    INSERT INTO person VALUES (?, json_object(?, json('true')))
    ON CONFLICT DO UPDATE SET preferences = json_set(preferences, ?, json('true'))
     WHERE json_extract(preferences, ?) IS NULL
"""
DEPTH = 500  # own orders that suggestions are made of


class SqliteAlbum:
    """The verbs of Album on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # past orders
    async def history(self, look: Look) -> Sequence[Job]:
        """Return a person's finished orders, newest first."""
        sql, values = history(look)
        return await self._database.read(_many, sql, values)

    async def prompts(self, user_id: int, text: str, *, limit: int = 25) -> Sequence[str]:
        """Return a person's own recent prompts that hold a text, newest first."""
        values = {"user_id": user_id, "like": _like(text), "limit": limit, "depth": DEPTH}
        found = await self._database.read(lambda tx: tx.execute(PROMPTS, values).fetchall())
        return [row["prompt"] for row in found]

    # favourites
    async def favour(self, user_id: int, job_id: int, *, now: int) -> None:
        """Make a job somebody's favourite."""
        await self._write("INSERT INTO favourite VALUES (?, ?, ?) ON CONFLICT DO NOTHING", user_id, job_id, now)

    async def unfavour(self, user_id: int, job_id: int) -> None:
        """Take it back."""
        await self._write("DELETE FROM favourite WHERE user_id = ? AND job_id = ?", user_id, job_id)

    async def is_favourite(self, user_id: int, job_id: int) -> bool:
        """Tell whether a job is somebody's favourite."""
        return bool(await self._find("SELECT 1 FROM favourite WHERE user_id = ? AND job_id = ?", user_id, job_id))

    # preferences
    async def preferences(self, user_id: int) -> Mapping[str, object]:
        """Return what somebody prefers; nothing where they never said."""
        found = await self._find("SELECT preferences FROM person WHERE user_id = ?", user_id)
        return dict(json.loads(found[0]["preferences"])) if found else {}

    async def prefer(self, user_id: int, preferences: Mapping[str, object]) -> None:
        """Keep what somebody prefers, in place of what stood there."""
        await self._write(
            "INSERT INTO person VALUES (?, ?) ON CONFLICT DO UPDATE SET preferences = excluded.preferences",
            *(user_id, json.dumps(preferences)),
        )

    async def meet(self, user_id: int, what: str) -> bool:
        """Note among a person's preferences that they met something; True the first time."""
        return await self._write(MEET, user_id, what, f"$.{what}", f"$.{what}") > 0

    # drafts
    async def keep_draft(self, draft: Draft, *, now: int) -> None:
        """Keep a draft, in place of one of the same id; what is out of date goes."""
        await self._database.run(_keep_draft, draft, now)

    async def draft(self, draft_id: int, user_id: int, kind: str, *, now: int) -> Draft | None:
        """Return a person's own draft; None where there is none any more."""
        found = await self._find(
            "SELECT * FROM draft WHERE id = ? AND user_id = ? AND kind = ? AND until > ?", draft_id, user_id, kind, now
        )
        return _draft(found[0]) if found else None

    async def drafted_by(self, draft_id: int, kind: str, *, now: int) -> int | None:
        """Return whose draft it is; None where there is none any more."""
        sql = "SELECT user_id FROM draft WHERE id = ? AND kind = ? AND until > ?"
        found = await self._find(sql, draft_id, kind, now)
        return int(found[0]["user_id"]) if found else None

    async def drafts(self, kind: str, *, now: int) -> Sequence[Draft]:
        """Return all drafts of a kind, anybody's, oldest first."""
        return [
            _draft(row)
            for row in await self._find("SELECT * FROM draft WHERE kind = ? AND until > ? ORDER BY id", kind, now)
        ]

    async def drop_draft(self, draft_id: int, user_id: int) -> bool:
        """Forget a draft; True for the one call that did: so nothing is ordered twice of it."""
        return await self._write("DELETE FROM draft WHERE id = ? AND user_id = ?", draft_id, user_id) > 0

    async def _write(self, sql: str, *values: object) -> int:
        return await self._database.run(lambda tx: tx.execute(sql, values).rowcount)

    async def _find(self, sql: str, *values: object) -> list[sqlite3.Row]:
        return await self._database.read(lambda tx: tx.execute(sql, values).fetchall())


def history(look: Look) -> tuple[str, dict[str, object]]:
    """Return the question for a look, with its values."""
    words = look.search.split()
    long = [word for word in words if len(word) >= SHORTEST]
    values: dict[str, object] = {
        "user_id": look.user_id,
        "model": look.model,
        "match": " ".join('"' + word.replace('"', '""') + '"' for word in long),
        "limit": look.limit,
        "offset": look.offset,
    }
    parts = [rows.JOB, _MINE]
    parts += [_MODEL] if look.model else []
    parts += [_FAVOURITE] if look.favourites else []
    parts += [_FOUND] if long else []
    for number, word in enumerate(word for word in words if len(word) < SHORTEST):
        parts.append(_ALIKE.replace(":like", f":like{number}"))
        values[f"like{number}"] = _like(word)
    return "\n".join([*parts, _NEWEST]), values


def _like(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _many(tx: sqlite3.Connection, sql: str, values: Mapping[str, object]) -> Sequence[Job]:
    return [rows.to_job(row) for row in tx.execute(sql, values)]


def _draft(row: sqlite3.Row) -> Draft:
    return Draft(**{**dict(row), "body": json.loads(row["body"])})


def _keep_draft(tx: sqlite3.Connection, draft: Draft, now: int) -> None:
    tx.execute("DELETE FROM draft WHERE until <= ?", (now,))
    tx.execute(
        "INSERT OR REPLACE INTO draft (id, user_id, kind, body, until) VALUES (?, ?, ?, ?, ?)",
        (draft.id, draft.user_id, draft.kind, json.dumps(draft.body), draft.until),
    )
