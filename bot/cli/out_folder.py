"""The folder that pictures are saved in, where nothing that is there already is written over."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import BinaryIO


def make_writable(folder: Path) -> None:
    """Make a folder for pictures; raises OSError where none can be written there."""
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def usual_mode() -> int:
    """Return the mode of this process's new files: to be asked before the bot closes its own to others."""
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask


def save(picture: BinaryIO, folder: Path, name: str, *, mode: int) -> Path:
    """Save a picture under a name that is free, numbered on where need be; returns its path. Raises OSError."""
    for path in _paths(folder / name):
        try:
            file = path.open("xb")
        except FileExistsError:
            continue
        try:
            with file:
                shutil.copyfileobj(picture, file)
            path.chmod(mode)
        except OSError:
            path.unlink(missing_ok=True)
            raise
        return path
    raise AssertionError("there is always another number")


def _paths(first: Path) -> Iterator[Path]:
    yield first
    for number in count(2):
        yield first.with_name(f"{first.stem}-{number}{first.suffix}")
