"""A state that was saved as plain JSON, so that a later bot meets the messages of an earlier one.

The keys are the fields of `models.py`; an attachment's `data` is base64. See tests/fixtures/.
"""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

from bot.simulators.discord.models import Attachment, Channel, Guild, Message, User
from bot.simulators.discord.snowflakes import now, time_of
from bot.simulators.discord.state import State

JSON = dict[str, Any]


def load(state: State, saved: JSON) -> None:
    """Replace the state by a saved one; each message is as old as it was then."""
    state.users = {one["id"]: User(**one) for one in saved["users"]}
    state.bot = next(user for user in state.users.values() if user.role == "bot")
    state.guilds = {one["id"]: Guild(**one) for one in saved["guilds"]}
    state.channels = {one["id"]: _channel(one) for one in saved["channels"]}
    state.files = {}
    for one in saved["messages"]:
        message = _message(one, at=datetime.fromisoformat(saved["at"]))
        state.channels[message.channel_id].messages[message.id] = message
        state.files |= {attachment.id: attachment for attachment in message.attachments}


def _channel(saved: JSON) -> Channel:
    return Channel(**saved | {"denied": set(saved.get("denied", ()))})


def _message(saved: JSON, *, at: datetime) -> Message:
    attachments = [Attachment(**one | {"data": base64.b64decode(one["data"])}) for one in saved.get("attachments", ())]
    message = Message(**saved | {"attachments": attachments})
    message.created_at = now() - (at - time_of(message.id))
    message.versions.append(message.shown())
    return message
