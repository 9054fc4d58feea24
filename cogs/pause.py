"""/pause and /resume: a moderator takes no orders on the server for now; what is already ordered is finished."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.pauses import LONGEST_REASON, Pause
from bot.i18n import language
from bot.services.pauses import refusal
from bot.ui import interaction_context
from bot.ui.actors import check_power
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent
from bot.ui.localised_commands import slash_command
from bot.ui.setup_sections import SetupSection
from bot.ui.views import formatting
from bot.ui.views.pause_panel import pause_sentence

Reason = app_commands.Range[str, 1, LONGEST_REASON]


class PauseOrders(commands.Cog):
    """Answered in private; members are told when they order."""

    def __init__(self, bot: BananaBot) -> None:
        self._pauses = bot.services.pauses
        self._responses = bot.surface.responses

    async def begin(self, interaction: discord.Interaction, reason: str) -> None:
        """Pause, and show what members will read; raises NeedsPermission."""
        check_power(interaction, "manage_guild")
        pause = await self._pauses.begin(interaction.guild_id or 0, by_user=interaction.user.id, reason=reason)
        said = self._responses.text(interaction, "pause-begun", said=self._told(interaction, pause))
        await self._responses.send_private(interaction, "\n".join([said, *await self._everywhere(interaction)]))

    async def end(self, interaction: discord.Interaction) -> None:
        """Take orders again; raises NeedsPermission."""
        check_power(interaction, "manage_guild")
        ended = await self._pauses.end(interaction.guild_id or 0, by_user=interaction.user.id)
        text_id = "pause-ended" if ended else "pause-none"
        since = formatting.relative(ended.since) if ended else ""
        said = self._responses.text(interaction, text_id, since=since)
        await self._responses.send_private(interaction, "\n".join([said, *await self._everywhere(interaction)]))

    async def toggle(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Do what the panel's button says: end a pause, or begin one without a reason; raises NeedsPermission."""
        over = await self._pauses.over(interaction.guild_id or 0)
        if any(not pause.is_whole_bot for pause in over):
            await self.end(interaction)
        else:
            await self.begin(interaction, "")

    async def lines(self, interaction: discord.Interaction) -> Sequence[str]:
        """Return what /setup says of pauses."""
        over = await self._pauses.over(interaction.guild_id or 0)
        return [f"⚠️ {pause_sentence(partial(self._responses.text, interaction), pause)}" for pause in over]

    async def _everywhere(self, interaction: discord.Interaction) -> Sequence[str]:
        """Return the line that says that the whole bot is paused, where it is."""
        over = await self._pauses.over(interaction.guild_id or 0)
        return [self._told(interaction, pause) for pause in over if pause.is_whole_bot]

    def _told(self, interaction: discord.Interaction, pause: Pause) -> str:
        """Return what members are told."""
        locale, me = language(interaction_context.locale(interaction)), interaction.client.user
        return self._responses.describe(locale, refusal(pause), bot_name=me.display_name if me else "")


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog, rights = PauseOrders(bot), discord.Permissions(manage_guild=True)
    bot.router.add(private={"pause": cog.toggle})
    bot.surface.setup.add(
        SetupSection(verb="pause", label_id="button-pause", emoji="🛑", position=90, lines=cog.lines, is_minor=True)
    )

    @slash_command(bot.texts, "command-pause", options=["reason"], permissions=rights)
    async def pause(interaction: discord.Interaction, reason: Reason = "") -> None:
        await cog.begin(interaction, reason)

    @slash_command(bot.texts, "command-resume", permissions=rights)
    async def resume(interaction: discord.Interaction) -> None:
        await cog.end(interaction)

    bot.tree.add_command(pause)
    bot.tree.add_command(resume)
    await bot.add_cog(cog)
