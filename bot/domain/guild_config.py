"""What moderators set for a server: one value, made of sections whose defaults change nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from bot.domain.guild_log import LogRoutes
from bot.domain.guild_privacy import GuildPrivacy
from bot.domain.money import MoneyWarnings
from bot.domain.rules import Rules
from bot.domain.strikes import StrikeRule
from bot.domain.words import WordLists

LAST_CHANGES = 20  # of a server, that are kept


@dataclass(frozen=True, kw_only=True)
class CardDefaults:
    """How a server's cards look."""

    locale: str = ""  # of cards and of the log; "": as Discord says of the server
    spoiler_channels: frozenset[int] = frozenset()  # where pictures come covered, threads included

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
    is_newest: bool  # of its section: it can be undone
    undoes: int | None = None  # the id of the change that it took back
