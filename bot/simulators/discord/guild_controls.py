"""What a test does to a guild: its channels, threads, roles and members, its AutoMod, and the bot's place in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.simulators.discord import serializers
from bot.simulators.discord.gateway import Gateway
from bot.simulators.discord.models import TEXT, Change, Channel, Guild, GuildRole, Message
from bot.simulators.discord.permissions import BITS
from bot.simulators.discord.personas import Person
from bot.simulators.discord.snowflakes import now
from bot.simulators.discord.state import State


class GuildControls:
    """Guilds as their owners change them; where none is named, it is the first one."""

    state: State
    gateway: Gateway

    def _home(self, guild: Guild | None = None) -> Guild:
        return guild or next(iter(self.state.guilds.values()))

    def _channel(self, name: str) -> Channel:
        place, _, channel = name.rpartition("/")
        guild = next((g for g in self.state.guilds.values() if g.name == place), None)
        return self.state.named(channel, guild)

    def _told(self, channel: Channel) -> None:
        self.state.publish(Change(kind="channel", channel=channel))

    def add_thread(self, name: str, *, parent: str = "studio") -> Channel:
        """Open a thread, which from then on is addressed like a channel."""
        return self.state.add_thread(name, self._channel(parent))

    def add_channel(
        self,
        name: str,
        kind: int = TEXT,
        *,
        slow_seconds: int = 0,
        is_age_restricted: bool = False,
        guild: Guild | None = None,
    ) -> Channel:
        """Add a channel to a guild; in a forum or media channel a post is a thread."""
        home = self._home(guild)
        channel = Channel(id=self.state.ids.next(), name=name, guild_id=home.id, kind=kind)
        channel.slow_seconds, channel.is_age_restricted = slow_seconds, is_age_restricted
        return self.state.add_channel(channel, home)

    def restrict_age(self, channel: str, *, is_restricted: bool = True) -> None:
        """Set whether a channel is for adults."""
        place = self._channel(channel)
        place.is_age_restricted = is_restricted
        self._told(place)

    def archive(self, thread: str) -> None:
        """Archive a thread: no message in it can be edited until a new one reopens it."""
        self._close(thread, archived=True)

    def lock(self, thread: str) -> None:
        """Lock a thread: only members with the right to manage threads write or edit in it."""
        self._close(thread, locked=True)

    def _close(self, name: str, *, archived: bool = False, locked: bool = False) -> None:
        thread = self._channel(name)
        self.state.close_thread(thread, archived=thread.archived or archived, locked=thread.locked or locked)

    def remove_channel(self, name: str) -> None:
        """Delete a channel or a thread, with its messages."""
        self.state.remove(self._channel(name))

    def delete_together(self, *messages: Message) -> None:
        """Delete several messages of one channel at once, as another bot does."""
        self.state.delete_together(messages)

    def kick_bot(self, guild: Guild | None = None) -> None:
        """Remove the bot from a guild."""
        self.state.kick_bot(self._home(guild))

    def invite_bot(self, guild: Guild | None = None) -> None:
        """Let the bot into a guild that it was removed from."""
        self.state.invite_bot(self._home(guild))

    def go_unavailable(self, guild: Guild | None = None) -> None:
        """Begin an outage of a guild: the bot has not left it."""
        self.state.set_unavailable(self._home(guild), is_unavailable=True)

    def come_back(self, guild: Guild | None = None) -> None:
        """End a guild's outage."""
        self.state.set_unavailable(self._home(guild), is_unavailable=False)

    def block_words(self, *words: str, guild: Guild | None = None) -> None:
        """Add words to a guild's AutoMod, which blocks every message of the bot with one of them."""
        self._home(guild).blocked_words.update(word.lower() for word in words)

    def set_system_channel(self, channel: str | None, *, guild: Guild | None = None) -> None:
        """Choose where Discord's own lines go; None: nowhere."""
        home = self._home(guild)
        home.system_channel_id = self.state.named(channel, home).id if channel else None
        self.state.publish(Change(kind="guild_changed", guild=home))

    def add_role(
        self, name: str, *members: Person, rights: tuple[str, ...] = (), color: int = 0, guild: Guild | None = None
    ) -> GuildRole:
        """Add a role with permissions of its own, and give it to members."""
        ids = {member.id for member in members}
        role = GuildRole(
            id=self.state.ids.next(), name=name, color=color, rights=frozenset(_known(rights)), member_ids=ids
        )
        return self.state.add_role(role, self._home(guild))

    def role(self, name: str, *, guild: Guild | None = None) -> GuildRole:
        """Return a guild's role by name; KeyError if there is none."""
        home = self._home(guild)
        if name == "Moderators":
            return GuildRole(id=home.moderators_id, name=name)
        found = next((role for role in home.roles if role.name == name), None)
        if found is None:
            raise KeyError(f"there is no role {name!r}")
        return found

    def remove_role(self, name: str, *, guild: Guild | None = None) -> None:
        """Delete a role."""
        self.state.remove_role(self.role(name, guild=guild), self._home(guild))

    def give_role(self, name: str, *members: Person, guild: Guild | None = None) -> None:
        """Give a role to members; the bot learns of it with their next interaction."""
        self.role(name, guild=guild).member_ids.update(member.id for member in members)

    def take_role(self, name: str, *members: Person, guild: Guild | None = None) -> None:
        """Take a role from members."""
        self.role(name, guild=guild).member_ids.difference_update(member.id for member in members)

    def hide_role_counts(self, *, are_hidden: bool = True) -> None:
        """Refuse to tell how many members a role has."""
        self.state.hides_role_counts = are_hidden

    def joined(self, person: Person, at: datetime) -> None:
        """Set when a member joined."""
        person.user.joined_at = at

    def deny_member(self, name: str, channel: str, *permissions: str) -> None:
        """Deny a member permissions in a channel and its threads."""
        place = self._channel(channel)
        user = next(one for one in self.state.users.values() if one.name == name)
        place.denied_to.setdefault(user.id, set()).update(_known(permissions))
        self._told(place)

    def deny_role(self, name: str, channel: str, *permissions: str) -> None:
        """Deny a role, or "@everyone", permissions in a channel and its threads."""
        place = self._channel(channel)
        place.denied_to_roles.setdefault(self._role_id(name, place), set()).update(_known(permissions))
        self._told(place)

    def allow_role(self, name: str, channel: str, *permissions: str) -> None:
        """Allow a role, or "@everyone", permissions in a channel and its threads."""
        place = self._channel(channel)
        place.allowed_to_roles.setdefault(self._role_id(name, place), set()).update(_known(permissions))
        self._told(place)

    def _role_id(self, name: str, place: Channel) -> int:
        guild = self.state.guilds[place.guild_id or 0]
        return guild.id if name == "@everyone" else self.role(name, guild=guild).id

    def deny(self, channel: str, *permissions: str) -> None:
        """Deny the bot permissions in a channel."""
        self._permit(channel, lambda denied: denied.update(_known(permissions)))

    def allow(self, channel: str, *permissions: str) -> None:
        """Allow the bot the denied permissions in a channel again."""
        self._permit(channel, lambda denied: denied.difference_update(_known(permissions)))

    def _permit(self, name: str, change: Callable[[set[str]], None]) -> None:
        channel = self._channel(name)
        change(channel.denied)
        self._told(channel)

    def time_out_bot(self, seconds: float) -> None:
        """Time the bot out, or with 0 seconds no longer."""
        guild = self._home()
        guild.bot_timed_out_until = now() + timedelta(seconds=seconds) if seconds else None
        news = {"guild_id": str(guild.id), **serializers.member(self.state.bot, guild)}
        self.gateway.dispatch("GUILD_MEMBER_UPDATE", lambda _: news, guild_id=guild.id)


def _known(permissions: tuple[str, ...]) -> tuple[str, ...]:
    if unknown := set(permissions) - set(BITS):
        raise KeyError(f"unknown permissions: {', '.join(sorted(unknown))}")
    return permissions
