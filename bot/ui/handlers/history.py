"""/history: pages for one person's eyes, a card shown again for everybody's, and all of it to take away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

import discord

from bot.services.export import REQUEST_BYTES, Export, Exports
from bot.services.history import Entry, History, Page
from bot.services.orders import Card, Service
from bot.ui.custom_ids import Press, Verb
from bot.ui.order_placement import Counter, actor, check_rights, file_limit
from bot.ui.outbound.discord_errors import CALL_S, TROUBLES, brief, is_too_large
from bot.ui.outbound.messages import SMALLEST
from bot.ui.outbound.responses import SILENT, Answers
from bot.ui.views import formatting
from bot.ui.views.history_page import Leaf
from bot.ui.views.job_card import Art, Deck

log = logging.getLogger(__name__)


class Shelf:
    """What a person looks for among what they drew and liked."""

    def __init__(
        self,
        *,
        history: History,
        exports: Exports,
        service: Service,
        deck: Deck,
        counter: Counter,
        answers: Answers,
    ) -> None:
        self._history = history
        self._exports = exports
        self._service = service
        self._deck = deck
        self._counter = counter
        self._answers = answers

    @property
    def verbs(self) -> Mapping[str, Verb]:
        """The buttons answered here."""
        return {"page": self._turn, "show": self._show, "export": self._export}

    async def open(self, interaction: discord.Interaction, *, search: str, model: str, favourites: bool) -> None:
        """Answer with the first page."""
        await self._answers.hold(interaction, thinking=True, private=True)
        who = actor(interaction)
        page = await self._history.open(interaction.id, who, search=search, model=model, favourites=favourites)
        await self._lay(interaction, page)

    async def _turn(self, interaction: discord.Interaction, press: Press) -> None:
        await self._answers.hold(interaction, thinking=False)
        await self._lay(interaction, await self._history.turn(press.job_id, actor(interaction), press.n))

    async def _lay(self, interaction: discord.Interaction, page: Page) -> None:
        hidden = frozenset(entry.job.id for entry in page.entries if not _can_look(interaction, entry))
        thumbnails = {
            entry.job.id: thumbnail
            for entry in page.entries
            if entry.job.id not in hidden and (thumbnail := await self._history.thumbnail(entry))
        }

        def say(text_id: str, **values: object) -> str:
            return self._answers.say(interaction, text_id, **values)

        leaf = Leaf(page=page, say=say, thumbnails=thumbnails, hidden=hidden)
        async with asyncio.timeout(CALL_S):
            await interaction.edit_original_response(
                view=leaf.view(), attachments=leaf.files(), allowed_mentions=SILENT
            )

    # a card shown again

    async def _show(self, interaction: discord.Interaction, press: Press) -> None:
        check_rights(interaction)
        card = await self._history.again(press.job_id, actor(interaction))
        await self._answers.hold(interaction, thinking=True)
        try:
            message = await self._post(interaction, card, file_limit(interaction))
        except TROUBLES:
            with suppress(*TROUBLES):
                await interaction.delete_original_response()
            raise
        await self._history.shown(
            card.job.id,
            message_id=message.id,
            guild_id=interaction.guild_id or 0,
            channel_id=interaction.channel_id or 0,
        )

    async def _post(self, interaction: discord.Interaction, card: Card, limit: int) -> discord.Message:
        job = replace(card.job, locale=self._counter.locale(interaction), file_limit=limit)
        art = Art(outputs=await self._service.files(job), thumbnail=await self._service.thumbnail(job))
        intro = self._deck.texts.say(
            job.locale,
            "card-shown-again",
            user=formatting.mention(interaction.user.id),
            when=formatting.ago(job.created_at),
        )
        view = self._deck.draw(replace(card, job=job), art, intro=f"-# {intro}")
        try:
            async with asyncio.timeout(CALL_S):
                return await interaction.edit_original_response(
                    view=view, attachments=art.files(), allowed_mentions=SILENT
                )
        except discord.HTTPException as error:
            if not is_too_large(error) or limit < SMALLEST:
                raise
            log.warning("job %s: can't be shown again in full, sending smaller pictures: %s", job.id, brief(error))
            largest = max((len(fitted.data) for fitted in art.outputs), default=0)
            return await self._post(interaction, card, min(limit, largest) // 2)

    # everything to take away

    async def _export(self, interaction: discord.Interaction, press: Press) -> None:
        limit = min(file_limit(interaction), REQUEST_BYTES)
        await self._answers.hold(interaction, thinking=True, private=True)
        async with self._exports.make(interaction.user.id, file_limit=limit) as export:
            for number, part in enumerate(export.parts, start=1):
                async with asyncio.timeout(CALL_S):
                    await self._send(interaction, export, number, discord.File(part))

    async def _send(self, interaction: discord.Interaction, export: Export, number: int, file: discord.File) -> None:
        if number == 1:
            text = self._told(interaction, export)
            await interaction.edit_original_response(content=text, attachments=[file], allowed_mentions=SILENT)
        else:
            text = self._answers.say(interaction, "export-next", number=number, parts=len(export.parts))
            await interaction.followup.send(text, file=file, ephemeral=True, allowed_mentions=SILENT)

    def _told(self, interaction: discord.Interaction, export: Export) -> str:
        text_id = "export-whole" if export.is_whole else "export-part"
        return self._answers.say(
            interaction,
            text_id,
            orders=export.orders,
            ordersall=export.orders_in_all,
            pictures=export.pictures,
            all=export.pictures_in_all,
            parts=len(export.parts),
        )


def _can_look(interaction: discord.Interaction, entry: Entry) -> bool:
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
