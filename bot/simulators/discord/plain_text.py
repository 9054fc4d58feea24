"""A message's text as a terminal shows it: names and spans in place of Discord's markup.

https://discord.com/developers/docs/reference#message-formatting
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from bot.simulators.discord.state import State

#: What is taken as it is comes first: an escaped mark, an address.
_MARKUP = re.compile(
    r"\\(?P<literal>[^a-zA-Z0-9\s])"
    r"|(?P<address>(?<!\()https?://\S+)"
    r"|<@!?(?P<user>\d+)>|<@&(?P<role>\d+)>|<\#(?P<channel>\d+)>"
    r"|</(?P<command>[^:>]+):\d+>|<a?:(?P<emoji>\w+):\d+>"
    r"|<t:(?P<moment>-?\d+)(?::(?P<style>[tTdDfFsSR]))?>"
    r"|\[(?P<words>[^\]]+)\]\((?P<link>[^)\s]+)\)"
    r"|(?P<mark>\*{1,3}|__|~~|\|\||^(?:-\#|\#{1,3})\ )",
    re.MULTILINE,
)
_UNITS = ((86_400, "day"), (3_600, "h"), (60, "min"), (1, "s"))
_STYLES = {"t": "%H:%M", "T": "%H:%M:%S", "d": "%Y-%m-%d", "D": "%d %B %Y", "F": "%A, %d %B %Y %H:%M"}


def plain_text(text: str, state: State, *, now: float) -> str:
    """Return a text without markup; `now` is epoch seconds, which relative times are counted from."""

    def plain(found: re.Match[str]) -> str:
        kind = found.lastgroup
        match "moment" if found["moment"] else kind:
            case "user":
                user = state.users.get(int(found["user"]))
                return user.name.title() if user else "somebody"  # as the gateway names them
            case "channel":
                channel = state.channels.get(int(found["channel"]))
                return f"#{channel.name}" if channel else "#unknown"
            case "role":
                return "a role"
            case "command":
                return f"/{found['command']}"
            case "emoji":
                return f":{found['emoji']}:"
            case "moment":
                return _moment(int(found["moment"]), found["style"] or "f", now)
            case "link":
                return plain_text(found["words"], state, now=now)
            case "mark":
                return ""
            case _:
                return found[kind or 0]

    return _MARKUP.sub(plain, text)


def _moment(at: int, style: str, now: float) -> str:
    if style == "R":
        return _relative(round(at - now))
    return datetime.fromtimestamp(at, UTC).strftime(_STYLES.get(style, "%d %B %Y %H:%M"))


def _relative(seconds: int) -> str:
    """Return a moment as Discord's client counts it, in the largest unit that fits."""
    length, unit = next(((n, name) for n, name in _UNITS if abs(seconds) >= n), _UNITS[-1])
    count = abs(seconds) // length
    span = f"{count} {unit}{'s' if unit == 'day' and count != 1 else ''}"
    return f"in {span}" if seconds > 0 else f"{span} ago" if seconds else "now"
