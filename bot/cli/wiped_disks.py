"""Hosting services that wipe a program's disk at every restart, and the volumes that outlive it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

#: By a variable that each of them sets.
WIPED = {"DYNO": "Heroku", "RENDER": "Render", "RAILWAY_ENVIRONMENT": "Railway", "FLY_APP_NAME": "Fly.io"}


def wiping_host(environ: Mapping[str, str], folder: Path) -> str | None:
    """Return the service that would lose what is in a folder, None where it is kept."""
    host = next((host for variable, host in WIPED.items() if environ.get(variable)), None)
    return None if host and _is_on_a_volume(folder) else host


def _is_on_a_volume(folder: Path) -> bool:
    """Return True if a disk is mounted for the folder, apart from what the program came with."""
    return _mount_point(folder.absolute()) not in (Path("/"), _mount_point(Path(__file__)))


def _mount_point(path: Path) -> Path:
    return next(each for each in (path, *path.parents) if each == each.parent or os.path.ismount(each))
