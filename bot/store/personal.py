"""What people look for and prefer: their past orders, favourites, preferences, and drafts not sent yet."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from bot.domain.jobs import Job
from bot.store import HistoryQuery, Pending, Repost, job_rows
from bot.store.connection import Database

SHORTEST = 3  # letters that the trigram index knows; shorter words are compared one by one

_MINE = "WHERE user_id = :user_id AND state = 'succeeded' AND erased_at IS NULL"
# Another's card is found only in its own server: there the person could see it.
_FAVOURITE = """
    WHERE id IN (SELECT job_id FROM favourite WHERE user_id = :user_id) AND state = 'succeeded' AND erased_at IS NULL
      AND (user_id = :user_id OR (guild_id = :guild_id AND guild_id <> 0))
"""
_MODEL = "AND model = :model"
_FOUND = "AND id IN (SELECT rowid FROM prompt_search WHERE prompt_search MATCH :match)"
_ALIKE = "AND prompt LIKE :like ESCAPE '\\'"
_NEWEST = "ORDER BY id DESC LIMIT :limit OFFSET :offset"
MEET = """
    INSERT INTO person VALUES (?, json_object(?, json('true')))
    ON CONFLICT DO UPDATE SET preferences = json_set(preferences, ?, json('true'))
     WHERE json_extract(preferences, ?) IS NULL
"""
LAST_ID = 2**63 - 1
ORDERS = job_rows.JOB + "WHERE user_id = :user_id AND id < :before ORDER BY id DESC LIMIT :limit"
ORIGIN = """
    WITH RECURSIVE line (id, parent_id, version, steps) AS (
        SELECT id, parent_id, version, 0 FROM job WHERE id = ?
        UNION ALL
        SELECT job.id, job.parent_id, job.version, steps + 1
          FROM line JOIN job ON job.id = line.parent_id WHERE steps < 1000)
    SELECT id FROM line WHERE version < (SELECT version FROM line WHERE steps = 0) ORDER BY steps LIMIT 1
"""
# An id tells when its order was placed, so that the newest need no index of their own.
_UNCALLED = """
    WHERE id > :oldest AND delivered = 'message' AND state IN ('succeeded', 'failed') AND guild_id <> 0
      AND erased_at IS NULL AND finished_at > :since AND finished_at - created_at > :longer_than
      AND NOT EXISTS (SELECT 1 FROM callout WHERE job_id = job.id) ORDER BY id
"""
UNCALLED = job_rows.JOB + _UNCALLED
LONGEST_ORDER_MS = 86_400_000
DISCORD_EPOCH_MS = 1_420_070_400_000


class SqliteAlbum:
    """The verbs of Album on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # past orders
    async def history(self, look: HistoryQuery) -> Sequence[Job]:
        """Return a person's finished orders, newest first."""
        sql, values = history(look)
        return await self._database.read(_many, sql, values)

    async def found(self, look: HistoryQuery) -> int:
        """Return how many there are in all."""
        where, values = _where(look)
        found = await self._database.read(lambda tx: tx.execute(f"SELECT COUNT(*) FROM job {where}", values).fetchone())  # noqa: S608 - of constants
        return int(found[0])

    async def orders(self, user_id: int, *, before: int | None = None, limit: int = 500) -> Sequence[Job]:
        """Return a person's orders, whatever became of them, newest first; `before` an order's id, where it goes on."""
        values = {"user_id": user_id, "before": LAST_ID if before is None else before, "limit": limit}
        return await self._database.read(_many, ORDERS, values)

    async def origin(self, job_id: int) -> Job | None:
        """Return the job that a version goes back to: the nearest before it of a lower version."""
        return await self._database.read(_origin, job_id)

    # cards shown again
    async def keep_repost(self, showing: Repost, *, now: int) -> None:
        """Note that a message shows a job again: `by_message` finds the job by it from here on."""
        await self._write(
            """INSERT INTO showing (message_id, job_id, guild_id, channel_id, at) VALUES (?, ?, ?, ?, ?)
               ON CONFLICT DO NOTHING""",
            *(showing.message_id, showing.job_id, showing.guild_id, showing.channel_id, now),
        )

    async def reposts(self, job_id: int) -> Sequence[Repost]:
        """Return the messages that show a job again."""
        found = await self._find(
            "SELECT message_id, job_id, guild_id, channel_id FROM showing WHERE job_id = ? ORDER BY at", job_id
        )
        return [Repost(**dict(row)) for row in found]

    # favourites
    async def add_favourite(self, user_id: int, job_id: int, *, now: int) -> None:
        """Make a job somebody's favourite."""
        await self._write("INSERT INTO favourite VALUES (?, ?, ?) ON CONFLICT DO NOTHING", user_id, job_id, now)

    async def remove_favourite(self, user_id: int, job_id: int) -> None:
        """Take it back."""
        await self._write("DELETE FROM favourite WHERE user_id = ? AND job_id = ?", user_id, job_id)

    async def is_favourite(self, user_id: int, job_id: int) -> bool:
        """Tell whether a job is somebody's favourite."""
        return bool(await self._find("SELECT 1 FROM favourite WHERE user_id = ? AND job_id = ?", user_id, job_id))

    async def favourites(self, user_id: int) -> frozenset[int]:
        """Return the jobs that are somebody's favourites."""
        found = await self._find("SELECT job_id FROM favourite WHERE user_id = ?", user_id)
        return frozenset(row["job_id"] for row in found)

    # preferences
    async def preferences(self, user_id: int) -> Mapping[str, object]:
        """Return what somebody prefers; nothing where they never said."""
        found = await self._find("SELECT preferences FROM person WHERE user_id = ?", user_id)
        return dict(json.loads(found[0]["preferences"])) if found else {}

    async def set_preferences(self, user_id: int, preferences: Mapping[str, object]) -> None:
        """Keep what somebody prefers, in place of what stood there."""
        await self._write(
            "INSERT INTO person VALUES (?, ?) ON CONFLICT DO UPDATE SET preferences = excluded.preferences",
            *(user_id, json.dumps(preferences)),
        )

    async def mark_seen(self, user_id: int, what: str) -> bool:
        """Note among a person's preferences that they met something; True the first time."""
        return await self._write(MEET, user_id, what, f"$.{what}", f"$.{what}") > 0

    # drafts
    async def keep_pending(self, draft: Pending, *, now: int) -> None:
        """Keep a draft, in place of one of the same id; what is out of date goes."""
        await self._database.write(_keep_draft, draft, now)

    async def pending(self, draft_id: int, user_id: int, kind: str, *, now: int) -> Pending | None:
        """Return a person's own draft; None where there is none any more."""
        if draft_id > LAST_ID:
            return None  # made up: the books know no such number
        found = await self._find(
            "SELECT * FROM draft WHERE id = ? AND user_id = ? AND kind = ? AND until > ?", draft_id, user_id, kind, now
        )
        return _draft(found[0]) if found else None

    async def pending_owner(self, draft_id: int, kind: str, *, now: int) -> int | None:
        """Return whose draft it is; None where there is none any more."""
        sql = "SELECT user_id FROM draft WHERE id = ? AND kind = ? AND until > ?"
        found = await self._find(sql, draft_id, kind, now)
        return int(found[0]["user_id"]) if found else None

    async def all_pending(self, kind: str, *, now: int) -> Sequence[Pending]:
        """Return all drafts of a kind, anybody's, oldest first."""
        return [
            _draft(row)
            for row in await self._find("SELECT * FROM draft WHERE kind = ? AND until > ? ORDER BY id", kind, now)
        ]

    async def drop_pending(self, draft_id: int, user_id: int) -> bool:
        """Forget a draft; True for the one call that did: so nothing is ordered twice of it."""
        return await self._write("DELETE FROM draft WHERE id = ? AND user_id = ?", draft_id, user_id) > 0

    # long waits
    async def unnotified(self, *, since: int, longer_than: int) -> Sequence[Job]:
        """Return jobs of servers that ended after `since`, are shown, took longer, and whose person was not called."""
        values = {"since": since, "longer_than": longer_than, "oldest": snowflake(since - LONGEST_ORDER_MS)}
        return await self._database.read(_many, UNCALLED, values)

    async def mark_notified(self, job_id: int, *, now: int) -> None:
        """Note that a job's person was called, or need not be."""
        await self._write("INSERT INTO callout VALUES (?, ?) ON CONFLICT DO NOTHING", job_id, now)

    async def was_notified(self, job_id: int) -> bool:
        """Tell whether that was noted."""
        return bool(await self._find("SELECT 1 FROM callout WHERE job_id = ?", job_id))

    async def _write(self, sql: str, *values: object) -> int:
        return await self._database.write(lambda tx: tx.execute(sql, values).rowcount)

    async def _find(self, sql: str, *values: object) -> list[sqlite3.Row]:
        return await self._database.read(lambda tx: tx.execute(sql, values).fetchall())


def history(look: HistoryQuery) -> tuple[str, dict[str, object]]:
    """Return the question for a look, with its values."""
    where, values = _where(look)
    return "\n".join([job_rows.JOB, where, _NEWEST]), {**values, "limit": look.limit, "offset": look.offset}


def _where(look: HistoryQuery) -> tuple[str, dict[str, object]]:
    words = look.search.split()
    long = [word for word in words if len(word) >= SHORTEST]
    values: dict[str, object] = {
        "user_id": look.user_id,
        "guild_id": look.guild_id,
        "model": look.model,
        "match": " ".join('"' + word.replace('"', '""') + '"' for word in long),
    }
    parts = [_FAVOURITE if look.favourites else _MINE]
    parts += [_MODEL] if look.model else []
    parts += [_FOUND] if long else []
    for number, word in enumerate(word for word in words if len(word) < SHORTEST):
        parts.append(_ALIKE.replace(":like", f":like{number}"))
        values[f"like{number}"] = _like(word)
    return "\n".join(parts), values


def snowflake(ms: int) -> int:
    """Return the id that Discord would give at a moment, in epoch milliseconds."""
    return max(0, ms - DISCORD_EPOCH_MS) << 22


def _like(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _many(tx: sqlite3.Connection, sql: str, values: Mapping[str, object]) -> Sequence[Job]:
    return [job_rows.to_job(row) for row in tx.execute(sql, values)]


def _draft(row: sqlite3.Row) -> Pending:
    return Pending(**{**dict(row), "body": json.loads(row["body"])})


def _origin(tx: sqlite3.Connection, job_id: int) -> Job | None:
    found = tx.execute(ORIGIN, (job_id,)).fetchone()
    return job_rows.existing_job(tx, found["id"]) if found else None


def _keep_draft(tx: sqlite3.Connection, draft: Pending, now: int) -> None:
    tx.execute("DELETE FROM draft WHERE until <= ?", (now,))
    tx.execute(
        "INSERT OR REPLACE INTO draft (id, user_id, kind, body, until) VALUES (?, ?, ?, ?, ?)",
        (draft.id, draft.user_id, draft.kind, json.dumps(draft.body), draft.until),
    )
