"""The line in memory, fair: round-robin over members, oldest first."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A job that could be submitted now if a slot were free."""

    job_id: int
    user_id: int
    since: int


class FairQueue:
    """The line of a bot that is one process (`line.py` says what each verb means)."""

    def __init__(self, slots: int) -> None:
        self._slots = slots
        self._held: dict[int, int] = {}  # job -> user
        self._waiting: dict[int, Waiting] = {}
        self._coming: dict[int, Waiting] = {}  # ordered, but not ready for a turn: counted, never next
        self._line: list[int] | None = None  # computed when asked for
        self._ranks: Ranks | None = None  # likewise; of all who wait or are coming

    async def announce(self, job_id: int, *, user_id: int, since: int) -> None:
        """Keep a place for a job that will join soon."""
        self._coming[job_id] = one = Waiting(job_id=job_id, user_id=user_id, since=since)
        if self._ranks is None or not self._ranks.add(one):
            self._ranks = None

    async def enqueue(self, job_id: int, *, user_id: int, since: int) -> None:
        """Stand in line; standing there already keeps the place."""
        if job_id not in self._waiting:
            one = Waiting(job_id=job_id, user_id=user_id, since=since)
            if self._coming.pop(job_id, None) != one:
                self._ranks = None
            self._waiting[job_id] = one
            self._line = None

    async def remove(self, job_id: int) -> None:
        """Step out of the line."""
        if self._waiting.pop(job_id, None) or self._coming.pop(job_id, None):
            self._moved()

    async def acquire(self, job_id: int) -> bool:
        """Take a slot if one is free and it is this job's turn."""
        if job_id not in await self.next():
            return False
        self._held[job_id] = self._waiting.pop(job_id).user_id
        self._moved()
        return True

    async def occupy(self, job_id: int, *, user_id: int) -> None:
        """Hold a slot for a job that the vendor has already, even over the number: that is how it stands there."""
        if job_id not in self._held:
            self._held[job_id] = user_id
            self._moved()

    async def release(self, job_id: int) -> None:
        """Give the slot back."""
        if self._held.pop(job_id, None) is not None:
            self._moved()

    async def next(self) -> list[int]:
        """Return the jobs whose turn it is."""
        free = max(0, self._slots - len(self._held))
        return self.in_turn()[:free]

    async def position(self, job_id: int) -> int | None:
        """Return the place in line, 1 being next, with all who are coming counted."""
        if self._ranks is None:
            self._ranks = Ranks([*self._waiting.values(), *self._coming.values()], held=self._held.values())
        return self._ranks.position(job_id)

    async def rounds_until_done(self, position: int) -> float:
        """Return how many usual drawings long it is until the job at a position is done; slots come free in turn."""
        behind = max(0, position - max(0, self._slots - len(self._held)))
        return 1 + behind / self._slots

    def in_turn(self) -> list[int]:
        """Return the waiting jobs in the order of their turns."""
        if self._line is None:
            self._line = Ranks(self._waiting.values(), held=self._held.values()).in_turn()
        return self._line

    def _moved(self) -> None:
        self._line = self._ranks = None


class Ranks:
    """A line, ranked by rounds: each member's first job, then each one's second …; within a round, the oldest."""

    def __init__(self, waiting: Iterable[Waiting], *, held: Iterable[int]) -> None:
        self._turns = Counter(held)  # who draws already waits a round
        self._newest = (0, 0)
        self._keys: dict[int, tuple[int, int, int]] = {}
        self._ranked: list[tuple[int, int, int]] = []
        for one in sorted(waiting, key=lambda w: (w.since, w.job_id)):
            self.add(one)

    def add(self, one: Waiting) -> bool:
        """Put the newest of all in its place; False where it is not the newest, so that others would have to move."""
        if one.job_id in self._keys or (one.since, one.job_id) < self._newest:
            return False
        self._newest = (one.since, one.job_id)
        self._keys[one.job_id] = key = (self._turns[one.user_id], one.since, one.job_id)
        self._turns[one.user_id] += 1
        insort(self._ranked, key)
        return True

    def position(self, job_id: int) -> int | None:
        """Return the place in line, 1 being next."""
        key = self._keys.get(job_id)
        return None if key is None else bisect_left(self._ranked, key) + 1

    def in_turn(self) -> list[int]:
        """Return the jobs in the order of their turns."""
        return [job_id for *_, job_id in self._ranked]
