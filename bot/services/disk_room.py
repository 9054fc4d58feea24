"""Whether the disk takes one more order."""

from __future__ import annotations

from bot.domain.errors import DiskFull
from bot.pictures import Pictures
from bot.runtime.clock import Clock

HOLDS_S = 1.0  # so long a look holds, however many order


class DiskRoom:
    """Looks at the disk once a second: a look is five calls of the system on the loop."""

    def __init__(self, *, pictures: Pictures, clock: Clock) -> None:
        self._pictures = pictures
        self._clock = clock
        self._had_room = False
        self._looked: float | None = None  # monotonic

    def check(self) -> None:
        """Raise DiskFull where there was no room at the last look."""
        now = self._clock.monotonic()
        if self._looked is None or now - self._looked >= HOLDS_S:
            self._had_room, self._looked = self._pictures.has_room(), now
        if not self._had_room:
            raise DiskFull
