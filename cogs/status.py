"""/status: whether the bot is up, how long an order takes now, and what is in the way; for the member's eyes only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import discord
from discord.ext import commands

from bot.domain.catalog import Model
from bot.domain.errors import Refusal
from bot.i18n import language
from bot.ui import interaction_context
from bot.ui.actors import actor
from bot.ui.client import BananaBot
from bot.ui.localised_commands import slash_command
from bot.ui.views import formatting
from bot.ui.views.status_words import status_lines


class BotStatus(commands.Cog):
    """Nothing here costs anything."""

    def __init__(self, bot: BananaBot) -> None:
        self._texts = bot.texts
        self._status = bot.services.status
        self._offer = bot.services.orders.offer
        self._access = bot.surface.access
        self._responses = bot.surface.responses

    async def report(self, interaction: discord.Interaction) -> None:
        """Answer with how things stand."""
        report = await self._status.report(actor(interaction), await self._models(interaction))
        lines = status_lines(
            partial(self._responses.text, interaction),
            partial(self._responses.listed, interaction),
            partial(formatting.duration, self._texts, language(interaction_context.locale(interaction))),
            report,
        )
        await self._responses.send_private(interaction, "\n".join(lines))

    async def _models(self, interaction: discord.Interaction) -> Sequence[Model]:
        """Return the models that Discord's own switches leave the member here."""
        try:
            return await self._access.usable(interaction, self._offer.listed)
        except Refusal:
            return ()


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = BotStatus(bot)

    @slash_command(bot.texts, "command-status")
    async def status(interaction: discord.Interaction) -> None:
        await cog.report(interaction)

    bot.tree.add_command(status)
    await bot.add_cog(cog)
