"""Discord's JSON of each object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.simulators.discord import permissions
from bot.simulators.discord.models import (
    ANNOUNCEMENT,
    EPHEMERAL,
    FORUM,
    MEDIA,
    STAGE,
    VOICE,
    Attachment,
    Channel,
    Guild,
    GuildRole,
    Message,
    User,
)
from bot.simulators.discord.snowflakes import time_of
from bot.simulators.discord.state import State

JSON = dict[str, Any]
JOINED = "2024-01-01T00:00:00+00:00"  # of the bot itself


def user(person: User) -> JSON:
    """Return a user object."""
    return {
        "id": str(person.id),
        "username": person.name.lower(),
        "global_name": person.name.title(),
        "discriminator": "0",
        "avatar": None,
        "bot": person.role == "bot",
        "public_flags": 0,
    }


def me(bot: User) -> JSON:
    """Return the bot's own user object."""
    return {**user(bot), "verified": True, "mfa_enabled": False, "locale": "en-US", "flags": 0, "email": None}


def member(person: User, place: Guild, *, rights: frozenset[str] | None = None) -> JSON:
    """Return a member object, inside an interaction with the channel's rights."""
    until = place.bot_timed_out_until if person.role == "bot" else None
    body: JSON = {
        "user": user(person),
        "roles": [str(role_id) for role_id in place.role_ids(person)],
        "nick": None,
        "avatar": None,
        "joined_at": person.joined_at.isoformat(),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
        "communication_disabled_until": until and until.isoformat(),
    }
    return body if rights is None else {**body, "permissions": str(permissions.bits(rights))}


def channel(state: State, place: Channel) -> JSON:
    """Return a channel object."""
    if place.person_id is not None:
        recipient = user(state.users[place.person_id])
        return {"id": str(place.id), "type": 1, "recipients": [recipient], "last_message_id": None, "flags": 0}
    if place.parent_id is not None:
        return _thread(state, place, place.parent_id)
    return {
        "id": str(place.id),
        "type": place.kind,
        "guild_id": str(place.guild_id),
        "name": place.name,
        "position": 0,
        "permission_overwrites": [
            *_overwrites(0, place.denied_to_roles, place.allowed_to_roles),
            *_overwrites(1, {state.bot.id: place.denied, **place.denied_to}, place.allowed_to),
        ],
        "nsfw": place.is_age_restricted,
        "topic": None,
        "parent_id": None,
        "rate_limit_per_user": place.slow_seconds,
        "last_message_id": None,
        "flags": 0,
        **_of_its_kind(place.kind),
    }


def _overwrites(kind: int, denied: Mapping[int, set[str]], allowed: Mapping[int, set[str]]) -> list[JSON]:
    def bits(rights: Mapping[int, set[str]], one: int) -> str:
        return str(permissions.bits(rights.get(one, ())))

    ids = [one for one in dict.fromkeys((*denied, *allowed)) if denied.get(one) or allowed.get(one)]
    return [{"id": str(one), "type": kind, "allow": bits(allowed, one), "deny": bits(denied, one)} for one in ids]


def _of_its_kind(kind: int) -> JSON:
    if kind in (VOICE, STAGE):
        return {"bitrate": 64_000, "user_limit": 0, "rtc_region": None}
    if kind in (FORUM, MEDIA):
        return {"available_tags": [], "default_reaction_emoji": None, "default_sort_order": None}
    return {}


def _thread(state: State, place: Channel, parent_id: int) -> JSON:
    return {
        "id": str(place.id),
        "type": 10 if state.channels[parent_id].kind == ANNOUNCEMENT else 11,
        "guild_id": str(place.guild_id),
        "parent_id": str(parent_id),
        "owner_id": str(state.guilds[place.guild_id or 0].owner_id),
        "name": place.name,
        "message_count": len(place.messages),
        "total_message_sent": len(place.messages),
        "member_count": 1,
        "rate_limit_per_user": 0,
        "last_message_id": None,
        "flags": 0,
        "thread_metadata": {
            "archived": place.archived,
            "locked": place.locked,
            "auto_archive_duration": 4320,
            "archive_timestamp": place.archive_changed_at.isoformat(),
            "create_timestamp": time_of(place.id).isoformat(),
        },
    }


def roles(place: Guild) -> list[JSON]:
    """Return the role objects of a guild, @everyone's first."""
    everyone = GuildRole(id=place.id, name="@everyone", rights=permissions.EVERYONE)
    moderators = GuildRole(id=place.moderators_id, name="Moderators", rights=permissions.ROLES["moderator"])
    return [role(one, position) for position, one in enumerate((everyone, *place.roles, moderators))]


def role(one: GuildRole, position: int) -> JSON:
    """Return a role object."""
    return {
        "id": str(one.id),
        "name": one.name,
        "color": one.color,
        "colors": {"primary_color": one.color, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": position,
        "permissions": str(permissions.bits(one.rights)),
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def guild(state: State, place: Guild) -> JSON:
    """Return a guild object as GUILD_CREATE sends it at a session's start."""
    return {
        "id": str(place.id),
        "name": place.name,
        "icon": None,
        "owner_id": str(place.owner_id),
        "preferred_locale": place.locale,
        "roles": roles(place),
        "channels": [channel(state, state.channels[c]) for c in place.channel_ids],
        "members": [member(state.bot, place)],
        "member_count": len(place.member_ids),
        "joined_at": JOINED,
        "large": False,
        "unavailable": False,
        "premium_tier": 0,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "afk_timeout": 300,
        "afk_channel_id": None,
        "system_channel_id": str(place.system_channel_id) if place.system_channel_id else None,
        "system_channel_flags": 0,
        "threads": [channel(state, thread) for thread in state.threads(place)],
        **{name: [] for name in ("emojis", "stickers", "features", "presences", "voice_states")},
        **{name: [] for name in ("stage_instances", "guild_scheduled_events", "soundboard_sounds")},
    }


def attachment(state: State, file: Attachment) -> JSON:
    """Return an attachment object."""
    url = state.url(file)
    body: JSON = {
        "id": str(file.id),
        "filename": file.filename,
        "size": len(file.data),
        "url": url,
        "proxy_url": url,
        "content_type": file.content_type,
    }
    if file.description:
        body["description"] = file.description
    if file.width:
        body |= {"width": file.width, "height": file.height}
    if file.filename.startswith("SPOILER_"):
        body["flags"] = 1 << 3
    return body | ({"ephemeral": True} if file.ephemeral else {})


def reactions(message: Message, viewer_id: int) -> list[JSON]:
    """Return the reactions as one member sees them, with the ids of those who reacted."""
    return [
        {
            "emoji": {"id": None, "name": emoji},
            "count": len(by),
            "count_details": {"burst": 0, "normal": len(by)},
            "burst_colors": [],
            "me": viewer_id in by,
            "me_burst": False,
            "by": [str(one) for one in by],
        }
        for emoji, by in message.reactions.items()
    ]


def message(state: State, one: Message, *, viewer_id: int, hide: bool = False, nested: bool = False) -> JSON:
    """Return a message object as one viewer gets it; `hide` leaves out what needs the message content intent."""
    place = state.channels[one.channel_id]
    body: JSON = {
        "id": str(one.id),
        "channel_id": str(one.channel_id),
        "type": one.kind,
        "author": user(state.users[one.author_id]),
        "content": "" if hide else one.content,
        "timestamp": one.created_at.isoformat(),
        "edited_timestamp": one.edited_at.isoformat() if one.edited_at else None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [user(state.users[person]) for person in one.mentions],
        "mention_roles": [],
        "attachments": [] if hide else [attachment(state, file) for file in one.attachments],
        "embeds": [] if hide else one.embeds,
        "components": [] if hide else one.components,
        "reactions": reactions(one, viewer_id),
        "pinned": False,
        "flags": one.flags | (EPHEMERAL if one.ephemeral_for else 0),
    }
    if one.nonce is not None:
        body["nonce"] = one.nonce
    if one.interaction is not None:
        body |= {"interaction_metadata": one.interaction, "application_id": str(state.bot.id)}
        body["webhook_id"] = str(state.bot.id)
    if one.forwarded is not None:
        body |= _snapshot(state, one.forwarded, viewer_id)
    if one.reply_to is not None and not nested:
        body |= _reference(state, place, one.reply_to, viewer_id)
    return body


def _snapshot(state: State, found: Message, viewer_id: int) -> JSON:
    shown = (
        "type",
        "content",
        "embeds",
        "attachments",
        "timestamp",
        "edited_timestamp",
        "flags",
        "mentions",
        "components",
    )
    whole = message(state, found, viewer_id=viewer_id)
    reference = {"type": 1, "message_id": str(found.id), "channel_id": str(found.channel_id)}
    return {"message_reference": reference, "message_snapshots": [{"message": {key: whole[key] for key in shown}}]}


def _reference(state: State, place: Channel, reply_to: int, viewer_id: int) -> JSON:
    found = place.messages.get(reply_to)
    reference = {"type": 0, "message_id": str(reply_to), "channel_id": str(place.id)}
    if place.guild_id:
        reference["guild_id"] = str(place.guild_id)
    shown = message(state, found, viewer_id=viewer_id, nested=True) if found else None
    return {"message_reference": reference, "referenced_message": shown}


def page_message(state: State, one: Message, viewer_id: int) -> JSON:
    """Return a message object with the page's own fields under "pg"."""
    extra = {
        "ephemeral_for": str(one.ephemeral_for) if one.ephemeral_for else None,
        "command_name": one.command_name,
        "loading": one.loading,
    }
    return {**message(state, one, viewer_id=viewer_id), "pg": extra}
