"""The panel of /setup, pure: what holds, in sentences, and a button for each feature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import discord

ROW = 5  # buttons: https://docs.discord.com/developers/components/reference#action-row
LONGEST = (
    3_800  # characters, of the 4,000 that a message may have: https://docs.discord.com/developers/components/reference
)


@dataclass(frozen=True, kw_only=True)
class SetupPanel:
    """What a moderator is shown, in parts: each with its lines, and its controls below them."""

    title: str
    lines: Sequence[str]
    buttons: Sequence[discord.ui.Item[Any]]
    features: Sequence[str] = ()  # what they say, apart from what comes before
    warnings: Sequence[str] = ()
    menus: Sequence[discord.ui.Item[Any]] = ()

    def view(self) -> discord.ui.LayoutView:
        """Return a new layout; never keep one or send it twice."""
        view = discord.ui.LayoutView(timeout=None)
        box = discord.ui.Container[discord.ui.LayoutView](discord.ui.TextDisplay("\n".join(self._said())))
        for part in (fitting(self.features, LONGEST // 3), fitting(self.warnings, LONGEST // 3)):
            if part:
                box.add_item(discord.ui.Separator())
                box.add_item(discord.ui.TextDisplay("\n".join(part)))
        for menu in self.menus:
            box.add_item(discord.ui.ActionRow(menu))
        view.add_item(box)
        for start in range(0, len(self.buttons), ROW):
            view.add_item(discord.ui.ActionRow(*self.buttons[start : start + ROW]))
        return view

    def _said(self) -> Sequence[str]:
        room = LONGEST // 3 * (3 - bool(self.features) - bool(self.warnings))
        return [self.title, *fitting(self.lines, room - len(self.title))]


def fitting(lines: Sequence[str], room: int) -> list[str]:
    """Return as many whole lines as fit into so many characters; what is left out shows as an ellipsis."""
    kept: list[str] = []
    for line in lines:
        room -= len(line) + 1
        if room < 2:
            return [*kept, "…"]
        kept.append(line)
    return kept
