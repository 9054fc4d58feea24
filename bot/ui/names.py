"""The names behind the ids in members' words, as the interaction or the message and the cache tell them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import discord

from bot.domain.mentions import Names, has_marks, mentioned
from bot.i18n import Texts, language

NEUTRAL = {
    "member": "words-member",
    "role": "words-role",
    "channel": "words-channel",
    "time": "words-time",
    "sound": "words-sound",
}


def names_by_interaction(interaction: discord.Interaction, text: str, texts: Texts, locale: str) -> Names:
    """Return the names of what a text mentions: Discord resolves some of them, the server's cache knows others."""
    if not has_marks(text):
        return Names()
    known = [interaction.user, *([interaction.client.user] if interaction.client.user else [])]
    resolved = _resolved(interaction)
    members = {**_cached(interaction.guild, text), **{p.id: p.display_name for p in known}, **_members(resolved)}
    roles = {int(key): str(role["name"]) for key, role in _entries(resolved, "roles") if "name" in role}
    return _names(interaction.guild, interaction.user, text, texts, locale, members=members, roles=roles)


def names_by_message(message: discord.Message, text: str, texts: Texts, locale: str) -> Names:
    """Return the names of what a message mentions."""
    if not has_marks(text):
        return Names()
    members = {**_cached(message.guild, text), **{user.id: user.display_name for user in message.mentions}}
    roles = {role.id: role.name for role in message.role_mentions}
    return _names(message.guild, message.author, text, texts, locale, members=members, roles=roles)


def _names(
    guild: discord.Guild | None,
    writer: discord.User | discord.Member,
    text: str,
    texts: Texts,
    locale: str,
    *,
    members: Mapping[int, str],
    roles: Mapping[int, str],
) -> Names:
    neutral = {kind: texts.text(language(locale), text_id) for kind, text_id in NEUTRAL.items()}
    ids = mentioned(text)
    known = {role.id: role.name for number in ids["role"] if guild and (role := guild.get_role(number))}
    channels = dict(_channels(guild, writer, ids["channel"]))
    return Names(members=members, roles={**known, **roles}, channels=channels, **neutral)


def _cached(guild: discord.Guild | None, text: str) -> Mapping[int, str]:
    ids = mentioned(text)["member"]
    return {member.id: member.display_name for number in ids if guild and (member := guild.get_member(number))}


def _channels(
    guild: discord.Guild | None, writer: discord.User | discord.Member, ids: Iterable[int]
) -> Iterator[tuple[int, str]]:
    """Yield the names of channels that the writer can see: of others not even the name is told."""
    for number in ids:
        channel = guild.get_channel_or_thread(number) if guild else None
        if channel and isinstance(writer, discord.Member) and channel.permissions_for(writer).view_channel:
            yield number, channel.name


def _resolved(interaction: discord.Interaction) -> Mapping[str, Any]:
    data: Any = interaction.data or {}
    resolved = data.get("resolved")
    return resolved if isinstance(resolved, dict) else {}


def _members(resolved: Mapping[str, Any]) -> Mapping[int, str]:
    nicks = {key: member.get("nick") for key, member in _entries(resolved, "members")}
    users = {key: user.get("global_name") or user.get("username") for key, user in _entries(resolved, "users")}
    return {int(key): str(name) for key, user in users.items() if (name := nicks.get(key) or user)}


def _entries(resolved: Mapping[str, Any], kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    entries = resolved.get(kind)
    for key, entry in entries.items() if isinstance(entries, dict) else ():
        if str(key).isdecimal() and isinstance(entry, dict):
            yield str(key), entry
