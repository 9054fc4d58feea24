"""/quota: what is used, of how much, and when the next credits come back; for the member's eyes only."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord.ext import commands

from bot.domain.quota import Usage
from bot.ui import interaction_context
from bot.ui.actors import actor
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent
from bot.ui.localised_commands import slash_command


class Quota(commands.Cog):
    """Every limit as it stands, the tightest being what can be spent now."""

    def __init__(self, bot: BananaBot) -> None:
        self._orders = bot.services.orders
        self._budget = bot.services.budget
        self._undelivered = bot.services.undelivered
        self._member_display = bot.surface.member_display
        self._responses = bot.surface.responses

    async def report(self, interaction: discord.Interaction, event: ComponentEvent | None = None) -> None:
        """Answer with the member's limits, the prices, and how many orders wait for /last."""
        who = actor(interaction)
        usages = await self._orders.quota(who)
        lines = self._lines(interaction, usages, await self._member_display.limits(interaction, who, usages))
        lines[1:1] = await self._member_display.own_lines(interaction, who)  # before what could be spent
        if interaction_context.is_owner(interaction):
            lines.append(await self._budget_line(interaction))
        if kept := len(await self._undelivered.jobs(actor(interaction))):
            lines.append(self._responses.text(interaction, "quota-kept", count=kept))
        await self._responses.send_private(interaction, "\n".join(lines))

    def _lines(self, interaction: discord.Interaction, usages: Sequence[Usage], limits: Sequence[str]) -> list[str]:
        say = self._responses.text
        free = min(usage.free for usage in usages)
        prices = self._responses.prices(interaction, self._orders.offer.listed)
        return [
            say(interaction, "quota-title"),
            say(interaction, "quota-free", free=free),
            *limits,
            "-# " + say(interaction, "quota-prices", prices=prices),
        ]

    async def _budget_line(self, interaction: discord.Interaction) -> str:
        """Return what of the host's cap is spent, reserved and exposed."""
        balance = await self._budget.balance()
        return self._responses.text(
            interaction, "host-balance", cap=self._budget.cap, used=balance.used, **balance.sums()
        )


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = Quota(bot)
    bot.router.add(private={"quota": cog.report})

    @slash_command(bot.texts, "command-quota")
    async def quota(interaction: discord.Interaction) -> None:
        await cog.report(interaction)

    bot.tree.add_command(quota)
    await bot.add_cog(cog)
