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
    has_left: bool = False
