"""The tray as its person sees it: small pictures, a way to take one out, and a form to draw with them all."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Mapping, Sequence
from typing import Any

import discord

from bot.domain.catalog import BANANA, MAX_INPUTS, MODELS, Offer, Params
from bot.domain.errors import UnknownJob
from bot.domain.jobs import Image, Order
from bot.i18n import Texts
from bot.services.tray import Tray
from bot.ui import interaction_context, modal_values
from bot.ui.custom_ids import ComponentEvent, Handler, job_button, job_menu
from bot.ui.order_placement import OrderPlacement
from bot.ui.outbound.discord_errors import CALL_S
from bot.ui.outbound.responses import SILENT, Responses
from bot.ui.views import formatting, modal_fields
from bot.ui.views.modal_fields import Fields

Picture = tuple[Image, bytes | None]  # with a small JPEG of it, where it could be had


class Trays:
    """Shows one person's tray, privately; its card is stale as soon as another one is shown, and still works."""

    def __init__(
        self, *, tray: Tray, placement: OrderPlacement, responses: Responses, texts: Texts, offer: Offer
    ) -> None:
        self._tray = tray
        self._placement = placement
        self._responses = responses
        self._texts = texts
        self._offer = offer

    @property
    def verbs(self) -> Mapping[str, Handler]:
        """The buttons and menus answered here."""
        return {"untray": self._remove, "cleartray": self._clear, "drawtray": self._open}

    @property
    def forms(self) -> Mapping[str, Handler]:
        """The forms taken here."""
        return {"drawtray": self._draw}

    async def use(self, interaction: discord.Interaction, images: Sequence[Image]) -> None:
        """Put pictures into the presser's tray and show it; raises TrayFull."""
        await self.show(interaction, await self._tray.add(interaction.user.id, images))

    async def show(self, interaction: discord.Interaction, images: Sequence[Image]) -> None:
        """Answer with the tray; its pictures may have to be fetched first, so the answer comes in two steps."""
        await self._responses.defer(interaction, thinking=True, private=True)
        await self._write(interaction, images)

    async def _remove(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        await self._hold(interaction)
        n = modal_fields.number("".join(event.values))
        await self._write(interaction, await self._tray.remove(interaction.user.id, n))

    async def _clear(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        await self._hold(interaction)
        await self._tray.clear(interaction.user.id)
        await self._write(interaction, ())

    async def _hold(self, interaction: discord.Interaction) -> None:
        """Say that the tray's card will change; raises UnknownJob on a message that others see: the id is made up."""
        if interaction.message is None or not interaction.message.flags.ephemeral:
            raise UnknownJob
        await self._responses.defer(interaction, thinking=False)

    async def _open(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        async with self._tray.reserve(interaction.user.id):
            form = self._fields(interaction)
            model = form.model()
            price = form.say("form-new-card") if model else form.price(BANANA.name, Params())
            others = (form.prompt("form-draw", price=price), model, form.ratio(), form.count())
            await form.open(interaction, "form-tray", f"img1:drawtray:{interaction.user.id}", *others)

    async def _draw(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        async with self._tray.reserve(interaction.user.id) as images:
            if await self._placement.place(interaction, self._order(interaction, images)):
                await self._tray.consume(interaction.user.id, images)

    def _order(self, interaction: discord.Interaction, images: Sequence[Image]) -> Order:
        model = MODELS.get(modal_values.text(interaction, "model"), BANANA)
        params = Params(
            count=modal_fields.count(interaction),
            ratio=modal_fields.ratio(interaction, self._offer),
            resolution=self._offer.resolutions[0] if model.resolutions else None,
        )
        prompt = modal_values.text(interaction, "prompt")
        return Order(
            id=0,
            guild_id=0,
            channel_id=0,
            user_id=interaction.user.id,
            model=model.name,
            prompt=prompt,
            params=params,
            inputs=tuple(images),
        )

    async def _write(self, interaction: discord.Interaction, images: Sequence[Image]) -> None:
        pictures = list(zip(images, await self._tray.previews(images), strict=True))
        view = self._view(self._fields(interaction), interaction.user.id, pictures)
        files = [discord.File(io.BytesIO(small), _file_name(image)) for image, small in pictures if small is not None]
        async with asyncio.timeout(CALL_S):
            await interaction.edit_original_response(view=view, attachments=files, allowed_mentions=SILENT)

    def _view(self, form: Fields, user_id: int, pictures: Sequence[Picture]) -> discord.ui.LayoutView:
        view = discord.ui.LayoutView(timeout=None)
        count = len(pictures)
        if not count:
            return view.add_item(discord.ui.TextDisplay(form.say("tray-empty")))
        parts: list[discord.ui.Item[Any]] = [
            discord.ui.TextDisplay(form.say("tray-title", count=count, limit=MAX_INPUTS))
        ]
        if shown := [image for image, small in pictures if small is not None]:
            parts.append(discord.ui.MediaGallery(*(_item(form, image, count) for image in shown)))
        parts.append(discord.ui.TextDisplay(form.say("tray-kept")))
        parts.append(discord.ui.ActionRow(_menu(form, user_id, [image for image, _ in pictures])))
        draw, clear = form.say("button-draw"), form.say("button-clear")
        parts.append(
            discord.ui.ActionRow(
                job_button("drawtray", user_id, label=draw, emoji="🎨", style=discord.ButtonStyle.primary),
                job_button("cleartray", user_id, label=clear, emoji="🧹"),
            )
        )
        return view.add_item(discord.ui.Container(*parts))

    def _fields(self, interaction: discord.Interaction) -> Fields:
        return Fields(texts=self._texts, offer=self._offer, locale=interaction_context.locale(interaction))


def _item(form: Fields, image: Image, count: int) -> discord.MediaGalleryItem:
    description = form.say("picture-of", n=image.position + 1, count=count)
    return discord.MediaGalleryItem(f"attachment://{_file_name(image)}", description=description)


def _menu(form: Fields, user_id: int, images: Sequence[Image]) -> discord.ui.Item[Any]:
    options = [
        discord.SelectOption(
            label=form.say("picture-of", n=image.position + 1, count=len(images)),
            description=formatting.file_name(image.name)[:100] if image.name else None,
            value=str(image.position),
        )
        for image in images
    ]
    return job_menu("untray", user_id, placeholder=form.say("tray-remove"), options=options)


def _file_name(image: Image) -> str:
    return f"tray-{image.position + 1}.jpg"
