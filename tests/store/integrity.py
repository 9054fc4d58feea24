"""What SQLite itself finds wrong with the file."""

from __future__ import annotations

from bot.store.sqlite import SqliteStore


async def damage(store: SqliteStore) -> list[str]:
    """Return the damaged pages and indexes, and the rows that point to nothing."""
    damaged = [row[0] for row in await store.database.find("PRAGMA integrity_check")]
    dangling = [f"{row[0]} {row[1]}" for row in await store.database.find("PRAGMA foreign_key_check")]
    return [line for line in damaged if line != "ok"] + dangling
