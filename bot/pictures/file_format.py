"""The format of a file by its first bytes: quick, and safe in the bot's own process."""

from __future__ import annotations

from pathlib import Path

from bot.domain.errors import NotAPicture
from bot.domain.picture_formats import HEAD_BYTES, READ, by_bytes


def file_format(source: Path) -> str | None:
    """Return the format of a file; None where its first bytes tell none that is known."""
    with source.open("rb") as file:
        return by_bytes(file.read(HEAD_BYTES))


def fitting_suffix(source: Path) -> str:
    """Return the ending that fits a picture's bytes. Raises NotAPicture."""
    kind = file_format(source)
    if kind not in READ:
        raise NotAPicture("it doesn't start like a picture")
    return READ[str(kind)]
