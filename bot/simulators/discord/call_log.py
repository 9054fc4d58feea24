"""The log of the bot's REST calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

JSON = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class LoggedCall:
    """One call and its answer; `path` is without the /api/v10."""

    n: int
    at: float
    method: str
    path: str
    status: int
    code: int
    speaks: bool  # it wrote or changed a message
    allowed_mentions: JSON | None  # as the bot sent it
    message_id: int | None
    files: int
    summary: str
