"""What the menu of any message offers: edit its picture, or set it aside as an input."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import discord
from discord.ext import commands

from bot.services.pending_orders import EDIT, PendingOrder
from bot.ui import message_pictures, modal_values
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent
from bot.ui.localised_commands import menu_command
from bot.ui.views import modal_fields
from bot.ui.views.modal_fields import Fields


class EditMessage(commands.Cog):
    """A form about a message's pictures, and the order of what was filled in."""

    def __init__(self, bot: BananaBot) -> None:
        self._orders = bot.services.orders
        self._texts = bot.texts
        self._pending_orders = bot.services.pending_orders
        self._placement = bot.surface.placement
        self._tray_display = bot.surface.tray_display

    async def edit(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Ask how a picture of the message is to change; raises NoPicture or BadAttachment."""
        fields = await message_pictures.pending_fields(self._orders, message)
        await self._ask(interaction, await self._begin(interaction, fields))

    async def use(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Put the message's picture into the tray, or ask which; raises NoPicture, BadAttachment or TrayFull."""
        fields = await message_pictures.pending_fields(self._orders, message)
        if len(fields["pictures"]) == 1:
            await self._tray_display.add(interaction, fields["pictures"])
            return
        pending = await self._begin(interaction, fields)
        form = Fields.of(interaction, texts=self._texts)
        pictures = form.picture(pending.pictures, on_card=pending.is_of_card, several=True)
        await form.open(interaction, "form-use", f"img1:use:{pending.id}", pictures)

    async def reword(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Open the form that a hint offers to the one member whom it is for."""
        await self._ask(interaction, await self._pending_orders.find(event.subject_id, interaction.user.id, EDIT))

    async def edited(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Place the order of what was filled in."""
        pending = await self._pending_orders.find(event.subject_id, interaction.user.id, EDIT)
        model = self._orders.offer.model(pending.model)
        chosen = {"ratio": modal_fields.ratio(interaction), "count": modal_fields.count(interaction)}
        params = model.params(chosen, has_input=True)
        filled = replace(
            pending.pick(modal_fields.picked(interaction)[0]),
            prompt=modal_values.text(interaction, "prompt"),
            extras=modal_fields.uploads(interaction),
            shown_cost=modal_fields.shown_cost(event, self._orders.offer),
            params=replace(pending.params, ratio=params.ratio, count=params.count),
        )
        await self._placement.place_pending(interaction, filled)

    async def used(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Put the chosen pictures into the tray."""
        pending = await self._pending_orders.find(event.subject_id, interaction.user.id, EDIT)
        chosen = [image for image in pending.pictures if image.position in modal_fields.picked(interaction)]
        await self._tray_display.add(interaction, chosen)

    async def _ask(self, interaction: discord.Interaction, pending: PendingOrder) -> None:
        self._orders.check_edit(pending.model, pending.pictures)
        form = Fields.of(interaction, texts=self._texts)
        model = self._orders.offer.model(pending.model)
        prompt = form.prompt("form-change", price=form.price(model, pending.params), default=pending.prompt or None)
        picture = form.picture(pending.pictures, on_card=pending.is_of_card)
        others = (picture, form.ratio(model), form.count(model), form.uploads(model))
        await form.open(
            interaction, "form-edit", f"img1:menu:{pending.id}:{self._orders.offer.price_mark}", prompt, *others
        )

    async def _begin(self, interaction: discord.Interaction, fields: Mapping[str, Any]) -> PendingOrder:
        pending = PendingOrder(id=interaction.id, user_id=interaction.user.id, kind=EDIT, **fields)
        await self._pending_orders.keep(pending)
        return pending


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = EditMessage(bot)
    bot.router.add(handlers={"reword": cog.reword}, forms={"menu": cog.edited, "use": cog.used})

    @menu_command(bot.texts, "menu-edit")
    async def edit(interaction: discord.Interaction, message: discord.Message) -> None:
        await cog.edit(interaction, message)

    @menu_command(bot.texts, "menu-use")
    async def use(interaction: discord.Interaction, message: discord.Message) -> None:
        await cog.use(interaction, message)

    for command in (edit, use):
        bot.tree.add_command(command)
    await bot.add_cog(cog)
