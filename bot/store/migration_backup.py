"""A copy of the database from before a migration, in the data folder: a migration that went wrong loses nothing."""

from __future__ import annotations

import filecmp
import logging
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from bot.domain.errors import StartError

log = logging.getLogger(__name__)

MOST = 3  # that are kept


def back_up(connection: sqlite3.Connection, path: Path, update: str) -> None:
    """Copy the database at `path` next to it, whole and private, named by the update that comes next.

    Raises StartError where that can't be done.
    """
    kept = path.with_name(f"{path.name}.before-{update}")
    partial = kept.with_name(f"{kept.name}.part")
    try:
        try:
            _copy(connection, partial)
            kept = _settle(partial, kept)
        finally:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
        _thin_out(path, kept)
    except (OSError, sqlite3.Error) as error:
        raise StartError(
            f"The database {path} needs an update, but a copy of it can't be made first ({error})."
            " Free some space in its folder, then start again. Nothing was changed."
        ) from error
    log.info("updated the database; a copy of the old one is in %s", kept)


def _copy(connection: sqlite3.Connection, partial: Path) -> None:
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)  # people's words are in it
    with closing(sqlite3.connect(partial, isolation_level=None)) as copy:
        connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file
        found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(found)
    with partial.open("rb+") as file:
        os.fsync(file.fileno())


def _settle(partial: Path, kept: Path) -> Path:
    """Give the copy a name that no other has; the same content is not kept twice."""
    name, number = kept, 1
    while name.exists() and not filecmp.cmp(partial, name, shallow=False):
        number += 1
        name = kept.with_name(f"{kept.name}.{number}")
    return name if name.exists() else partial.replace(name)


def _thin_out(path: Path, newest: Path) -> None:
    """Delete the oldest copies; the one just made stays, however old the machine's clock calls it."""
    copies = [each for each in path.parent.glob(f"{path.name}.before-*") if each.is_file()]
    for half in [each for each in copies if each.suffix == ".part"]:  # a crash left it
        copies.remove(half)
        half.unlink()
    copies.sort(key=lambda each: (each == newest, each.stat().st_mtime_ns, each.name), reverse=True)
    for old in copies[MOST:]:
        old.unlink()
