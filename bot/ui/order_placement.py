"""From an interaction to an order and its first card: book first, answer within three seconds, then bind."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import replace
from weakref import WeakValueDictionary

import discord

from bot.domain.errors import (
    BlockedByAutoMod,
    DoubleTap,
    InputUnwanted,
    MissingRights,
    NotForYou,
    PendingExpired,
    PriceChanged,
    Refusal,
    StorageUnavailable,
    UnknownJob,
)
from bot.domain.jobs import Job, Order
from bot.domain.limits import FILE_FLOOR
from bot.domain.mentions import with_names
from bot.domain.server_errors import PromptBlocked
from bot.i18n import first_language
from bot.runtime.background import BackgroundTasks, log_error
from bot.services import Services
from bot.services.orders import JobView
from bot.services.pending_orders import OFFER, PendingOrder, order_instead
from bot.ui import interaction_context
from bot.ui.actors import ordered_by, ordered_in
from bot.ui.custom_ids import job_button, presses_on
from bot.ui.discord_internals import ReadyLayout, answer_with_layout
from bot.ui.member_access import MemberAccess
from bot.ui.names import names_by_interaction
from bot.ui.outbound.card_pictures import CardPictures
from bot.ui.outbound.card_updater import CardUpdater
from bot.ui.outbound.discord_errors import (
    ALREADY_ANSWERED,
    ANSWER_S,
    BLOCKED,
    BLOCKED_LINK,
    CALL_FAILURES,
    CALL_S,
    is_rejected,
    log_summary,
)
from bot.ui.outbound.responses import SILENT, Responses
from bot.ui.outbound.shown_cards import Posted
from bot.ui.rights import CARD_RIGHTS, in_threads, missing_rights
from bot.ui.views.card_files import CardFiles
from bot.ui.views.job_card import CardView

log = logging.getLogger(__name__)

THUMBNAIL_S = 0.5  # for the input's thumbnail, when other pictures are being worked on; an edit brings it later
BOOKING_S = 1.5  # a slower disk gets a deferred answer, so that the three seconds hold
LAST_BOOKINGS_S = 1.0  # at a stop


class OrderPlacement:
    """Orders of members, from a command, a form, a button or a message."""

    def __init__(
        self,
        *,
        services: Services,
        access: MemberAccess,
        card_updater: CardUpdater,
        card_pictures: CardPictures,
        card_view: CardView,
        responses: Responses,
        default_locale: str,
    ) -> None:
        self._access = access
        self._orders = services.orders
        self._pending_orders = services.pending_orders
        self._brakes = services.brakes
        self._card_updater = card_updater
        self._card_pictures = card_pictures
        self._card_view = card_view
        self._responses = responses
        self.default_locale = default_locale
        self._bookings = BackgroundTasks(on_error=_log_booking)
        self._placing: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()  # pending orders, while pressed

    async def stop(self) -> None:
        """Let the orders that came last be booked, for a moment: no start takes up a row that was not written."""
        await self._bookings.close(seconds=LAST_BOOKINGS_S)

    async def place(self, interaction: discord.Interaction, order: Order) -> bool:
        """Book an order and answer with its card; every way to fail ends in a private sentence, and in False."""
        placed = self._located(interaction, order)
        try:
            check_rights(interaction)
            await self._access.check(interaction, order.model)
            card = await self._book_once(interaction, placed)
        except Refusal as error:
            named = replace(order, prompt=placed.prompt)  # only here the ids in it have names
            await self._turn_away(interaction, error, await self._offer(interaction, named, error))
            return False
        return await self._show(interaction, card)

    async def place_message(self, message: discord.Message, order: Order) -> None:
        """Book an order that a message brought, and reply with its card; raises a Refusal with nothing charged."""
        if message.guild is not None:
            check_permissions(message.channel.permissions_for(message.guild.me), message.channel)
        await self._access.check_author(message, order.model)
        self._brakes.check_order(message.author.id)
        card = await self._orders.order(ordered_by(message, order))
        if not card.job.is_bound:
            await self._bind_message(card, self._post(message, card))

    async def place_pending(self, interaction: discord.Interaction, pending: PendingOrder) -> bool:
        """Place an order that waited for its member's word, once; one without a card goes on waiting.

        Until the card stands it is only noted which order was made of it: a stop in between costs no words.
        A second press waits for what becomes of the first. Raises PendingExpired where it was placed already.
        """
        async with self._placing.setdefault(pending.id, asyncio.Lock()):
            await self._check_unplaced(pending)
            if not await self._pending_orders.change(replace(pending, placed_as=interaction.id)):
                raise PendingExpired
            placed = await self.place(interaction, pending.order())
            if not placed:
                await self._pending_orders.change(pending)
            elif await self._has_card(interaction.id):
                await self._pending_orders.take(pending)
            return placed

    async def _check_unplaced(self, pending: PendingOrder) -> None:
        """Raise PendingExpired where an order was made of it whose card stands, or may stand."""
        kept = await self._pending_orders.find(pending.id, pending.user_id, pending.kind)
        if kept.placed_as and await self._has_card(kept.placed_as) is not False:
            raise PendingExpired

    async def _has_card(self, job_id: int) -> bool | None:
        """Return whether an order came to a card; None where it is still being looked for."""
        card = await self._orders.view(job_id)
        if card is None or card.job.is_bound:
            return card is not None
        return False if card.job.is_final else None

    async def place_offered(self, interaction: discord.Interaction, offer_id: int) -> None:
        """Place an order that was refused and offered another way; raises UnknownJob where it is another member's."""
        try:
            offer = await self._pending_orders.find(offer_id, interaction.user.id, OFFER)
        except NotForYou:
            raise UnknownJob from None
        await self.place_pending(interaction, replace(offer, placed_as=0))

    async def _offer(self, interaction: discord.Interaction, order: Order, error: Refusal) -> discord.ui.View | None:
        """Return a button that draws the same for the new price, or with the model that takes input pictures.

        Or one that asks a moderator; None where none would help, or the disk is too slow to keep the order.
        """
        if isinstance(error, PromptBlocked):
            return self._question(interaction, error)
        other = order_instead(order, self._orders.offer) if isinstance(error, InputUnwanted) else None
        other = order if isinstance(error, PriceChanged) else other
        if other is None:
            return None
        cost = error.cost if isinstance(error, PriceChanged) else self._orders.offer.cost(other.model, other.params)
        other = replace(other, shown_cost=cost)
        try:
            async with asyncio.timeout(BOOKING_S):
                await self._pending_orders.keep_offer(interaction.id, interaction.user.id, other)
        except (StorageUnavailable, TimeoutError):
            return None
        text_id = "button-draw-for" if isinstance(error, PriceChanged) else "button-use-other"
        label = self._responses.text(interaction, text_id, model=other.model, cost=cost)
        view = discord.ui.View(timeout=None)
        return view.add_item(
            job_button("take", interaction.id, label=label, emoji="🍌", style=discord.ButtonStyle.primary)
        )

    def _question(self, interaction: discord.Interaction, error: PromptBlocked) -> discord.ui.View | None:
        """Return the button that asks a moderator about a blocked prompt; None where nobody can be asked."""
        if not error.can_ask:
            return None
        label = self._responses.text(interaction, "button-ask-moderator")
        return discord.ui.View(timeout=None).add_item(job_button("askmod", error.order_id, label=label, emoji="✉️"))

    def _located(self, interaction: discord.Interaction, order: Order) -> Order:
        """Fill in who asks, and where the card will stand."""
        locale = self.locale(interaction)
        names = names_by_interaction(interaction, order.prompt, self._card_view.texts, locale)
        return ordered_in(
            interaction,
            order,
            prompt=with_names(order.prompt, names),
            locale=locale,
            token=interaction.token,
            file_limit=file_limit(interaction),
        )

    def locale(self, interaction: discord.Interaction) -> str:
        """Return the language of a card: its server's, in direct messages the member's.

        A server that is no Community can't say its language: Discord then names en-US, and the owner's setting decides.
        """
        if not interaction.guild_id:
            return first_language(interaction_context.locale(interaction), default=self.default_locale)
        own = interaction.guild_locale
        said = None if own is discord.Locale.american_english else str(own or "")
        return first_language(said, default=self.default_locale)

    async def _book_once(self, interaction: discord.Interaction, order: Order) -> JobView:
        """Book an order, unless a second tap on the same button brought it; raises a Refusal with nothing booked."""
        if self._brakes.is_double_tap(order):
            raise DoubleTap
        try:
            self._brakes.check_order(order.user_id)
            return await self._book(interaction, order)
        except Refusal:
            self._brakes.order_failed(order)
            raise

    async def _book(self, interaction: discord.Interaction, order: Order) -> JobView:
        booking = self._bookings.start(self._orders.order(order), name=f"order {order.id}")
        if booking is None:  # the bot is stopping
            raise Refusal
        await asyncio.wait({booking}, timeout=BOOKING_S)
        if not booking.done():
            await self._responses.defer(interaction, thinking=True)
        return await booking

    async def _show(self, interaction: discord.Interaction, card: JobView) -> bool:
        """Answer with the first card; where Discord turns it down, say so in private, and return False."""
        try:
            await self._bind_message(card, self._answer(interaction, card))
        except Refusal as error:
            await self._responses.send_error(interaction, error)
            return False
        return True

    async def _bind_message(self, card: JobView, post: Coroutine[None, None, Posted]) -> None:
        """Wait for a card's message and bind it; where its outcome is unclear, the message is looked for.

        Raises a Refusal where Discord surely turned the card down: then the order is cancelled.
        """
        job = card.job
        try:
            posted = await post
            if posted.message_id is None:
                self._card_updater.find_message(job.id)
                return
            await self._orders.bind(job.id, posted.message_id, rev=posted.rev)
            self._card_updater.card_posted(card, posted.art)
        except (*CALL_FAILURES, OSError, StorageUnavailable) as error:
            if is_rejected(error):
                log.warning("job %s: its card was refused: %s", job.id, log_summary(error))
                await self._orders.request_cancel(job.id)
                blocked = isinstance(error, discord.HTTPException) and error.code in (BLOCKED, BLOCKED_LINK)
                raise (BlockedByAutoMod() if blocked else Refusal()) from None
            log.warning("job %s: can't tell whether its card arrived (%s); looking for it", job.id, log_summary(error))
            contested = isinstance(error, discord.HTTPException) and error.code == ALREADY_ANSWERED
            self._card_updater.find_message(job.id, contested=contested)
        except BaseException:
            self._card_updater.find_message(job.id)
            raise

    async def _answer(self, interaction: discord.Interaction, card: JobView) -> Posted:
        """Give the first answer, or find the deferred one."""
        async with asyncio.timeout(ANSWER_S):
            if interaction.response.is_done():
                return Posted(message_id=(await interaction.original_response()).id)
            art = await self._art(card.job)
            parts = self._card_view.draw(card, art)
            message_id = await answer_with_layout(interaction, parts, art.small(), mentions=SILENT)
            return Posted.showing(message_id, card, art)

    async def _post(self, message: discord.Message, card: JobView) -> Posted:
        """Reply with the first card, as a message like any other; the nonce makes a second try the same message."""
        art = await self._art(card.job)
        async with asyncio.timeout(CALL_S):
            posted = await message.channel.send(
                view=ReadyLayout(self._card_view.draw(card, art)),
                files=art.files(),
                reference=message.to_reference(fail_if_not_exists=False),
                allowed_mentions=SILENT,
                nonce=f"card{card.job.id}",
            )
        marks = {event.mark for event in presses_on(posted)}
        if marks and marks != {str(self._card_view.mark)}:
            return Posted(message_id=None)  # another copy of the bot replied: the nonce made ours the same message
        return Posted.showing(posted.id, card, art)

    async def _art(self, job: Job) -> CardFiles:
        thumbnail = None
        with suppress(TimeoutError):
            if job.inputs:  # most have none, and in a rush a timer for each is felt
                async with asyncio.timeout(THUMBNAIL_S):
                    thumbnail = await self._card_pictures.thumbnail(job)
        return self._card_pictures.under_way(job, thumbnail)

    async def _turn_away(self, interaction: discord.Interaction, error: Refusal, offer: discord.ui.View | None) -> None:
        """Refuse in private; a public "thinking" answer is taken back first."""
        if interaction.response.is_done():
            try:
                async with asyncio.timeout(ANSWER_S):
                    await interaction.delete_original_response()
            except CALL_FAILURES as failed:
                log.warning("interaction %s: its deferred answer can't go: %s", interaction.id, log_summary(failed))
        await self._responses.send_error(interaction, error, offer)


def check_rights(interaction: discord.Interaction) -> None:
    """Raise MissingRights where the bot could not keep the card up to date; direct messages have no such bits."""
    if interaction.guild_id is not None:
        check_permissions(interaction.app_permissions, interaction.channel)


def check_permissions(permissions: discord.Permissions, channel: object) -> None:
    """Raise MissingRights where what the bot may do in a channel is too little for a card."""
    needed = in_threads(CARD_RIGHTS) if isinstance(channel, discord.Thread) else CARD_RIGHTS
    if missing := missing_rights(permissions, needed):
        raise MissingRights(names=missing)


def file_limit(interaction: discord.Interaction) -> int:
    """Return the bytes that a file of the answer may have, for a later edit by the bot too."""
    guild = interaction.guild.filesize_limit if interaction.guild else FILE_FLOOR
    return max(FILE_FLOOR, min(interaction.filesize_limit, guild))


def _log_booking(name: str, error: BaseException) -> None:
    if not isinstance(error, Refusal):  # that one is told to the member
        log_error(name, error)
