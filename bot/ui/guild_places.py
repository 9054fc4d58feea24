"""A server's channels as Discord resolves their rights: who writes there, and what the bot lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import discord

from bot.domain.reach import Place
from bot.ui.rights import CARD_RIGHTS, IN_THREADS, granted_in, in_threads, missing_rights

Channel = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.ForumChannel
Overwrites = tuple[str, tuple[tuple[int, int, int], ...]]


def places(guild: discord.Guild) -> Sequence[Place]:
    """Return the channels in which anybody but administrators can write, as they stand in the client's list."""
    roles = [guild.default_role, *speaking_roles(guild)]
    known: dict[Overwrites, frozenset[int]] = {}  # channels of one category mostly say the same
    found = []
    for channel in _channels(guild):
        bits = tuple(sorted((who.id, *_bits(overwrite)) for who, overwrite in channel.overwrites.items()))
        said = (_writing(channel), bits)
        if said not in known:
            known[said] = frozenset(role.id for role in roles if _may_order(granted_in(channel, role), said[0]))
        place = Place(
            channel_id=channel.id,
            writers=known[said],
            missing=missing_card_rights(channel),
            missing_in_threads=(IN_THREADS,) if lacks_threads(channel, guild.me) else (),
        )
        if _is_of_interest(place, guild.id):
            found.append(place)
    return found


def _is_of_interest(place: Place, guild_id: int) -> bool:
    """Return True but for where nobody writes, and for a few people's channels that the bot is not meant to see."""
    if place.missing_in_threads:
        return True
    return bool(place.writers) and (guild_id in place.writers or "view_channel" not in place.missing)


def speaking_roles(guild: discord.Guild) -> Sequence[discord.Role]:
    """Return the roles that people have, the highest first; no bots' own and no administrators', who always may."""
    mine = (role for role in reversed(guild.roles) if not role.is_default())
    return [role for role in mine if not role.managed and not role.permissions.administrator]


def missing_card_rights(channel: discord.abc.GuildChannel) -> tuple[str, ...]:
    """Return which rights of a card the bot lacks in a channel, or in a forum's posts."""
    needed = in_threads(CARD_RIGHTS) if _writing(channel) == IN_THREADS else CARD_RIGHTS
    return missing_rights(granted_in(channel, channel.guild.me), needed)


def lacks_threads(channel: discord.abc.GuildChannel, me: discord.Member) -> bool:
    """Return True where others can order in a text channel's threads, and the bot may not write in them."""
    held = granted_in(channel, me)
    if not isinstance(channel, discord.TextChannel) or not held.view_channel or held.send_messages_in_threads:
        return False
    others = (me.guild.default_role, *speaking_roles(me.guild))
    return any(_may_order(granted_in(channel, role), IN_THREADS) for role in others)


def _channels(guild: discord.Guild) -> Iterator[Channel]:
    for _, channels in guild.by_category():
        for channel in channels:
            if isinstance(channel, Channel):
                yield channel


def _writing(channel: discord.abc.GuildChannel) -> str:
    return IN_THREADS if isinstance(channel, discord.ForumChannel) else "send_messages"


def _may_order(rights: discord.Permissions, writing: str) -> bool:
    return rights.view_channel and rights.use_application_commands and bool(getattr(rights, writing))


def _bits(overwrite: discord.PermissionOverwrite) -> tuple[int, int]:
    allowed, denied = overwrite.pair()
    return allowed.value, denied.value
