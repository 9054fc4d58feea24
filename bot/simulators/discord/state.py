"""The simulator's state: its objects, every write to them, and the publication of each change."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar
from urllib.parse import quote

from bot.simulators.discord import image_size, permissions
from bot.simulators.discord.errors import ApiError
from bot.simulators.discord.models import Attachment, Change, Channel, Guild, GuildRole, Message, Role, User
from bot.simulators.discord.snowflakes import Snowflakes, now

T = TypeVar("T")
ASK_AGAIN = 0.1
COLORS = ("#f2b84b", "#7aa2f7", "#9ece6a", "#f7768e", "#bb9af7", "#2ac3de")


class State:
    """All users, guilds, channels, messages and files, and the listeners to their changes."""

    def __init__(self) -> None:
        self.ids = Snowflakes()
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.files: dict[int, Attachment] = {}
        self.team_ids: list[int] = []
        self.hides_role_counts = False
        self.listeners: list[Callable[[Change], None]] = []
        self.files_url = ""
        self._waiters: set[asyncio.Future[None]] = set()
        self._waking = False
        self.bot = self.add_user("Banana", role="bot")

    def add_user(self, name: str, *, role: Role = "member") -> User:
        """Add a user and, unless it is the bot, their DM with it."""
        user = User(id=self.ids.next(), name=name, role=role, color=COLORS[len(self.users) % len(COLORS)])
        self.users[user.id] = user
        if role != "bot":
            self._add_channel(Channel(id=self.ids.next(), name=f"dm:{name}", person_id=user.id))
        return user

    def add_guild(
        self, name: str, channels: tuple[str, ...], owner: User, *, locale: str = "en-US", system: str = ""
    ) -> Guild:
        """Add a guild with the bot and its owner in it."""
        guild = Guild(
            id=self.ids.next(),
            name=name,
            owner_id=owner.id,
            moderators_id=self.ids.next(),
            locale=locale,
            member_ids=[self.bot.id, owner.id],
        )
        self.guilds[guild.id] = guild
        for channel in channels:
            added = self._add_channel(Channel(id=self.ids.next(), name=channel, guild_id=guild.id))
            guild.channel_ids.append(added.id)
            guild.system_channel_id = added.id if channel == system else guild.system_channel_id
        self.publish(Change(kind="guild", guild=guild))
        return guild

    def _add_channel(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        return channel

    def add_thread(self, name: str, parent: Channel) -> Channel:
        """Add a thread to a guild's channel."""
        thread = Channel(id=self.ids.next(), name=name, guild_id=parent.guild_id, parent_id=parent.id)
        self._add_channel(thread)
        self.publish(Change(kind="thread", channel=thread))
        return thread

    def add_channel(self, channel: Channel, guild: Guild) -> Channel:
        """Add a channel to a guild."""
        self._add_channel(channel)
        guild.channel_ids.append(channel.id)
        self.publish(Change(kind="opened", channel=channel))
        return channel

    def add_role(self, role: GuildRole, guild: Guild) -> GuildRole:
        """Add a role to a guild."""
        guild.roles.append(role)
        self.publish(Change(kind="role_added", guild=guild, role=role))
        return role

    def remove_role(self, role: GuildRole, guild: Guild) -> None:
        """Delete a role, which its members lose."""
        guild.roles.remove(role)
        self.publish(Change(kind="role_removed", guild=guild, role=role))

    def close_thread(self, thread: Channel, *, archived: bool, locked: bool) -> None:
        """Archive, lock or reopen a thread."""
        thread.archived, thread.locked, thread.archive_changed_at = archived, locked, now()
        self.publish(Change(kind="channel", channel=thread))

    def remove(self, channel: Channel) -> None:
        """Delete a channel, with its messages and threads."""
        for thread in [one for one in self.channels.values() if one.parent_id == channel.id]:
            self.remove(thread)
        del self.channels[channel.id]
        if channel.guild_id is not None and channel.parent_id is None:
            self.guilds[channel.guild_id].channel_ids.remove(channel.id)
        self.publish(Change(kind="removed", channel=channel))

    def kick_bot(self, guild: Guild) -> None:
        """Remove the bot from a guild."""
        guild.member_ids.remove(self.bot.id)
        self.publish(Change(kind="kicked", guild=guild))

    def invite_bot(self, guild: Guild) -> None:
        """Let the bot into a guild."""
        guild.member_ids.insert(0, self.bot.id)
        self.publish(Change(kind="guild", guild=guild))

    def set_unavailable(self, guild: Guild, *, is_unavailable: bool) -> None:
        """Begin or end an outage of a guild."""
        guild.is_unavailable = is_unavailable
        self.publish(Change(kind="unavailable" if is_unavailable else "available", guild=guild))

    def threads(self, guild: Guild) -> list[Channel]:
        """Return a guild's threads that are not archived."""
        return [c for c in self.channels.values() if c.guild_id == guild.id and c.parent_id and not c.archived]

    def check_writable(self, channel: Channel, *, new: bool = False) -> None:
        """Raise ApiError for a locked or archived thread; a new message reopens one that is only archived."""
        if channel.locked and "MANAGE_THREADS" not in self.rights(self.bot, channel):
            raise ApiError(50083 if channel.archived else 160005)
        if channel.archived and not new:
            raise ApiError(50083)
        if channel.archived:
            self.close_thread(channel, archived=False, locked=channel.locked)

    def check_words(self, channel: Channel, text: str) -> None:
        """Raise ApiError 200000 for text that the guild's AutoMod blocks."""
        blocked = self.guilds[channel.guild_id].blocked_words if channel.guild_id else set()
        if any(word in text.lower() for word in blocked):
            raise ApiError(200000)

    def channel(self, channel_id: int) -> Channel:
        """Return the channel; ApiError 10003 if there is none."""
        if channel_id not in self.channels:
            raise ApiError(10003)
        return self.channels[channel_id]

    def named(self, name: str, guild: Guild | None = None) -> Channel:
        """Return the channel of that name ("dm:mara" for a DM), by default in the first guild; or raise KeyError."""
        home = guild.id if guild else next(iter(self.guilds))
        for channel in self.channels.values():
            if channel.name == name and channel.guild_id in (None, home):
                return channel
        raise KeyError(f"there is no channel {name!r}")

    def dm(self, user_id: int) -> Channel:
        """Return a member's DM with the bot."""
        return next(c for c in self.channels.values() if c.person_id == user_id)

    def message(self, channel_id: int, message_id: int) -> Message:
        """Return the message; ApiError 10008 if there is none."""
        found = self.channel(channel_id).messages.get(message_id)
        if found is None or found.deleted:
            raise ApiError(10008)
        return found

    def rights(self, user: User, channel: Channel) -> frozenset[str]:
        """Return a user's permissions in a channel."""
        guild = self.guilds.get(channel.guild_id or 0)
        granted = permissions.ROLES[user.role]
        if guild is not None:
            if user.role == "bot" and user.id not in guild.member_ids:
                return frozenset()
            granted |= {right for role in guild.roles if user.id in role.member_ids for right in role.rights}
        if "ADMINISTRATOR" in granted:
            return frozenset(permissions.BITS)
        granted = permissions.overwritten(granted, self._overwrites(user, channel, guild))
        if guild is not None and user.role == "bot" and guild.is_bot_timed_out:
            granted &= permissions.TIMED_OUT
        return permissions.without(granted, (), in_thread=channel.parent_id is not None)

    def _overwrites(self, user: User, channel: Channel, guild: Guild | None) -> Iterator[tuple[set[str], set[str]]]:
        """Yield what a channel denies and allows: to everyone, then to the roles together, then to the user."""
        place = self.channels[channel.parent_id] if channel.parent_id else channel
        if guild is not None:
            for role_ids in ([guild.id], guild.role_ids(user)):
                denied = {right for one in role_ids for right in place.denied_to_roles.get(one, ())}
                yield denied, {right for one in role_ids for right in place.allowed_to_roles.get(one, ())}
        own = place.denied | channel.denied if user.role == "bot" else place.denied_to.get(user.id, set())
        yield own, place.allowed_to.get(user.id, set()) - own

    def attach(
        self, filename: str, data: bytes, description: str | None = None, *, ephemeral: bool = False
    ) -> Attachment:
        """Add a file, which the CDN route serves."""
        wide = image_size.size(data)
        attachment = Attachment(
            id=self.ids.next(),
            filename=filename.replace(" ", "_"),
            data=data,
            content_type=image_size.content_type(filename, data),
            description=description,
            width=wide[0] if wide else None,
            height=wide[1] if wide else None,
            ephemeral=ephemeral,
        )
        self.files[attachment.id] = attachment
        return attachment

    def url(self, attachment: Attachment) -> str:
        """Return the address at which the CDN route serves a file."""
        return f"{self.files_url}/{attachment.id}/{quote(attachment.filename)}"

    def post(self, message: Message) -> Message:
        """Add a message to its channel."""
        channel = self.channels[message.channel_id]
        channel.messages[message.id] = message
        message.versions.append(message.shown())
        self.publish(Change(kind="create", channel=channel, message=message))
        return message

    def edited(self, message: Message) -> None:
        """Record and publish that a message was changed."""
        message.edited_at = now()
        message.versions.append(message.shown())
        self.publish(Change(kind="update", channel=self.channels[message.channel_id], message=message))

    def delete(self, message: Message) -> None:
        """Delete a message."""
        channel = self.channels[message.channel_id]
        channel.messages.pop(message.id, None)
        message.deleted = True
        self.publish(Change(kind="delete", channel=channel, message=message))

    def delete_together(self, messages: Sequence[Message]) -> None:
        """Delete several messages of one channel at once, as a moderation bot does."""
        channel = self.channels[messages[0].channel_id]
        for message in messages:
            channel.messages.pop(message.id, None)
            message.deleted = True
        self.publish(Change(kind="purge", channel=channel, messages=tuple(messages)))

    def dismiss(self, message: Message) -> None:
        """Remove an ephemeral message from its member's view, without an event to the bot."""
        channel = self.channels[message.channel_id]
        channel.messages.pop(message.id, None)
        self.publish(Change(kind="delete", channel=channel, message=message))

    def react(self, message: Message, user_id: int, emoji: str) -> None:
        """Add one user's reaction."""
        if emoji not in message.reactions and len(message.reactions) >= 20:
            raise ApiError(30010)
        users = message.reactions.setdefault(emoji, [])
        if user_id not in users:
            users.append(user_id)
            self._publish_reaction("react", message, user_id, emoji)

    def unreact(self, message: Message, user_id: int, emoji: str) -> None:
        """Remove one user's reaction."""
        users = message.reactions.get(emoji, [])
        if user_id in users:
            users.remove(user_id)
            if not users:
                del message.reactions[emoji]
            self._publish_reaction("unreact", message, user_id, emoji)

    def _publish_reaction(self, kind: str, message: Message, user_id: int, emoji: str) -> None:
        channel = self.channels[message.channel_id]
        self.publish(Change(kind=kind, channel=channel, message=message, user_id=user_id, emoji=emoji))

    def publish(self, change: Change) -> None:
        """Publish a change to all listeners, and wake the waiters in `until`."""
        for listener in self.listeners:
            listener(change)
        self.wake()

    def wake(self) -> None:
        """Wake the waiters in `until`, once per turn of the loop."""
        if self._waiters and not self._waking:
            self._waking = True
            asyncio.get_running_loop().call_soon(self._wake)

    def _wake(self) -> None:
        self._waking = False
        waiters, self._waiters = self._waiters, set()
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def until(self, predicate: Callable[[], T | None | bool], timeout: float = 10) -> T:  # noqa: ASYNC109
        """Return the predicate's first true value, tried after each change and every 0.1 seconds."""
        try:
            async with asyncio.timeout(timeout):
                while not (value := predicate()):
                    waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                    self._waiters.add(waiter)
                    await asyncio.wait({waiter}, timeout=ASK_AGAIN)
        except TimeoutError:
            raise TimeoutError(f"not within {timeout} s: {_name(predicate)}") from None
        return value  # type: ignore[return-value]


def _name(predicate: Callable[[], object]) -> str:
    code = getattr(predicate, "__code__", None)
    where = f" ({code.co_filename}:{code.co_firstlineno})" if code else ""
    return f"{getattr(predicate, '__qualname__', predicate)}{where}"
