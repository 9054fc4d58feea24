"""A bare discord.py bot: one command, one answer in text, nothing else. `running` is what a part calls."""

from __future__ import annotations

import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bench.harness import TOKEN, Bench, StandIn
from bench.processes import Process


@asynccontextmanager
async def running(bench: Bench, stand_in: StandIn) -> AsyncIterator[Process]:
    """Run it beside the stand-in for Discord, and wait until it is online."""
    async with bench.python("-m", "bench.peers.bare_bot", stand_in.url) as process:
        await bench.online(stand_in, process)
        yield process


class _Bot(discord.Client):
    def __init__(self) -> None:
        intents = discord.Intents(guilds=True, guild_reactions=True, guild_messages=True)
        super().__init__(intents=intents, max_messages=None)
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(app_commands.Command(name="banana", description="An answer", callback=_answer))

    async def setup_hook(self) -> None:
        await self.tree.sync()


async def _answer(interaction: discord.Interaction, prompt: str) -> None:
    await interaction.response.send_message(f"You asked for {prompt}", allowed_mentions=discord.AllowedMentions.none())


if __name__ == "__main__":
    Route.BASE = f"{sys.argv[1]}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = URL(f"ws{sys.argv[1].removeprefix('http')}/gateway/")
    _Bot().run(TOKEN, log_level=logging.ERROR)
