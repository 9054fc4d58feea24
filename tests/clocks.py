"""Clocks for tests, which no server puts right."""

from __future__ import annotations

from bot.runtime.clock import Clock


class UncorrectedClock(Clock):
    """A clock that only the test puts right, and that everybody trusts."""

    def confirm(self, true: int) -> None:
        """Keep the test's time, whoever knows better."""

    def saw(self, made: int) -> None:
        """Keep the test's time."""

    def not_before(self, earliest: int) -> None:
        """Keep the test's time."""

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


class HeldClock(UncorrectedClock):
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

    def advance(self, *, seconds: float) -> None:
        """Move time forward."""
        self._now += int(seconds * 1000)
