"""The tray: pictures set aside, taken out again, and drawn with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import discord
from discord.ext import commands

from bot.domain import jobs
from bot.domain.catalog import Model
from bot.ui import modal_values
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent
from bot.ui.views import modal_fields
from bot.ui.views.modal_fields import Fields


class Tray(commands.Cog):
    """One member's tray, privately; other features put pictures into it by `TrayDisplay`."""

    def __init__(self, bot: BananaBot) -> None:
        self._tray = bot.services.tray
        self._texts = bot.texts
        self._offer = bot.services.orders.offer
        self._display = bot.surface.tray_display
        self._placement = bot.surface.placement
        self._responses = bot.surface.responses

    async def remove(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Take one picture out."""
        await self._responses.defer(interaction, thinking=False)
        n = modal_fields.number("".join(event.values))
        await self._display.update(interaction, await self._tray.remove(interaction.user.id, n))

    async def clear(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Take everything out."""
        await self._responses.defer(interaction, thinking=False)
        await self._tray.clear(interaction.user.id)
        await self._display.update(interaction, ())

    async def open_form(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Ask for the words to draw with."""
        async with self._tray.reserve(interaction.user.id):
            form, models = Fields.of(interaction, texts=self._texts), self._models()
            choice = form.model(models, among=[model for model in self._offer.models if model.inputs])
            price = form.say("form-new-card") if choice else form.price(models[0], models[0].params({}))
            others = (form.prompt("form-draw", price=price), choice, form.ratio(*models), form.count(*models))
            await form.open(
                interaction, "form-tray", f"img1:drawtray:{interaction.user.id}:{self._offer.price_mark}", *others
            )

    async def draw(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Place an order with all that is in; what was ordered with leaves the tray."""
        async with self._tray.reserve(interaction.user.id) as images:
            order = self._order(interaction, images)
            order = replace(order, shown_cost=modal_fields.shown_cost(event, self._offer))
            if await self._placement.place(interaction, order):
                await self._tray.consume(interaction.user.id, images)

    def _is_anothers(self, model: Model, name: str, value: object) -> bool:
        return value in self._offer.choices(name) and value not in model.choices(name)

    def _models(self) -> Sequence[Model]:
        return self._offer.editors or self._offer.listed

    def _order(self, interaction: discord.Interaction, images: Sequence[jobs.Image]) -> jobs.Order:
        model = modal_fields.model(interaction, self._models())
        said = {"count": modal_fields.count(interaction), "ratio": modal_fields.ratio(interaction)}
        # one menu for all models: what only another one offers is as if it was not chosen
        chosen = {name: None if self._is_anothers(model, name, value) else value for name, value in said.items()}
        params = model.params(chosen, has_input=True)
        prompt = modal_values.text(interaction, "prompt")
        return jobs.Order(
            id=0,
            guild_id=0,
            channel_id=0,
            user_id=interaction.user.id,
            model=model.name,
            prompt=prompt,
            params=params,
            inputs=tuple(images),
        )


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = Tray(bot)
    bot.router.add(
        private={"untray": cog.remove, "cleartray": cog.clear, "drawtray": cog.open_form},
        forms={"drawtray": cog.draw},
    )
    await bot.add_cog(cog)
