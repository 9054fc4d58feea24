"""The part of the store about what the host must know, and what it was told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Incident(Protocol):
    """Something that the owner must know."""

    @property
    def kind(self) -> str:
        """The kind: one of each is open at a time."""
        ...

    @property
    def since(self) -> int:
        """Epoch ms."""
        ...

    @property
    def told_at(self) -> int | None:
        """Epoch ms; None: not yet."""
        ...

    @property
    def detail(self) -> str:
        """A few words for the sentence."""
        ...


class IncidentStore(Protocol):
    """The part about incidents."""

    async def open_incident(self, kind: str, *, detail: str, now: int) -> bool:
        """As in `bot.store.Store`."""
        ...

    async def incidents(self) -> Sequence[Incident]:
        """As in `bot.store.Store`."""
        ...

    async def close_incident(self, kind: str) -> bool:
        """As in `bot.store.Store`."""
        ...

    async def incident_reported(self, kind: str, *, now: int) -> None:
        """As in `bot.store.Store`."""
        ...


class FactStore(Protocol):
    """The part that remembers single facts over restarts."""

    async def fact(self, name: str) -> str | None:
        """As in `bot.store.Store`."""
        ...

    async def set_fact(self, name: str, value: str) -> None:
        """As in `bot.store.Store`."""
        ...
