"""Who may use which command where, as a guild's Integrations page sets it: one command over the whole application."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.simulators.discord.models import Channel, Guild, User
from bot.simulators.discord.permissions import BITS, bits
from bot.simulators.discord.state import State

JSON = dict[str, Any]
ROLE, USER, CHANNEL = 1, 2, 3
Target = tuple[int, int]  # its kind and its id


class CommandPermissions:
    """The overrides of each guild, by the id of a command or, for all of them, of the application.

    https://discord.com/developers/docs/interactions/application-commands#permissions; how they go together:
    https://support.discord.com/hc/en-us/articles/10952896421783-Updates-to-Command-Permissions
    """

    def __init__(self, state: State) -> None:
        self.state = state
        self._by_guild: dict[int, dict[int, dict[Target, bool]]] = {}

    def set(self, guild_id: int, key: int, target: Target, allowed: bool | None) -> JSON:
        """Set one override, or take it back (None); returns what Discord tells of it."""
        overrides = self._by_guild.setdefault(guild_id, {}).setdefault(key, {})
        overrides.pop(target, None)
        if allowed is not None:
            overrides[target] = allowed
        return self._shown(guild_id, key)

    def shown(self, guild_id: int) -> list[JSON]:
        """Return every list of overrides that a guild has, as Discord answers."""
        return [self._shown(guild_id, key) for key, rules in self._by_guild.get(guild_id, {}).items() if rules]

    def _shown(self, guild_id: int, key: int) -> JSON:
        return {
            "id": str(key),
            "application_id": str(self.state.bot.id),
            "guild_id": str(guild_id),
            "permissions": [
                {"id": str(target_id), "type": kind, "permission": allowed}
                for (kind, target_id), allowed in self._by_guild[guild_id][key].items()
            ],
        }

    def allows(self, user: User, channel: Channel, command: JSON) -> bool:
        """Return True if a member may use a command in a channel; administrators always may."""
        if channel.guild_id is None:
            return True
        guild, held = self.state.guilds[channel.guild_id], bits(self.state.rights(user, channel))
        if held & BITS["ADMINISTRATOR"]:
            return True
        if not held & BITS["USE_APPLICATION_COMMANDS"]:
            return False
        rules = self._rules(guild.id, int(command["id"]))
        if not _first(rules, [(CHANNEL, channel.parent_id or channel.id), (CHANNEL, guild.id - 1)], usual=True):
            return False
        needed = int(command.get("default_member_permissions") or 0)
        zero = command.get("default_member_permissions") == "0"
        return self._allows_member(rules, user, guild, usual=not zero and not needed & ~held)

    def _rules(self, guild_id: int, command_id: int) -> dict[Target, bool]:
        """Return the overrides of the application with those of a command in their place."""
        kept = self._by_guild.get(guild_id, {})
        return {**kept.get(self.state.bot.id, {}), **kept.get(command_id, {})}

    def _allows_member(self, rules: dict[Target, bool], user: User, guild: Guild, *, usual: bool) -> bool:
        if (USER, user.id) in rules:
            return rules[USER, user.id]
        said = [rules[ROLE, role] for role in guild.role_ids(user) if (ROLE, role) in rules]
        if said:
            return any(said)
        return usual and rules.get((ROLE, guild.id), True)  # @everyone: whoever the command's own default lets in


def _first(rules: dict[Target, bool], targets: Iterable[Target], *, usual: bool) -> bool:
    return next((rules[target] for target in targets if target in rules), usual)
