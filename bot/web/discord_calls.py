"""What a request to Discord is for, by its route: https://docs.discord.com/developers/reference."""

from __future__ import annotations

from collections.abc import Sequence

ANSWER = "answer"
MESSAGES = {"POST": "send", "PATCH": "edit", "GET": "read", "DELETE": "delete"}


def call_name(method: str, parts: Sequence[str]) -> str:
    """Return one of few words: answer, send, edit, read, delete, reaction, or other."""
    if parts[-1:] == ("callback",) and "interactions" in parts:
        return ANSWER
    if "reactions" in parts:
        return "reaction"
    if "webhooks" in parts or "messages" in parts:
        return MESSAGES.get(method, "other")
    return "other"
