"""/setup: what holds on this server, in sentences, and a button for each feature that a moderator can set."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import discord
from discord.ext import commands

from bot.ui.actors import check_power
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent, job_button
from bot.ui.localised_commands import slash_command
from bot.ui.outbound.discord_errors import ANSWER_S
from bot.ui.outbound.responses import SILENT
from bot.ui.views import formatting
from bot.ui.views.setup_panel import SetupPanel


class Setup(commands.Cog):
    """A private panel; the features fill it, and open their own from it."""

    def __init__(self, bot: BananaBot) -> None:
        self._sections = bot.surface.setup
        self._responses = bot.surface.responses

    async def open(self, interaction: discord.Interaction) -> None:
        """Answer with the panel; raises NeedsPermission."""
        check_power(interaction, "manage_guild")
        await self._responses.defer(interaction, thinking=True, private=True)
        await self._responses.fill_private(interaction, await self._view(interaction))

    async def back(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Show the panel in the place of a feature's own; raises NeedsPermission."""
        check_power(interaction, "manage_guild")
        view = await self._view(interaction)
        async with asyncio.timeout(ANSWER_S):
            await interaction.response.edit_message(view=view, allowed_mentions=SILENT)

    async def _view(self, interaction: discord.Interaction) -> discord.ui.LayoutView:
        sections = self._sections.all()
        lines: list[Sequence[str]] = [await section.lines(interaction) for section in sections]
        me = interaction.client.user
        name = formatting.escape(me.display_name) if me else ""
        buttons = [
            job_button(
                section.verb,
                interaction.guild_id or 0,
                label=self._responses.text(interaction, section.label_id),
                emoji=section.emoji,
            )
            for section in sections
        ]
        return SetupPanel(
            title=self._responses.text(interaction, "setup-title", bot=name),
            lines=[line for each in lines for line in each],
            buttons=buttons,
        ).view()


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = Setup(bot)
    bot.router.add(private={"setup": cog.back})

    @slash_command(bot.texts, "command-setup", permissions=discord.Permissions(manage_guild=True))
    async def setup_(interaction: discord.Interaction) -> None:
        await cog.open(interaction)

    bot.tree.add_command(setup_)
    await bot.add_cog(cog)
