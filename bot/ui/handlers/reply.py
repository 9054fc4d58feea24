"""A reply to a card that mentions the bot: its words become an order, once its person has seen the price."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import discord

from bot.domain.catalog import MAX_INPUTS, MODELS, Offer
from bot.domain.errors import PendingExpired, Refusal, StorageUnavailable, TooManyInputs, UnknownJob
from bot.domain.jobs import Job
from bot.i18n import Texts
from bot.services.orders import Orders
from bot.services.pending_orders import KEPT_MS, PendingOrder, PendingOrders
from bot.ui import message_pictures
from bot.ui.custom_ids import ComponentEvent, Handler, job_button, job_menu, presses_on
from bot.ui.handlers.edit_message import KIND as EDIT
from bot.ui.handlers.edit_message import place_once
from bot.ui.order_placement import THUMBNAIL_S, OrderPlacement, read_attachments
from bot.ui.outbound.discord_errors import ANSWER_S, CALL_FAILURES
from bot.ui.outbound.responses import SILENT, Responses
from bot.ui.outbound.temporary_messages import TemporaryReplies
from bot.ui.views import formatting, modal_fields
from bot.ui.views.job_card import THUMBNAIL
from bot.ui.views.modal_fields import MOST_UPLOADS

KIND = "reply"
BRIEF_S = 30  # how long a public sentence to one person stands


class Replies:
    """Hears replies, asks before it draws, and takes its small card away again."""

    def __init__(
        self,
        *,
        service: Orders,
        pending_orders: PendingOrders,
        placement: OrderPlacement,
        responses: Responses,
        temporary_replies: TemporaryReplies,
        texts: Texts,
        offer: Offer,
    ) -> None:
        self._service = service
        self._pending_orders = pending_orders
        self._placement = placement
        self._responses = responses
        self._temporary_replies = temporary_replies
        self._texts = texts
        self._offer = offer

    @property
    def verbs(self) -> Mapping[str, Handler]:
        """The buttons and menus answered here."""
        return {"reply": self._draw, "noreply": self._refuse, "which": self._pick}

    async def hear(self, message: discord.Message, me: discord.ClientUser) -> None:
        """Answer a message, if it is a reply to a card of its own channel that speaks to the bot."""
        job = None
        with suppress(StorageUnavailable):  # nobody may have spoken to the bot
            job = await self._card(message)
        if job is None:
            return
        try:
            await self._heed(message, job, me)
        except Refusal as error:
            sentence = self._responses.describe(job.locale, error, bot_name=me.display_name)
            await self._temporary_replies.reply(message, sentence, seconds=BRIEF_S)

    async def _card(self, message: discord.Message) -> Job | None:
        replied_to = message.reference.message_id if message.reference else None
        if message.author.bot or message.webhook_id or message.type is not discord.MessageType.reply or not replied_to:
            return None
        job = await self._service.by_message(replied_to)
        is_shown_again = job is not None and job.message_id != replied_to
        return job if job is not None and (is_shown_again or job.channel_id == message.channel.id) else None

    async def _heed(self, message: discord.Message, job: Job, me: discord.ClientUser) -> None:
        is_spoken_to = message.guild is None or re.search(rf"<@!?{me.id}>", message.content) is not None
        said = spoken(message, me)
        if is_spoken_to and said:
            await self._begin(message, job, said)
        elif is_spoken_to:
            await self._hint(message, job, "reply-empty", me)
        elif _sounds_meant(message, me) and await self._pending_orders.is_first_time(message.author.id, "told_replies"):
            await self._hint(message, job, "reply-withheld", me)

    async def _begin(self, message: discord.Message, job: Job, said: str) -> None:
        begun = message_pictures.pending_fields_of_card(job)
        if len(message.attachments) > MOST_UPLOADS:
            raise TooManyInputs(limit=MAX_INPUTS)
        pending = PendingOrder(
            id=message.id,
            user_id=message.author.id,
            kind=KIND,
            prompt=said,
            extras=read_attachments(message.attachments),
            locale=job.locale,
            **begun,
        )
        if await self._pending_orders.draws_at_once(message.author.id):
            await self._placement.place_message(message, pending.order())
            return
        await self._pending_orders.keep(pending)
        view, files = await self._small_card(pending)
        await self._temporary_replies.reply(message, view=view, files=files, seconds=KEPT_MS / 1000)

    async def _hint(self, message: discord.Message, job: Job, text_id: str, me: discord.ClientUser) -> None:
        """Say how to be heard, with a way that needs no hearing where the card has a picture."""
        view = discord.ui.View(timeout=None)
        if job.outputs:
            pending = PendingOrder(
                id=message.id, user_id=message.author.id, kind=EDIT, **message_pictures.pending_fields_of_card(job)
            )
            await self._pending_orders.keep(pending)
            view.add_item(
                job_button("reword", pending.id, label=self._texts.text(job.locale, "button-edit"), emoji="✏️")
            )
        text = self._texts.text(job.locale, text_id, bot=me.display_name)
        await self._temporary_replies.reply(message, text, view=view, seconds=BRIEF_S)

    # the small card's buttons

    async def _draw(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        pending = await self._asked(interaction, event)
        if pending and await place_once(self._placement, self._pending_orders, interaction, pending):
            await _take_away(interaction)

    async def _refuse(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        if pending := await self._asked(interaction, event):
            await self._pending_orders.take(pending)
            await self._responses.defer(interaction, thinking=False)
            await _take_away(interaction)

    async def _pick(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        if pending := await self._asked(interaction, event):
            pending = pending.pick(modal_fields.number("".join(event.values)))
            await self._pending_orders.keep(pending)
            view, files = await self._small_card(pending)
            async with asyncio.timeout(ANSWER_S):
                await interaction.response.edit_message(view=view, attachments=files, allowed_mentions=SILENT)

    async def _asked(self, interaction: discord.Interaction, event: ComponentEvent) -> PendingOrder | None:
        """Return what was asked of the presser; None where that is over, when the small card goes. Raises NotAsked."""
        message = interaction.message
        asks = message is not None and any(
            (p.verb, p.subject_id) == ("reply", event.subject_id) for p in presses_on(message)
        )
        if message is None or not asks or await self._service.by_message(message.id) is not None:
            raise UnknownJob  # made up: only small cards are ever taken away
        try:
            return await self._pending_orders.find(event.subject_id, interaction.user.id, KIND)
        except PendingExpired as error:
            await self._responses.send_error(interaction, error)
            await _take_away(interaction)
            return None

    async def _small_card(self, pending: PendingOrder) -> tuple[discord.ui.LayoutView, list[discord.File]]:
        small = await self._preview(pending)
        files = [discord.File(io.BytesIO(small), THUMBNAIL)] if small else []
        asking = self._say_in(pending, "reply-ask", user=formatting.mention(pending.user_id))
        text: discord.ui.TextDisplay[Any] = discord.ui.TextDisplay(
            f"{asking}\n{formatting.quote(pending.prompt)}\n-# {self._facts(pending)}"
        )
        of = self._picture(pending, pending.picked)
        parts: list[discord.ui.Item[Any]] = [
            discord.ui.Section(text, accessory=discord.ui.Thumbnail(f"attachment://{THUMBNAIL}", description=of))
            if small
            else text
        ]
        if len(pending.pictures) > 1:
            parts.append(discord.ui.ActionRow(self._menu(pending)))
        parts.append(discord.ui.ActionRow(*self._buttons(pending)))
        view = discord.ui.LayoutView(timeout=None)
        return view.add_item(discord.ui.Container(*parts)), files

    async def _preview(self, pending: PendingOrder) -> bytes | None:
        try:
            async with asyncio.timeout(THUMBNAIL_S):
                return await self._pending_orders.preview(pending)
        except TimeoutError:
            return None

    def _facts(self, pending: PendingOrder) -> str:
        facts = [self._picture(pending, pending.picked)]
        if pending.extras:
            facts.append(self._say_in(pending, "reply-extras", count=len(pending.extras)))
        return " · ".join([*facts, MODELS[pending.model].title, f"{self._cost(pending)} 🍌"])

    def _menu(self, pending: PendingOrder) -> discord.ui.Item[Any]:
        options = [
            discord.SelectOption(label=self._picture(pending, n), value=str(n), default=n == pending.picked)
            for n in range(len(pending.pictures))
        ]
        return job_menu("which", pending.id, placeholder=self._say_in(pending, "form-picture"), options=options)

    def _buttons(self, pending: PendingOrder) -> tuple[discord.ui.Item[Any], ...]:
        draw = self._say_in(pending, "button-draw-for", cost=self._cost(pending))
        return (
            job_button("reply", pending.id, label=draw, emoji="🎨", style=discord.ButtonStyle.primary),
            job_button("noreply", pending.id, label=self._say_in(pending, "button-no"), emoji="✖️"),
        )

    def _picture(self, pending: PendingOrder, n: int) -> str:
        return self._say_in(pending, "picture-of", n=n + 1, count=len(pending.pictures))

    def _cost(self, pending: PendingOrder) -> int:
        return self._offer.cost(pending.model, pending.params)

    def _say_in(self, pending: PendingOrder, text_id: str, **values: object) -> str:
        return self._texts.text(pending.locale, text_id, **values)


def spoken(message: discord.Message, me: discord.ClientUser) -> str:
    """Return what a message says, without the bot's name, and with people's and emoji's names as they are read."""
    names = {user.id: user.display_name for user in message.mentions}
    text = re.sub(rf"<@!?{me.id}>", " ", message.content)
    text = re.sub(r"<@!?(\d+)>", lambda match: names.get(int(match[1]), ""), text)
    text = re.sub(r"<a?:(\w+):\d+>", r"\1", text)
    return re.sub(r"[^\S\n]+", " ", text).strip(" ,:")


def _sounds_meant(message: discord.Message, me: discord.ClientUser) -> bool:
    """Tell whether a reply without the bot's name may speak to it: by its ping, or in words that Discord withheld."""
    return me in message.mentions or not (message.content or message.attachments or message.stickers)


async def _take_away(interaction: discord.Interaction) -> None:
    with suppress(*CALL_FAILURES):
        if interaction.message is not None:
            async with asyncio.timeout(ANSWER_S):
                await interaction.message.delete()
