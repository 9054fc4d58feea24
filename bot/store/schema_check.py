"""Whether a database that comes from outside is this bot's own: its schema, and the files that its rows name.

A backup may have passed through other hands. A trigger in it would act in the bot's name on every order, and a path
in a row would be read and sent to a member.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

from bot.domain.errors import BackupError
from bot.domain.jobs import STORED_PICTURE
from bot.store.migrate import FOLDER, apply_named

Objects = dict[tuple[str, str], str]


def check_origin(connection: sqlite3.Connection) -> None:
    """Refuse what this bot never wrote. Raises BackupError, with nothing of the database run."""
    if foreign := foreign_object(connection):
        raise BackupError(
            f"Its database was changed by something else ({foreign}), so it can't be trusted."
            " Use another backup, or remove that from the database and make a new one."
        )
    for (path,) in connection.execute("SELECT path FROM image WHERE path IS NOT NULL"):
        if not STORED_PICTURE.fullmatch(str(path)):
            raise BackupError("Its database names files that aren't pictures of this bot, so it can't be trusted.")


def foreign_object(connection: sqlite3.Connection) -> str | None:
    """Return what the schema has too much, too little or otherwise than this bot makes it; None where all is right.

    A schema that a newer bot made is not judged.
    """
    there = _objects(connection)
    if ("table", "migration") not in there:
        return "they have no history"
    names = {str(row[0]) for row in connection.execute("SELECT name FROM migration")}
    if names - {file.name for file in FOLDER.glob("[0-9]*.sql")}:
        return None
    ours = _fresh_objects(names)
    for key in sorted(there.keys() | ours.keys()):
        if there.get(key) != ours.get(key):
            return " ".join(key)
    return None


def _fresh_objects(names: set[str]) -> Objects:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        apply_named(fresh, names)
        return _objects(fresh)


def _objects(connection: sqlite3.Connection) -> Objects:
    """Return each object's statement, without what SQLite makes by itself; how spaces stand doesn't matter."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
    return {(str(row[0]), str(row[1])): " ".join(str(row[2]).split()) for row in rows}
