"""The commands of a message's menu: edit its picture, use it as an input, report it, delete it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord
from discord import app_commands

from bot.ui.client import BananaBot, localised


async def setup(bot: BananaBot) -> None:
    """Add the menu commands."""

    @_named(bot, "menu-edit")
    async def edit(interaction: discord.Interaction, message: discord.Message) -> None:
        await bot.edits.edit(interaction, message)

    @_named(bot, "menu-use")
    async def use(interaction: discord.Interaction, message: discord.Message) -> None:
        await bot.edits.use(interaction, message)

    @_named(bot, "menu-report")
    async def report(interaction: discord.Interaction, message: discord.Message) -> None:
        await bot.menus.report(interaction, message)

    @_named(bot, "menu-erase")
    async def erase(interaction: discord.Interaction, message: discord.Message) -> None:
        await bot.menus.ask(interaction, message)

    for command in (edit, use, report, erase):
        bot.tree.add_command(command)


def _named(bot: BananaBot, text_id: str) -> Callable[[Any], app_commands.ContextMenu]:
    def dress(callback: Any) -> app_commands.ContextMenu:  # noqa: ANN401 - what the library takes
        callback = app_commands.allowed_installs(guilds=True, users=False)(callback)
        callback = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)(callback)
        return app_commands.ContextMenu(name=localised(bot.texts, text_id), callback=callback)

    return dress
