"""Who may use a command in a server, pure: what its moderators set on Discord's Integrations page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum


class Target(IntEnum):
    """What an override is about, as Discord numbers it."""

    ROLE = 1
    USER = 2
    CHANNEL = 3


@dataclass(frozen=True, kw_only=True)
class Override:
    """One line of the page: this role, member or channel may, or may not."""

    target: Target
    target_id: int  # the server's own id is @everyone's; one less means all channels
    is_allowed: bool


@dataclass(frozen=True, kw_only=True)
class CommandUser:
    """A member who would use a command, and where."""

    guild_id: int
    user_id: int
    channel_id: int  # of a thread, the one that it stands in
    role_ids: tuple[int, ...] = ()
    is_administrator: bool = False


def may_use(user: CommandUser, overrides: Iterable[Override], own: Iterable[Override]) -> bool:
    """Return True if a member may use a command; its own overrides stand above those of the whole application.

    https://support.discord.com/hc/en-us/articles/10952896421783-Updates-to-Command-Permissions
    """
    rules = {(o.target, o.target_id): o.is_allowed for o in (*overrides, *own)}
    return user.is_administrator or (_channel_allows(rules, user) and _member_allows(rules, user))


def _channel_allows(rules: Mapping[tuple[Target, int], bool], user: CommandUser) -> bool:
    everywhere = rules.get((Target.CHANNEL, user.guild_id - 1), True)
    return rules.get((Target.CHANNEL, user.channel_id), everywhere)


def _member_allows(rules: Mapping[tuple[Target, int], bool], user: CommandUser) -> bool:
    own = rules.get((Target.USER, user.user_id))
    if own is not None:
        return own
    said = [
        rules[Target.ROLE, role] for role in user.role_ids if role != user.guild_id and (Target.ROLE, role) in rules
    ]
    return any(said) if said else rules.get((Target.ROLE, user.guild_id), True)
