"""What a moderator chose or wrote of a limit, read from the wire: it may be made up."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.domain.rule_errors import BadLimit
from bot.ui import modal_values
from bot.ui.views.rules_panel import CREDITS, MODELS


def chosen_id(values: Sequence[str]) -> int:
    """Return the id that was chosen; raises BadLimit for none, and for what is none."""
    if values and values[0].isascii() and values[0].isdecimal() and len(values[0]) < 20:
        return int(values[0])
    raise BadLimit(what="target")


def number(interaction: discord.Interaction, name: str) -> int | None:
    """Return a number that was written, None for nothing; raises BadLimit for what is none."""
    text = modal_values.text(interaction, name).strip().replace(" ", "").replace("\u202f", "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 20):
        raise BadLimit(what=name)
    return int(text)


def part(interaction: discord.Interaction, which: int) -> dict[str, object]:
    """Return what a form says of a rule's fields; raises BadLimit."""
    if which == CREDITS:
        period = modal_values.first(interaction, "period") or "0"
        return {
            "credits": number(interaction, "credits"),
            "period_s": int(period) if period.isascii() and period.isdecimal() and len(period) < 12 else 0,
            "counted": modal_values.first(interaction, "counted") or "",
        }
    if which == MODELS:
        return {name: modal_values.chosen(interaction, name) for name in ("models", "resolutions")}
    return {name: number(interaction, name) for name in ("count", "at_once")}
