"""Inputs that are copies of our own pictures: where each came from, and what goes when that is deleted for good."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from typing_extensions import override

from bot.domain.errors import CardRemoved, Deleted
from bot.domain.jobs import Image, Job, Order
from bot.store import job_rows
from bot.store.connection import Database
from bot.store.copying import Copies

#: The picture that an input is a copy of: by its file, or for one that was never read by its address at the parent.
SOURCE = """
    SELECT image.job_id, origin_id, image.erased_at AS copy_erased_at, job.erased_at
      FROM image JOIN job ON job.id = image.job_id
     WHERE job_id <> :id
       AND (path = :path OR (:path IS NULL AND job_id = :parent_id AND role = 'input' AND url = :url AND url <> ''))
     ORDER BY image.job_id LIMIT 1
"""
KEEP_ORIGIN = "UPDATE image SET origin_id = ? WHERE job_id = ? AND role = 'input' AND position = ?"
IS_ERASED = "SELECT 1 FROM image WHERE job_id = ? AND role = 'input' AND position = ? AND erased_at IS NOT NULL"
COPIES_OF = """
    SELECT DISTINCT job_id FROM image WHERE origin_id = ? AND erased_at IS NOT NULL ORDER BY job_id
"""
COPIED = """
    SELECT DISTINCT image.job_id FROM image JOIN job ON job.id = image.job_id
     WHERE origin_id = ? AND image.erased_at IS NULL AND job.erased_at IS NULL ORDER BY image.job_id
"""
ERASE = "UPDATE image SET erased_at = ? WHERE origin_id = ? AND erased_at IS NULL"
REDRAW = "UPDATE job SET rev = rev + 1, updated_at = ? WHERE id = ?"
#: What was sent may have to be sent again with the same addresses, as long as its outcome is not known.
_LEFT = """
    erased_at IS NOT NULL AND (path IS NOT NULL OR name <> '' OR sha256 IS NOT NULL OR
        (url <> '' AND NOT EXISTS (SELECT 1 FROM job WHERE id = job_id AND state = 'submitting')))
"""
LEFT = f"SELECT job_id, position FROM image WHERE {_LEFT} ORDER BY job_id, position"  # noqa: S608 - of constants
FORGET = """
    UPDATE image SET path = NULL, name = '', sha256 = NULL,
           url = CASE WHEN EXISTS (SELECT 1 FROM job WHERE id = job_id AND state = 'submitting') THEN url ELSE '' END
     WHERE job_id = ? AND role = 'input' AND position = ? AND erased_at IS NOT NULL
"""
_SHOWN = "removed_at IS NULL AND erased_at IS NULL"
REMOVED = f"""
    UPDATE job SET removed_at = :now
     WHERE id IN (SELECT id FROM (SELECT id FROM job WHERE {_SHOWN} AND guild_id <> 0 AND {{column}} = :id
                                  UNION
                                  SELECT job.id FROM showing JOIN job ON job.id = showing.job_id
                                   WHERE {_SHOWN} AND showing.guild_id <> 0 AND showing.{{column}} = :id) AS shown
                   LIMIT :most)
"""  # noqa: S608 - constants
DRAFTS = "SELECT id, body FROM draft WHERE body LIKE ?"
KEEP_DRAFT = "UPDATE draft SET body = ? WHERE id = ?"


class SqliteCopies(Copies):
    """The verbs of Copies on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def erased_of(self, job_id: int) -> Sequence[int]:
        return [row["job_id"] for row in await self._database.find(COPIES_OF, job_id)]

    @override
    async def erased(self) -> Sequence[tuple[int, int]]:
        return [(row["job_id"], row["position"]) for row in await self._database.find(LEFT)]

    @override
    async def message_removed(self, message_id: int, *, now: int) -> None:
        await self._removed("message_id", message_id, now)

    @override
    async def channel_removed(self, channel_id: int, *, now: int) -> None:
        await self._removed("channel_id", channel_id, now)

    async def _removed(self, column: str, number: int, now: int) -> None:
        await self._database.sweep(REMOVED.format(column=column), {"id": number, "now": now})

    @override
    async def deleted(self, inputs: Sequence[tuple[int, int]]) -> None:
        await self._database.write(_forget, inputs)


def keep_origins(tx: sqlite3.Connection, order: Order) -> None:
    """Note of an order's inputs where they came from; raises Deleted or CardRemoved where that may not be used."""
    for image in order.inputs:
        values = {"id": order.id, "path": image.path, "parent_id": order.parent_id, "url": image.url}
        if (source := tx.execute(SOURCE, values).fetchone()) is None:
            continue
        if source["erased_at"] is not None or source["copy_erased_at"] is not None:
            raise Deleted
        origin_id = source["origin_id"] or source["job_id"]
        _check_removed(tx, origin_id, order)
        tx.execute(KEEP_ORIGIN, (origin_id, order.id, image.position))


def _check_removed(tx: sqlite3.Connection, origin_id: int, order: Order) -> None:
    """Raise CardRemoved for a picture that was taken away, unless its owner uses it where nobody else sees it."""
    origin = tx.execute("SELECT user_id, removed_at FROM job WHERE id = ?", (origin_id,)).fetchone()
    is_private = order.guild_id == 0 and origin["user_id"] == order.user_id
    if origin["removed_at"] is not None and not is_private:
        raise CardRemoved


def keep_input(tx: sqlite3.Connection, job_id: int, image: Image) -> None:
    """Write an input that was read, unless what it is a copy of was deleted meanwhile."""
    if not tx.execute(IS_ERASED, (job_id, image.position)).fetchone():
        job_rows.keep_images(tx, job_id, "input", [image])


def erase(tx: sqlite3.Connection, job_id: int, now: int) -> None:
    """Mark every copy of a job's pictures as deleted; the cards that show one are to be drawn anew (rev+1)."""
    jobs = [row["job_id"] for row in tx.execute(COPIED, (job_id,))]
    tx.execute(ERASE, (now, job_id))
    tx.executemany(REDRAW, [(now, each) for each in jobs])


def forget_in_drafts(tx: sqlite3.Connection, job: Job) -> None:
    """Empty the addresses and names of a job's pictures, and its prompt, in what waits for a press."""
    for row in tx.execute(DRAFTS, (about(job.id),)).fetchall():
        tx.execute(KEEP_DRAFT, (json.dumps(_without(json.loads(row["body"]), job)), row["id"]))


def about(job_id: int) -> str:
    """Return the pattern of what names a picture of a job by its path."""
    return f'%"images/{job_id}/%'


def _forget(tx: sqlite3.Connection, inputs: Sequence[tuple[int, int]]) -> None:
    tx.executemany(FORGET, inputs)


def _without(part: Any, job: Job) -> Any:  # noqa: ANN401 - JSON
    if isinstance(part, list):
        return [_without(each, job) for each in part]
    if not isinstance(part, dict):
        return part
    kept = {name: _without(value, job) for name, value in part.items()}
    if str(part.get("path") or "").startswith(f"images/{job.id}/"):
        kept |= {"url": "", "name": "", "sha256": None}
    if part.get("prompt") == job.prompt:
        kept["prompt"] = ""
    return kept
