"""/last: pictures that could be shown neither on their card nor in a direct message, delivered in private."""

from __future__ import annotations

import asyncio
import io
import logging
from dataclasses import replace

import discord
from discord.ext import commands

from bot.domain.jobs import Job
from bot.pictures import Fitted
from bot.ui.client import BananaBot
from bot.ui.localised_commands import slash_command
from bot.ui.order_placement import actor, file_limit
from bot.ui.outbound.discord_errors import CALL_FAILURES, CALL_S, log_summary
from bot.ui.outbound.fitting import send_fitting
from bot.ui.outbound.responses import SILENT
from bot.ui.views import formatting
from bot.ui.views.job_card import CardFiles

log = logging.getLogger(__name__)


class Undelivered(commands.Cog):
    """One order's pictures at a time, the newest first; plainly, since a card may be what was refused."""

    def __init__(self, bot: BananaBot) -> None:
        self._undelivered = bot.services.undelivered
        self._pictures = bot.surface.card_pictures
        self._responses = bot.surface.responses

    async def hand_over(self, interaction: discord.Interaction) -> None:
        """Show the member's newest kept pictures; only what Discord took counts as handed over."""
        await self._responses.defer(interaction, thinking=True, private=True)
        kept = await self._undelivered.jobs(actor(interaction))
        if not kept:
            await self._responses.send_private(interaction, self._responses.text(interaction, "last-none"))
            return
        job = kept[0]
        try:
            done = await self._give(interaction, replace(job, file_limit=file_limit(interaction)), len(kept) - 1)
        except CALL_FAILURES as error:
            log.warning("job %s: its kept pictures did not arrive: %s", job.id, log_summary(error))
            done = False
        if done:
            await self._undelivered.handed_over(job)
            log.info("job %s: delivered in private", job.id)
        else:
            await self._responses.send_private(interaction, self._responses.text(interaction, "last-later"))

    async def _give(self, interaction: discord.Interaction, job: Job, more: int) -> bool:
        """Send one order's pictures, smaller where Discord asks for it; False where the disk can't give them now."""
        gone = all(image.path is None for image in job.outputs)
        described = formatting.alt_text(job.prompt)

        async def send(art: CardFiles) -> bool:
            if not art.outputs and not gone:
                return False
            files = [
                discord.File(io.BytesIO(f.data), f.filename, description=described, spoiler=job.is_spoiler)
                for f in art.outputs
            ]
            text = self._text(interaction, job, art.outputs, more)
            async with asyncio.timeout(CALL_S):
                await interaction.followup.send(text, files=files, ephemeral=True, allowed_mentions=SILENT)
            return True

        art = CardFiles(outputs=await self._pictures.outputs(job))
        return await send_fitting(send, art, job=job, pictures=self._pictures)

    def _text(self, interaction: discord.Interaction, job: Job, fitted: tuple[Fitted, ...], more: int) -> str:
        def say(text_id: str, **values: object) -> str:
            return self._responses.text(interaction, text_id, **values)

        money = say("was-charged", cost=job.charged) if job.charged else say("nothing-charged")
        when = formatting.relative(job.finished_at or job.created_at)
        lines = [say("last-kept" if fitted else "last-gone", when=when, money=money), formatting.quote(job.prompt)]
        if any(f.shrunk for f in fitted):
            lines.append("-# " + say("last-smaller"))
        if more:
            lines.append("-# " + say("last-more", count=more))
        return "\n".join(lines)


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = Undelivered(bot)

    @slash_command(bot.texts, "command-last")
    async def last(interaction: discord.Interaction) -> None:
        await cog.hand_over(interaction)

    bot.tree.add_command(last)
    await bot.add_cog(cog)
