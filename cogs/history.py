"""/history and ⭐: private pages of a member's orders, a card posted again for all, and the export."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.errors import CardRemoved, Deleted
from bot.domain.jobs import Job
from bot.domain.limits import FILE_FLOOR, REQUEST_BYTES
from bot.domain.mentions import with_names
from bot.services.export import Export
from bot.services.history import SEARCH_LENGTH, HistoryItem, HistoryPage
from bot.services.orders import JobView
from bot.ui.actors import actor, reacting_actor
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent, job_button
from bot.ui.discord_internals import ReadyLayout
from bot.ui.localised_commands import slash_command
from bot.ui.member_access import can_see_card
from bot.ui.names import names_by_interaction
from bot.ui.order_placement import check_rights, file_limit
from bot.ui.outbound.discord_errors import CALL_FAILURES, CALL_S
from bot.ui.outbound.fitting import send_fitting
from bot.ui.outbound.responses import SILENT
from bot.ui.reactions import carry_out, is_heard
from bot.ui.views.card_files import CardFiles
from bot.ui.views.history_page import HistoryPageView

STAR = "⭐"
VARIANT = "\ufe0f"  # some keyboards add it
OPTIONS = ("search", "model", "favourites")


class History(commands.Cog):
    """What a member looks for among what they drew and liked."""

    def __init__(self, bot: BananaBot) -> None:
        self._bot = bot
        self._orders = bot.services.orders
        self.offer = bot.services.orders.offer
        self._history = bot.services.history
        self._exports = bot.services.exports
        self._card_view = bot.surface.card_view
        self._card_copies = bot.surface.card_copies
        self._card_pictures = bot.surface.card_pictures
        self._placement = bot.surface.placement
        self._access = bot.surface.access
        self._command = bot.texts.text("en", "command-history")
        self._responses = bot.surface.responses

    async def open(self, interaction: discord.Interaction, *, search: str, model: str, favourites: bool) -> None:
        """Answer with the first page."""
        await self._responses.defer(interaction, thinking=True, private=True)
        who = actor(interaction)
        names = names_by_interaction(interaction, search, self._card_view.texts, self._placement.locale(interaction))
        search = with_names(search, names)
        page = await self._history.open(interaction.id, who, search=search, model=model, favourites=favourites)
        await self._show_page(interaction, page)

    async def open_all(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Answer with the first page of everything."""
        await self.open(interaction, search="", model="", favourites=False)

    async def turn(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Show another page."""
        await self._responses.defer(interaction, thinking=False)
        page = await self._history.turn(event.subject_id, actor(interaction), event.argument)
        await self._show_page(interaction, page)

    async def _show_page(self, interaction: discord.Interaction, page: HistoryPage) -> None:
        hidden = frozenset(item.job.id for item in page.items if not _can_view(interaction, item))
        others = [item.job for item in page.items if not item.is_own and item.job.id not in hidden]
        if await self._were_removed(others):
            page = await self._history.turn(page.search_id, actor(interaction), page.number)
        thumbnails = {
            item.job.id: thumbnail
            for item in page.items
            if item.job.id not in hidden and (thumbnail := await self._history.thumbnail(item))
        }

        say = partial(self._responses.text, interaction)
        page_view = HistoryPageView(page=page, offer=self.offer, say=say, thumbnails=thumbnails, hidden=hidden)
        async with asyncio.timeout(CALL_S):
            await interaction.edit_original_response(
                view=page_view.view(), attachments=page_view.files(), allowed_mentions=SILENT
            )

    async def _were_removed(self, jobs: Sequence[Job]) -> bool:
        """Return True if a card of others was taken away unnoticed; where Discord doesn't say, it stays."""
        asked = [self._card_copies.note_removed(job) for job in jobs]
        return any(found is True for found in await asyncio.gather(*asked, return_exceptions=True))

    # favourites

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Make a card that got a ⭐ its member's favourite, as the button does."""
        await self._star(payload, wanted=True)

    @commands.Cog.listener()
    async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
        """Take it back."""
        await self._star(payload, wanted=False)

    async def _star(self, payload: discord.RawReactionActionEvent, *, wanted: bool) -> None:
        is_star = str(payload.emoji).rstrip(VARIANT) == STAR
        if is_star and is_heard(self._bot, self._bot.services.brakes, payload):
            await carry_out(partial(self._starred, payload, wanted=wanted))

    async def _starred(self, payload: discord.RawReactionActionEvent, *, wanted: bool) -> None:
        if job := await self._orders.by_message(payload.message_id):
            await self._history.set_favourite(job.id, reacting_actor(self._bot, payload), wanted=wanted)

    # a card shown again

    async def show(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Post a card once more, for all to see; one that somebody took away only its owner gets, directly."""
        check_rights(interaction)
        await self._access.check(interaction, self._command)
        try:
            await self._show(interaction, await self._history.job_to_repost(event.subject_id, actor(interaction)))
        except CardRemoved as error:
            view = discord.ui.View(timeout=None)
            label = self._responses.text(interaction, "button-home")
            view.add_item(job_button("home", event.subject_id, label=label, emoji="📩"))
            await self._responses.send_error(interaction, error, view)

    async def _show(self, interaction: discord.Interaction, card: JobView) -> None:
        message_id = await self._responses.defer(interaction, thinking=True) or 0
        place = {"guild_id": interaction.guild_id or 0, "channel_id": interaction.channel_id or 0}
        try:
            if interaction.guild_id and await self._card_copies.note_removed(card.job):
                raise CardRemoved
            if message_id:
                await self._history.reposting(card.job.id, message_id=message_id, **place)
            message = await self._post(interaction, card, file_limit(interaction))
            await self._history.reposted(card.job.id, message_id=message.id, **place)
        except (CardRemoved, Deleted, *CALL_FAILURES):
            with suppress(*CALL_FAILURES):
                await interaction.delete_original_response()
            raise
        await self._history.settled(message_id)

    async def _post(self, interaction: discord.Interaction, card: JobView, limit: int) -> discord.Message:
        job = replace(card.job, locale=self._placement.locale(interaction), file_limit=limit)

        async def send(art: CardFiles) -> discord.Message:
            parts = self._card_view.draw(replace(card, job=job), art, intro=self._card_view.shown_again(job))
            async with asyncio.timeout(CALL_S):
                return await interaction.edit_original_response(
                    view=ReadyLayout(parts), attachments=art.files(), allowed_mentions=SILENT
                )

        return await send_fitting(send, await self._card_pictures.of(job), job=job, pictures=self._card_pictures)

    async def send_home(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Send a card to its owner directly."""
        card = await self._history.job_to_send(event.subject_id, actor(interaction))
        await self._responses.defer(interaction, thinking=True, private=True)
        job = replace(card.job, file_limit=FILE_FLOOR)
        sent = await self._card_copies.send_home(replace(card, job=job), await self._card_pictures.of(job))
        if sent is not None:
            await self._note_home(job, sent)
        text = self._responses.text(interaction, "home-closed" if sent is None else "home-sent")
        await interaction.edit_original_response(content=text, allowed_mentions=SILENT)

    async def _note_home(self, job: Job, sent: discord.Message) -> None:
        try:
            await self._history.reposted(job.id, message_id=sent.id, guild_id=0, channel_id=sent.channel.id)
        except Deleted:
            with suppress(*CALL_FAILURES):
                await sent.delete()
            raise

    # everything to take away

    async def export(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Send everything that the member drew, in as many files as it takes."""
        limit = min(file_limit(interaction), REQUEST_BYTES)
        await self._responses.defer(interaction, thinking=True, private=True)
        async with self._exports.make(interaction.user.id, file_limit=limit) as export:
            for number, part in enumerate(export.parts, start=1):
                async with asyncio.timeout(CALL_S):
                    await self._send(interaction, export, number, discord.File(part))

    async def _send(self, interaction: discord.Interaction, export: Export, number: int, file: discord.File) -> None:
        if number == 1:
            text = self._told(interaction, export)
            await interaction.edit_original_response(content=text, attachments=[file], allowed_mentions=SILENT)
        else:
            text = self._responses.text(interaction, "export-next", number=number, parts=len(export.parts))
            await interaction.followup.send(text, file=file, ephemeral=True, allowed_mentions=SILENT)

    def _told(self, interaction: discord.Interaction, export: Export) -> str:
        text_id = "export-whole" if export.is_whole else "export-part"
        return self._responses.text(
            interaction,
            text_id,
            orders=export.orders,
            ordersall=export.orders_in_all,
            pictures=export.pictures,
            all=export.pictures_in_all,
            parts=len(export.parts),
        )


def _can_view(interaction: discord.Interaction, item: HistoryItem) -> bool:
    return item.is_own or can_see_card(interaction, item.job)


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = History(bot)
    bot.router.add(
        private={
            "history": cog.open_all,
            "page": cog.turn,
            "show": cog.show,
            "home": cog.send_home,
            "export": cog.export,
        }
    )
    models = [app_commands.Choice(name=model.title, value=model.name) for model in cog.offer.models]

    @slash_command(bot.texts, "command-history", options=OPTIONS, choices={"model": models})
    async def history(
        interaction: discord.Interaction,
        search: app_commands.Range[str, 1, SEARCH_LENGTH] | None = None,
        model: str | None = None,
        favourites: bool = False,
    ) -> None:
        await cog.open(interaction, search=str(search or ""), model=str(model or ""), favourites=favourites)

    bot.tree.add_command(history)
    await bot.add_cog(cog)
