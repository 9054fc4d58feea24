"""/pause and /resume: a moderator takes no orders on the server for now; what is already ordered is finished."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.pauses import LONGEST_REASON, Pause, refusal
from bot.i18n import language
from bot.ui import interaction_context
from bot.ui.actors import check_power
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent, job_button
from bot.ui.localised_commands import slash_command
from bot.ui.setup_pages import SetupPages
from bot.ui.setup_sections import SetupSection
from bot.ui.views import formatting
from bot.ui.views.pause_panel import pause_sentence

Reason = app_commands.Range[str, 1, LONGEST_REASON]


class PauseOrders(commands.Cog):
    """Answered in private; members are told when they order."""

    def __init__(self, bot: BananaBot) -> None:
        self._pauses = bot.services.pauses
        self._responses = bot.surface.responses
        self._pages = SetupPages(bot)

    async def begin(self, interaction: discord.Interaction, reason: str) -> None:
        """Pause, and show what members will read; raises NeedsPermission."""
        await self._responses.send_private(interaction, await self._begin(interaction, reason))

    async def end(self, interaction: discord.Interaction) -> None:
        """Take orders again; raises NeedsPermission."""
        await self._responses.send_private(interaction, await self._end(interaction))

    async def _begin(self, interaction: discord.Interaction, reason: str) -> str:
        check_power(interaction, "manage_guild")
        pause = await self._pauses.begin(interaction.guild_id or 0, by_user=interaction.user.id, reason=reason)
        said = self._responses.text(interaction, "pause-begun", said=self._told(interaction, pause))
        return "\n".join([said, *await self._everywhere(interaction)])

    async def _end(self, interaction: discord.Interaction) -> str:
        check_power(interaction, "manage_guild")
        ended = await self._pauses.end(interaction.guild_id or 0, by_user=interaction.user.id)
        text_id = "pause-ended" if ended else "pause-none"
        since = formatting.relative(ended.since) if ended else ""
        said = self._responses.text(interaction, text_id, since=since)
        return "\n".join([said, *await self._everywhere(interaction)])

    # in /setup

    async def open(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Show whether drawing is paused, and the button that pauses or continues it; raises NeedsPermission."""
        await self._show(interaction)

    async def press(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Do what the page's button says, a pause without a reason; raises NeedsPermission."""
        done = await self._begin(interaction, "") if event.verb == "pausebegin" else await self._end(interaction)
        await self._show(interaction, [f"✅ {done}"])

    async def _show(self, interaction: discord.Interaction, note: Sequence[str] = ()) -> None:
        guild, _ = await self._pages.config(interaction)
        text, over = partial(self._responses.text, interaction), await self._pauses.over(guild.id)
        begin = ("pausebegin", text("button-pausebegin"), "🛑", discord.ButtonStyle.danger)
        end = ("pauseend", text("button-pauseend"), "▶️", discord.ButtonStyle.success)
        verb, label, emoji, style = end if any(not pause.is_whole_bot for pause in over) else begin
        await self._pages.show(
            interaction,
            title=text("pause-title"),
            note=note,
            lines=[*([] if note else await self.lines(interaction) or [text("pause-none")]), text("pause-means")],
            buttons=[job_button(verb, guild.id, label=label, emoji=emoji, style=style)],
        )

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
    bot.router.add(private={"pause": cog.open, "pausebegin": cog.press, "pauseend": cog.press})
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
