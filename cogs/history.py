"""/history and ⭐: what a person drew and liked; the answer is for their eyes only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.catalog import MODELS
from bot.ui.client import BananaBot, localised
from cogs.job_actions import insist

Note = Callable[[int, int], Awaitable[None]]
STAR = "⭐"
VARIANT = "\ufe0f"  # some keyboards add it
SEARCH_LENGTH = 200
OPTIONS = ("search", "model", "favourites")


class Favourites(commands.Cog):
    """Listens for stars, on cards of any age and whoever's; Discord tells only of those that a person can see."""

    def __init__(self, bot: BananaBot) -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Make it the reactor's favourite."""
        await insist(partial(self._starred, payload, self.bot.history.add_favourite))

    @commands.Cog.listener()
    async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
        """Take it back."""
        await insist(partial(self._starred, payload, self.bot.history.remove_favourite))

    async def _starred(self, payload: discord.RawReactionActionEvent, note: Note) -> None:
        ours = self.bot.user is not None and payload.user_id == self.bot.user.id
        if str(payload.emoji).rstrip(VARIANT) != STAR or ours or (payload.member is not None and payload.member.bot):
            return
        if job := await self.bot.orders.by_message(payload.message_id):
            await note(job.id, payload.user_id)


async def setup(bot: BananaBot) -> None:
    """Add the command and the cog."""
    texts = bot.texts

    @app_commands.command(
        name=localised(texts, "command-history"), description=localised(texts, "command-history-description")
    )
    @app_commands.choices(model=[app_commands.Choice(name=model.title, value=name) for name, model in MODELS.items()])
    @app_commands.describe(**{name: localised(texts, f"option-{name}-description") for name in OPTIONS})
    @app_commands.rename(**{name: localised(texts, f"option-{name}") for name in OPTIONS})
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    async def history(
        interaction: discord.Interaction,
        search: app_commands.Range[str, 1, SEARCH_LENGTH] | None = None,
        model: str | None = None,
        favourites: bool = False,
    ) -> None:
        await bot.shelf.open(interaction, search=search or "", model=model or "", favourites=favourites)

    bot.tree.add_command(history)
    await bot.add_cog(Favourites(bot))
