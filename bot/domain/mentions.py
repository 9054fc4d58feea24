"""Discord's marks in members' words, read as what stands on their screens: a name, never an id."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.runtime.clock import moment

# https://discord.com/developers/docs/reference#message-formatting
_MARK = re.compile(
    r"<(?:(?P<kind>@!?|@&|#)(?P<id>\d+)|a?:(?P<emoji>\w+):\d+|/(?P<command>[^:<>]+):\d+"
    r"|t:(?P<time>[+-]?\d+)(?::\w)?|id:(?P<page>[a-z-]+)(?::\d+)?|sound:\d+:\d+)>"
)
_KINDS = {"@": "member", "@!": "member", "@&": "role", "#": "channel"}


@dataclass(frozen=True, kw_only=True)
class Names:
    """What ids stand for where something was written, and the words for those of which that is not known."""

    members: Mapping[int, str] = field(default_factory=dict)
    roles: Mapping[int, str] = field(default_factory=dict)
    channels: Mapping[int, str] = field(default_factory=dict)
    member: str = "somebody"
    role: str = "a group"
    channel: str = "a channel"
    time: str = "some time"
    sound: str = "a sound"

    def of(self, kind: str, number: int) -> str:
        """Return the name of a member, a role or a channel."""
        known: Mapping[int, str] = getattr(self, f"{kind}s")
        return known.get(number) or str(getattr(self, kind))


def with_names(text: str, names: Names | None = None) -> str:
    """Return a text with names in place of Discord's marks: of members, roles, channels, emoji, commands and times."""
    known = names or Names()
    return _MARK.sub(lambda mark: _read(mark, known), text)


def has_marks(text: str) -> bool:
    """Whether a text has any of Discord's marks: most have none, and need no names."""
    return _MARK.search(text) is not None


def mentioned(text: str) -> Mapping[str, frozenset[int]]:
    """Return the ids that a text mentions, by kind: member, role, channel."""
    found: dict[str, set[int]] = {kind: set() for kind in _KINDS.values()}
    for mark in _MARK.finditer(text):
        if mark["kind"]:
            found[_KINDS[mark["kind"]]].add(int(mark["id"]))
    return {kind: frozenset(ids) for kind, ids in found.items()}


def _read(mark: re.Match[str], names: Names) -> str:
    if mark["kind"]:
        return names.of(_KINDS[mark["kind"]], int(mark["id"]))
    if mark["command"]:
        return f"/{mark['command']}"
    if mark["time"]:
        return _moment(int(mark["time"])) or names.time
    return mark["emoji"] or mark["page"] or names.sound


def _moment(seconds: int) -> str:
    try:
        return moment(seconds * 1000).strftime("%Y-%m-%d %H:%M UTC")
    except (OverflowError, ValueError, OSError):
        return ""
