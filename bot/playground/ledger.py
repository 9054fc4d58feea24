"""A record of every REST call the bot made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One call and its answer; path is without the /api/v10."""

    n: int
    at: float
    method: str
    path: str
    status: int
    code: int
    allowed_mentions: bool
    message_id: int | None
    files: int
    summary: str
