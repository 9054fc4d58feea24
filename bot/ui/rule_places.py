"""The roles, channels and members that a server's limits name: whether they are there, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass

import discord

from bot.domain.rule_errors import BadLimit
from bot.domain.rules import Rule, Who


@dataclass(frozen=True)
class RulePlaces:
    """Those of one server, as Discord told them."""

    guild: discord.Guild

    def is_gone(self, rule: Rule) -> bool:
        """Return True if the role or channel of a rule is no more."""
        return rule.scope in (Who.ROLE, Who.CHANNEL) and self._place(rule.scope, rule.target_id) is None

    def name(self, rule: Rule) -> str:
        """Return what a rule's role, channel or member is called, where a mention can't stand."""
        place = self._place(rule.scope, rule.target_id)
        mark = "#" if rule.scope is Who.CHANNEL else "@"
        return f"{mark}{place.name}" if place else f"{mark}{rule.target_id}"

    def check(self, scope: Who, target_id: int) -> None:
        """Raise BadLimit where a role or channel is none of this server's."""
        if scope in (Who.ROLE, Who.CHANNEL) and self._place(scope, target_id) is None:
            raise BadLimit(what="target")

    def _place(self, scope: Who, target_id: int) -> discord.Role | discord.abc.GuildChannel | discord.Member | None:
        if scope is Who.ROLE:
            return self.guild.get_role(target_id)
        if scope is Who.CHANNEL:
            return self.guild.get_channel(target_id)
        return self.guild.get_member(target_id)
