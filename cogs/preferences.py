"""/settings and /me: what a member prefers, as a private panel; every change is kept at once and shown."""

from __future__ import annotations

import asyncio

import discord
from discord.ext import commands

from bot.domain import preferences as domain
from bot.domain.errors import UnknownJob
from bot.i18n import language
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent
from bot.ui.localised_commands import slash_command
from bot.ui.outbound.discord_errors import ANSWER_S
from bot.ui.outbound.responses import SILENT
from bot.ui.views import modal_fields
from bot.ui.views.preferences_panel import USUAL, PreferencesPanel


class Preferences(commands.Cog):
    """The ids of the panel carry whose it is, and only that member changes it, in their own answer."""

    def __init__(self, bot: BananaBot) -> None:
        self._texts = bot.texts
        self._offer = bot.services.orders.offer
        self._preferences = bot.services.preferences

    async def open(self, interaction: discord.Interaction, event: ComponentEvent | None = None) -> None:
        """Answer with the panel."""
        view = self._view(interaction, await self._preferences.of(interaction.user.id))
        async with asyncio.timeout(ANSWER_S):
            await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=SILENT)

    async def choose(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Keep what was chosen in a menu."""
        value = event.values[0] if event.values else USUAL
        kept: object = None if value == USUAL else modal_fields.number(value) if event.verb == "count" else value
        await self._change(interaction, event, event.verb, kept)

    async def switch(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Keep which way a switch was turned."""
        name = {"notify": "notify", "once": "at_once", "protect": "own_only"}[event.verb]
        await self._change(interaction, event, name, bool(event.argument))

    async def _change(self, interaction: discord.Interaction, event: ComponentEvent, name: str, value: object) -> None:
        if event.subject_id != interaction.user.id:
            raise UnknownJob
        view = self._view(interaction, await self._preferences.change(interaction.user.id, **{name: value}))
        async with asyncio.timeout(ANSWER_S):
            await interaction.response.edit_message(view=view, allowed_mentions=SILENT)

    def _view(self, interaction: discord.Interaction, preferences: domain.Preferences) -> discord.ui.LayoutView:
        return PreferencesPanel(
            texts=self._texts,
            locale=language(preferences.locale(str(interaction.locale))),
            offer=self._offer,
            preferences=preferences,
            user_id=interaction.user.id,
        ).view()


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = Preferences(bot)
    menus = dict.fromkeys(("ratio", "count", "format", "language"), cog.choose)
    bot.router.add(private={**menus, "settings": cog.open, **dict.fromkeys(("notify", "once", "protect"), cog.switch)})

    for name in ("command-settings", "command-me"):  # the second is the name of before

        @slash_command(bot.texts, name)
        async def settings(interaction: discord.Interaction) -> None:
            await cog.open(interaction)

        bot.tree.add_command(settings)
    await bot.add_cog(cog)
