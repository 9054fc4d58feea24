"""Whom a moderator may act on, pure: as Discord has it for its own time-outs, by the order of roles."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.server_errors import CantBlock, RankTooHigh


@dataclass(frozen=True, kw_only=True)
class ServerMember:
    """A member of a server, or somebody who has left it."""

    user_id: int
    rank: int = 0  # the position of their highest role
    is_owner: bool = False  # of the server
    is_administrator: bool = False
    is_bot: bool = False
    role_ids: tuple[int, ...] = ()
    joined_at: int = 0  # epoch ms; 0: not known


@dataclass(frozen=True, kw_only=True)
class ServerRole:
    """A role of a server."""

    id: int
    rank: int
    is_everyone: bool = False
    is_managed: bool = False  # a bot's own, or one that an integration gives


def check_block(by: ServerMember, member: ServerMember) -> None:
    """Raise CantBlock or RankTooHigh where a moderator can't block a member."""
    if member.is_owner or member.is_administrator or member.is_bot:
        raise CantBlock(who="owner" if member.is_owner else "administrator" if member.is_administrator else "bot")
    check_rank(by, member.rank)


def check_block_role(by: ServerMember, role: ServerRole) -> None:
    """Raise CantBlock or RankTooHigh where a moderator can't block a role."""
    if role.is_everyone or role.is_managed:
        raise CantBlock(who="everyone" if role.is_everyone else "managed")
    check_rank(by, role.rank)


def check_rank(by: ServerMember, rank: int) -> None:
    """Raise RankTooHigh where somebody doesn't stand below a moderator; the server's owner stands above all."""
    if not by.is_owner and rank >= by.rank:
        raise RankTooHigh
