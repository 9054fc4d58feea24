"""The page's configuration: its title, its languages, what it offers to try, who is there and where."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bot.simulators.discord.models import Channel, User
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
        "people": [_person(user) for user in users],
        "guild": {"id": str(guild.id), "name": guild.name},
        "channels": [_place(channel) for channel in state.channels.values() if channel.guild_id in (None, guild.id)],
        "bot": {"id": str(state.bot.id), "name": state.bot.name},
    }


def _person(user: User) -> JSON:
    return {
        "id": str(user.id),
        "name": user.name,
        "avatar_color": user.color,
        "role": user.role,
        "initial": user.name[:1].upper(),
    }


def _place(channel: Channel) -> JSON:
    if channel.person_id is None:
        return {"id": str(channel.id), "name": channel.name, "kind": "guild"}
    return {"id": str(channel.id), "name": "Banana", "kind": "dm", "person_id": str(channel.person_id)}
