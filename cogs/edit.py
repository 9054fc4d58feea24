"""Edit, Pro and Vary: another version of a card's pictures; Use this prompt: a new order that begins with its words.

The member who sends the form, or presses Vary, pays.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import discord
from discord.ext import commands

from bot.services.versions import VersionRequest
from bot.ui import modal_values
from bot.ui.actors import actor
from bot.ui.attachments import read_files
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent
from bot.ui.views import modal_fields
from bot.ui.views.edit_modal import EditModal
from bot.ui.views.modal_fields import send_form
from bot.ui.views.vary_buttons import varied


class Edit(commands.Cog):
    """A form under each of the buttons but Vary, which draws at once for the price that it says."""

    def __init__(self, bot: BananaBot) -> None:
        self._versions = bot.services.versions
        self._offer = bot.services.orders.offer
        self._responses = bot.surface.responses
        self._placement = bot.surface.placement

    async def open_form(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Ask how the version, or the new order, is to be."""
        who = actor(interaction)
        if event.verb == "reuse":
            options = await self._versions.prompt_options(event.subject_id, who)
        else:
            is_better = event.verb == "pro"
            options = await self._versions.options(event.subject_id, who, position=event.argument, is_better=is_better)
        text = partial(self._responses.text, interaction)
        mark = self._offer.price_mark_of(options.model.name if event.verb == "reuse" else "")
        await send_form(interaction, EditModal(options=options, text=text, verb=event.verb, price_mark=mark).modal())

    async def place(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Place the order of what was filled in."""
        start, ratio, resolution = (
            modal_values.first(interaction, name) or "" for name in ("start", "ratio", "resolution")
        )
        request = VersionRequest(
            prompt=modal_values.text(interaction, "prompt"),
            start=start,
            ratio=ratio,
            count=modal_fields.count(interaction),
            resolution=resolution,
            extra=read_files(modal_values.files(interaction, "files")),
        )
        who = actor(interaction)
        if event.verb == "reuse":
            order = await self._versions.order_with_prompt(event.subject_id, who, request)
            drawn_by = order.model  # another one than the form's, where that is gone meanwhile
        else:
            order = await self._versions.order(event.subject_id, who, request, is_better=event.verb == "pro")
            drawn_by = ""
        order = replace(order, shown_cost=modal_fields.shown_cost(event, self._offer, model=drawn_by))
        await self._placement.place(interaction, order)

    async def vary(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Draw one of a card's pictures anew."""
        position, cost = varied(event.argument)
        order = await self._versions.vary(event.subject_id, actor(interaction), position)
        await self._placement.place(interaction, replace(order, shown_cost=cost))


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = Edit(bot)
    bot.router.add(
        handlers={"edit": cog.open_form, "pro": cog.open_form},
        private={"vary": cog.vary, "reuse": cog.open_form},
        forms={"edit": cog.place, "pro": cog.place, "reuse": cog.place},
    )
    await bot.add_cog(cog)
