"""Members to act as from Python, and the interactions they start."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from bot.simulators.discord import components
from bot.simulators.discord.actions import Actions
from bot.simulators.discord.interactions import NO_ANSWER
from bot.simulators.discord.modals import BadInput
from bot.simulators.discord.models import Attachment, Channel, Guild, GuildRole, Interaction, Message, User

JSON = dict[str, Any]
File = tuple[str, bytes] | tuple[str, bytes, str]


class Call:
    """One interaction, as the member who started it sees it."""

    def __init__(self, interaction: Interaction) -> None:
        self.interaction = interaction
        self.id = interaction.id
        self.token = interaction.token

    @property
    def answered(self) -> bool:
        """Whether the bot gave a first answer in time."""
        return self.interaction.answered

    @property
    def failed(self) -> bool:
        """Whether the member was told that the application did not respond."""
        return self.interaction.failed

    @property
    def sentence(self) -> str:
        """The client's sentence where no answer came, or ""."""
        return NO_ANSWER if self.failed else ""

    @property
    def type(self) -> int:
        """The kind of the first answer: 4 message, 5 deferred, 6 and 7 update, 8 choices, 9 modal."""
        return self.interaction.response_type

    @property
    def code(self) -> int:
        """The code of the last refused answer, or 0."""
        return self.interaction.code

    @property
    def message(self) -> Message | None:
        """The answer's message, as it is now."""
        return self.interaction.message

    @property
    def modal(self) -> JSON | None:
        """The modal that was opened."""
        return self.interaction.modal

    @property
    def choices(self) -> list[JSON] | None:
        """The suggestions of an autocomplete."""
        return self.interaction.choices

    @property
    def followups(self) -> list[Message]:
        """The messages that came after the first answer."""
        return self.interaction.followups

    @property
    def ephemeral(self) -> bool:
        """Whether only the member sees the answer."""
        return self.interaction.ephemeral

    async def done(self, timeout: float = 10) -> Call:  # noqa: ASYNC109
        """Wait for the first answer, or for its deadline; TimeoutError after `timeout` seconds."""
        async with asyncio.timeout(timeout):
            await self.interaction.settled.wait()
        return self


class Person:
    """A member at a Discord client."""

    def __init__(self, user: User, actions: Actions, home: Guild) -> None:
        self.user = user
        self.actions = actions
        self.home = home
        self.id = user.id
        self.name = user.name

    def channel(self, name: str) -> Channel:
        """Return a channel of the member's guild by name; "dm" is their DM with the bot."""
        state = self.actions.state
        return state.dm(self.id) if name == "dm" else state.named(name, self.home)

    def _files(self, values: JSON) -> JSON:
        return {key: self._file(value) if isinstance(value, tuple) else value for key, value in values.items()}

    def _file(self, file: File, *, ephemeral: bool = True) -> Attachment:
        attachment = self.actions.state.attach(file[0], file[1], ephemeral=ephemeral)
        if len(file) == 3:
            attachment.content_type = file[2]
        return attachment

    async def slash(
        self,
        command: str,
        *,
        channel: str = "studio",
        locale: str = "en-US",
        **options: Any,  # noqa: ANN401
    ) -> Call:
        """Send a slash command; a file option is (name, bytes) or (name, bytes, content type)."""
        place = self.channel(channel)
        found = self.actions.commands.find(place.guild_id, name=command, kind=1)
        return Call(self.actions.slash(self.user, place, found, self._files(options), locale=locale))

    async def raw(
        self, kind: int, data: JSON, *, channel: str = "studio", locale: str = "en-US", source: Message | None = None
    ) -> Call:
        """Send an interaction that the bot's own commands and messages don't offer, as an outdated client does."""
        place = self.channel(channel)
        return Call(self.actions.interactions.start(kind, self.user, place, data, locale=locale, source=source))

    async def autocomplete(
        self,
        command: str,
        focused: str,
        typed: str = "",
        *,
        channel: str = "studio",
        locale: str = "en-US",
        **options: Any,  # noqa: ANN401
    ) -> list[JSON]:
        """Return the suggestions for the text typed into one option."""
        place = self.channel(channel)
        found = self.actions.commands.find(place.guild_id, name=command, kind=1)
        values = {**self._files(options), focused: typed}
        call = Call(self.actions.autocomplete(self.user, place, found, values, focused, locale=locale))
        return (await call.done()).choices or []

    async def click(
        self,
        message: Message,
        custom_id: str | None = None,
        *,
        label: str | None = None,
        values: Sequence[str | Person | Channel | GuildRole] | None = None,
        locale: str = "en-US",
    ) -> Call:
        """Press a button by custom_id or label, or choose values from a select."""
        if custom_id is None:
            custom_id = _labelled(message, label)
        chosen = None if values is None else [str(_value(one)) for one in values]
        return Call(self.actions.click(self.user, message, custom_id, chosen, locale=locale))

    async def submit(self, modal: Call, *, locale: str = "en-US", **fields: Any) -> Call:  # noqa: ANN401
        """Send the modal that a call opened; a file field is a list of (name, bytes), a select's one of its values."""
        given = {
            key: [self._file(one) if isinstance(one, tuple) else _value(one) for one in value]
            if isinstance(value, list)
            else value
            for key, value in fields.items()
        }
        return Call(self.actions.submit(modal.interaction, given, locale=locale))

    async def user_menu(self, command: str, target: Person, *, channel: str = "studio", locale: str = "en-US") -> Call:
        """Use a context-menu command on a member."""
        return await self.menu(command, target, channel=channel, locale=locale)

    async def menu(
        self, command: str, target: Message | Person, *, channel: str = "studio", locale: str = "en-US"
    ) -> Call:
        """Use a context-menu command on a message or, in a channel, on a member."""
        one = target.user if isinstance(target, Person) else target
        place = self.actions.state.channels[one.channel_id] if isinstance(one, Message) else self.channel(channel)
        kind = 3 if isinstance(one, Message) else 2
        found, _ = self.actions.commands.find(place.guild_id, name=command, kind=kind)
        return Call(self.actions.menu(self.user, place, found, one, locale=locale))

    async def react(self, message: Message, emoji: str) -> None:
        """Add a reaction."""
        self.actions.state.react(message, self.id, emoji)

    async def unreact(self, message: Message, emoji: str) -> None:
        """Remove the member's reaction."""
        self.actions.state.unreact(message, self.id, emoji)

    async def say(
        self, text: str, *, channel: str = "studio", reply_to: Message | None = None, files: Sequence[File] = ()
    ) -> Message:
        """Write a plain message."""
        attached = [self._file(file, ephemeral=False) for file in files]
        return self.actions.say(self.user, self.channel(channel), text, reply_to=reply_to, files=attached)

    async def delete(self, message: Message) -> None:
        """Delete a message."""
        self.actions.delete(self.user, message)

    def dm(self) -> list[Message]:
        """Return the messages of the member's DM with the bot."""
        return list(self.actions.state.dm(self.id).messages.values())


def _value(one: Any) -> Any:  # noqa: ANN401
    return str(one.id) if isinstance(one, Person | Channel | GuildRole) else one


def _labelled(message: Message, label: str | None) -> str:
    parts = list(components.walk(message.components))
    for part in parts:
        if part.get("custom_id") and label in (part.get("label"), part.get("placeholder")):
            return str(part["custom_id"])
    raise BadInput(f"no button {label!r}; there are {[p['label'] for p in parts if p.get('label')]}")
