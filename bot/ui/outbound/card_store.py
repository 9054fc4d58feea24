"""What the store knows of a job's message, as far as its card needs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.domain.jobs import Job


class CardStore(Protocol):
    """The part of the store about messages; what a member asks for goes through `Orders`."""

    async def active(self) -> Sequence[Job]:
        """As in `bot.store.Store`."""
        ...

    async def unbound(self) -> Sequence[int]:
        """As in `bot.store.Store`."""
        ...

    async def unshown(self) -> Sequence[int]:
        """As in `bot.store.Store`."""
        ...

    async def shown(self, job_id: int, rev: int, *, delivered: str | None = None) -> None:
        """As in `bot.store.Store`."""
        ...

    async def delivered(self, job_id: int, how: str) -> None:
        """As in `bot.store.Store`."""
        ...

    async def clear_token(self, job_id: int) -> None:
        """As in `bot.store.Store`."""
        ...
