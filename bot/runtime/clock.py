"""The one place that asks for the time, so that a machine's clock that leaps moves nothing, and tests can hold it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

TOLERANCE_MS = 120_000  # clocks that are kept right differ by less
#: So long those who know the time must have agreed, with no longer silence between, to overrule the machine in all:
#: less than a day, as some hosts start everything anew each night.
STEADY_NS, SILENCE_NS = 20 * 3600 * 10**9, 3 * 3600 * 10**9


class Clock:
    """The time: the machine's at the start, then by its steady count, set right by those who know it better."""

    def __init__(self, *, wall: Callable[[], int] = time.time_ns, steady: Callable[[], int] | None = None) -> None:
        self._wall = wall
        self._steady = steady or _steady_ns
        self._apart = wall() - self._steady()  # ns from the steady count to the true time
        self._is_confirmed = False
        self._borne_out: tuple[int, int] | None = None  # the first and the last time in a row, by the steady count
        self._doubt: int | None = None  # such a distance again, by a witness that nobody has borne out yet

    def now(self) -> int:
        """Return UTC epoch milliseconds: what rows and cards hold."""
        return (self._steady() + self._apart) // 1_000_000

    def monotonic(self) -> float:
        """Return seconds that never jump: for deadlines within one run of the process."""
        return time.monotonic()

    def confirm(self, true: int) -> None:
        """Take the true time (epoch ms) from a server that must know it; small differences are its own.

        One that says what neither this clock, the machine's nor the server before it says is only noted.
        """
        apart, machine = self._from_steady(true), self._from_steady(self._wall() // 1_000_000)
        if not _agree(apart, self._apart):
            if not _agree(apart, machine) and (self._doubt is None or not _agree(apart, self._doubt)):
                self._doubt, self._is_confirmed, self._borne_out = apart, False, None
                return
            self._apart, self._borne_out = apart, None
        self._doubt, self._is_confirmed, self._borne_out = None, True, self._borne_out_again()

    def saw(self, made: int) -> None:
        """Take the moment (epoch ms) of an event that may come late, but never early."""
        if made > self.now() + TOLERANCE_MS:
            self.confirm(made)

    def not_before(self, earliest: int) -> None:
        """Take it that this moment (epoch ms) has passed: what bears it exists."""
        if earliest > self.now():
            self._apart, self._borne_out = self._from_steady(earliest), None

    def _borne_out_again(self) -> tuple[int, int]:
        now = self._steady()
        first, last = self._borne_out or (now, now)
        return (first if now - last <= SILENCE_NS else now), now

    def _from_steady(self, moment: int) -> int:
        return moment * 1_000_000 - self._steady()

    @property
    def wrong_by(self) -> int:
        """How far the machine's own clock is ahead of the time (ms), negative where it is behind; 0: it is right."""
        ahead = self._wall() // 1_000_000 - self.now()
        return ahead if abs(ahead) > TOLERANCE_MS else 0

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody who must know it has borne the time out, and nobody has gainsaid it since."""
        return self._is_confirmed

    @property
    def is_certain(self) -> bool:
        """Whether anything may be deleted for its age: the time is confirmed, by the machine or most of a day too."""
        return self._is_confirmed and (not self.wrong_by or self._is_steady)

    @property
    def _is_steady(self) -> bool:
        first, last = self._borne_out or (0, 0)
        return last - first >= STEADY_NS and self._steady() - last <= SILENCE_NS


def _agree(one: int, other: int) -> bool:
    return abs(one - other) <= TOLERANCE_MS * 1_000_000


@lru_cache(maxsize=8)  # many answers of a second bear the same one
def read_date(header: str | None) -> int | None:
    """Return the time (epoch ms) of a Date header, in whole seconds (RFC 9110, 6.6.1); None: it tells none."""
    try:
        date = parsedate_to_datetime(header or "")
    except ValueError:
        return None
    return int(date.replace(tzinfo=date.tzinfo or UTC).timestamp() * 1000)


def machine_time() -> datetime:
    """Return what the machine's own clock says, right or wrong: to tell the owner."""
    return datetime.now(UTC)


def moment(ms: int) -> datetime:
    """Turn epoch milliseconds into an aware datetime."""
    return datetime.fromtimestamp(ms / 1000, UTC)


def _steady_ns() -> int:
    """Return a count that no one sets; where the system has one, it goes on while the machine sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME)
    return time.monotonic_ns()
