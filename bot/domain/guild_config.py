"""What moderators set for a server: one value, made of sections whose defaults change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from bot.domain.guild_log import LogRoutes
from bot.domain.guild_privacy import GuildPrivacy
from bot.domain.limits import LAST_ID
from bot.domain.money import MoneyWarnings
from bot.domain.rules import Rules
from bot.domain.strikes import StrikeRule
from bot.domain.words import WordLists

MARKS = 9_999  # for which the id of a button has room
LAST_CHANGES = 20  # of a server, that are kept
MOST_CHANNELS = 25  # that a menu can show as chosen
LONGEST_LOCALE = 10  # characters


@dataclass(frozen=True, kw_only=True)
class CardDefaults:
    """How a server's cards look."""

    locale: str = ""  # of cards and of the log; "": as Discord says of the server
    spoiler_channels: frozenset[int] = frozenset()  # where pictures come covered, threads included

    def __post_init__(self) -> None:
        """Refuse what no panel would have kept."""
        if len(self.spoiler_channels) > MOST_CHANNELS or len(self.locale) > LONGEST_LOCALE:
            raise ValueError("too many channels, or no language")
        if not all(0 < each <= LAST_ID for each in self.spoiler_channels):
            raise ValueError("no channel has such an id")

    def covers(self, *channel_ids: int) -> bool:
        """Return True if pictures come covered in a channel, or in a thread of it."""
        return not self.spoiler_channels.isdisjoint(channel_ids)


@dataclass(frozen=True, kw_only=True)
class GuildConfig:
    """Everything that moderators of one server set."""

    rules: Rules = Rules()
    words: WordLists = WordLists()
    money: MoneyWarnings = MoneyWarnings()
    cards: CardDefaults = CardDefaults()
    log: LogRoutes = LogRoutes()
    strikes: StrikeRule = StrikeRule()
    privacy: GuildPrivacy = GuildPrivacy()
    revs: Mapping[str, int] = field(default_factory=dict)  # how often each section was changed; never: not in it

    def rev(self, section: str) -> int:
        """Return how often a section was changed: with it a change says what its moderator saw."""
        return self.revs.get(section, 0)

    def mark(self, section: str) -> int:
        """Return what a panel or a form remembers of a section: another number after each of its changes."""
        return self.rev(section) % MARKS


#: The sections by name, each with the class of its value.
SECTIONS: Mapping[str, type[Any]] = {
    each.name: type(each.default) for each in fields(GuildConfig) if each.name != "revs"
}


@dataclass(frozen=True, kw_only=True)
class GuildChange:
    """One change of a section."""

    id: int
    guild_id: int
    section: str
    rev: int  # the section's, after it
    at: int  # epoch ms
    by_user: int
    before: Any  # the section's values; None: can no longer be read
    after: Any
    is_newest: bool  # of its section
    undoes: int | None = None  # the id of the change that it took back


def undoable(changes: Iterable[GuildChange]) -> frozenset[int]:
    """Return which of a server's changes can be taken back: of each section the newest, and the one below those undone.

    What was taken back can be brought back by taking back that.
    """
    found: set[int] = set()
    live: dict[str, list[int]] = {}
    undone: dict[int, int] = {}  # what a change took back, by its id
    for change in sorted(changes, key=lambda each: each.id):
        stack = live.setdefault(change.section, [])
        if change.undoes is None:
            stack.append(change.id)
        elif stack and stack[-1] == change.undoes:
            undone[change.id] = stack.pop()
        elif change.undoes in undone:
            stack.append(undone[change.undoes])
        if change.is_newest:
            found.add(change.id)
            found.update(stack[-1:])
    return frozenset(found)
