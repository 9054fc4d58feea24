"""/last: what could be shown neither on its card nor in a direct message, else the last card again; in private."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

import discord
from discord.ext import commands

from bot.domain.jobs import Job
from bot.i18n import language
from bot.pictures import Fitted
from bot.ui import interaction_context
from bot.ui.actors import actor
from bot.ui.client import BananaBot
from bot.ui.discord_internals import ReadyLayout
from bot.ui.localised_commands import slash_command
from bot.ui.order_placement import file_limit
from bot.ui.outbound.discord_errors import CALL_FAILURES, CALL_S, log_summary
from bot.ui.outbound.fitting import send_fitting
from bot.ui.outbound.responses import SILENT
from bot.ui.views import components, formatting
from bot.ui.views.card_files import CardFiles, files_of

log = logging.getLogger(__name__)


class Undelivered(commands.Cog):
    """One order's pictures at a time, the newest first; plainly, since a card may be what was refused."""

    def __init__(self, bot: BananaBot) -> None:
        self._undelivered = bot.services.undelivered
        self._history = bot.services.history
        self._card_view = bot.surface.card_view
        self._pictures = bot.surface.card_pictures
        self._responses = bot.surface.responses

    async def hand_over(self, interaction: discord.Interaction) -> None:
        """Show the member's newest kept pictures; only what Discord took counts as handed over."""
        await self._responses.defer(interaction, thinking=True, private=True)
        kept = await self._undelivered.jobs(actor(interaction))
        if not kept:
            await self._show_again(interaction)
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

    async def _show_again(self, interaction: discord.Interaction) -> None:
        """Show the member's last card, with a way to where it stands."""
        card = await self._history.newest(actor(interaction))
        if card is None:
            await self._responses.send_private(interaction, self._responses.text(interaction, "last-none"))
            return
        spoken = language(interaction_context.locale(interaction))
        job = replace(card.job, locale=spoken, file_limit=file_limit(interaction))
        when = formatting.relative(job.finished_at or job.created_at)
        intro = "-# " + self._responses.text(interaction, "last-card", when=when)

        async def send(art: CardFiles) -> None:
            parts = self._card_view.draw(replace(card, job=job), art, intro=intro)
            if job.delivered == "message" and job.removed_at is None and job.message_id:
                url = formatting.link(job.guild_id, job.channel_id, job.message_id)
                label = self._responses.text(interaction, "button-open-card")
                parts.append(components.row([components.link(url, label=label, emoji="🔗")]))
            view = ReadyLayout(parts)
            async with asyncio.timeout(CALL_S):
                await interaction.edit_original_response(view=view, attachments=art.files(), allowed_mentions=SILENT)

        try:
            await send_fitting(send, await self._pictures.of(job), job=job, pictures=self._pictures)
        except CALL_FAILURES as error:
            log.warning("job %s: its card could not be shown again: %s", job.id, log_summary(error))
            await self._responses.send_private(interaction, self._responses.text(interaction, "last-later"))

    async def _give(self, interaction: discord.Interaction, job: Job, more: int) -> bool:
        """Send one order's pictures, smaller where Discord asks for it; False where the disk can't give them now."""
        gone = all(image.path is None for image in job.outputs)
        described = formatting.alt_text(job.prompt)

        async def send(art: CardFiles) -> bool:
            if not art.outputs and not gone:
                return False
            files = files_of(art.outputs, description=described, spoiler=job.is_spoiler)
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
