"""The panel of /setup, pure: what holds, in sentences, and a button for each feature."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.ui.custom_ids import job_button

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
    menus: Sequence[discord.ui.Item[Any]] = ()  # text among them stands above what it asks
    note: Sequence[str] = ()  # what the last press did

    def view(self) -> discord.ui.LayoutView:
        """Return a new layout; never keep one or send it twice."""
        view = discord.ui.LayoutView(timeout=None)
        box = discord.ui.Container[discord.ui.LayoutView]()
        for part in self._parts():
            if part and box.children:
                box.add_item(discord.ui.Separator())
            if part:
                box.add_item(discord.ui.TextDisplay("\n".join(part)))
        for menu in self.menus:
            box.add_item(menu if isinstance(menu, discord.ui.TextDisplay) else discord.ui.ActionRow(menu))
        view.add_item(box)
        for start in range(0, len(self.buttons), ROW):
            view.add_item(discord.ui.ActionRow(*self.buttons[start : start + ROW]))
        return view

    def _parts(self) -> Iterator[Sequence[str]]:
        others = [fitting(part, LONGEST // 4) for part in (self.features, self.warnings)]
        note = fitting(self.note, LONGEST // 4)
        room = LONGEST - sum(LONGEST // 4 for part in (*others, note) if part)
        lines = fitting(self.lines, room - len(self.title))
        yield from ((self.title, *note), lines) if note else ((self.title, *lines),)
        yield from others


def saved(note: str, say: Callable[..., str]) -> Sequence[str]:
    """Return what a change of the settings did, and where it is taken back."""
    return (note, say("setup-undo-where")) if note else ()


def way_back(verb: str, subject_id: int, say: Callable[..., str]) -> discord.ui.Item[Any]:
    """Return the last button of every page: to the one above, which answers the verb."""
    return job_button(verb, subject_id, label=say("button-setup-back"), emoji="↩️")


def fitting(lines: Sequence[str], room: int) -> list[str]:
    """Return as many whole lines as fit into so many characters; what is left out shows as an ellipsis."""
    kept: list[str] = []
    for line in lines:
        room -= len(line) + 1
        if room < 2:
            return [*kept, "…"]
        kept.append(line)
    return kept
