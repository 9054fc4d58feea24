"""/history: pages for one person's eyes, a card shown again for everybody's, and all of it to take away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

import discord

from bot.domain.limits import REQUEST_BYTES
from bot.services.export import Export, Exports
from bot.services.history import History, HistoryItem, HistoryPage
from bot.services.orders import JobView, Orders
from bot.ui.custom_ids import ComponentEvent, Handler
from bot.ui.order_placement import OrderPlacement, actor, check_rights, file_limit
from bot.ui.outbound.discord_errors import CALL_FAILURES, CALL_S, is_too_large, log_summary
from bot.ui.outbound.messages import SMALLEST
from bot.ui.outbound.responses import SILENT, Responses
from bot.ui.views import formatting
from bot.ui.views.history_page import HistoryPageView
from bot.ui.views.job_card import CardFiles, CardView

log = logging.getLogger(__name__)


class Shelf:
    """What a person looks for among what they drew and liked."""

    def __init__(
        self,
        *,
        history: History,
        exports: Exports,
        service: Orders,
        card_view: CardView,
        placement: OrderPlacement,
        responses: Responses,
    ) -> None:
        self._history = history
        self._exports = exports
        self._service = service
        self._card_view = card_view
        self._placement = placement
        self._responses = responses

    @property
    def verbs(self) -> Mapping[str, Handler]:
        """The buttons answered here."""
        return {"page": self._turn, "show": self._show, "export": self._export}

    async def open(self, interaction: discord.Interaction, *, search: str, model: str, favourites: bool) -> None:
        """Answer with the first page."""
        await self._responses.defer(interaction, thinking=True, private=True)
        who = actor(interaction)
        page = await self._history.open(interaction.id, who, search=search, model=model, favourites=favourites)
        await self._lay(interaction, page)

    async def _turn(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        await self._responses.defer(interaction, thinking=False)
        await self._lay(interaction, await self._history.turn(event.subject_id, actor(interaction), event.argument))

    async def _lay(self, interaction: discord.Interaction, page: HistoryPage) -> None:
        hidden = frozenset(entry.job.id for entry in page.entries if not _can_look(interaction, entry))
        thumbnails = {
            entry.job.id: thumbnail
            for entry in page.entries
            if entry.job.id not in hidden and (thumbnail := await self._history.thumbnail(entry))
        }

        def say(text_id: str, **values: object) -> str:
            return self._responses.text(interaction, text_id, **values)

        leaf = HistoryPageView(page=page, say=say, thumbnails=thumbnails, hidden=hidden)
        async with asyncio.timeout(CALL_S):
            await interaction.edit_original_response(
                view=leaf.view(), attachments=leaf.files(), allowed_mentions=SILENT
            )

    # a card shown again

    async def _show(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        check_rights(interaction)
        card = await self._history.job_to_repost(event.subject_id, actor(interaction))
        await self._responses.defer(interaction, thinking=True)
        try:
            message = await self._post(interaction, card, file_limit(interaction))
        except CALL_FAILURES:
            with suppress(*CALL_FAILURES):
                await interaction.delete_original_response()
            raise
        await self._history.reposted(
            card.job.id,
            message_id=message.id,
            guild_id=interaction.guild_id or 0,
            channel_id=interaction.channel_id or 0,
        )

    async def _post(self, interaction: discord.Interaction, card: JobView, limit: int) -> discord.Message:
        job = replace(card.job, locale=self._placement.locale(interaction), file_limit=limit)
        art = CardFiles(outputs=await self._service.files(job), thumbnail=await self._service.thumbnail(job))
        intro = self._card_view.texts.text(
            job.locale,
            "card-shown-again",
            user=formatting.mention(interaction.user.id),
            when=formatting.relative(job.created_at),
        )
        view = self._card_view.draw(replace(card, job=job), art, intro=f"-# {intro}")
        try:
            async with asyncio.timeout(CALL_S):
                return await interaction.edit_original_response(
                    view=view, attachments=art.files(), allowed_mentions=SILENT
                )
        except discord.HTTPException as error:
            if not is_too_large(error) or limit < SMALLEST:
                raise
            log.warning(
                "job %s: can't be shown again in full, sending smaller pictures: %s", job.id, log_summary(error)
            )
            largest = max((len(fitted.data) for fitted in art.outputs), default=0)
            return await self._post(interaction, card, min(limit, largest) // 2)

    # everything to take away

    async def _export(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
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


def _can_look(interaction: discord.Interaction, entry: HistoryItem) -> bool:
    """Tell whether another's card stands where the person can look; where that isn't sure, they can't."""
    if entry.is_own:
        return True
    guild, member, job = interaction.guild, interaction.user, entry.job
    channel = guild.get_channel_or_thread(job.channel_id) if guild else None
    if channel is None or not isinstance(member, discord.Member) or job.guild_id != interaction.guild_id:
        return False
    rights = channel.permissions_for(member)
    if isinstance(channel, discord.Thread) and channel.is_private() and not rights.manage_threads:
        return any(inside.id == member.id for inside in channel.members)
    return rights.view_channel and rights.read_message_history
