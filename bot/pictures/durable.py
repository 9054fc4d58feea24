"""Files that outlast a crash of the machine. Blocking."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def settle(partial: Path, name: str) -> None:
    """Give a partial file its name, durably; other endings of that name are deleted."""
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    final = partial.replace(partial.with_name(name))
    for other in final.parent.glob(f"{final.stem}.*"):
        if other != final:
            other.unlink(missing_ok=True)
    _sync(final.parent)


def _sync(folder: Path) -> None:
    with suppress(OSError):  # Windows can't open folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
