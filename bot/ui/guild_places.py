"""A server's channels as Discord resolves their rights: who writes there, and what the bot lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import discord

from bot.domain.reach import Place
from bot.ui.order_placement import RIGHTS

Channel = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.ForumChannel
Overwrites = tuple[tuple[int, int, int], ...]


def places(guild: discord.Guild) -> Sequence[Place]:
    """Return the channels in which anybody but administrators can write, as they stand in the client's list."""
    roles = [guild.default_role, *speaking_roles(guild)]
    known: dict[Overwrites, frozenset[int]] = {}  # channels of one category mostly say the same
    found = []
    for channel in _channels(guild):
        said = tuple(sorted((who.id, *_bits(overwrite)) for who, overwrite in channel.overwrites.items()))
        if said not in known:
            known[said] = frozenset(role.id for role in roles if _may_write(channel.permissions_for(role), channel))
        place = Place(channel_id=channel.id, writers=known[said], missing=missing_rights(channel))
        if _is_of_interest(place, guild.id):
            found.append(place)
    return found


def _is_of_interest(place: Place, guild_id: int) -> bool:
    """Return True but for where nobody writes, and for a few people's channels that the bot is not meant to see."""
    return bool(place.writers) and (guild_id in place.writers or "view_channel" not in place.missing)


def speaking_roles(guild: discord.Guild) -> Sequence[discord.Role]:
    """Return the roles that people have, the highest first; no bots' own and no administrators', who always may."""
    mine = (role for role in reversed(guild.roles) if not role.is_default())
    return [role for role in mine if not role.managed and not role.permissions.administrator]


def missing_rights(channel: discord.abc.GuildChannel) -> tuple[str, ...]:
    """Return which rights of a card the bot lacks in a channel."""
    held = channel.permissions_for(channel.guild.me)
    if not held.view_channel:
        return ("view_channel",)  # without it Discord counts no other
    needed = ("send_messages_in_threads" if isinstance(channel, discord.ForumChannel) else RIGHTS[1], *RIGHTS[2:])
    return tuple(name for name in needed if not getattr(held, name))


def _channels(guild: discord.Guild) -> Iterator[Channel]:
    for _, channels in guild.by_category():
        for channel in channels:
            if isinstance(channel, Channel):
                yield channel


def _may_write(rights: discord.Permissions, channel: Channel) -> bool:
    name = "send_messages_in_threads" if isinstance(channel, discord.ForumChannel) else "send_messages"
    return rights.view_channel and rights.use_application_commands and bool(getattr(rights, name))


def _bits(overwrite: discord.PermissionOverwrite) -> tuple[int, int]:
    allowed, denied = overwrite.pair()
    return allowed.value, denied.value
