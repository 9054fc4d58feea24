"""The line in memory, fair: round-robin over members, oldest first."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from dataclasses import dataclass

FEW = 50  # jobs that are moved one by one; the line of more is sorted anew

Place = tuple[int, int]  # since when, and the job


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A job that could be submitted now if a slot were free."""

    job_id: int
    user_id: int
    since: int

    @property
    def place(self) -> Place:
        """Return what it is sorted by among its member's jobs."""
        return (self.since, self.job_id)


class FairQueue:
    """The line of a bot that is one process (`line.py` says what each verb means)."""

    def __init__(self, slots: int) -> None:
        self._slots = slots
        self._held: dict[int, int] = {}  # job -> user
        self._waiting = Ranks()  # who could take a slot now
        self._all = Ranks()  # and those who are coming: ordered, but not ready for a turn

    async def announce(self, job_id: int, *, user_id: int, since: int) -> None:
        """Keep a place for a job that will join soon."""
        self._all.add(Waiting(job_id=job_id, user_id=user_id, since=since))

    async def enqueue(self, job_id: int, *, user_id: int, since: int) -> None:
        """Stand in line; standing there already keeps the place."""
        if job_id not in self._waiting:
            one = Waiting(job_id=job_id, user_id=user_id, since=since)
            self._waiting.add(one)
            self._all.add(one)

    async def remove(self, job_id: int) -> None:
        """Step out of the line."""
        self._waiting.remove(job_id)
        self._all.remove(job_id)

    async def acquire(self, job_id: int) -> bool:
        """Take a slot if one is free and it is this job's turn."""
        if job_id not in await self.next():
            return False
        self._held[job_id] = self._waiting.take(job_id)
        self._all.take(job_id)
        return True

    async def occupy(self, job_id: int, *, user_id: int) -> None:
        """Hold a slot for a job that the vendor has already, even over the number: that is how it stands there."""
        if job_id not in self._held:
            self._held[job_id] = user_id
            self._waiting.draw(user_id, 1)
            self._all.draw(user_id, 1)

    async def release(self, job_id: int) -> None:
        """Give the slot back."""
        if (user_id := self._held.pop(job_id, None)) is not None:
            self._waiting.draw(user_id, -1)
            self._all.draw(user_id, -1)

    async def next(self) -> list[int]:
        """Return the jobs whose turn it is."""
        return self._waiting.first(max(0, self._slots - len(self._held)))

    async def position(self, job_id: int) -> int | None:
        """Return the place in line, 1 being next, with all who are coming counted."""
        return self._all.position(job_id)

    async def position_of_next(self, user_id: int) -> int:
        """Return the place that a member's next job would have."""
        return self._all.position_of_next(user_id)

    async def rounds_until_done(self, position: int) -> float:
        """Return how many usual drawings long it is until the job at a position is done; slots come free in turn."""
        behind = max(0, position - max(0, self._slots - len(self._held)))
        return 1 + behind / self._slots


class Ranks:
    """A line, ranked by rounds: each member's first job, then each one's second …; within a round, the oldest.

    A change moves the jobs of one member alone, and no other is looked at. Numbers alone are kept of a job: who waits
    by the thousand would else be looked at by the collector.
    """

    def __init__(self) -> None:
        self._drawn: Counter[int] = Counter()  # user -> jobs that are drawn already: each is worth a round
        self._own: dict[int, list[Place]] = {}  # user -> their jobs, the oldest first
        self._users: dict[int, int] = {}  # job -> user
        self._keys: dict[int, tuple[int, Place]] = {}  # job -> round and place
        self._ranked: list[tuple[int, Place]] = []

    def __contains__(self, job_id: int) -> bool:
        return job_id in self._users

    def add(self, one: Waiting) -> None:
        """Put a job in its place; one that stands elsewhere moves."""
        if self._users.get(one.job_id) == one.user_id and self._keys[one.job_id][1] == one.place:
            return
        self.remove(one.job_id)
        self._users[one.job_id] = one.user_id
        own = self._own.setdefault(one.user_id, [])
        insort(own, one.place)
        self._rank(one.user_id, bisect_left(own, one.place))

    def remove(self, job_id: int) -> None:
        """Take a job out, if it stands there."""
        if job_id in self._users:
            self._leave(job_id)

    def take(self, job_id: int) -> int:
        """Take out the next of a member's jobs, as it is drawn from now on, and return the member: no other moves."""
        user_id = self._users[job_id]
        self._drawn[user_id] += 1
        self._leave(job_id)
        return user_id

    def draw(self, user_id: int, jobs: int) -> None:
        """Note that so many more of a member's jobs are drawn, or fewer."""
        self._drawn[user_id] += jobs
        if not self._drawn[user_id]:
            del self._drawn[user_id]
        self._rank(user_id)

    def position(self, job_id: int) -> int | None:
        """Return the place in line, 1 being next."""
        key = self._keys.get(job_id)
        return None if key is None else bisect_left(self._ranked, key) + 1

    def position_of_next(self, user_id: int) -> int:
        """Return the place of a member's next job: after all that have waited longer, and those of earlier rounds."""
        turn = self._drawn[user_id] + len(self._own.get(user_id, ()))
        return bisect_left(self._ranked, (turn + 1, (0, 0))) + 1

    def first(self, number: int) -> list[int]:
        """Return so many jobs in the order of their turns."""
        return [job_id for _, (_, job_id) in self._ranked[:number]]

    def _leave(self, job_id: int) -> None:
        user_id, key = self._users.pop(job_id), self._keys.pop(job_id)
        del self._ranked[bisect_left(self._ranked, key)]
        own = self._own[user_id]
        del own[bisect_left(own, key[1])]
        if not own:
            del self._own[user_id]
        self._rank(user_id)

    def _rank(self, user_id: int, start: int = 0) -> None:
        """Put a member's jobs from the one at `start` on where they belong."""
        own = self._own.get(user_id, [])[start:]
        keys = enumerate(own, start=start + self._drawn[user_id])
        moved = [key for key in keys if self._keys.get(key[1][1]) != key]
        if len(moved) > FEW:
            self._keys.update((key[1][1], key) for key in moved)
            self._ranked = sorted(self._keys.values())
            return
        for key in moved:
            if (old := self._keys.get(key[1][1])) is not None:
                del self._ranked[bisect_left(self._ranked, old)]
            insort(self._ranked, key)
            self._keys[key[1][1]] = key
