"""Edit this picture, Use as input: in the menu of every message, anybody's."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.ui.client import BananaBot, localised


async def setup(bot: BananaBot) -> None:
    """Add the two commands."""
    for name, act in (("menu-edit", bot.menus.edit), ("menu-use", bot.menus.use)):
        bot.tree.add_command(
            app_commands.ContextMenu(
                name=localised(bot.texts, name),
                callback=act,
                type=discord.AppCommandType.message,
                allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False),
                allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
            )
        )
