"""What a moderator chose or wrote of a limit, read from the wire: it may be made up."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.domain.rule_errors import BadLimit
from bot.ui import modal_values
from bot.ui.custom_ids import wire_id
from bot.ui.views.rules_panel import CREDITS, MODELS


def chosen_id(values: Sequence[str]) -> int:
    """Return the id that was chosen; raises BadLimit for none, and for what is none."""
    if found := wire_id(next(iter(values), "")):
        return found
    raise BadLimit(what="target")


def number(interaction: discord.Interaction, name: str) -> int | None:
    """Return a number that was written, None for nothing; raises BadLimit for what is none."""
    try:
        return modal_values.number(interaction, name)
    except ValueError:
        raise BadLimit(what=name) from None


def part(interaction: discord.Interaction, which: int) -> dict[str, object]:
    """Return what a form says of a rule's fields; raises BadLimit."""
    if which == CREDITS:
        period = modal_values.first(interaction, "period") or "0"
        return {
            "credits": number(interaction, "credits"),
            "period_s": wire_id(period),
            "counted": modal_values.first(interaction, "counted") or "",
        }
    if which == MODELS:
        return {name: modal_values.chosen(interaction, name) for name in ("models", "resolutions")}
    return {name: number(interaction, name) for name in ("count", "at_once")}
