"""The time, for tests that wait for nothing."""

from __future__ import annotations

from bot.runtime.clock import Clock


class HeldClock(Clock):
    """A clock that moves only when told to."""

    def __init__(self, now: int = 1_800_000_000_000) -> None:
        super().__init__()
        self._now = now

    def now(self) -> int:
        """Return the held time in UTC epoch milliseconds."""
        return self._now

    def monotonic(self) -> float:
        """Return the held time in seconds."""
        return self._now / 1000

    def confirm(self, true: int) -> None:
        """Keep the held time, whoever knows better."""

    def saw(self, made: int) -> None:
        """Keep the held time."""

    def not_before(self, earliest: int) -> None:
        """Keep the held time."""

    @property
    def wrong_by(self) -> int:
        """Say that the machine agrees."""
        return 0

    @property
    def is_confirmed(self) -> bool:
        """Say that somebody has borne it out."""
        return True

    @property
    def is_certain(self) -> bool:
        """Say that this is the time."""
        return True

    def advance(self, *, seconds: float) -> None:
        """Move time forward."""
        self._now += int(seconds * 1000)
