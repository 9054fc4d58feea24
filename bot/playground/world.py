"""What there is, its only writers, and the news of each change."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import quote

from bot.playground import permissions, pictures
from bot.playground.errors import ApiError
from bot.playground.records import Attachment, Channel, Guild, Message, News, Role, User
from bot.playground.snowflakes import Snowflakes, now

T = TypeVar("T")
ASK_AGAIN = 0.1
COLORS = ("#f2b84b", "#7aa2f7", "#9ece6a", "#f7768e", "#bb9af7", "#2ac3de")


class World:
    """The state, its only writers, and whoever listens to it."""

    def __init__(self) -> None:
        self.ids = Snowflakes()
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.files: dict[int, Attachment] = {}
        self.listeners: list[Callable[[News], None]] = []
        self.cdn = ""
        self._waiters: set[asyncio.Future[None]] = set()
        self._waking = False
        self.bot = self.add_user("Banana", role="bot")

    def add_user(self, name: str, *, role: Role = "member") -> User:
        """Create a person, and the direct line between them and the bot."""
        user = User(id=self.ids.next(), name=name, role=role, color=COLORS[len(self.users) % len(COLORS)])
        self.users[user.id] = user
        if role != "bot":
            self._add_channel(Channel(id=self.ids.next(), name=f"dm:{name}", person_id=user.id))
        return user

    def add_guild(self, name: str, channels: tuple[str, ...], owner: User) -> Guild:
        """Create a server with the bot and its owner in it."""
        guild = Guild(
            id=self.ids.next(),
            name=name,
            owner_id=owner.id,
            moderators_id=self.ids.next(),
            member_ids=[self.bot.id, owner.id],
        )
        self.guilds[guild.id] = guild
        for channel in channels:
            added = self._add_channel(Channel(id=self.ids.next(), name=channel, guild_id=guild.id))
            guild.channel_ids.append(added.id)
        self.tell(News(kind="guild", guild=guild))
        return guild

    def _add_channel(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        return channel

    def channel(self, channel_id: int) -> Channel:
        """Return the channel, or refuse as Discord does."""
        if channel_id not in self.channels:
            raise ApiError(10003)
        return self.channels[channel_id]

    def named(self, name: str, guild: Guild | None = None) -> Channel:
        """Return the channel of that name ("dm:mara" is a direct line), in the first guild unless told."""
        home = guild.id if guild else next(iter(self.guilds))
        for channel in self.channels.values():
            if channel.name == name and channel.guild_id in (None, home):
                return channel
        raise KeyError(f"there is no channel {name!r}")

    def dm(self, user_id: int) -> Channel:
        """Return the direct line between a person and the bot."""
        return next(c for c in self.channels.values() if c.person_id == user_id)

    def message(self, channel_id: int, message_id: int) -> Message:
        """Return the message, or refuse as Discord does."""
        found = self.channel(channel_id).messages.get(message_id)
        if found is None or found.deleted:
            raise ApiError(10008)
        return found

    def rights(self, user: User, channel: Channel) -> frozenset[str]:
        """Return what a person, or the bot, may do in a channel."""
        granted = permissions.ROLES[user.role]
        return permissions.without(granted, channel.denied) if user.role == "bot" else granted

    def attach(
        self, filename: str, data: bytes, description: str | None = None, *, ephemeral: bool = False
    ) -> Attachment:
        """Keep a file where the CDN route finds it."""
        wide = pictures.size(data)
        attachment = Attachment(
            id=self.ids.next(),
            filename=filename.replace(" ", "_"),
            data=data,
            content_type=pictures.content_type(filename, data),
            description=description,
            width=wide[0] if wide else None,
            height=wide[1] if wide else None,
            ephemeral=ephemeral,
        )
        self.files[attachment.id] = attachment
        return attachment

    def url(self, attachment: Attachment) -> str:
        """Return where the CDN route serves a file."""
        return f"{self.cdn}/{attachment.id}/{quote(attachment.filename)}"

    def post(self, message: Message) -> Message:
        """Put a new message into its channel."""
        channel = self.channels[message.channel_id]
        channel.messages[message.id] = message
        message.versions.append(message.shown())
        self.tell(News(kind="create", channel=channel, message=message))
        return message

    def edited(self, message: Message) -> None:
        """Tell that a message was changed, and keep its new look."""
        message.edited_at = now()
        message.versions.append(message.shown())
        self.tell(News(kind="update", channel=self.channels[message.channel_id], message=message))

    def delete(self, message: Message) -> None:
        """Take a message away; it stays readable for whoever holds it."""
        channel = self.channels[message.channel_id]
        channel.messages.pop(message.id, None)
        message.deleted = True
        self.tell(News(kind="delete", channel=channel, message=message))

    def dismiss(self, message: Message) -> None:
        """Take an ephemeral message off its person's screen; the bot does not learn of it."""
        channel = self.channels[message.channel_id]
        channel.messages.pop(message.id, None)
        self.tell(News(kind="delete", channel=channel, message=message))

    def react(self, message: Message, user_id: int, emoji: str) -> None:
        """Add one person's reaction."""
        if emoji not in message.reactions and len(message.reactions) >= 20:
            raise ApiError(30010)
        users = message.reactions.setdefault(emoji, [])
        if user_id not in users:
            users.append(user_id)
            self._tell_reaction("react", message, user_id, emoji)

    def unreact(self, message: Message, user_id: int, emoji: str) -> None:
        """Take one person's reaction off."""
        users = message.reactions.get(emoji, [])
        if user_id in users:
            users.remove(user_id)
            if not users:
                del message.reactions[emoji]
            self._tell_reaction("unreact", message, user_id, emoji)

    def _tell_reaction(self, kind: str, message: Message, user_id: int, emoji: str) -> None:
        channel = self.channels[message.channel_id]
        self.tell(News(kind=kind, channel=channel, message=message, user_id=user_id, emoji=emoji))

    def tell(self, news: News) -> None:
        """Pass a change on to all listeners and wake who waits for one."""
        for listener in self.listeners:
            listener(news)
        self.stir()

    def stir(self) -> None:
        """Wake everyone in `until`, once per turn of the loop."""
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
        """Return the predicate's first true value, asked after each change; seldom besides, for what the bot knows."""
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
