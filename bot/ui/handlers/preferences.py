"""/me: what a person prefers, as a private panel; every change is kept at once and shown."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.domain.catalog import COUNTS, DEFAULT_RATIO, FORMATS, Offer
from bot.domain.errors import UnknownJob
from bot.domain.preferences import AUTO, Preferences, ratios
from bot.i18n import LOCALES, Texts, language
from bot.services.preferences import MemberPreferences
from bot.ui.custom_ids import ComponentEvent, Handler, job_button, job_menu
from bot.ui.outbound.discord_errors import ANSWER_S
from bot.ui.outbound.responses import SILENT

USUAL = "usual"  # of a menu: no preference
Items = Iterator[discord.ui.Item[Any]]


class Panel:
    """Shows and changes preferences; the ids carry whose they are, and only they are heeded."""

    def __init__(self, *, people: MemberPreferences, texts: Texts, offer: Offer) -> None:
        self._people = people
        self._texts = texts
        self._offer = offer

    @property
    def verbs(self) -> Mapping[str, Handler]:
        """The buttons and menus answered here."""
        return {
            "ratio": self._choose,
            "count": self._choose,
            "format": self._choose,
            "language": self._choose,
            "notify": self._switch,
            "once": self._switch,
        }

    async def open(self, interaction: discord.Interaction) -> None:
        """Answer with the panel."""
        mine = await self._people.of(interaction.user.id)
        async with asyncio.timeout(ANSWER_S):
            await interaction.response.send_message(
                view=self._draw(interaction, mine), ephemeral=True, allowed_mentions=SILENT
            )

    async def _choose(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        value = event.values[0] if event.values else USUAL
        kept: object = None if value == USUAL else int(value) if event.verb == "count" else value
        await self._change(interaction, event, {event.verb: kept})

    async def _switch(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        name = {"notify": "notify", "once": "at_once"}[event.verb]
        await self._change(interaction, event, {name: bool(event.argument)})

    async def _change(
        self, interaction: discord.Interaction, event: ComponentEvent, change: Mapping[str, object]
    ) -> None:
        if event.subject_id != interaction.user.id:
            raise UnknownJob
        mine = await self._people.change(interaction.user.id, **change)
        view = self._draw(interaction, mine)
        async with asyncio.timeout(ANSWER_S):
            await interaction.response.edit_message(view=view, allowed_mentions=SILENT)

    def _draw(self, interaction: discord.Interaction, mine: Preferences) -> discord.ui.LayoutView:
        locale = language(mine.locale(str(interaction.locale)))
        drawing = _Drawing(texts=self._texts, locale=locale, offer=self._offer, mine=mine, user_id=interaction.user.id)
        view = discord.ui.LayoutView(timeout=None)
        for item in drawing.items():
            view.add_item(item)
        return view


@dataclass(frozen=True, kw_only=True)
class _Drawing:
    texts: Texts
    locale: str
    offer: Offer
    mine: Preferences
    user_id: int

    def say(self, text_id: str, **values: object) -> str:
        return self.texts.text(self.locale, text_id, **values)

    def items(self) -> Items:
        yield discord.ui.TextDisplay(self.say("me-title"))
        yield from self._menu("ratio", self.mine.ratio, DEFAULT_RATIO, ratios(self.offer))
        yield from self._menu("count", self.mine.count, COUNTS[0], COUNTS)
        yield from self._menu("format", self.mine.format, FORMATS[0], FORMATS)
        yield discord.ui.TextDisplay(self.say("me-language"))
        languages = [
            (AUTO, self.say("me-language-auto")),
            *((each, self.say(f"me-language-{each}")) for each in LOCALES),
        ]
        yield self._row("language", self.mine.language, languages)
        yield discord.ui.TextDisplay(f"{self.say('me-notify')}\n{self.say('me-once')}")
        yield discord.ui.ActionRow(
            self._switch("notify", "🔔", is_on=self.mine.notify), self._switch("once", "⚡", is_on=self.mine.at_once)
        )

    def _menu(self, name: str, value: object, usual: object, values: Sequence[object]) -> Items:
        yield discord.ui.TextDisplay(self.say(f"me-{name}"))
        named = [(USUAL, self.say("me-usual", value=str(usual))), *((str(each), str(each)) for each in values)]
        yield self._row(name, USUAL if value is None else str(value), named)

    def _row(self, name: str, value: str, named: Sequence[tuple[str, str]]) -> discord.ui.ActionRow[Any]:
        options = [discord.SelectOption(label=label, value=each, default=each == value) for each, label in named]
        return discord.ui.ActionRow(
            job_menu(name, self.user_id, placeholder=self.say(f"me-{name}-placeholder"), options=options)
        )

    def _switch(self, name: str, emoji: str, *, is_on: bool) -> discord.ui.Item[Any]:
        label = self.say(f"button-{name}-{'on' if is_on else 'off'}")
        style = discord.ButtonStyle.primary if is_on else discord.ButtonStyle.secondary
        return job_button(name, self.user_id, n=0 if is_on else 1, label=label, emoji=emoji, style=style)
