"""The panel of /setup, pure: what holds, in sentences, and a button for each feature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import discord

ROW = 5  # buttons: https://docs.discord.com/developers/components/reference#action-row


@dataclass(frozen=True, kw_only=True)
class SetupPanel:
    """What a moderator is shown."""

    title: str
    lines: Sequence[str]
    buttons: Sequence[discord.ui.Item[Any]]

    def view(self) -> discord.ui.LayoutView:
        """Return a new layout; never keep one or send it twice."""
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(discord.ui.TextDisplay("\n".join([self.title, *self.lines])))
        for start in range(0, len(self.buttons), ROW):
            view.add_item(discord.ui.ActionRow(*self.buttons[start : start + ROW]))
        return view
