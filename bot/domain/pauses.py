"""Ordering that a moderator or the host paused, pure."""

from __future__ import annotations

from dataclasses import dataclass

WHOLE_BOT = 0  # in a server's place
LONGEST_REASON = 200  # characters


@dataclass(frozen=True, kw_only=True)
class Pause:
    """New orders are refused, of one server or of all; accepted ones go on."""

    guild_id: int = WHOLE_BOT
    by_user: int = 0  # 0: the host, at the terminal
    reason: str = ""
    since: int  # epoch ms

    @property
    def is_whole_bot(self) -> bool:
        """Return True if it holds everywhere."""
        return self.guild_id == WHOLE_BOT
