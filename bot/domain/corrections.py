"""Credits that the host gave back of an order that had ended, pure."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_REASON = 200  # characters


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What was given back, why and when."""

    amount: int  # credits
    reason: str
    at: int  # epoch ms
