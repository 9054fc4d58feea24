"""A file of one table, in which each transaction writes a value twice: a torn one shows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path


def connected(path: Path) -> Callable[[], sqlite3.Connection]:
    return lambda: sqlite3.connect(path, isolation_level=None)


def add(tx: sqlite3.Connection, value: int) -> int:
    tx.execute("INSERT INTO pair VALUES (?)", (value,))
    tx.execute("INSERT INTO pair VALUES (?)", (value,))
    return value


def content(tx: sqlite3.Connection) -> list[int]:
    return [row[0] for row in tx.execute("SELECT value FROM pair ORDER BY value")]


def made(path: Path) -> Path:
    """Make the file."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE pair (value INTEGER CHECK (value < 1000))")
    return path
