"""The guild that is there from the start: its channels, its roles, and who is in it."""

from __future__ import annotations

from datetime import timedelta

from bot.simulators.discord.models import Channel, Guild, GuildRole, User
from bot.simulators.discord.snowflakes import now
from bot.simulators.discord.state import State


def populate(state: State) -> None:
    """Found the guild: an owner, a moderator, members, one of them an artist and one new."""
    host = state.add_user("sam", role="host")
    mara, jonas = state.add_user("mara"), state.add_user("jonas")
    ines = state.add_user("ines", role="moderator")
    guild = state.add_guild("Banana Grove", ("studio", "general", "memes", "after-dark", "mod-log"), host)
    lena, noah = state.add_user("lena"), state.add_user("noah")
    guild.member_ids[1:] = [member.id for member in (mara, jonas, ines, host, lena, noah)]
    _roles(state, guild, lena, noah)
    _channels(state, guild)


def _roles(state: State, guild: Guild, artist: User, newcomer: User) -> None:
    newcomer.joined_at = now() - timedelta(days=2)
    for name, color, member in (("Artists", 0xE58F2A, artist), ("Newcomer", 0x5AB6E8, newcomer)):
        guild.roles.append(GuildRole(id=state.ids.next(), name=name, color=color, member_ids={member.id}))


def _channels(state: State, guild: Guild) -> None:
    places: dict[str, Channel] = {name: state.named(name, guild) for name in ("studio", "general", "after-dark")}
    guild.system_channel_id = places["general"].id
    places["after-dark"].is_age_restricted = True
    log = state.named("mod-log", guild)
    log.denied_to_roles[guild.id] = {"VIEW_CHANNEL"}
    log.allowed_to_roles[guild.moderators_id] = {"VIEW_CHANNEL"}
    log.allowed_to[state.bot.id] = {"VIEW_CHANNEL"}
    state.add_thread("moodboard", places["studio"])
