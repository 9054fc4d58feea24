"""A server's log, pure: the kinds of events, and which of them are told in which channel."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class LogKind(StrEnum):
    """What a line tells; each kind may go to a channel of its own. The value is its name in `LogRoutes`."""

    FINISHED = "finished"  # an order ended: drawn, failed or cancelled
    REFUSED = "refused"  # an order was turned down, here or by Higgsfield's safety filter: nothing charged
    REPORTS = "reports"  # a member reported a picture
    ACTS = "acts"  # a moderator did something about a member or a picture
    SETTINGS = "settings"  # a moderator changed what holds on the server
    MONEY = "money"  # caps that come near, and the week in five lines
    QUESTIONS = "questions"  # a member asks a moderator about a blocked prompt


@dataclass(frozen=True, kw_only=True)
class LogRoutes:
    """In which channel each kind is told, by its id; 0: it is not told. The default tells nothing."""

    finished: int = 0
    refused: int = 0
    reports: int = 0
    acts: int = 0
    settings: int = 0
    money: int = 0
    questions: int = 0
    previews: bool = False  # small copies of the pictures, covered

    def channel(self, kind: LogKind) -> int:
        """Return the channel of a kind; 0: it is not told."""
        return int(getattr(self, kind))

    @property
    def channels(self) -> tuple[int, ...]:
        """The channels that something is told in, each once, in the order of the kinds."""
        return tuple(dict.fromkeys(found for kind in LogKind if (found := self.channel(kind))))

    def kinds(self, channel_id: int) -> tuple[LogKind, ...]:
        """Return what is told in a channel."""
        return tuple(kind for kind in LogKind if self.channel(kind) == channel_id)

    def routed(self, kinds: Collection[LogKind], channel_id: int) -> LogRoutes:
        """Return the same with these kinds told in a channel, or not at all for 0."""
        changes: dict[str, Any] = {kind.value: channel_id for kind in kinds}
        return replace(self, **changes)
