"""What a member chooses in a select: Discord's own lists of people, roles and channels, and what it resolves of them.

https://discord.com/developers/docs/components/reference#user-select
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.simulators.discord import components as c
from bot.simulators.discord import permissions, serializers
from bot.simulators.discord.modals import BadInput
from bot.simulators.discord.models import Channel, Guild, User
from bot.simulators.discord.state import State

JSON = dict[str, Any]


def chosen(part: JSON, values: list[str]) -> list[str]:
    """Return the values of a message's select; BadInput for a choice that a client would not offer."""
    allowed = {option["value"] for option in part.get("options") or []}
    if allowed and not allowed.issuperset(values):
        raise BadInput("the menu has no such choice")
    low, high = part.get("min_values", 1), part.get("max_values", 1)
    if len(set(values)) < len(values) or not (1 if low is None else low) <= len(values) <= (high or 1):
        raise BadInput(f"choose {low} to {high}")
    return values


def resolved(parts: Sequence[tuple[JSON, list[str]]], state: State, channel: Channel, user: User) -> JSON:
    """Return the objects that stand for the ids chosen in selects; BadInput for one that no list has."""
    found: JSON = {}
    for part, values in parts:
        for value in values if part["type"] in c.AUTO_SELECTS else ():
            for name, body in _objects(part, value, state, channel, user).items():
                found.setdefault(name, {})[value] = body
    return found


def _objects(part: JSON, value: str, state: State, channel: Channel, user: User) -> JSON:
    guild = state.guilds.get(channel.guild_id or 0)
    if part["type"] == c.CHANNEL_SELECT:
        return {"channels": _channel(part, value, state, guild, user)}
    kinds = c.LISTED[part["type"]]
    role = next((one for one in serializers.roles(guild) if one["id"] == value), None) if guild else None
    if role is not None and "role" in kinds:
        return {"roles": role}
    one = state.users.get(int(value) if value.isdecimal() else 0)
    if one is None or "user" not in kinds or (guild and one.id not in guild.member_ids):
        raise BadInput("the list has nobody of that id")
    body = {"users": serializers.user(one)}
    if guild is not None:
        member = serializers.member(one, guild, rights=state.rights(one, channel))
        body["members"] = {key: kept for key, kept in member.items() if key != "user"}
    return body


def _channel(part: JSON, value: str, state: State, guild: Guild | None, user: User) -> JSON:
    place = state.channels.get(int(value) if value.isdecimal() else 0)
    if place is None or guild is None or place.guild_id != guild.id:
        raise BadInput("the list has no channel of that id")
    whole, rights = serializers.channel(state, place), state.rights(user, place)
    types = part.get("channel_types") or []
    if "VIEW_CHANNEL" not in rights or (types and whole["type"] not in types):
        raise BadInput("the list has no channel of that id")
    shown = ("id", "name", "type", "parent_id", "thread_metadata", "nsfw", "position", "flags")
    return {key: whole[key] for key in shown if key in whole} | {"permissions": str(permissions.bits(rights))}
