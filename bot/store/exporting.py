"""The verbs about what is kept of one member beside their orders. A part of the Store that has its own page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

Record = Mapping[str, object]  # one line of a list: ids, times as epoch milliseconds, words


class PersonalData(Protocol):
    """What a member may take away."""

    async def preferences(self, user_id: int) -> Mapping[str, object]:
        """Return what a member prefers and was told."""
        ...

    async def lists(self, user_id: int) -> Mapping[str, Sequence[Record]]:
        """Return their favourites, reports, spending, gifts, strikes, blocks and lines of logs, the newest first."""
        ...

    async def deleted_at(self, user_id: int) -> int | None:
        """Return until when everything of theirs was deleted, while the books still name them; None: never."""
        ...
