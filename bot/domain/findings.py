"""What was found where the bot was examined, pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """How a part is; the values stand in `doctor --json`."""

    FINE = "fine"
    WARNING = "warning"  # it works, and somebody should look
    BROKEN = "broken"  # something does not work


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One part, how it is, and what to do about it."""

    part: str
    health: Health
    said: str
    mend: str = ""  # "": nothing is to be done


def fine(part: str, said: str) -> Finding:
    """Return that a part is as it should be."""
    return Finding(part=part, health=Health.FINE, said=said)


def warning(part: str, said: str, mend: str) -> Finding:
    """Return that somebody should look at a part."""
    return Finding(part=part, health=Health.WARNING, said=said, mend=mend)


def broken(part: str, said: str, mend: str) -> Finding:
    """Return that a part does not work."""
    return Finding(part=part, health=Health.BROKEN, said=said, mend=mend)
