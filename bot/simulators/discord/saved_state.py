"""A state as plain JSON, so that a later bot meets the messages of an earlier one.

The keys are the fields of `models.py`, without those that are as usual; an attachment's `data` is base64.
See tests/fixtures/.
"""

from __future__ import annotations

import base64
from dataclasses import MISSING, fields
from datetime import datetime
from typing import Any

from bot.simulators.discord.models import Attachment, Channel, Guild, GuildRole, Message, User
from bot.simulators.discord.snowflakes import now, time_of
from bot.simulators.discord.state import State

JSON = dict[str, Any]
#: What is not saved: it is made anew, or it is the state of a moment.
NOT_SAVED = frozenset({"messages", "versions", "created_at", "edited_at", "joined_at", "archive_changed_at", "color"})

OVERWRITES = ("denied_to", "denied_to_roles", "allowed_to_roles", "allowed_to")  # of a channel, by whose they are


def save(state: State) -> JSON:
    """Return what `load` restores: people, guilds, channels and messages."""
    messages = [message for channel in state.channels.values() for message in channel.messages.values()]
    return {
        "at": now().isoformat(timespec="milliseconds"),
        "users": [_saved(user) for user in state.users.values()],
        "guilds": [_saved(guild) for guild in state.guilds.values()],
        "channels": [_saved(channel) for channel in state.channels.values()],
        "messages": [_saved(message) for message in messages],
    }


def _saved(thing: Any) -> JSON:  # noqa: ANN401 - any of the models
    return {
        each.name: _plain(value)
        for each in fields(thing)
        if each.name not in NOT_SAVED and (value := getattr(thing, each.name)) not in (None, _usual(each))
    }


def _usual(field: Any) -> object:  # noqa: ANN401 - a dataclass's, whose class is generic
    return field.default if field.default_factory is MISSING else field.default_factory()


def _plain(value: object) -> object:
    match value:
        case bytes():
            return base64.b64encode(value).decode()
        case set() | frozenset():
            return sorted(value)
        case dict():
            return {key: _plain(each) for key, each in value.items()}
        case [Attachment() | GuildRole(), *_]:
            return [_saved(each) for each in value]
        case _:
            return value


def load(state: State, saved: JSON) -> None:
    """Replace the state by a saved one; each message is as old as it was then."""
    state.users = {one["id"]: User(**one) for one in saved["users"]}
    state.bot = next(user for user in state.users.values() if user.role == "bot")
    state.guilds = {one["id"]: _guild(one) for one in saved["guilds"]}
    state.channels = {one["id"]: _channel(one) for one in saved["channels"]}
    state.files = {}
    for one in saved["messages"]:
        message = _message(one, at=datetime.fromisoformat(saved["at"]))
        state.channels[message.channel_id].messages[message.id] = message
        state.files |= {attachment.id: attachment for attachment in message.attachments}


def _guild(saved: JSON) -> Guild:
    roles = [
        GuildRole(**one | {"rights": frozenset(one.get("rights", ())), "member_ids": set(one.get("member_ids", ()))})
        for one in saved.get("roles", ())
    ]
    return Guild(**saved | {"roles": roles})


def _channel(saved: JSON) -> Channel:
    overwrites = {
        name: {int(whose): set(rights) for whose, rights in saved[name].items()} for name in OVERWRITES if name in saved
    }
    return Channel(**saved | {"denied": set(saved.get("denied", ()))} | overwrites)


def _message(saved: JSON, *, at: datetime) -> Message:
    attachments = [Attachment(**one | {"data": base64.b64decode(one["data"])}) for one in saved.get("attachments", ())]
    message = Message(**saved | {"attachments": attachments})
    message.created_at = now() - (at - time_of(message.id))
    message.versions.append(message.shown())
    return message
