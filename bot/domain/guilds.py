"""Servers that the bot is on, as the host knows them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Guild:
    """A server; one that the host has not vouched for shares a part of the cap with all others like it."""

    id: int
    name: str = ""  # "": not known yet
    members: int = 0
    joined_at: int = 0  # epoch ms, by Discord; 0: not known
    is_trusted: bool = False
    left_at: int | None = None  # epoch ms; None: the bot is there
    left_behind_at: int | None = None  # since when what it left behind grows old; None: it does not

    @property
    def has_left(self) -> bool:
        """Return True if the bot is not there any more."""
        return self.left_at is not None
