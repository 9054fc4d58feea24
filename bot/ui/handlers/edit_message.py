"""What the menu of any message offers: edit its picture, or set it aside as an input."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import discord

from bot.domain.catalog import Offer
from bot.domain.errors import SketchGone
from bot.i18n import Texts
from bot.services.orders import Service
from bot.services.pending_orders import Sketch, Sketches
from bot.ui import interaction_context, message_pictures, modal_values
from bot.ui.custom_ids import Press, Verb
from bot.ui.handlers.tray import Trays
from bot.ui.order_placement import Counter
from bot.ui.views import modal_fields
from bot.ui.views.modal_fields import Fields

KIND = "menu"


class Edits:
    """Opens a form about a message's pictures, and orders what was filled in."""

    def __init__(
        self, *, service: Service, sketches: Sketches, counter: Counter, trays: Trays, texts: Texts, offer: Offer
    ) -> None:
        self._service = service
        self._sketches = sketches
        self._counter = counter
        self._trays = trays
        self._texts = texts
        self._offer = offer

    @property
    def verbs(self) -> Mapping[str, Verb]:
        """The buttons answered here."""
        return {"reword": self._reword}

    @property
    def forms(self) -> Mapping[str, Verb]:
        """The forms taken here."""
        return {"menu": self._edited, "use": self._used}

    async def edit(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Ask how a picture of the message is to change; raises NoPicture or BadAttachment."""
        await self._ask(
            interaction, await self._begin(interaction, await message_pictures.begin(self._service, message))
        )

    async def use(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Put the message's picture into the tray, or ask which; raises NoPicture, BadAttachment or TrayFull."""
        begun = await message_pictures.begin(self._service, message)
        if len(begun["pictures"]) == 1:
            await self._trays.use(interaction, begun["pictures"])
            return
        sketch = await self._begin(interaction, begun)
        form = self._fields(interaction)
        pictures = form.picture(sketch.pictures, several=True)
        await form.open(interaction, "form-use", f"img1:use:{sketch.id}", pictures)

    async def _reword(self, interaction: discord.Interaction, press: Press) -> None:
        """Open the form that a hint offers to the one person whom it is for."""
        await self._ask(interaction, await self._sketches.find(press.job_id, interaction.user.id, KIND))

    async def _ask(self, interaction: discord.Interaction, sketch: Sketch) -> None:
        form = self._fields(interaction)
        prompt = form.prompt("form-change", price=form.price(sketch.model, sketch.params))
        others = (form.picture(sketch.pictures), form.ratio(), form.count(), form.uploads())
        await form.open(interaction, "form-edit", f"img1:menu:{sketch.id}", prompt, *others)

    async def _begin(self, interaction: discord.Interaction, begun: Mapping[str, Any]) -> Sketch:
        sketch = Sketch(id=interaction.id, user_id=interaction.user.id, kind=KIND, **begun)
        await self._sketches.keep(sketch)
        return sketch

    async def _edited(self, interaction: discord.Interaction, press: Press) -> None:
        sketch = await self._sketches.find(press.job_id, interaction.user.id, KIND)
        ratio, count = modal_fields.ratio(interaction, self._offer), modal_fields.count(interaction)
        filled = replace(
            sketch.pick(modal_fields.picked(interaction)[0]),
            prompt=modal_values.text(interaction, "prompt"),
            extras=modal_fields.uploads(interaction),
            params=replace(sketch.params, ratio=ratio, count=count),
        )
        await place_once(self._counter, self._sketches, interaction, filled)

    async def _used(self, interaction: discord.Interaction, press: Press) -> None:
        sketch = await self._sketches.find(press.job_id, interaction.user.id, KIND)
        chosen = [image for image in sketch.pictures if image.position in modal_fields.picked(interaction)]
        await self._trays.use(interaction, chosen)

    def _fields(self, interaction: discord.Interaction) -> Fields:
        return Fields(texts=self._texts, offer=self._offer, locale=interaction_context.locale(interaction))


async def place_once(counter: Counter, sketches: Sketches, interaction: discord.Interaction, sketch: Sketch) -> bool:
    """Order what a sketch says, once; one that is refused stays. Raises SketchGone where it was ordered already."""
    if not await sketches.take(sketch):
        raise SketchGone
    booked = await counter.place(interaction, sketch.order())
    if not booked:
        await sketches.keep(sketch)
    return booked
