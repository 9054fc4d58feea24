"""/me: what a person prefers; for their eyes only."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.ui.client import BananaBot, localised


async def setup(bot: BananaBot) -> None:
    """Add the command."""

    @app_commands.command(
        name=localised(bot.texts, "command-me"), description=localised(bot.texts, "command-me-description")
    )
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    async def me(interaction: discord.Interaction) -> None:
        await bot.panel.open(interaction)

    bot.tree.add_command(me)
