"""How long the jobs of one model take at Higgsfield, learned from past ones, and whether they are slower just now."""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

ENOUGH = 3  # past jobs, to say anything by
LAST = 50  # of them are learned from
LONGEST_MS = 600_000  # a job that takes longer keeps those taken after it out no more
#: How much of what was seen lately says that results come late now: half of what is expected may be chance.
MEMORY = 60.0  # expected ends, until what was seen counts for a third
DOUBT = 2.0  # ends taken for granted
CHANCE = 2.0
SLOWEST = 0.05  # the least that is believed of the present


@dataclass(frozen=True, kw_only=True)
class Pace:
    """When results come, in seconds since Higgsfield took the job, by quantiles of past jobs."""

    earliest: float  # hardly any came before
    dense_from: float
    usual: float
    dense_until: float
    spread: float  # two thirds of them came within it

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Self:
        """Return the pace of past jobs, sorted."""
        low, usual, high = (_quantile(seconds, share) for share in (0.16, 0.5, 0.84))
        return cls(
            earliest=low * low / usual,
            dense_from=_quantile(seconds, 0.38),
            usual=usual,
            dense_until=_quantile(seconds, 0.86),
            spread=high - low,
        )


class Durations:
    """The past jobs of a model and those under way, by when Higgsfield took them.

    Those first to end are the quickest of a rush, those last to end its slowest: what was taken since the oldest that
    is still under way is not learned from before that one has ended too.
    """

    def __init__(self, past_ms: Sequence[int] = ()) -> None:
        """Begin with what the database knows, newest first."""
        self._ended = sorted((-number, took) for number, took in enumerate(past_ms, start=1))
        self._running: dict[int, int] = {}  # job -> when it was taken (epoch ms)
        self._sorted: list[float] | None = None  # seconds; made anew when asked for
        self._pace: Pace | None = None
        self._expected = self._seen = 0.0  # ends, lately

    @property
    def running(self) -> int:
        """How many jobs are under way."""
        return len(self._running)

    def taken(self, job_id: int, at: int) -> None:
        """Note a job under way, since when Higgsfield has it (epoch ms)."""
        self._running.setdefault(job_id, at)

    def dropped(self, job_id: int) -> None:
        """Note that a job ended without a result."""
        if self._running.pop(job_id, None) is not None:
            self._sorted = None

    def answered(self, job_id: int, *, since: float | None, waited: float, is_done: bool) -> None:
        """Learn from an answer after so many seconds; `since` those of the one before, None: there is none."""
        if since is not None and self.pace() is not None:
            expected = max(0.0, self._hazard(waited) - self._hazard(since))
            kept = math.exp(-expected / MEMORY)
            self._expected = self._expected * kept + expected
            self._seen = self._seen * kept + is_done
        if is_done and (at := self._running.pop(job_id, None)) is not None:
            self._sorted = None
            if since is not None:  # else it may have been done long before
                insort(self._ended, (at, round(waited * 1000)))

    def seconds(self) -> Sequence[float]:
        """Return how long the last jobs took of which none is still under way, sorted."""
        if self._sorted is None:
            oldest = self._oldest()
            before = len(self._ended) if oldest is None else bisect_left(self._ended, (oldest, 0))
            del self._ended[: max(0, before - LAST)]
            self._sorted = sorted(max(1, took) / 1000 for _, took in self._ended[: min(before, LAST)])  # 1: clocks leap
            self._pace = Pace.of(self._sorted) if len(self._sorted) >= ENOUGH else None
        return self._sorted

    def pace(self) -> Pace | None:
        """Return when results come; None: too few are known."""
        self.seconds()
        return self._pace

    def slowness(self) -> float:
        """Return how much rarer than expected results were lately, 1 being as ever."""
        lately = CHANCE * (self._seen + DOUBT) / (self._expected + DOUBT)
        return 1 / min(1.0, max(SLOWEST, lately))

    def _oldest(self) -> int | None:
        if not self._running:
            return None
        taken = self._running.values()
        stale = max(taken) - LONGEST_MS
        if min(taken) < stale:
            self._running = {job_id: at for job_id, at in self._running.items() if at >= stale}
        return min(self._running.values())

    def _hazard(self, waited: float) -> float:
        """Return how many ends are expected of a job that is not done after so many seconds (cumulative hazard)."""
        known = self.seconds()
        left = len(known) - bisect_left(known, waited)
        return math.log((len(known) + 0.5) / (left + 0.5))


def _quantile(ordered: Sequence[float], share: float) -> float:
    place = min(len(ordered) - 1.0, max(0.0, share * len(ordered) - 0.5))
    below = int(place)
    above = min(len(ordered) - 1, below + 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
