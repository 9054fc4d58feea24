"""What the menu of any message offers: edit its picture, or set it aside as an input."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import discord

from bot.domain.catalog import Offer
from bot.domain.errors import PendingExpired
from bot.i18n import Texts
from bot.services.orders import Orders
from bot.services.pending_orders import PendingOrder, PendingOrders
from bot.ui import interaction_context, message_pictures, modal_values
from bot.ui.custom_ids import ComponentEvent, Handler
from bot.ui.handlers.tray import Trays
from bot.ui.order_placement import OrderPlacement
from bot.ui.views import modal_fields
from bot.ui.views.modal_fields import Fields

KIND = "menu"


class Edits:
    """Opens a form about a message's pictures, and orders what was filled in."""

    def __init__(
        self,
        *,
        service: Orders,
        pending_orders: PendingOrders,
        placement: OrderPlacement,
        trays: Trays,
        texts: Texts,
        offer: Offer,
    ) -> None:
        self._service = service
        self._pending_orders = pending_orders
        self._placement = placement
        self._trays = trays
        self._texts = texts
        self._offer = offer

    @property
    def verbs(self) -> Mapping[str, Handler]:
        """The buttons answered here."""
        return {"reword": self._reword}

    @property
    def forms(self) -> Mapping[str, Handler]:
        """The forms taken here."""
        return {"menu": self._edited, "use": self._used}

    async def edit(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Ask how a picture of the message is to change; raises NoPicture or BadAttachment."""
        await self._ask(
            interaction, await self._begin(interaction, await message_pictures.pending_fields(self._service, message))
        )

    async def use(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Put the message's picture into the tray, or ask which; raises NoPicture, BadAttachment or TrayFull."""
        begun = await message_pictures.pending_fields(self._service, message)
        if len(begun["pictures"]) == 1:
            await self._trays.use(interaction, begun["pictures"])
            return
        pending = await self._begin(interaction, begun)
        form = self._fields(interaction)
        pictures = form.picture(pending.pictures, several=True)
        await form.open(interaction, "form-use", f"img1:use:{pending.id}", pictures)

    async def _reword(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Open the form that a hint offers to the one person whom it is for."""
        await self._ask(interaction, await self._pending_orders.find(event.subject_id, interaction.user.id, KIND))

    async def _ask(self, interaction: discord.Interaction, pending: PendingOrder) -> None:
        form = self._fields(interaction)
        prompt = form.prompt("form-change", price=form.price(pending.model, pending.params))
        others = (form.picture(pending.pictures), form.ratio(), form.count(), form.uploads())
        await form.open(interaction, "form-edit", f"img1:menu:{pending.id}", prompt, *others)

    async def _begin(self, interaction: discord.Interaction, begun: Mapping[str, Any]) -> PendingOrder:
        pending = PendingOrder(id=interaction.id, user_id=interaction.user.id, kind=KIND, **begun)
        await self._pending_orders.keep(pending)
        return pending

    async def _edited(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        pending = await self._pending_orders.find(event.subject_id, interaction.user.id, KIND)
        ratio, count = modal_fields.ratio(interaction, self._offer), modal_fields.count(interaction)
        filled = replace(
            pending.pick(modal_fields.picked(interaction)[0]),
            prompt=modal_values.text(interaction, "prompt"),
            extras=modal_fields.uploads(interaction),
            params=replace(pending.params, ratio=ratio, count=count),
        )
        await place_once(self._placement, self._pending_orders, interaction, filled)

    async def _used(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        pending = await self._pending_orders.find(event.subject_id, interaction.user.id, KIND)
        chosen = [image for image in pending.pictures if image.position in modal_fields.picked(interaction)]
        await self._trays.use(interaction, chosen)

    def _fields(self, interaction: discord.Interaction) -> Fields:
        return Fields(texts=self._texts, offer=self._offer, locale=interaction_context.locale(interaction))


async def place_once(
    placement: OrderPlacement, pending_orders: PendingOrders, interaction: discord.Interaction, pending: PendingOrder
) -> bool:
    """Order what a sketch says, once; one that is refused stays. Raises SketchGone where it was ordered already."""
    if not await pending_orders.take(pending):
        raise PendingExpired
    booked = await placement.place(interaction, pending.order())
    if not booked:
        await pending_orders.keep(pending)
    return booked
