"""Refusals of what a moderator sets up, and of a file of settings."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.errors import Refusal


@dataclass(eq=False, kw_only=True)
class ImportUnreadable(Refusal):
    """A file holds no settings that can be read."""

    section: str | None  # the part that can't be, by its name in the file; None: the whole


@dataclass(eq=False, kw_only=True)
class ImportNewer(Refusal):
    """A newer version of the bot wrote a file of settings."""


@dataclass(eq=False, kw_only=True)
class ImportTooLarge(Refusal):
    """A file is larger than any settings."""

    most_kb: int


@dataclass(eq=False, kw_only=True)
class ImportExpired(Refusal):
    """A file that was to be looked at is no longer there."""


class ChannelGone(Refusal):
    """A channel is none of this server's."""


class LanguageGone(Refusal):
    """The bot doesn't speak a language."""
