"""Ordering that a moderator or the host paused, pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.server_errors import BotPaused, ServerPaused

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


def refusal(pause: Pause) -> BotPaused | ServerPaused:
    """Return what members are told who order meanwhile."""
    if pause.is_whole_bot:
        return BotPaused(since=pause.since, reason=pause.reason or None)
    return ServerPaused(by_user=pause.by_user or None, since=pause.since, reason=pause.reason or None)
