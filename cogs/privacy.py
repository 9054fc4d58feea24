"""/privacy: what is kept of whoever asks, and buttons to take it away, to delete it and to protect one's pictures."""

from __future__ import annotations

import asyncio
from functools import partial

import discord
from discord.ext import commands

from bot.domain.errors import UnknownJob
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent
from bot.ui.localised_commands import slash_command
from bot.ui.outbound.discord_errors import ANSWER_S
from bot.ui.outbound.responses import SILENT
from bot.ui.views.privacy_panel import PrivacyPanel, Say, erasure_begun, erasure_question


class Privacy(commands.Cog):
    """Private answers; the ids of the panel carry whose it is, and only that member uses it."""

    def __init__(self, bot: BananaBot) -> None:
        self._privacy = bot.services.privacy
        self._preferences = bot.services.preferences
        self._responses = bot.surface.responses
        self._temporary_replies = bot.surface.temporary_replies

    async def open(self, interaction: discord.Interaction) -> None:
        """Answer with the panel."""
        view = await self._panel(interaction)
        async with asyncio.timeout(ANSWER_S):
            await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=SILENT)

    async def back(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Show the panel in the place of the question; raises UnknownJob."""
        _check_own(interaction, event)
        await self._show(interaction, await self._panel(interaction))

    async def guard(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Keep whether others may use the member's pictures; raises UnknownJob."""
        _check_own(interaction, event)
        await self._preferences.change(interaction.user.id, own_only=bool(event.argument))
        await self._show(interaction, await self._panel(interaction))

    async def ask(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Ask whether to delete everything, with how much that is and what stays; raises UnknownJob."""
        _check_own(interaction, event)
        orders = await self._privacy.count(interaction.user.id)
        await self._show(interaction, erasure_question(self._say(interaction), interaction.user.id, orders))

    async def erase(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Begin to delete everything, and say so; raises UnknownJob."""
        _check_own(interaction, event)
        await self._responses.defer(interaction, thinking=False)
        erasure = await self._privacy.erase(interaction.user.id)
        await self._temporary_replies.withdraw(erasure.questions)
        view = erasure_begun(self._say(interaction), interaction.user.id, erasure.orders)
        await self._responses.fill_private(interaction, view)

    async def _panel(self, interaction: discord.Interaction) -> discord.ui.LayoutView:
        preferences = await self._preferences.of(interaction.user.id)
        return PrivacyPanel(
            user_id=interaction.user.id,
            notice=await self._privacy.notice(interaction.guild_id or 0),
            is_private=interaction.guild_id is None,
            is_protected=preferences.own_only,
            say=self._say(interaction),
        ).view()

    def _say(self, interaction: discord.Interaction) -> Say:
        return partial(self._responses.text, interaction)

    async def _show(self, interaction: discord.Interaction, view: discord.ui.LayoutView) -> None:
        async with asyncio.timeout(ANSWER_S):
            await interaction.response.edit_message(view=view, allowed_mentions=SILENT)


def _check_own(interaction: discord.Interaction, event: ComponentEvent) -> None:
    """Raise UnknownJob where a button is another member's: it was made up."""
    if event.subject_id != interaction.user.id:
        raise UnknownJob


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = Privacy(bot)
    bot.router.add(private={"privacy": cog.back, "guard": cog.guard, "eraseask": cog.ask, "eraseall": cog.erase})

    @slash_command(bot.texts, "command-privacy")
    async def privacy(interaction: discord.Interaction) -> None:
        await cog.open(interaction)

    bot.tree.add_command(privacy)
    await bot.add_cog(cog)
