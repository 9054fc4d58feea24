"""The actions of members, with the checks of their Discord client; personas and the page both come through here."""

from __future__ import annotations

import re
from typing import Any

from bot.simulators.discord import commands, components, modals, selects, serializers
from bot.simulators.discord.command_permissions import CommandPermissions
from bot.simulators.discord.commands import CommandRegistry
from bot.simulators.discord.interactions import Interactions
from bot.simulators.discord.modals import BadInput
from bot.simulators.discord.models import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    FORUM,
    MEDIA,
    MODAL_SUBMIT,
    Attachment,
    Channel,
    Interaction,
    Message,
    User,
)
from bot.simulators.discord.permissions import sending
from bot.simulators.discord.snowflakes import now
from bot.simulators.discord.state import State

JSON = dict[str, Any]
Found = tuple[JSON, list[JSON]]


class Actions:
    """The actions of a member at a Discord client; BadInput says why one is impossible."""

    def __init__(
        self,
        state: State,
        interactions: Interactions,
        commands: CommandRegistry,
        command_permissions: CommandPermissions,
    ) -> None:
        self.state = state
        self.interactions = interactions
        self.commands = commands
        self.command_permissions = command_permissions

    def slash(
        self, user: User, channel: Channel, found: Found, values: JSON, *, locale: str, nonce: str | None = None
    ) -> Interaction:
        """Send a slash command."""
        command, way = found
        self._may(user, channel, command)
        known = {option["name"]: option for option in commands.leaf(command, way).get("options") or []}
        if unknown := set(values) - set(known):
            raise BadInput(f"/{commands.full_name(command, way)} has no option {', '.join(sorted(unknown))}")
        for option in known.values():
            _fits(option, values.get(option["name"]))
        data, files = self._data(command, way, values)
        if files:
            shown = {str(file.id): serializers.attachment(self.state, file) for file in files}
            data["resolved"] = {"attachments": shown}
        name = commands.full_name(command, way)
        return self.interactions.start(COMMAND, user, channel, data, locale=locale, name=name, nonce=nonce)

    def lists(self, user: User, channel: Channel, command: JSON) -> bool:
        """Whether a member's client lists a command in a channel."""
        return commands.fits(command, channel.guild_id) and self.command_permissions.allows(user, channel, command)

    def _may(self, user: User, channel: Channel, command: JSON) -> None:
        if channel.locked and "MANAGE_THREADS" not in self.state.rights(user, channel):
            raise BadInput("this thread is locked")
        if not commands.fits(command, channel.guild_id):
            raise BadInput("this command is not offered here")
        if not self.command_permissions.allows(user, channel, command):
            raise BadInput("this command is not offered to you")
        if command["type"] == commands.CHAT:
            self._may_write(user, channel)

    def _may_write(self, user: User, channel: Channel) -> None:
        needed = sending(in_thread=channel.parent_id is not None)
        if channel.guild_id and needed not in self.state.rights(user, channel):
            raise BadInput("you can't write here")

    def _data(self, command: JSON, way: list[JSON], values: JSON, focused: str = "") -> tuple[JSON, list[Attachment]]:
        files = [value for value in values.values() if isinstance(value, Attachment)]
        types = {option["name"]: option["type"] for option in commands.leaf(command, way).get("options") or []}
        options: list[JSON] = [
            {
                "name": name,
                "type": types[name],
                "value": str(value.id) if isinstance(value, Attachment) else value,
                **({"focused": True} if name == focused else {}),
            }
            for name, value in values.items()
        ]
        for part in reversed(way):
            options = [{"name": part["name"], "type": part["type"], "options": options}]
        data: JSON = {"id": command["id"], "name": command["name"], "type": command["type"], "options": options}
        if "guild_id" in command:
            data["guild_id"] = command["guild_id"]
        return data, files

    def autocomplete(
        self, user: User, channel: Channel, found: Found, values: JSON, focused: str, *, locale: str
    ) -> Interaction:
        """Ask for suggestions while typing an option."""
        command, way = found
        data, _ = self._data(command, way, {**values, focused: values.get(focused, "")}, focused)
        return self.interactions.start(AUTOCOMPLETE, user, channel, data, locale=locale)

    def click(
        self,
        user: User,
        message: Message,
        custom_id: str,
        values: list[str] | None,
        *,
        locale: str,
        nonce: str | None = None,
    ) -> Interaction:
        """Press a button or choose from a select."""
        if message.deleted or message.ephemeral_for not in (None, user.id):
            raise BadInput("this message is not there")
        part = next((p for p in components.walk(message.components) if p.get("custom_id") == custom_id), None)
        if part is None:
            raise BadInput(f"the message has no {custom_id!r}")
        if part.get("disabled"):
            raise BadInput(f"{part.get('label') or custom_id} is switched off")
        data: JSON = {"custom_id": custom_id, "component_type": part["type"], "id": part.get("id", 0)}
        if part["type"] in components.SELECTS:
            data["values"] = selects.chosen(part, [str(value) for value in values or []])
        channel = self.state.channels[message.channel_id]
        if found := selects.resolved([(part, data.get("values", []))], self.state, channel, user):
            data["resolved"] = found
        return self.interactions.start(COMPONENT, user, channel, data, locale=locale, source=message, nonce=nonce)

    def submit(self, opened: Interaction, given: JSON, *, locale: str, nonce: str | None = None) -> Interaction:
        """Send a filled-in modal."""
        if opened.modal is None:
            raise BadInput("no modal is open")
        parts, files = modals.filled(opened.modal, given)
        data: JSON = {"custom_id": opened.modal["custom_id"], "components": parts}
        picked = [
            (field, answer["values"])
            for field, answer in zip(modals.fields(opened.modal["components"]), modals.fields(parts), strict=True)
            if field["type"] in components.SELECTS
        ]
        found = selects.resolved(picked, self.state, opened.channel, opened.user)
        if files:
            found["attachments"] = {str(file.id): serializers.attachment(self.state, file) for file in files}
        if found:
            data["resolved"] = found
        source = opened.source if opened.type == COMPONENT else None
        return self.interactions.start(
            MODAL_SUBMIT, opened.user, opened.channel, data, locale=locale, source=source, nonce=nonce
        )

    def menu(
        self,
        user: User,
        channel: Channel,
        command: JSON,
        target: Message | User,
        *,
        locale: str,
        nonce: str | None = None,
    ) -> Interaction:
        """Use a context-menu command on a message or a member."""
        self._may(user, channel, command)
        key = str(target.id)
        if isinstance(target, Message):
            resolved: JSON = {"messages": {key: serializers.message(self.state, target, viewer_id=self.state.bot.id)}}
        else:
            resolved = {"users": {key: serializers.user(target)}}
            if channel.guild_id:
                guild = self.state.guilds[channel.guild_id]
                member = serializers.member(target, guild, rights=self.state.rights(target, channel))
                resolved["members"] = {key: {k: v for k, v in member.items() if k != "user"}}
        data = {
            "id": command["id"],
            "name": command["name"],
            "type": command["type"],
            "target_id": key,
            "resolved": resolved,
        }
        return self.interactions.start(COMMAND, user, channel, data, locale=locale, name=command["name"], nonce=nonce)

    def say(
        self,
        user: User,
        channel: Channel,
        text: str,
        *,
        reply_to: Message | None,
        files: list[Attachment],
        ping: bool = True,
    ) -> Message:
        """Write a plain message; a reply calls whom it answers, unless its author switched that off."""
        if not text and not files:
            raise BadInput("an empty message can't be sent")
        self._may_write(user, channel)
        if channel.kind in (FORUM, MEDIA):
            raise BadInput("a forum has posts only")
        self._slow(user, channel)
        if len(text) > 2000:
            raise BadInput("a message has at most 2,000 characters")
        bot = self.state.bot.id
        for known in self.state.users.values():
            text = re.sub(rf"@{re.escape(known.name)}\b", f"<@{known.id}>", text, flags=re.IGNORECASE)
        called = [u.id for u in self.state.users.values() if f"<@{u.id}>" in text]
        # Discord: a reply to an interaction's answer does not reveal its content to the bot
        if reply_to and ping and (reply_to.author_id != bot or reply_to.interaction is None):
            called.append(reply_to.author_id)
        message = Message(
            id=self.state.ids.next(),
            channel_id=channel.id,
            author_id=user.id,
            content=text,
            attachments=files,
            mentions=list(dict.fromkeys(called)),
            reply_to=reply_to.id if reply_to else None,
            kind=19 if reply_to else 0,
        )
        return self.state.post(message)

    def _slow(self, user: User, channel: Channel) -> None:
        """Raise BadInput in slow mode; a moderator is exempt."""
        latest = [m for m in channel.messages.values() if m.author_id == user.id]
        waited = (now() - latest[-1].created_at).total_seconds() if latest else channel.slow_seconds
        if waited < channel.slow_seconds and "MANAGE_MESSAGES" not in self.state.rights(user, channel):
            raise BadInput("slow mode is on")

    def delete(self, user: User, message: Message) -> None:
        """Delete a message: the member's own, or another's with the right to manage."""
        channel = self.state.channels[message.channel_id]
        if message.ephemeral_for == user.id:
            self.state.dismiss(message)
            return
        if user.id != message.author_id and "MANAGE_MESSAGES" not in self.state.rights(user, channel):
            raise BadInput("only its author or a moderator can delete it")
        self.state.delete(message)


def _fits(option: JSON, value: Any) -> None:  # noqa: ANN401
    name, kind = option["name"], option["type"]
    if value is None:
        if option.get("required"):
            raise BadInput(f"{name} is required")
        return
    wanted: dict[int, tuple[type, ...]] = {3: (str,), 4: (int,), 5: (bool,), 10: (int, float), 11: (Attachment,)}
    if kind in wanted and (not isinstance(value, wanted[kind]) or (kind == 4 and isinstance(value, bool))):
        raise BadInput(f"{name} takes another kind of value")
    allowed = [choice["value"] for choice in option.get("choices") or []]
    if allowed and value not in allowed:
        raise BadInput(f"{name} has no choice {value!r}")
    measure = len(value) if kind == 3 else value
    key = "length" if kind == 3 else "value"
    low, high = option.get(f"min_{key}"), option.get(f"max_{key}", 6000 if kind == 3 else None)
    if kind in (3, 4, 10) and ((low is not None and measure < low) or (high is not None and measure > high)):
        raise BadInput(f"{name} is outside its bounds")
