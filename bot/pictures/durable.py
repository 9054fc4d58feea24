"""Files that outlast a crash of the machine. Blocking."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path


def check_room(folder: Path, *, spare: int, size: int = 0) -> None:
    """Raise OSError where a file of this size would take of the bytes that the disk is to keep free."""
    if shutil.disk_usage(folder).free - size < spare:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def settle(partial: Path, name: str) -> None:
    """Give a partial file its name, durably; other endings of that name are deleted."""
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    final = partial.replace(partial.with_name(name))
    for other in os.listdir(final.parent):
        if other.startswith(f"{final.stem}.") and other != name:
            final.with_name(other).unlink(missing_ok=True)
    _sync(final.parent)


def _sync(folder: Path) -> None:
    with suppress(OSError):  # Windows can't open folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
