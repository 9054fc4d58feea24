"""The verbs about how many orders are under way. A part of the Store, for whoever watches the bot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Count:
    """The jobs of one state and model."""

    state: str
    model: str
    jobs: int
    oldest: int  # when the first of them was ordered, epoch ms


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What is under way, and what Higgsfield still owes a word about."""

    under_way: Sequence[Count]
    unclear: int  # orders that it may have charged


class Counting(Protocol):
    """What can be counted at any time: no question here reads more than what is under way."""

    @property
    def obstacle(self) -> str:
        """What keeps the database from being written, by the last transactions; empty where nothing does."""
        ...

    async def running(self, *, now: int) -> tuple[int, int]:
        """Return how many jobs Higgsfield has, and how many of them take longer than usual by now (epoch ms)."""
        ...

    async def counts(self) -> Counts:
        """Return the counts of this moment."""
        ...
