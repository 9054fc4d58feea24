"""What was filled into a form, read from the wire: the form itself may be from before a restart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import discord

LONGEST_NUMBER = 18  # digits: beyond it no setting goes


def text(interaction: discord.Interaction, custom_id: str) -> str:
    """Return what was written in a field, or chosen of its buttons; "" where there is none."""
    value = _field(interaction, custom_id).get("value")
    return value if isinstance(value, str) else ""


def number(interaction: discord.Interaction, custom_id: str) -> int | None:
    """Return a whole number that was written, in groups of digits or not, None for nothing; raises ValueError."""
    digits = "".join(text(interaction, custom_id).split())
    if not digits:
        return None
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_NUMBER):
        raise ValueError("no whole number")
    return int(digits)


def chosen(interaction: discord.Interaction, custom_id: str) -> tuple[str, ...]:
    """Return what was chosen in a field's menu."""
    values = _field(interaction, custom_id).get("values")
    return tuple(str(value) for value in values) if isinstance(values, list) else ()


def first(interaction: discord.Interaction, custom_id: str) -> str | None:
    """Return the one thing that was chosen in a field's menu; None where there was no choice."""
    return next(iter(chosen(interaction, custom_id)), None)


def files(interaction: discord.Interaction, custom_id: str) -> tuple[Mapping[str, Any], ...]:
    """Return the uploaded files of a field, as Discord describes an attachment."""
    data: Any = interaction.data or {}
    resolved = data.get("resolved")
    attachments = resolved.get("attachments") if isinstance(resolved, dict) else None
    if not isinstance(attachments, dict):
        return ()
    return tuple(_dicts([attachments.get(key) for key in chosen(interaction, custom_id)]))


def _field(interaction: discord.Interaction, custom_id: str) -> Mapping[str, Any]:
    return next((field for field in _fields(interaction) if field.get("custom_id") == custom_id), {})


def _fields(interaction: discord.Interaction) -> Iterator[Mapping[str, Any]]:
    data: Any = interaction.data or {}
    for row in _dicts(data.get("components")):
        yield from _dicts([row.get("component"), *_dicts(row.get("components"))])


def _dicts(items: object) -> list[dict[str, Any]]:
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
