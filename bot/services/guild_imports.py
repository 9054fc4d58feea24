"""Imports that a moderator is still deciding about: kept a quarter of an hour, gone with a restart."""

from __future__ import annotations

from bot.domain.guild_transfer import Import
from bot.domain.setup_errors import ImportExpired
from bot.runtime.clock import Clock

KEPT_S = 900.0
MOST = 50  # of all servers; each may be two megabytes


class GuildImports:
    """One for each moderator and server: the latest."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[tuple[int, int], tuple[float, Import]] = {}

    def keep(self, guild_id: int, user_id: int, made: Import) -> Import:
        """Keep an import, and return it."""
        self._kept.pop((guild_id, user_id), None)
        while len(self._kept) >= MOST:
            self._kept.pop(next(iter(self._kept)))
        self._kept[guild_id, user_id] = (self._clock.monotonic() + KEPT_S, made)
        return made

    def of(self, guild_id: int, user_id: int) -> Import:
        """Return an import; raises ImportExpired."""
        until, made = self._kept.get((guild_id, user_id), (0.0, None))
        if made is None or self._clock.monotonic() > until:
            raise ImportExpired
        return made

    def drop(self, guild_id: int, user_id: int) -> None:
        """Forget an import."""
        self._kept.pop((guild_id, user_id), None)
