"""What a message's menu offers on a card: report it to the owner, or delete it for good."""

from __future__ import annotations

import logging

import discord
from discord.ext import commands

from bot.domain.errors import NotACard
from bot.domain.jobs import Job
from bot.ui.actors import actor
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent, job_button, job_on
from bot.ui.localised_commands import menu_command
from bot.ui.outbound.responses import SILENT

log = logging.getLogger(__name__)


class Moderation(commands.Cog):
    """Private answers; what is deleted is asked about first."""

    def __init__(self, bot: BananaBot) -> None:
        self._orders = bot.services.orders
        self._moderation = bot.services.moderation
        self._card_updater = bot.surface.card_updater
        self._responses = bot.surface.responses
        self._temporary_replies = bot.surface.temporary_replies
        self._owner_alerts = bot.surface.owner_alerts
        self._log_channel = bot.surface.log_channel

    async def report(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Report a picture to the owner; raises NotACard, Reported or TooManyReports."""
        job_id = await self._job_id(interaction, message)
        await self._moderation.report(job_id, actor(interaction, message))
        self._owner_alerts.notify()
        told = "menu-reported-here" if await self._log_channel.tells_reports(interaction.guild_id) else "menu-reported"
        await self._responses.send_private(interaction, self._responses.text(interaction, told))

    async def ask(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Ask whether to delete a card; raises NotACard or NotYours."""
        job_id = await self._job_id(interaction, message)
        await self._ask(interaction, await self._moderation.erasable(job_id, actor(interaction, message)))

    async def ask_by_button(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Ask the same for the button behind More."""
        await self._ask(interaction, await self._moderation.erasable(event.subject_id, actor(interaction)))

    async def _ask(self, interaction: discord.Interaction, job: Job) -> None:
        say = self._responses.text
        text = say(interaction, "menu-erase-ask")
        if not job.is_final:
            text += "\n" + say(interaction, "menu-erase-ask-running", cost=job.cost)
        view = discord.ui.View(timeout=None)
        label, style = say(interaction, "button-erase"), discord.ButtonStyle.danger
        view.add_item(job_button("erase", job.id, label=label, emoji="🗑️", style=style))
        await self._responses.send_private(interaction, text, view)

    async def erase(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Delete a card with its pictures and words, and say what became of it; raises NotYours or UnknownJob."""
        who = actor(interaction)
        await self._moderation.erasable(event.subject_id, who)
        await interaction.response.defer()
        job = await self._moderation.erase(event.subject_id, who)
        await self._temporary_replies.withdraw(await self._moderation.questions_about(job.id))
        text = self._outcome(interaction, job)
        if not await self._card_updater.take_down(job):
            text += "\n" + self._responses.text(interaction, "menu-erased-card-stays")
        try:
            await interaction.edit_original_response(content=text, view=None, allowed_mentions=SILENT)
        except discord.HTTPException as error:
            log.warning("interaction %s: a private answer did not arrive: %s", interaction.id, error.code)

    def _outcome(self, interaction: discord.Interaction, job: Job) -> str:
        say = self._responses.text
        if not job.is_final:
            text_id = "menu-erased-too-late" if job.cancel_refused else "menu-erased-asked"
            return say(interaction, text_id, cost=job.charged)
        text_id = "was-charged" if job.charged else "nothing-charged"
        return say(interaction, "menu-erased", money=say(interaction, text_id, cost=job.charged))

    async def _job_id(self, interaction: discord.Interaction, message: discord.Message) -> int:
        """Return the job of a card, or of its copy in a direct message."""
        job = await self._orders.by_message(message.id)
        ours = interaction.client.user is not None and message.author.id == interaction.client.user.id
        job_id = job.id if job is not None else job_on(message) if ours else 0
        if not job_id:
            raise NotACard
        return job_id


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = Moderation(bot)
    bot.router.add(private={"bin": cog.ask_by_button, "erase": cog.erase})

    @menu_command(bot.texts, "menu-report")
    async def report(interaction: discord.Interaction, message: discord.Message) -> None:
        await cog.report(interaction, message)

    @menu_command(bot.texts, "menu-erase")
    async def erase(interaction: discord.Interaction, message: discord.Message) -> None:
        await cog.ask(interaction, message)

    for command in (report, erase):
        bot.tree.add_command(command)
    await bot.add_cog(cog)
