"""Blocks, pure: whom a server's moderators keep from ordering there, why and until when."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.actors import Actor
from bot.domain.jobs import Order
from bot.domain.limits import DAY_MS, HOUR_MS
from bot.domain.moderators import ServerMember
from bot.domain.server_errors import Blocked

MINUTE_MS = 60_000
LONGEST_MS = 366 * DAY_MS
REASON_LENGTH = 200

_UNITS = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), MINUTE_MS),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "heure", "heures"), HOUR_MS),
    **dict.fromkeys(("d", "day", "days", "j", "jour", "jours"), DAY_MS),
    **dict.fromkeys(("w", "week", "weeks", "s", "sem", "semaine", "semaines"), 7 * DAY_MS),
    **dict.fromkeys(("mo", "month", "months", "mois"), 30 * DAY_MS),
    **dict.fromkeys(("y", "year", "years", "a", "an", "ans"), 365 * DAY_MS),
}
_PART = re.compile(r"(\d{1,6}) *([a-z]+)")
_SPAN = re.compile(rf"{_PART.pattern}(?:[ ,;]*(?:and|et)? *{_PART.pattern})*")


class BlockKind(StrEnum):
    """Whom a block holds."""

    MEMBER = "member"
    ROLE = "role"  # whoever has it at the moment of ordering


@dataclass(frozen=True, kw_only=True)
class Block:
    """One member or one role of one server."""

    guild_id: int
    kind: BlockKind
    target_id: int
    reason: str = ""  # the moderator's own words, for whoever is blocked to read
    by_user: int
    at: int  # epoch ms
    ends_at: int | None = None  # epoch ms; None: until it is lifted

    def holds(self, now: int) -> bool:
        """Return True while nobody whom it names may order."""
        return self.ends_at is None or self.ends_at > now


def blocked(blocks: Sequence[Block], *, now: int) -> None:
    """Raise Blocked, with the block that lasts the longest, where one holds."""
    if block := longest(blocks, now=now):
        role_id = block.target_id if block.kind is BlockKind.ROLE else None
        raise Blocked(role_id=role_id, until=block.ends_at, reason=block.reason or None)


def blockable_roles(who: Order | Actor | ServerMember) -> tuple[int, ...]:
    """Return the roles whose blocks hold somebody: an administrator could lift them, and the owner stands above all."""
    return () if who.is_administrator else who.role_ids


def longest(blocks: Sequence[Block], *, now: int) -> Block | None:
    """Return the block that keeps somebody the longest; their own before a role's that ends with it."""
    holding = [block for block in blocks if block.holds(now)]

    def lasts(block: Block) -> tuple[bool, int, bool]:
        return block.ends_at is None, block.ends_at or 0, block.kind is BlockKind.MEMBER

    return max(holding, key=lasts, default=None)


def read_span(text: str) -> int | None:
    """Return a span like `3 hours`, `1d 12h` or `2 semaines` in milliseconds; None for what is none, or over a year."""
    words = unicodedata.normalize("NFKC", text).strip().lower()
    parts = _PART.findall(words)
    if not _SPAN.fullmatch(words) or any(unit not in _UNITS for _, unit in parts):
        return None
    span = sum(int(number) * _UNITS[unit] for number, unit in parts)
    return span if MINUTE_MS <= span <= LONGEST_MS else None
