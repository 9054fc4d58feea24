"""The verbs about what moderators set for a server. `now` is always epoch milliseconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Section:
    """A section as it is kept."""

    body: str  # JSON
    rev: int  # how often it was changed


@dataclass(frozen=True, kw_only=True)
class SectionChange:
    """What a section is to become, by one moderator who saw it as it was."""

    section: str
    body: str  # JSON
    rev: int  # that the moderator saw
    undoes: int | None = None  # the id of the change that it takes back


@dataclass(frozen=True, kw_only=True)
class KeptChange:
    """A change that was made."""

    id: int
    guild_id: int
    section: str
    rev: int
    at: int
    by_user: int
    before: str | None  # JSON; None: the default
    after: str
    is_newest: bool
    undoes: int | None


class GuildConfigs(Protocol):
    """The verbs about sections."""

    async def sections(self, guild_id: int) -> Mapping[str, Section]:
        """Return what is set for a server; a section that was never changed is not in it."""
        ...

    async def every(self, section: str) -> Mapping[int, str]:
        """Return a section of each server that has set it, as JSON by the server's id."""
        ...

    async def change(self, guild_id: int, changes: Sequence[SectionChange], *, by_user: int, now: int) -> None:
        """Change sections, all or none; raises ChangedMeanwhile where one is no longer as it was seen.

        Each change is noted; of a server's the last 20 are kept.
        """
        ...

    async def changes(self, guild_id: int) -> Sequence[KeptChange]:
        """Return a server's last changes, newest first."""
        ...
