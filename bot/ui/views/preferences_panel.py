"""The panel of /me, pure: a menu for each preference, a switch for each yes or no."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.domain.catalog import Offer
from bot.domain.preferences import AUTO, Preferences
from bot.i18n import Texts
from bot.ui.custom_ids import job_button, job_menu

USUAL = "usual"  # of a menu: no preference
Items = Iterator[discord.ui.Item[Any]]


@dataclass(frozen=True, kw_only=True)
class PreferencesPanel:
    """A member's preferences, with what is needed to draw them."""

    texts: Texts
    locale: str
    offer: Offer
    preferences: Preferences
    user_id: int

    def view(self) -> discord.ui.LayoutView:
        """Return a new layout; never keep one or send it twice."""
        view = discord.ui.LayoutView(timeout=None)
        for item in self._items():
            view.add_item(item)
        return view

    def _text(self, text_id: str, **values: object) -> str:
        return self.texts.text(self.locale, text_id, **values)

    def _items(self) -> Items:
        yield discord.ui.TextDisplay(self._text("me-title"))
        for option in self.offer.preferred():
            yield from self._menu(option.name, getattr(self.preferences, option.name), option.default, option.choices)
        yield discord.ui.TextDisplay(self._text("me-language"))
        languages = [(AUTO, self._text("me-language-auto")), *self.texts.language_names().items()]
        yield self._row("language", self.preferences.language, languages)
        yield discord.ui.TextDisplay("\n".join(self._text(f"me-{name}") for name in ("notify", "once", "protect")))
        yield discord.ui.ActionRow(
            self._switch("notify", "🔔", is_on=self.preferences.notify),
            self._switch("once", "⚡", is_on=self.preferences.at_once),
            self._switch("protect", "🔒", is_on=self.preferences.own_only),
        )

    def _menu(self, name: str, value: object, usual: object, values: Sequence[object]) -> Items:
        yield discord.ui.TextDisplay(self._text(f"me-{name}"))
        named = [(USUAL, self._text("me-usual", value=str(usual))), *((str(each), str(each)) for each in values)]
        yield self._row(name, USUAL if value is None else str(value), named)

    def _row(self, name: str, value: str, named: Sequence[tuple[str, str]]) -> discord.ui.ActionRow[Any]:
        options = [discord.SelectOption(label=label, value=each, default=each == value) for each, label in named]
        return discord.ui.ActionRow(
            job_menu(name, self.user_id, placeholder=self._text(f"me-{name}-placeholder"), options=options)
        )

    def _switch(self, name: str, emoji: str, *, is_on: bool) -> discord.ui.Item[Any]:
        label = self._text(f"button-{name}-{'on' if is_on else 'off'}")
        style = discord.ButtonStyle.primary if is_on else discord.ButtonStyle.secondary
        return job_button(name, self.user_id, n=0 if is_on else 1, label=label, emoji=emoji, style=style)
