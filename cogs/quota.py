"""/quota: what is used, of how much, and when the next credits come back; for the person's eyes only."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.domain.catalog import BANANA, PRO, Params
from bot.domain.quota import Usage
from bot.i18n import language
from bot.ui import interaction_context
from bot.ui.client import BananaBot, localised
from bot.ui.order_placement import actor
from bot.ui.views import formatting


async def setup(bot: BananaBot) -> None:
    """Add the command."""

    @app_commands.command(
        name=localised(bot.texts, "command-quota"), description=localised(bot.texts, "command-quota-description")
    )
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    async def quota(interaction: discord.Interaction) -> None:
        usages = await bot.orders.quota(actor(interaction))
        text = report(bot, interaction, usages)
        if kept := len(await bot.orders.undelivered(actor(interaction))):
            text += "\n" + bot.responses.text(interaction, "quota-kept", count=kept)
        await bot.responses.send_private(interaction, text)

    bot.tree.add_command(quota)


def report(bot: BananaBot, interaction: discord.Interaction, usages: tuple[Usage, ...]) -> str:
    """Return how every limit stands, the tightest being what can be spent now."""
    say, locale = bot.responses.text, language(interaction_context.locale(interaction))
    prices = {m.name: bot.offer.cost(m.name, Params(resolution=bot.offer.resolutions[0])) for m in (BANANA, PRO)}
    lines = [say(interaction, "quota-title"), say(interaction, "quota-free", free=min(u.free for u in usages))]
    for usage in usages:
        line = bot.responses.usage(locale, usage, in_dm=interaction.guild_id is None)
        if usage.next_release_at is not None:
            line += " · " + say(
                interaction, "quota-back", back=usage.next_release, when=formatting.relative(usage.next_release_at)
            )
        lines.append(f"- {line}")
    lines.append("-# " + say(interaction, "quota-prices", banana=prices[BANANA.name], pro=prices[PRO.name]))
    return "\n".join(lines)
