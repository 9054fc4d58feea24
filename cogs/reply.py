"""A reply to a card that mentions the bot: its words become an order, once its member has seen the price."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from dataclasses import replace
from functools import partial

import discord
from discord.ext import commands

from bot.domain.catalog import MAX_INPUTS
from bot.domain.errors import PendingExpired, Refusal, StorageUnavailable, TooFast, TooManyInputs, UnknownJob
from bot.domain.jobs import Job
from bot.domain.server_errors import CONFIDENTIAL, InPrivate, PromptBlocked
from bot.runtime.recent import LatestValues
from bot.services.pending_orders import EDIT, KEPT_MS, REPLY, PendingOrder
from bot.ui import message_pictures
from bot.ui.attachments import read_attachments
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent, job_button, presses_on
from bot.ui.names import names_by_message
from bot.ui.order_placement import THUMBNAIL_S
from bot.ui.outbound.discord_errors import ANSWER_S, CALL_FAILURES
from bot.ui.outbound.responses import SILENT
from bot.ui.spoken_words import answers_another, may_be_meant, spoken
from bot.ui.views import modal_fields
from bot.ui.views.modal_fields import MOST_UPLOADS
from bot.ui.views.reply_card import ReplyCard
from bot.ui.views.word_questions import blocked_in_public

MOST_QUESTIONS = 1_000  # of members, in channels, that a further reply changes
BRIEF_S = 30  # how long a public sentence to one member stands


class Reply(commands.Cog):
    """Without the privileged intent only messages to the bot carry their words."""

    def __init__(self, bot: BananaBot) -> None:
        self._bot = bot
        self._texts = bot.texts
        self._orders = bot.services.orders
        self._brakes = bot.services.brakes
        self._pending_orders = bot.services.pending_orders
        self._placement = bot.surface.placement
        self._responses = bot.surface.responses
        self._temporary_replies = bot.surface.temporary_replies
        self._locks: LatestValues[tuple[int, int], asyncio.Lock] = LatestValues(most=MOST_QUESTIONS)
        self._questions: LatestValues[tuple[int, int], int] = LatestValues(most=MOST_QUESTIONS)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message, if it is a reply to a card of its own channel that speaks to the bot."""
        if self._bot.user is not None:
            await self._hear(message, self._bot.user)

    async def _hear(self, message: discord.Message, me: discord.ClientUser) -> None:
        job = None
        with suppress(StorageUnavailable, TooFast):  # the message may not have been for the bot
            job = await self._card(message, me)
        if job is None:
            return
        try:
            await self._answer(message, job, me)
        except Refusal as error:
            if not self._is_told(message):
                await self._refuse(message, job, error, me)

    async def _refuse(self, message: discord.Message, job: Job, error: Refusal, me: discord.ClientUser) -> None:
        """Say why not; which word a server blocks is told to its member alone, behind a button."""
        told = InPrivate() if isinstance(error, CONFIDENTIAL) else error
        sentence, view = self._responses.describe(job.locale, told, bot_name=me.display_name), None
        if isinstance(error, PromptBlocked):
            sentence, view = blocked_in_public(message.id, partial(self._texts.text, job.locale))
        await self._temporary_replies.reply(message, sentence, view=view, seconds=BRIEF_S)

    async def _card(self, message: discord.Message, me: discord.ClientUser) -> Job | None:
        replied_to = message.reference.message_id if message.reference else None
        if message.author.bot or message.webhook_id or message.type is not discord.MessageType.reply or not replied_to:
            return None
        if answers_another(message, me):
            return None
        self._brakes.check_action(message.author.id)
        job = await self._orders.by_message(replied_to)
        is_shown_again = job is not None and job.message_id != replied_to
        return job if job is not None and (is_shown_again or job.channel_id == message.channel.id) else None

    async def _answer(self, message: discord.Message, job: Job, me: discord.ClientUser) -> None:
        is_spoken_to = message.guild is None or re.search(rf"<@!?{me.id}>", message.content) is not None
        said = spoken(message, me, names_by_message(message, message.content, self._texts, job.locale))
        if is_spoken_to and said:
            await self._begin(message, job, said)
        elif is_spoken_to:
            await self._hint(message, job, "reply-empty", me)
        elif may_be_meant(message, me) and await self._pending_orders.is_first_time(message.author.id, "told_replies"):
            await self._hint(message, job, "reply-withheld", me)

    async def _begin(self, message: discord.Message, job: Job, said: str) -> None:
        begun = message_pictures.pending_fields_of_card(job)
        self._orders.check_edit(job.model, job.outputs)
        if len(message.attachments) > MOST_UPLOADS:
            raise TooManyInputs(limit=MAX_INPUTS)
        extras = read_attachments(message.attachments)
        await self._orders.check_formats(extras)
        pending = PendingOrder(
            id=message.id,
            user_id=message.author.id,
            kind=REPLY,
            prompt=said,
            extras=extras,
            locale=job.locale,
            **begun,
        )
        if await self._pending_orders.draws_at_once(message.author.id):
            await self._placement.place_message(message, pending.order())
            return
        await self._ask(message, self._priced(pending))

    async def _ask(self, message: discord.Message, pending: PendingOrder) -> None:
        """Ask in public, once a member and channel: what they say next changes the question that stands."""
        place = (message.author.id, message.channel.id)
        if (lock := self._locks.get(place)) is None:
            self._locks.put(place, lock := asyncio.Lock())
        async with lock:
            await self._ask_once(message, pending, place)

    async def _ask_once(self, message: discord.Message, pending: PendingOrder, place: tuple[int, int]) -> None:
        if open_id := await self._open_question(place):
            pending = replace(pending, id=open_id)
            await self._pending_orders.keep(pending)
            card = await self._small_card(pending)
            if await self._temporary_replies.redraw(open_id, view=card.view(), attachments=card.files()):
                return
            await self._pending_orders.take(pending)
            pending = replace(pending, id=message.id)
        self._questions.put(place, pending.id)
        await self._pending_orders.keep(pending)
        card = await self._small_card(pending)
        await self._temporary_replies.reply(
            message, view=card.view(), files=card.files(), seconds=KEPT_MS / 1000, about=pending.id
        )

    async def _open_question(self, place: tuple[int, int]) -> int:
        """Return the pending order that a member is being asked about in a channel; 0 where there is none."""
        open_id = self._questions.get(place)
        with suppress(Refusal):
            if open_id:
                return (await self._pending_orders.find(open_id, place[0], REPLY)).id
        return 0

    def _is_told(self, message: discord.Message) -> bool:
        """Return True if a public sentence to this member came in the channel a moment ago."""
        return self._brakes.is_told(message.author.id, message.channel.id, message.id)

    async def _hint(self, message: discord.Message, job: Job, text_id: str, me: discord.ClientUser) -> None:
        """Say how to be heard, with a way that needs no hearing where the card has a picture."""
        if self._is_told(message):
            return
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

    async def draw(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Place the order that the small card asks about."""
        pending = await self._asked(interaction, event)
        if pending and await self._placement.place_pending(interaction, pending):
            await _take_away(interaction)

    async def decline(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Take the small card away."""
        if pending := await self._asked(interaction, event):
            await self._pending_orders.take(pending)
            await self._responses.defer(interaction, thinking=False)
            await _take_away(interaction)

    async def pick(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Change another of the card's pictures."""
        if pending := await self._asked(interaction, event):
            n = modal_fields.number("".join(event.values)) if event.values else event.argument
            pending = self._priced(pending.pick(n))
            if not await self._pending_orders.change(pending):
                raise PendingExpired
            card = await self._small_card(pending)
            async with asyncio.timeout(ANSWER_S):
                await interaction.response.edit_message(
                    view=card.view(), attachments=card.files(), allowed_mentions=SILENT
                )

    async def _asked(self, interaction: discord.Interaction, event: ComponentEvent) -> PendingOrder | None:
        """Return what was asked of the presser; None where that is over, when the small card goes. Raises NotForYou."""
        message = interaction.message
        asks = message is not None and any(
            (p.verb, p.subject_id) == ("reply", event.subject_id) for p in presses_on(message)
        )
        if message is None or not asks or await self._orders.by_message(message.id) is not None:
            raise UnknownJob  # made up: only small cards are ever taken away
        try:
            return await self._pending_orders.find(event.subject_id, interaction.user.id, REPLY)
        except PendingExpired as error:
            await self._responses.send_error(interaction, error)
            await _take_away(interaction)
            return None

    def _priced(self, pending: PendingOrder) -> PendingOrder:
        """Note the price that the small card shows."""
        return replace(pending, shown_cost=self._orders.offer.cost(pending.model, pending.params))

    async def _small_card(self, pending: PendingOrder) -> ReplyCard:
        return ReplyCard(
            pending=pending,
            model=self._orders.offer.model(pending.model).title,
            cost=self._orders.offer.cost(pending.model, pending.params),
            thumbnail=await self._preview(pending),
            text=partial(self._texts.text, pending.locale),
        )

    async def _preview(self, pending: PendingOrder) -> bytes | None:
        try:
            async with asyncio.timeout(THUMBNAIL_S):
                return await self._pending_orders.preview(pending)
        except TimeoutError:
            return None


async def _take_away(interaction: discord.Interaction) -> None:
    with suppress(*CALL_FAILURES):
        if interaction.message is not None:
            async with asyncio.timeout(ANSWER_S):
                await interaction.message.delete()


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = Reply(bot)
    bot.router.add(handlers={"reply": cog.draw, "noreply": cog.decline, "which": cog.pick})
    await bot.add_cog(cog)
