"""Ids in Discord's form: milliseconds since 2015 above, a counter below."""

from __future__ import annotations

import time
from datetime import UTC, datetime

EPOCH_MS = 1_420_070_400_000


class Snowflakes:
    """A source of strictly increasing ids."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> int:
        """Return an id higher than any before."""
        fresh = (time.time_ns() // 1_000_000 - EPOCH_MS) << 22
        self._last = max(fresh, self._last + 1)
        return self._last


def time_of(snowflake: int) -> datetime:
    """Return an id's time."""
    return datetime.fromtimestamp(((snowflake >> 22) + EPOCH_MS) / 1000, UTC)


def now() -> datetime:
    """Return the wall clock's time as an aware datetime."""
    return datetime.now(UTC)
