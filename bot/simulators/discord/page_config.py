"""The page's configuration: its title, its languages, what it offers to try, who is there and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bot.simulators.discord import serializers
from bot.simulators.discord.models import Channel, Guild, User
from bot.simulators.discord.state import State

JSON = dict[str, Any]
STATIC = Path(__file__).parent / "static"
LANGUAGES = {"en-US": "English", "fr": "Français"}  # that the page's own texts are written in


@dataclass(frozen=True, kw_only=True)
class FirstOrder:
    """The order that the page types by itself, once a start: a member shows how, at the member's own cost."""

    member: str
    command: str
    prompts: JSON  # by locale of Discord


@dataclass(frozen=True, kw_only=True)
class Page:
    """The page's title, languages and things to try, and its first order, if any."""

    title: str = "Banana playground"
    languages: JSON = field(default_factory=lambda: dict(LANGUAGES))  # names by locale of Discord
    tries: tuple[JSON, ...] = ()  # {label, labels by locale, command, prompt, prompts by locale, options, …}
    vendor_events: str | None = None
    first_order: FirstOrder | None = None


def page_config(page: Page, state: State) -> JSON:
    """Return what the page shows around the messages."""
    guild = next(iter(state.guilds.values()))
    users = [state.users[user] for user in guild.member_ids if user != state.bot.id]
    first = page.first_order
    return {
        **asdict(page),
        "first_order": first
        and asdict(first) | {"as": str(next(user.id for user in users if user.name == first.member))},
        "people": [_person(user, guild) for user in users],
        "guild": {"id": str(guild.id), "name": guild.name},
        "roles": [_role(role) for role in serializers.roles(guild)],
        "channels": [_place(channel, users, state) for channel in _places(guild, state)],
        "bot": {"id": str(state.bot.id), "name": state.bot.name},
    }


def _places(guild: Guild, state: State) -> Iterator[Channel]:
    """Yield the members' conversations with the bot, then the guild's channels, each with its threads below it."""
    yield from (channel for channel in state.channels.values() if channel.guild_id is None)
    for channel_id in guild.channel_ids:
        yield state.channels[channel_id]
        yield from (thread for thread in state.threads(guild) if thread.parent_id == channel_id)


def _role(role: JSON) -> JSON:
    return {"id": role["id"], "name": role["name"], "color": f"#{role['color']:06x}" if role["color"] else None}


def _person(user: User, guild: Guild) -> JSON:
    return {
        "id": str(user.id),
        "name": user.name,
        "avatar_color": user.color,
        "role": user.role,
        "roles": [role.name for role in guild.roles if user.id in role.member_ids],
        "initial": user.name[:1].upper(),
    }


def _place(channel: Channel, users: list[User], state: State) -> JSON:
    if channel.person_id is None:
        seen_by = [str(user.id) for user in users if "VIEW_CHANNEL" in state.rights(user, channel)]
        return {
            "id": str(channel.id),
            "name": channel.name,
            "kind": "guild",
            "type": channel.kind,
            "parent_id": str(channel.parent_id) if channel.parent_id else None,
            "is_age_restricted": channel.is_age_restricted,
            "seen_by": seen_by,
        }
    return {"id": str(channel.id), "name": "Banana", "kind": "dm", "person_id": str(channel.person_id)}
