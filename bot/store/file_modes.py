"""The data folder is for the bot's user alone: members' words and pictures lie in it, and valid keys."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fnmatch import fnmatch
from pathlib import Path

log = logging.getLogger(__name__)

OTHERS = stat.S_IRWXG | stat.S_IRWXO
OURS = (
    *("bot.sqlite3*", ".bot.sqlite3-litestream", "bot.lock*", "images", "backups", ".backup-*", "export-*", "terminal"),
    *("before-restore-*", "restoring-*", ".restoring"),
)
HARMLESS = ("README.md", ".gitkeep", "lost+found")  # may lie in a folder that is the bot's own


@contextmanager
def private_umask() -> Iterator[None]:
    """Create files that the other users of this machine can't read, as long as it is open."""
    before = os.umask(OTHERS)
    try:
        yield
    finally:
        os.umask(before)


def close_to_others(folder: Path) -> None:
    """Take from other users what rights they have on a data folder; Windows knows no such modes.

    A folder that holds other files as well keeps its rights, and only what is the bot's is closed.
    """
    if os.name != "posix" or not folder.is_dir():  # a file or a device is somebody else's
        return
    refusals = [refusal for path in _own(folder.resolve()) if (refusal := _close(path))]
    if refusals:
        log.warning(
            "other users of this machine can read %s, and it can't be changed (%s): as its owner, chmod -R go= %s",
            *(folder, refusals[0], folder),
        )


def _own(folder: Path) -> Iterator[Path]:
    entries = _within(next(os.walk(folder), (str(folder), [], [])))
    ours = [path for path in entries if _is_one_of(OURS, path)]
    if all(path in ours or _is_one_of(HARMLESS, path) for path in entries):
        yield folder
        yield from (path for path in entries if path.is_file())
    elif (mode := stat.S_IMODE(folder.stat().st_mode)) & OTHERS:
        log.warning(
            "%s can be read by other users of this machine (mode %o), and holds more than the bot's data:"
            " give the bot a folder of its own with BOT_DATA_DIR",
            *(folder, mode),
        )
    for path in map(Path.resolve, ours):  # the pictures may lie on another disk
        was_open = _is_open(path)
        yield path
        for found in os.walk(path) if was_open else ():  # nobody gets past a closed folder, however many lie in it
            yield from _within(found)


def _within(found: tuple[str, list[str], list[str]]) -> list[Path]:
    where, folders, files = found
    return [Path(where, name) for name in (*folders, *files)]


def _is_open(path: Path) -> bool:
    with suppress(OSError):
        return bool(path.stat().st_mode & OTHERS)
    return False


def _is_one_of(names: tuple[str, ...], path: Path) -> bool:
    return any(fnmatch(path.name, name) for name in names)


def _close(path: Path) -> str | None:
    """Leave only the owner's rights; returns why not, where that is refused."""
    try:
        mode = path.lstat().st_mode
        if mode & OTHERS and not stat.S_ISLNK(mode):
            os.chmod(path, stat.S_IMODE(mode) & ~OTHERS)
    except FileNotFoundError:  # gone meanwhile
        return None
    except OSError as error:
        return str(error.strerror)
    return None
