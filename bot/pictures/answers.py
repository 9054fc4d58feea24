"""What the decoder is asked for and answers; without Pillow, which only its own process loads."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.limits import INPUT_LIMIT_MB, MIB

LARGEST_INPUT = INPUT_LIMIT_MB * MIB
LARGEST_OUTPUT = 100 * MIB
MOST_PIXELS = 50_000_000  # in memory, of any picture; bench/decoder.py measures what they take


@dataclass(frozen=True, kw_only=True)
class Sanitized:
    """An input ready to be kept."""

    suffix: str
    data: bytes


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What was found out about a result."""

    suffix: str
    is_readable: bool


@dataclass(frozen=True, kw_only=True)
class Rendering:
    """A picture at a step of quality and size: 0 at high quality, 1 at good, then half the size, a quarter …"""

    step: int
    suffix: str
    data: bytes
