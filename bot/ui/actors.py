"""Who acts, and where: by an interaction, a message or a reaction."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord

from bot.domain.actors import Actor, Powers
from bot.domain.jobs import Order
from bot.domain.limits import FILE_FLOOR
from bot.domain.server_errors import NeedsPermission
from bot.ui import interaction_context
from bot.ui.custom_ids import jobs_on


def actor(interaction: discord.Interaction, message: discord.Message | None = None) -> Actor:
    """Return who presses or types, and where; a menu's message is the one it was opened on."""
    message = message or interaction.message
    return replace(
        _interacting(interaction),
        message_id=message.id if message else 0,
        offered_jobs=jobs_on(message) if message and interaction_context.is_private(interaction, message) else (),
        is_moderator=bool(interaction.guild_id) and interaction.permissions.manage_messages,
        manages_messages=powers(interaction).manage_messages,
    )


def reacting_actor(client: discord.Client, payload: discord.RawReactionActionEvent) -> Actor:
    """Return the member who reacts, and where."""
    channel, member = client.get_channel(payload.channel_id), payload.member
    is_moderator = False
    if member is not None and isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        is_moderator = channel.permissions_for(member).manage_messages
    who = _actor(member or discord.Object(payload.user_id), channel, payload.guild_id, payload.channel_id)
    return replace(who, message_id=payload.message_id, is_moderator=is_moderator)


def ordered_by(message: discord.Message, order: Order) -> Order:
    """Fill in who asks by a message, and where the card will stand."""
    guild = message.guild
    who = _actor(message.author, message.channel, guild.id if guild else 0, message.channel.id)
    return _ordered(who, order, id=message.id, file_limit=max(FILE_FLOOR, guild.filesize_limit if guild else 0))


def ordered_in(interaction: discord.Interaction, order: Order, **fields: Any) -> Order:  # noqa: ANN401 - the order's
    """Fill in who asks by an interaction, and where, and further fields."""
    return _ordered(_interacting(interaction), order, id=interaction.id, **fields)


def _ordered(who: Actor, order: Order, **fields: Any) -> Order:  # noqa: ANN401
    return replace(
        order,
        guild_id=who.guild_id,
        channel_id=who.channel_id,
        parent_channel_id=who.parent_channel_id,
        is_age_restricted=who.is_age_restricted,
        user_id=who.user_id,
        role_ids=who.role_ids,
        is_administrator=who.is_administrator,
        joined_at=who.joined_at,
        **fields,
    )


def check_power(interaction: discord.Interaction, power: str) -> None:
    """Raise NeedsPermission where a member lacks one of their `Powers`, named as Discord names the permission."""
    if not getattr(powers(interaction), power):
        raise NeedsPermission(permission=power)


def powers(interaction: discord.Interaction) -> Powers:
    """Return what a member's roles let them do in the whole server: a channel's overwrite changes nothing of it."""
    if not isinstance(interaction.user, discord.Member):
        return Powers()
    by_roles = interaction.user.guild_permissions
    return Powers(
        manage_guild=by_roles.manage_guild,
        moderate_members=by_roles.moderate_members,
        manage_messages=by_roles.manage_messages,
    )


def _interacting(interaction: discord.Interaction) -> Actor:
    return _actor(interaction.user, interaction.channel, interaction.guild_id, interaction.channel_id)


def _actor(member: discord.abc.Snowflake, channel: object, guild_id: int | None, channel_id: int | None) -> Actor:
    who = Actor(
        user_id=member.id,
        guild_id=guild_id or 0,
        channel_id=channel_id or 0,
        parent_channel_id=channel.parent_id if isinstance(channel, discord.Thread) else 0,
        is_age_restricted=_is_age_restricted(channel),
    )
    if not isinstance(member, discord.Member):
        return who
    joined_at = int(member.joined_at.timestamp() * 1000) if member.joined_at else 0
    role_ids, is_administrator = tuple(role.id for role in member.roles), member.guild_permissions.administrator
    return replace(who, role_ids=role_ids, is_administrator=is_administrator, joined_at=joined_at)


def _is_age_restricted(channel: object) -> bool:
    return isinstance(channel, discord.abc.GuildChannel | discord.Thread) and bool(
        getattr(channel, "is_nsfw", lambda: False)()
    )
