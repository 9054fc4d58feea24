"""Refusals that a server's own moderators bring about, or meet."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.errors import Refusal


@dataclass(eq=False, kw_only=True)
class NeedsPermission(Refusal):
    """A member's roles don't let them do this in the whole server."""

    permission: str  # as Discord's API names it: manage_guild, moderate_members, manage_messages


@dataclass(eq=False, kw_only=True)
class ChangedMeanwhile(Refusal):
    """Another moderator changed the same settings since they were shown."""


@dataclass(eq=False, kw_only=True)
class SettingsUnreadable(Refusal):
    """A section of a server's settings can't be read: a newer version wrote it, or a hand."""

    section: str


@dataclass(eq=False, kw_only=True)
class BotPaused(Refusal):
    """The bot's owner takes no orders for now."""

    since: int  # epoch ms
    reason: str | None


@dataclass(eq=False, kw_only=True)
class ServerPaused(Refusal):
    """A moderator takes no orders of their server for now."""

    by_user: int | None  # the moderator; None: the bot's owner, for this server
    since: int  # epoch ms
    reason: str | None
