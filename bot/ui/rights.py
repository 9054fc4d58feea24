"""What the bot must be allowed to do in a channel, for a card and for a log."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import discord

from bot.ui.order_placement import RIGHTS

CARD_RIGHTS = frozenset(RIGHTS)
LOG_RIGHTS = frozenset({"view_channel", "send_messages"})
#: As Discord's own settings name them.
NAMES = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
}


def missing_rights(granted: discord.Permissions, needed: Collection[str]) -> Sequence[str]:
    """Return which of the needed rights are not granted, the most basic first."""
    return [name for name in NAMES if name in needed and not getattr(granted, name)]


def written(name: str) -> str:
    """Return a right as Discord's settings write it, in English."""
    return NAMES[name]
