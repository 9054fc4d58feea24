"""A member's tray as a private answer: for every feature that puts pictures into it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

import discord

from bot.domain.jobs import Image
from bot.services.tray import Tray
from bot.ui.outbound.discord_errors import CALL_S
from bot.ui.outbound.responses import SILENT, Responses
from bot.ui.views.tray_card import TrayCard


class TrayDisplay:
    """Shows the tray; an earlier showing is stale from then on, and its buttons still work."""

    def __init__(self, *, tray: Tray, responses: Responses) -> None:
        self._tray = tray
        self._responses = responses

    async def add(self, interaction: discord.Interaction, images: Sequence[Image]) -> None:
        """Put pictures into the member's tray and show it; raises TrayFull."""
        everything = await self._tray.add(interaction.user.id, images)
        await self._responses.defer(interaction, thinking=True, private=True)  # they may have to be fetched first
        await self.update(interaction, everything)

    async def update(self, interaction: discord.Interaction, images: Sequence[Image]) -> None:
        """Show the tray in the answer that was deferred."""
        pictures = list(zip(images, await self._tray.previews(images), strict=True))
        text = partial(self._responses.text, interaction)
        card = TrayCard(user_id=interaction.user.id, pictures=pictures, text=text)
        async with asyncio.timeout(CALL_S):
            await interaction.edit_original_response(
                view=card.view(), attachments=card.files(), allowed_mentions=SILENT
            )
