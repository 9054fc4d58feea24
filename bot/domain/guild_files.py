"""A server's settings as one file, pure: written whole, and read only where all of it is understood."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from bot.domain.errors import BotError
from bot.domain.guild_config import SECTIONS, GuildConfig
from bot.domain.limits import LAST_ID
from bot.domain.sections import from_json, to_json

WHAT, FORMAT = "banana-bot server settings", 1
LARGEST = 2_000_000  # characters: 6,000 words and 50 limits fit many times over


class Fault(StrEnum):
    """Why a file is not taken."""

    NOT_OURS = "not_ours"
    NEWER = "newer"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"  # one of its sections


class BadGuildFile(BotError):
    """A file of settings is not taken, and nothing was changed."""

    def __init__(self, fault: Fault, section: str = "", detail: str = "") -> None:
        super().__init__(f"{fault}: {section} {detail}".strip())
        self.fault = fault
        self.section = section
        self.detail = detail


def written(config: GuildConfig, *, guild_id: int, names: Mapping[int, str] | None = None) -> str:
    """Return the file of a server's settings; `names` are those of roles and channels, for another server."""
    sections = {name: json.loads(to_json(getattr(config, name))) for name in SECTIONS}
    named = {str(each): name for each, name in (names or {}).items()}
    content = {"what": WHAT, "format": FORMAT, "server": str(guild_id), "sections": sections, "names": named}
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def read(text: str) -> Mapping[str, Any]:
    """Return the sections of a file by name; raises BadGuildFile where not all of it is understood."""
    content = _content(text)
    sections = content.get("sections")
    if not isinstance(sections, dict):
        raise BadGuildFile(Fault.NOT_OURS)
    if unknown := sorted(sections.keys() - SECTIONS.keys()):
        raise BadGuildFile(Fault.NEWER, unknown[0])
    return {name: _section(name, value) for name, value in sections.items()}


def read_names(text: str) -> Mapping[int, str]:
    """Return what a file calls the roles and channels that it names by their ids; raises BadGuildFile."""
    names = _content(text).get("names")
    known = names.items() if isinstance(names, dict) else ()
    return {int(each): str(name) for each, name in known if _is_id(each)}


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= len(str(LAST_ID))


def _content(text: str) -> dict[str, Any]:
    if len(text) > LARGEST:
        raise BadGuildFile(Fault.TOO_LARGE)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise BadGuildFile(Fault.NOT_OURS) from None
    if not isinstance(content, dict) or content.get("what") != WHAT:
        raise BadGuildFile(Fault.NOT_OURS)
    if content.get("format") != FORMAT:
        raise BadGuildFile(Fault.NEWER)
    return content


def _section(name: str, value: object) -> Any:  # noqa: ANN401 - the section's class
    try:
        section = from_json(SECTIONS[name], json.dumps(value))
    except (ValueError, RecursionError) as error:
        raise BadGuildFile(Fault.UNREADABLE, name, str(error)) from None
    if _is_lost(value, json.loads(to_json(section))):
        raise BadGuildFile(Fault.NEWER, name)
    return section


def _is_lost(given: object, understood: object) -> bool:
    """Return True if something has a name that is not understood: a newer version's, or a slip of the pen."""
    if isinstance(given, dict) and isinstance(understood, dict):
        return any(key not in understood or _is_lost(value, understood[key]) for key, value in given.items())
    if isinstance(given, list) and isinstance(understood, list) and len(given) == len(understood):
        return any(_is_lost(one, other) for one, other in zip(given, understood, strict=True))
    return False
