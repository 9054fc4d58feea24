"""Permission bits by Discord's names, and the permissions that a denial removes with its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable

BITS: dict[str, int] = {
    "ADMINISTRATOR": 1 << 3,
    "MANAGE_CHANNELS": 1 << 4,
    "MANAGE_GUILD": 1 << 5,
    "ADD_REACTIONS": 1 << 6,
    "VIEW_CHANNEL": 1 << 10,
    "SEND_MESSAGES": 1 << 11,
    "MANAGE_MESSAGES": 1 << 13,
    "EMBED_LINKS": 1 << 14,
    "ATTACH_FILES": 1 << 15,
    "READ_MESSAGE_HISTORY": 1 << 16,
    "MENTION_EVERYONE": 1 << 17,
    "MANAGE_ROLES": 1 << 28,
    "USE_APPLICATION_COMMANDS": 1 << 31,
    "MANAGE_THREADS": 1 << 34,
    "SEND_MESSAGES_IN_THREADS": 1 << 38,
    "MODERATE_MEMBERS": 1 << 40,
}
MODERATING = frozenset({"MANAGE_GUILD", "MANAGE_MESSAGES", "MANAGE_THREADS", "MODERATE_MEMBERS"})
EVERYONE = frozenset(BITS) - MODERATING - {"ADMINISTRATOR", "MANAGE_CHANNELS", "MANAGE_ROLES", "MENTION_EVERYONE"}
TIMED_OUT = frozenset({"VIEW_CHANNEL", "READ_MESSAGE_HISTORY"})  # all that is left to whoever is timed out
ROLES = {
    "member": EVERYONE,
    "bot": EVERYONE,
    "moderator": EVERYONE | MODERATING,
    "host": frozenset(BITS),
}


def bits(names: Iterable[str]) -> int:
    """Return the number in which each named permission is one bit."""
    return sum(BITS[name] for name in names)


def sending(*, in_thread: bool) -> str:
    """Return the permission that sending needs: threads have one of their own."""
    return "SEND_MESSAGES_IN_THREADS" if in_thread else "SEND_MESSAGES"


def without(granted: frozenset[str], denied: Iterable[str], *, in_thread: bool = False) -> frozenset[str]:
    """Return the permissions left after a denial, with Discord's implicit ones."""
    left = granted - frozenset(denied)
    if "VIEW_CHANNEL" not in left:
        return frozenset()
    if sending(in_thread=in_thread) not in left:
        left -= {"ATTACH_FILES", "EMBED_LINKS"}
    return left


def overwritten(
    granted: frozenset[str], overwrites: Iterable[tuple[Collection[str], Collection[str]]]
) -> frozenset[str]:
    """Return the permissions after a channel's overwrites, each (denied, allowed), in Discord's order.

    https://discord.com/developers/docs/topics/permissions#permission-overwrites
    """
    for denied, allowed in overwrites:
        granted = (granted - frozenset(denied)) | frozenset(allowed)
    return granted
