"""/spending: what this server spent, in sentences and one chart, for those who keep it."""

from __future__ import annotations

import io
from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.money import rolling_caps
from bot.i18n import language
from bot.ui import interaction_context
from bot.ui.actors import check_power
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent
from bot.ui.localised_commands import localised, slash_command
from bot.ui.views.spending_report import CHART, SpendingReport

SPANS = (7, 30, 90)  # days
USUAL = 30


class Spending(commands.Cog):
    """A private answer; money shows only in the host's own servers."""

    def __init__(self, bot: BananaBot) -> None:
        self._texts = bot.texts
        self._money = bot.services.money
        self._guild_configs = bot.services.guild_configs
        self._offer = bot.services.orders.offer
        self._responses = bot.surface.responses

    async def pressed(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Answer a press in the money panel."""
        await self.report(interaction, USUAL)

    async def report(self, interaction: discord.Interaction, span_days: int) -> None:
        """Answer with the sums and the chart; raises NeedsPermission."""
        check_power(interaction, "manage_guild")
        await self._responses.defer(interaction, thinking=True, private=True)
        report = await self._report(interaction, span_days)
        drawn = await self._money.charts.draw(report.chart()) if report.spending.orders else None
        is_missing = not self._money.charts.are_there and interaction_context.is_owner(interaction)
        note = self._responses.text(interaction, "spending-no-charts") if is_missing else ""
        files = [discord.File(io.BytesIO(drawn), CHART)] if drawn else []
        await self._responses.fill_private(interaction, report.view(has_chart=bool(drawn), note=note), files)

    async def _report(self, interaction: discord.Interaction, span_days: int) -> SpendingReport:
        guild_id = interaction.guild_id or 0
        spending = await self._money.reports.of_last(span_days, guild_id=guild_id)
        caps = rolling_caps((await self._guild_configs.of(guild_id)).rules)
        locale = language(interaction_context.locale(interaction))
        return SpendingReport(
            say=partial(self._texts.text, locale),
            locale=locale,
            zone=self._money.reports.zone,
            offer=self._offer,
            spending=spending,
            span_days=span_days,
            caps=[(cap, await self._money.reports.used(cap, guild_id=guild_id)) for cap in caps],
            price=await self._money.price(guild_id),
        )


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog, rights = Spending(bot), discord.Permissions(manage_guild=True)
    bot.router.add(private={"spending": cog.pressed})
    spans = [app_commands.Choice(name=localised(bot.texts, f"spending-span-{days}"), value=days) for days in SPANS]

    @slash_command(bot.texts, "command-spending", options=["period"], choices={"period": spans}, permissions=rights)
    async def spending(interaction: discord.Interaction, period: int = USUAL) -> None:
        await cog.report(interaction, period if period in SPANS else USUAL)

    bot.tree.add_command(spending)
    await bot.add_cog(cog)
