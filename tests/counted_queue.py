"""The line before Higgsfield, for tests that count its slots."""

from __future__ import annotations

from bot.worker.fair_queue import FairQueue


class CountedQueue(FairQueue):
    """A line that says how many of its slots are taken."""

    @property
    def occupied(self) -> int:
        return len(self._held)
