"""/help: what the bot can do for its reader where they ask, and buttons that start it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import discord
from discord.ext import commands

from bot.domain.catalog import Model
from bot.domain.errors import Refusal
from bot.i18n import language
from bot.ui import interaction_context
from bot.ui.actors import actor, powers
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent
from bot.ui.localised_commands import slash_command
from bot.ui.order_placement import check_rights
from bot.ui.views import formatting
from bot.ui.views.help_card import HelpCard


class Help(commands.Cog):
    """What a member can do where they ask; nothing here costs anything."""

    def __init__(self, bot: BananaBot) -> None:
        self._bot = bot
        self._orders = bot.services.orders
        self._pauses = bot.services.pauses
        self._rules = bot.services.rules
        self._access = bot.surface.access
        self._responses = bot.surface.responses

    async def open(self, interaction: discord.Interaction, event: ComponentEvent | None = None) -> None:
        """Answer with the card."""
        await self._responses.defer(interaction, thinking=True, private=True)
        card = await self._card(interaction)
        await self._responses.fill_private(interaction, card.view())

    async def _card(self, interaction: discord.Interaction) -> HelpCard:
        models: Sequence[Model] = ()
        refusal = ""
        me, who = interaction.client.user, actor(interaction)
        name = me.display_name if me else ""
        usages = await self._orders.quota(who)
        try:
            check_rights(interaction)
            self._orders.check_server(who.guild_id)
            await self._pauses.check_server(who.guild_id)
            models = await self._rules.usable(who, await self._access.usable(interaction, self._orders.offer.listed))
            self._orders.check_inputs(models[0].name, ())
        except Refusal as error:
            spoken = language(interaction_context.locale(interaction))
            refusal = self._responses.describe(spoken, error, bot_name=name)
        text = partial(self._responses.text, interaction)
        return HelpCard(
            user_id=who.user_id,
            commands=self._responses.listed(interaction, [f"`/{model.name}`" for model in models], joined_by="help-or"),
            prices=self._responses.prices(interaction, models),
            free=min(usage.free for usage in usages),
            refusal=refusal,
            bot_name=formatting.escape(name),
            is_private=interaction.guild_id is None,
            can_edit=any(model.inputs for model in models),
            is_moderator=who.is_moderator,
            can_set_up=powers(interaction).manage_guild,
            text=text,
        )


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = Help(bot)
    bot.router.add(handlers={"help": cog.open})

    @slash_command(bot.texts, "command-help")
    async def help_(interaction: discord.Interaction) -> None:
        await cog.open(interaction)

    bot.tree.add_command(help_)
    await bot.add_cog(cog)
