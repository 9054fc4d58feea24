"""The fair gate before the vendor, who runs only a few jobs at once: round-robin over people, oldest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A job that could be submitted now if a slot were free."""

    job_id: int
    user_id: int
    since: int


class Gate:
    """Slots at the vendor and the line before them."""

    def __init__(self, slots: int) -> None:
        self._slots = slots
        self._held: dict[int, int] = {}  # job -> user
        self._waiting: dict[int, Waiting] = {}
        self._coming: dict[int, Waiting] = {}  # ordered, but not ready for a turn: counted, never next
        self._line: list[int] | None = None  # computed when asked for
        self._places: Mapping[int, int] | None = None  # likewise

    def expect(self, job_id: int, *, user_id: int, since: int) -> None:
        """Keep a place for a job that will join soon."""
        self._coming[job_id] = Waiting(job_id=job_id, user_id=user_id, since=since)
        self._moved()

    def join(self, job_id: int, *, user_id: int, since: int) -> None:
        """Stand in line; standing there already keeps the place."""
        if job_id not in self._waiting:
            self._coming.pop(job_id, None)
            self._waiting[job_id] = Waiting(job_id=job_id, user_id=user_id, since=since)
            self._moved()

    def leave(self, job_id: int) -> None:
        """Step out of the line."""
        if self._waiting.pop(job_id, None) or self._coming.pop(job_id, None):
            self._moved()

    def enter(self, job_id: int) -> bool:
        """Take a slot if one is free and it is this job's turn."""
        if job_id not in self.next():
            return False
        self._held[job_id] = self._waiting.pop(job_id).user_id
        self._moved()
        return True

    def hold(self, job_id: int, *, user_id: int) -> None:
        """Hold a slot for a job that the vendor has already, even over the number: that is how it stands there."""
        if job_id not in self._held:
            self._held[job_id] = user_id
            self._moved()

    def release(self, job_id: int) -> None:
        """Give the slot back."""
        if self._held.pop(job_id, None) is not None:
            self._moved()

    def next(self) -> list[int]:
        """Return the jobs whose turn it is."""
        free = max(0, self._slots - len(self._held))
        return self.line()[:free]

    def place(self, job_id: int) -> int | None:
        """Return the place in line, 1 being next, with all who are coming counted."""
        if self._places is None:
            line = self._rank([*self._waiting.values(), *self._coming.values()])
            self._places = {job: place for place, job in enumerate(line, start=1)}
        return self._places.get(job_id)

    def rounds(self, place: int) -> float:
        """Return how many usual drawings long it is until the job at a place is done; slots come free in turn."""
        behind = max(0, place - max(0, self._slots - len(self._held)))
        return 1 + behind / self._slots

    @property
    def held(self) -> int:
        """Return how many slots are taken."""
        return len(self._held)

    def line(self) -> list[int]:
        """Return the waiting jobs in the order of their turns."""
        if self._line is None:
            self._line = self._rank(self._waiting.values())
        return self._line

    def _rank(self, waiting: Iterable[Waiting]) -> list[int]:
        turns = Counter(self._held.values())  # who draws already waits a round
        ranked = []
        for one in sorted(waiting, key=lambda w: (w.since, w.job_id)):
            ranked.append((turns[one.user_id], one.since, one.job_id))
            turns[one.user_id] += 1
        return [job_id for *_, job_id in sorted(ranked)]

    def _moved(self) -> None:
        self._line = self._places = None
