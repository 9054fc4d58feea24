"""The card of /help, pure: what the bot can do for this member here, and buttons that start it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import discord

from bot.ui.custom_ids import job_button


@dataclass(frozen=True, kw_only=True)
class HelpCard:
    """What one member can do here, with what is needed to say it."""

    user_id: int
    commands: str  # of the models that they may draw with here, in words; empty: none
    prices: str  # what a picture costs with them
    free: int  # credits that they can spend now
    refusal: str  # why they can't draw here, else empty
    bot_name: str
    is_private: bool  # in direct messages, where the bot hears every reply
    can_edit: bool  # some model takes pictures
    is_moderator: bool
    can_set_up: bool  # they manage the server
    text: Callable[..., str]  # in the member's language

    def view(self) -> discord.ui.LayoutView:
        """Return a new layout; never keep one or send it twice."""
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(
            discord.ui.Container(
                discord.ui.TextDisplay("\n".join(self._lines())),
                discord.ui.Separator(),
                discord.ui.TextDisplay("\n".join(self._limits())),
                discord.ui.ActionRow(*self._buttons()),
            )
        )
        return view

    def _lines(self) -> Iterator[str]:
        yield self.text("help-title")
        if self.commands:
            yield self.text("help-draw", commands=self.commands)
        if self.can_edit:
            menu = {"edit": self.text("menu-edit"), "use": self.text("menu-use")}
            yield self.text("help-edit-private") if self.is_private else self.text("help-edit", **menu)
            yield self.text("help-reply-private" if self.is_private else "help-reply", bot=self.bot_name)
        yield self.text("help-card")
        yield self.text("help-status")
        yield self.text("help-privacy")
        if self.is_moderator:
            yield self.text("help-moderator", erase=self.text("menu-erase"))

    def _limits(self) -> Iterator[str]:
        if self.refusal:
            yield f"⚠️ {self.refusal}"
            return
        yield self.text("quota-free", free=self.free)
        yield f"-# {self.text('quota-prices', prices=self.prices)}"

    def _buttons(self) -> Iterator[discord.ui.Item[Any]]:
        if not self.refusal:
            primary = discord.ButtonStyle.primary
            yield job_button("draw", self.user_id, label=self.text("button-start"), emoji="🎨", style=primary)
        for verb, emoji in (("history", "🖼️"), ("settings", "⚙️"), ("quota", "🍌")):
            yield job_button(verb, self.user_id, label=self.text(f"button-{verb}"), emoji=emoji)
        if self.can_set_up:
            yield job_button("setupopen", self.user_id, label=self.text("button-setup-open"), emoji="🔧")
