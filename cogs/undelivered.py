"""/last: pictures that could be shown neither on their card nor in a direct message; for the person's eyes only."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.ui.client import BananaBot, localised


async def setup(bot: BananaBot) -> None:
    """Add the command."""

    @app_commands.command(
        name=localised(bot.texts, "command-last"), description=localised(bot.texts, "command-last-description")
    )
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    async def last(interaction: discord.Interaction) -> None:
        await bot.parcels.hand_over(interaction)

    bot.tree.add_command(last)
