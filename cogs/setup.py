"""/setup: what holds on this server, in sentences, and a button for each feature that a moderator can set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

import discord
from discord.ext import commands

from bot.domain.errors import Refusal
from bot.i18n import language
from bot.ui import interaction_context
from bot.ui.actors import check_power
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent, job_button
from bot.ui.discord_internals import WireButton
from bot.ui.localised_commands import slash_command
from bot.ui.reach import reach_lines
from bot.ui.server_members import guild_of
from bot.ui.setup_sections import SetupSection
from bot.ui.views import formatting
from bot.ui.views.setup_panel import SetupPanel, way_back


class Setup(commands.Cog):
    """A private panel; the features fill it, and open their own from it."""

    def __init__(self, bot: BananaBot) -> None:
        self._sections = bot.surface.setup
        self._responses = bot.surface.responses
        self._access = bot.surface.access
        self._offer = bot.services.orders.offer
        self._guild_configs = bot.services.guild_configs

    async def open(self, interaction: discord.Interaction, event: ComponentEvent | None = None) -> None:
        """Answer with the panel; raises NeedsPermission."""
        check_power(interaction, "manage_guild")
        await self._responses.defer(interaction, thinking=True, private=True)
        await self._responses.fill_private(interaction, await self._panel(interaction))

    async def back(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Show the panel in the place of a feature's own; raises NeedsPermission."""
        check_power(interaction, "manage_guild")
        await self._responses.defer(interaction, thinking=False)
        await self._responses.fill_private(interaction, await self._panel(interaction))

    async def more(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Show what is needed less often; raises NeedsPermission."""
        check_power(interaction, "manage_guild")
        await self._responses.defer(interaction, thinking=False)
        sections = [section for section in self._sections.all() if section.is_minor]
        back = way_back("setup", event.subject_id, partial(self._text, interaction))
        view = SetupPanel(
            title=self._text(interaction, "setup-more-title"),
            lines=await self._lines(interaction, sections),
            buttons=[*self._buttons(interaction, sections), back],
        ).view()
        await self._responses.fill_private(interaction, view)

    async def _panel(self, interaction: discord.Interaction) -> discord.ui.LayoutView:
        guild = guild_of(interaction)
        name = formatting.escape(interaction.client.user.display_name) if interaction.client.user else ""
        text = partial(self._text, interaction)
        reach = await reach_lines(guild, self._access, self._offer.listed, bot_name=name, text=text)
        sections = self._sections.all()
        hint = [] if await self._is_set_up(guild.id) else [text("setup-hint")]
        more = job_button("setupmore", guild.id, label=text("button-setup-more"), emoji="⋯")
        return SetupPanel(
            title=text("setup-title", bot=name),
            lines=[*reach.lines(), *hint],
            features=await self._lines(interaction, [each for each in sections if not each.is_detail]),
            warnings=list(reach.warnings()),
            buttons=[*self._buttons(interaction, [each for each in sections if not each.is_minor]), more],
        ).view()

    async def _is_set_up(self, guild_id: int) -> bool:
        """Return True if a moderator has ever set something."""
        try:
            return bool((await self._guild_configs.of(guild_id)).revs)
        except Refusal:
            return True  # what can't be read was set

    async def _lines(self, interaction: discord.Interaction, sections: Iterable[SetupSection]) -> Sequence[str]:
        """Return what the features say; one that can't says why."""
        found: list[str] = []
        for section in sections:
            try:
                found += await section.lines(interaction)
            except Refusal as error:
                spoken = language(interaction_context.locale(interaction))
                found.append(f"⚠️ {self._responses.describe(spoken, error, bot_name='')}")
        return list(dict.fromkeys(found))

    def _buttons(self, interaction: discord.Interaction, sections: Iterable[SetupSection]) -> list[WireButton]:
        guild_id = interaction.guild_id or 0
        return [
            job_button(each.verb, guild_id, label=self._text(interaction, each.label_id), emoji=each.emoji)
            for each in sections
        ]

    def _text(self, interaction: discord.Interaction, text_id: str, **values: object) -> str:
        return self._responses.text(interaction, text_id, **values)


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = Setup(bot)
    bot.router.add(handlers={"setupopen": cog.open}, private={"setup": cog.back, "setupmore": cog.more})

    @slash_command(bot.texts, "command-setup", permissions=discord.Permissions(manage_guild=True))
    async def setup_(interaction: discord.Interaction) -> None:
        await cog.open(interaction)

    bot.tree.add_command(setup_)
    await bot.add_cog(cog)
