"""What the bot must be allowed to do where it posts, for a card and for a log; in threads, writing is a right apart."""

from __future__ import annotations

from collections.abc import Collection

import discord

#: What an order needs before anything is paid.
CARD_RIGHTS = ("view_channel", "send_messages", "attach_files", "read_message_history")
LOG_RIGHTS = ("view_channel", "send_messages", "read_message_history")
PREVIEW_RIGHTS = (*LOG_RIGHTS, "attach_files")
IN_THREADS = "send_messages_in_threads"
#: As Discord's own settings name them, the most basic first.
NAMES = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    IN_THREADS: "Send Messages in Threads",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
}


def in_threads(rights: Collection[str]) -> tuple[str, ...]:
    """Return what is needed in a thread or a post where this is needed in a channel."""
    return tuple(IN_THREADS if name == "send_messages" else name for name in rights)


def missing_rights(granted: discord.Permissions, needed: Collection[str]) -> tuple[str, ...]:
    """Return which of the needed rights are not granted, the most basic first."""
    if not granted.view_channel:
        return ("view_channel",)  # without it Discord counts no other
    return tuple(name for name in NAMES if name in needed and not getattr(granted, name))


def granted_in(channel: discord.abc.GuildChannel, who: discord.Member | discord.Role) -> discord.Permissions:
    """Return what a channel grants, for its threads too.

    The channel's own `permissions_for` leaves out what is of no use to those who may not write in the channel itself.
    """
    return discord.abc.GuildChannel.permissions_for(channel, who)


def written(name: str) -> str:
    """Return a right as Discord's settings write it, in English."""
    return NAMES[name]
