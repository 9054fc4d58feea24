"""A server's log, pure: the kinds of events, which of them are told in which channel, and a line of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from bot.domain.limits import LAST_ID


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
class LogEvent:
    """Something that a server's log may tell, by the sentence `log-<kind>-<what>`."""

    guild_id: int  # 0: none, so nobody is told
    kind: LogKind
    what: str
    by_user: int = 0  # who did it; 0: nobody
    user_id: int = 0  # whom it is about; 0 likewise
    job_id: int = 0
    channel_id: int = 0  # where it happened; 0: nowhere
    words: str = field(default="", repr=False)  # of an order that was turned down
    facts: Mapping[str, Any] = field(default_factory=dict)  # that the sentence may name, and JSON can hold


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

    def __post_init__(self) -> None:
        """Refuse what is no id: no database holds it."""
        if not all(0 <= self.channel(kind) <= LAST_ID for kind in LogKind):
            raise ValueError("no channel has such an id")

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


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """One event as it is told; people, orders and places are ids, 0 where there is none."""

    id: int
    guild_id: int
    log_channel_id: int  # where it is told
    kind: LogKind
    what: str  # what happened, as the id of its sentence goes on: `log-<kind>-<what>`
    at: int  # epoch ms
    by_user: int = 0  # who did it
    user_id: int = 0  # whom it is about
    job_id: int = 0
    channel_id: int = 0  # where it happened
    words: str = field(default="", repr=False)  # a member's, until they are told; those of an order stay with its job
    facts: Mapping[str, Any] = field(default_factory=dict)  # what the sentence may name
    times: int = 1  # the same within moments
    place: int = 0  # which line of its message, from 0
    is_blank: bool = False  # its words were deleted for good
    is_aged: bool = False  # its words were kept as long as prompts are


@dataclass(frozen=True, kw_only=True)
class LogMessage:
    """Lines that were told together."""

    id: int  # our own, in its menu
    guild_id: int
    channel_id: int
    body: str = field(repr=False)  # what it says, until it is known to stand; then ""
    message_id: int | None  # None: not known to stand
    lines: tuple[LogLine, ...] = ()
