"""Discord's objects: users, guilds, channels, messages, interactions, and the change of one."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from bot.simulators.discord import components
from bot.simulators.discord.snowflakes import now

JSON = dict[str, Any]
Role = Literal["member", "moderator", "host", "bot"]
EPHEMERAL, LOADING, COMPONENTS_V2 = 1 << 6, 1 << 7, 1 << 15
TEXT, VOICE, ANNOUNCEMENT, STAGE, FORUM, MEDIA = 0, 2, 5, 13, 15, 16  # kinds of a guild's channels
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5


@dataclass(kw_only=True)
class User:
    """A member, or the bot."""

    id: int
    name: str
    role: Role = "member"
    color: str = "#f2b84b"
    takes_dms: bool = True
    joined_at: datetime = datetime(2024, 1, 1, tzinfo=UTC)  # every guild that they are in


@dataclass(kw_only=True)
class Attachment:
    """A file on a message or in an interaction."""

    id: int
    filename: str
    data: bytes = field(repr=False)
    content_type: str
    description: str | None = None
    width: int | None = None
    height: int | None = None
    ephemeral: bool = False


@dataclass(frozen=True, kw_only=True)
class Version:
    """A message's content after one write."""

    at: datetime
    content: str
    flags: int
    components: list[JSON]
    attachments: tuple[Attachment, ...]

    @property
    def text(self) -> str:
        """All text that a reader sees."""
        return "\n".join(filter(None, (self.content, *components.texts(self.components))))


@dataclass(kw_only=True)
class Message:
    """One message, with every version it had."""

    id: int
    channel_id: int
    author_id: int
    content: str = ""
    flags: int = 0
    components: list[JSON] = field(default_factory=list)
    embeds: list[JSON] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    reactions: dict[str, list[int]] = field(default_factory=dict)
    mentions: list[int] = field(default_factory=list)
    reply_to: int | None = None
    forwarded: Message | None = None  # as it was then: a forward never changes
    ephemeral_for: int | None = None
    interaction: JSON | None = None
    command_name: str | None = None
    nonce: str | None = None
    kind: int = 0
    created_at: datetime = field(default_factory=now)
    edited_at: datetime | None = None
    deleted: bool = False
    versions: list[Version] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text that a reader sees: the content and every text display, or those of what it forwards."""
        if self.forwarded is not None:
            return self.forwarded.text
        return "\n".join(filter(None, (self.content, *components.texts(self.components))))

    @property
    def buttons(self) -> list[JSON]:
        """Each button with its label, custom_id, url and disabled."""
        return [
            {key: part.get(key) for key in ("label", "custom_id", "url", "emoji", "style")}
            | {"disabled": bool(part.get("disabled"))}
            for part in components.walk(self.components)
            if part["type"] == components.BUTTON
        ]

    @property
    def media(self) -> list[JSON]:
        """Each picture shown by a gallery, thumbnail or file, with its url and description."""
        return components.media(self.components)

    @property
    def loading(self) -> bool:
        """Whether it still shows that the bot is thinking."""
        return bool(self.flags & LOADING)

    def shown(self) -> Version:
        """Return the present content as a version."""
        return Version(
            at=self.edited_at or self.created_at,
            content=self.content,
            flags=self.flags,
            components=self.components,
            attachments=tuple(self.attachments),
        )


@dataclass(kw_only=True)
class GuildRole:
    """A role of a guild beside @everyone and the moderators', with who has it."""

    id: int
    name: str
    color: int = 0
    rights: frozenset[str] = frozenset()
    member_ids: set[int] = field(default_factory=set)


@dataclass(kw_only=True)
class Channel:
    """A guild's channel, a thread or a post in one, or a member's DM with the bot."""

    id: int
    name: str
    guild_id: int | None = None
    person_id: int | None = None
    parent_id: int | None = None
    kind: int = TEXT
    slow_seconds: int = 0  # between two messages of a member; bots and answers to interactions are exempt
    is_age_restricted: bool = False
    archived: bool = False
    locked: bool = False
    archive_changed_at: datetime = field(default_factory=now)
    denied: set[str] = field(default_factory=set)
    denied_to: dict[int, set[str]] = field(default_factory=dict)  # members, by their id
    denied_to_roles: dict[int, set[str]] = field(default_factory=dict)  # the guild's own id is @everyone's
    allowed_to_roles: dict[int, set[str]] = field(default_factory=dict)
    allowed_to: dict[int, set[str]] = field(default_factory=dict)  # members, and the bot
    messages: dict[int, Message] = field(default_factory=dict)


@dataclass(kw_only=True)
class Guild:
    """A server with its channels and members."""

    id: int
    name: str
    owner_id: int
    moderators_id: int
    locale: str = "en-US"
    blocked_words: set[str] = field(default_factory=set)
    channel_ids: list[int] = field(default_factory=list)
    member_ids: list[int] = field(default_factory=list)
    roles: list[GuildRole] = field(default_factory=list)
    system_channel_id: int | None = None
    is_unavailable: bool = False
    bot_timed_out_until: datetime | None = None

    def role_ids(self, user: User) -> list[int]:
        """Return the roles that a member has here, beside @everyone."""
        own = [role.id for role in self.roles if user.id in role.member_ids]
        return [*([self.moderators_id] if user.role == "moderator" else []), *own]

    @property
    def is_bot_timed_out(self) -> bool:
        """Whether the bot may only look just now."""
        return self.bot_timed_out_until is not None and self.bot_timed_out_until > now()


@dataclass(kw_only=True)
class Interaction:
    """One interaction of a member with the bot: its answer, follow-ups, modal or choices."""

    id: int
    token: str
    type: int
    user: User
    channel: Channel
    data: JSON
    locale: str = "en-US"
    started: float = 0
    source: Message | None = None
    name: str | None = None
    nonce: str | None = None
    answered: bool = False
    failed: bool = False
    response_type: int = 0
    code: int = 0
    ephemeral: bool = False
    message: Message | None = None
    followups: list[Message] = field(default_factory=list)
    modal: JSON | None = None
    choices: list[JSON] | None = None
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def state(self) -> str:
        """The interaction's state in the page's API: pending, answered or failed."""
        return "failed" if self.failed else "answered" if self.answered else "pending"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change of an object, published to the gateway and to the page."""

    kind: str
    channel: Channel | None = None
    message: Message | None = None
    user_id: int = 0
    emoji: str = ""
    interaction: Interaction | None = None
    guild: Guild | None = None
    role: GuildRole | None = None
    messages: tuple[Message, ...] = ()
