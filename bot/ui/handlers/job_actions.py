"""What a card's simplest buttons do; whoever presses pays for what it starts."""

from __future__ import annotations

from collections.abc import Mapping

import discord

from bot.services.orders import CancelOutcome, Orders
from bot.services.pending_orders import as_banana
from bot.services.versions import Versions
from bot.ui.custom_ids import ComponentEvent, Handler
from bot.ui.order_placement import OrderPlacement, actor
from bot.ui.outbound.responses import Responses
from bot.ui.views import formatting


class Reworks:
    """Cancel, draw again, and read the whole prompt."""

    def __init__(self, *, service: Orders, versions: Versions, placement: OrderPlacement, responses: Responses) -> None:
        self._service = service
        self._versions = versions
        self._placement = placement
        self._responses = responses

    @property
    def verbs(self) -> Mapping[str, Handler]:
        """The buttons answered here."""
        return {
            "cancel": self._cancel,
            "again": self._again,
            "prompt": self._prompt,
            "banana": self._banana,
            "take": self._take,
        }

    async def _cancel(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        job = await self._service.job(event.subject_id, actor(interaction))
        self._service.check_cancel(job, actor(interaction))
        await self._responses.defer(interaction, thinking=False)
        outcome = await self._service.cancel(event.subject_id, actor(interaction))
        text_id = {CancelOutcome.TOO_LATE: "cancel-too-late", CancelOutcome.ASKED: "cancel-asked"}.get(outcome)
        if text_id:
            await self._responses.send_private(interaction, self._responses.text(interaction, text_id, cost=job.cost))

    async def _again(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        await self._placement.place(interaction, await self._versions.again(event.subject_id, actor(interaction)))

    async def _banana(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        order = await self._versions.again(event.subject_id, actor(interaction))
        await self._placement.place(interaction, as_banana(order))

    async def _take(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        await self._placement.place_offered(interaction, event.subject_id)

    async def _prompt(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        job = await self._service.job_with_prompt(event.subject_id, actor(interaction))
        await self._responses.send_private_layout(interaction, formatting.full_text(job.prompt))
