"""The one place that asks for the time, so that tests can hold it still."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class Clock:
    """The machine's clock."""

    def now(self) -> int:
        """Return UTC epoch milliseconds: what rows and cards hold."""
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        """Return seconds that never jump: for deadlines within one run of the process."""
        return time.monotonic()


def moment(ms: int) -> datetime:
    """Turn epoch milliseconds into an aware datetime."""
    return datetime.fromtimestamp(ms / 1000, UTC)
