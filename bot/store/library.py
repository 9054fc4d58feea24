"""A member's past orders on SQLite: searched, marked as favourites, and shown again."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from typing_extensions import override

from bot.domain.jobs import Job
from bot.domain.limits import LAST_ID
from bot.store import HistoryQuery, Library, Repost, job_rows
from bot.store.connection import Database

#: An index has all that is asked of a member's own orders: their prompts are read one by one, and nobody else's.
_OWN = "WHERE user_id = :user_id AND state = 'succeeded' AND erased_at IS NULL"
#: Another member's card is found only in its own server: there the member could see it. The plus keeps SQLite from
#: looking through the orders of all whom this lets in.
_FAVOURITE = """
    WHERE id IN (SELECT job_id FROM favourite WHERE user_id = :user_id) AND state = 'succeeded' AND erased_at IS NULL
      AND (+user_id = :user_id OR (+guild_id = :guild_id AND guild_id <> 0 AND removed_at IS NULL))
"""
_MODEL = "AND model = :model"
_ALIKE = "AND prompt LIKE :like ESCAPE '\\'"
_ALIKE_BEYOND_ASCII = "AND prompt GLOB :glob"
_NEWEST = "ORDER BY id DESC LIMIT :limit OFFSET :offset"
ORDERS = job_rows.JOB + "WHERE user_id = :user_id AND id < :before ORDER BY id DESC LIMIT :limit"
ORIGIN = """
    WITH RECURSIVE line (id, parent_id, version, steps) AS (
        SELECT id, parent_id, version, 0 FROM job WHERE id = ?
        UNION ALL
        SELECT job.id, job.parent_id, job.version, steps + 1
          FROM line JOIN job ON job.id = line.parent_id WHERE steps < 1000)
    SELECT id FROM line WHERE version < (SELECT version FROM line WHERE steps = 0) ORDER BY steps LIMIT 1
"""
KEEP_REPOST = """
    INSERT INTO showing (message_id, job_id, guild_id, channel_id, at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (message_id) DO NOTHING
"""
REPOSTS = "SELECT message_id, job_id, guild_id, channel_id FROM showing WHERE job_id = ? ORDER BY at, message_id"
ADD_FAVOURITE = """
    INSERT INTO favourite (user_id, job_id, at) VALUES (?, ?, ?) ON CONFLICT (user_id, job_id) DO NOTHING
"""


class SqliteLibrary(Library):
    """The verbs of Library on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # past orders
    @override
    async def history(self, query: HistoryQuery) -> Sequence[Job]:
        return await self._database.browse(job_rows.many, *history(query))

    @override
    async def count(self, query: HistoryQuery) -> int:
        sql, values = count(query)
        return await self._database.browse(lambda tx: int(tx.execute(sql, values).fetchone()[0]))

    @override
    async def orders(self, user_id: int, *, before: int | None = None, limit: int = 500) -> Sequence[Job]:
        values = {"user_id": user_id, "before": LAST_ID if before is None else before, "limit": limit}
        return await self._database.browse(job_rows.many, ORDERS, values)

    @override
    async def origin(self, job_id: int) -> Job | None:
        return await self._database.read(_origin, job_id)

    # messages beside the card
    @override
    async def keep_repost(self, repost: Repost, *, now: int) -> None:
        await self._database.change(
            KEEP_REPOST, repost.message_id, repost.job_id, repost.guild_id, repost.channel_id, now
        )

    @override
    async def reposts(self, job_id: int) -> Sequence[Repost]:
        return [Repost(**dict(row)) for row in await self._database.find(REPOSTS, job_id)]

    # favourites
    @override
    async def add_favourite(self, user_id: int, job_id: int, *, now: int) -> None:
        await self._database.change(ADD_FAVOURITE, user_id, job_id, now)

    @override
    async def remove_favourite(self, user_id: int, job_id: int) -> None:
        await self._database.change("DELETE FROM favourite WHERE user_id = ? AND job_id = ?", user_id, job_id)

    @override
    async def is_favourite(self, user_id: int, job_id: int) -> bool:
        sql = "SELECT 1 FROM favourite WHERE user_id = ? AND job_id = ?"
        return bool(await self._database.find(sql, user_id, job_id))

    @override
    async def favourites(self, user_id: int) -> frozenset[int]:
        found = await self._database.find("SELECT job_id FROM favourite WHERE user_id = ?", user_id)
        return frozenset(row["job_id"] for row in found)


def history(query: HistoryQuery) -> tuple[str, dict[str, int | str]]:
    """Return the SELECT of a query, with its values."""
    where, values = _where(query)
    page = f"WHERE id IN (SELECT id FROM job {where} {_NEWEST}) ORDER BY id DESC"  # noqa: S608 - of constants
    return job_rows.JOB + page, {**values, "limit": query.limit, "offset": query.offset}


def count(query: HistoryQuery) -> tuple[str, dict[str, int | str]]:
    """Return the SELECT of how many orders a query finds, with its values."""
    where, values = _where(query)
    return f"SELECT COUNT(*) FROM job {where}", values  # noqa: S608 - likewise


def _where(query: HistoryQuery) -> tuple[str, dict[str, int | str]]:
    values: dict[str, int | str] = {"user_id": query.user_id, "guild_id": query.guild_id, "model": query.model}
    parts = [_FAVOURITE if query.favourites else _OWN]
    parts += [_MODEL] if query.model else []
    for number, word in enumerate(query.search.split()):
        parts.append(_ALIKE.replace(":like", f":like{number}"))
        values[f"like{number}"] = _like(word)
        if any(map(_has_cases, word)):
            parts.append(_ALIKE_BEYOND_ASCII.replace(":glob", f":glob{number}"))
            values[f"glob{number}"] = _glob(word)
    return "\n".join(parts), values


def _has_cases(letter: str) -> bool:
    """Return True for a letter whose cases LIKE doesn't know to be one."""
    return not letter.isascii() and letter.lower() != letter.upper()


def _like(word: str) -> str:
    """Return the pattern of what has a word in it; a letter with cases beyond ASCII may be any one."""
    return "%" + "".join("_" if _has_cases(each) else f"\\{each}" if each in "\\%_" else each for each in word) + "%"


def _glob(word: str) -> str:
    """Return the pattern of a word in any case of its letters."""
    return "*" + "".join(map(_any_case, word)) + "*"


def _any_case(letter: str) -> str:
    cases = sorted({letter, *(case for case in (letter.lower(), letter.upper()) if len(case) == 1)})
    return f"[{''.join(cases)}]" if len(cases) > 1 or letter in "*?[" else letter  # [^] would be: any but these


def _origin(tx: sqlite3.Connection, job_id: int) -> Job | None:
    found = tx.execute(ORIGIN, (job_id,)).fetchone()
    return job_rows.existing_job(tx, found["id"]) if found else None
