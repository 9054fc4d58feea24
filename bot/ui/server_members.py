"""A server's members and roles as moderators act on them, by what Discord says at that moment."""

from __future__ import annotations

import asyncio

import discord

from bot.domain.errors import NotHere
from bot.domain.moderators import ServerMember, ServerRole
from bot.ui.outbound.discord_errors import CALL_S


def guild_of(interaction: discord.Interaction) -> discord.Guild:
    """Return the server of an interaction; raises NotHere in direct messages, and where the bot is no member."""
    if interaction.guild is None or not isinstance(interaction.user, discord.Member):
        raise NotHere
    return interaction.guild


def moderator(interaction: discord.Interaction) -> ServerMember:
    """Return who presses, as a member of the server."""
    guild_of(interaction)
    return server_member(interaction.user)


async def find_member(guild: discord.Guild, user_id: int) -> ServerMember | None:
    """Return a member of a server; None for whoever isn't there."""
    try:
        async with asyncio.timeout(CALL_S):
            return server_member(await guild.fetch_member(user_id))
    except discord.NotFound:
        return None


def server_member(user: discord.abc.User) -> ServerMember:
    """Return a member as moderators act on them; somebody who isn't on the server has no rank."""
    if not isinstance(user, discord.Member):
        return ServerMember(user_id=user.id, is_bot=user.bot)
    return ServerMember(
        user_id=user.id,
        rank=_rank(user.guild, user.top_role),
        is_owner=user.guild.owner_id == user.id,
        is_administrator=user.guild_permissions.administrator,
        is_bot=user.bot,
        role_ids=tuple(role.id for role in user.roles),
        joined_at=int(user.joined_at.timestamp() * 1000) if user.joined_at else 0,
    )


def find_role(guild: discord.Guild, role_id: int) -> ServerRole | None:
    """Return a role of a server; None for one that is gone."""
    role = guild.get_role(role_id)
    if role is None:
        return None
    return ServerRole(id=role.id, rank=_rank(guild, role), is_everyone=role.is_default(), is_managed=role.managed)


def _rank(guild: discord.Guild, role: discord.Role) -> int:
    """Return how many roles stand below one, in Discord's own order: two may have the same position."""
    return sum(other < role for other in guild.roles)
