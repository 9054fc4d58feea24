"""A server's log: where it is told, set by moderators; and what they do about one of its lines, or a picture."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import discord
from discord.ext import commands

from bot.domain.errors import NotACard, NothingToShow, UnknownJob
from bot.domain.guild_log import LogKind, LogLine, LogRoutes
from bot.domain.jobs import Job, JobState
from bot.domain.server_errors import ChangedMeanwhile
from bot.ui.actors import actor, check_power
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent, job_on
from bot.ui.interaction_context import is_ours
from bot.ui.localised_commands import menu_command
from bot.ui.log_warnings import log_warnings
from bot.ui.outbound.discord_errors import ANSWER_S
from bot.ui.outbound.responses import SILENT
from bot.ui.setup_pages import SetupPages
from bot.ui.setup_sections import SetupSection
from bot.ui.views import formatting
from bot.ui.views.log_panel import ActPanel, LogPanel, Selection, log_sentences

MOST_PREVIEWS = 4


class Log(commands.Cog):
    """Private panels; every press is checked anew."""

    def __init__(self, bot: BananaBot) -> None:
        self._bot = bot
        self._pages = SetupPages(bot)
        self._configs = bot.services.guild_configs
        self._orders = bot.services.orders
        self._moderation = bot.services.moderation
        self._responses = bot.surface.responses
        self._names = bot.surface.member_names
        self._log_channel = bot.surface.log_channel
        self._card_covers = bot.surface.card_covers
        self._card_updater = bot.surface.card_updater

    def note_name(self, interaction: discord.Interaction) -> None:
        """Note the name of whoever acts: the log will need it."""
        self._names.saw(interaction.user)

    # where it is told

    async def lines(self, interaction: discord.Interaction) -> Sequence[str]:
        """Return what /setup says of the log."""
        routes = (await self._configs.of(interaction.guild_id or 0)).log
        speak = partial(self._responses.text, interaction)
        told = log_sentences(replace(routes, previews=False), speak)
        return [*(told or [speak("log-nothing")]), *log_warnings(self._bot, interaction.guild_id or 0, routes, speak)]

    async def open(self, interaction: discord.Interaction, _: ComponentEvent) -> None:
        """Show the panel with everything chosen."""
        check_power(interaction, "manage_guild")
        await self._show(interaction, tuple(LogKind))

    async def choose(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Choose the kinds that the next press is about."""
        check_power(interaction, "manage_guild")
        await self._show(interaction, tuple(kind for kind in LogKind if kind.value in event.values))

    async def route(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Tell the chosen kinds in a channel; raises ChangedMeanwhile."""
        channel_id = event.chosen_id
        guild = interaction.guild
        if channel_id and (guild is None or guild.get_channel_or_thread(channel_id) is None):
            channel_id = 0  # of another server, or made up
        kinds = Selection.read(event.argument).kinds
        await self._change(interaction, event, lambda routes: routes.routed(kinds, channel_id))

    async def stop(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Tell the chosen kinds no longer; raises ChangedMeanwhile."""
        kinds = Selection.read(event.argument).kinds
        await self._change(interaction, event, lambda routes: routes.routed(kinds, 0))

    async def preview(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Show small copies of the pictures, or no longer; raises ChangedMeanwhile."""
        await self._change(interaction, event, lambda routes: replace(routes, previews=not routes.previews))

    async def _change(
        self, interaction: discord.Interaction, event: ComponentEvent, change: Callable[[LogRoutes], LogRoutes]
    ) -> None:
        check_power(interaction, "manage_guild")
        guild_id, selection = interaction.guild_id or 0, Selection.read(event.argument)
        seen = await self._configs.of(guild_id)
        if not selection.is_of(seen.rev("log")):
            raise ChangedMeanwhile
        config = await self._configs.change(guild_id, seen, by_user=interaction.user.id, log=change(seen.log))
        await self._show(interaction, selection.kinds, self._pages.changed(interaction, seen.log, config.log))

    async def _show(
        self, interaction: discord.Interaction, kinds: tuple[LogKind, ...], note: Sequence[str] = ()
    ) -> None:
        guild_id, speak = interaction.guild_id or 0, partial(self._responses.text, interaction)
        config = await self._configs.of(guild_id)
        panel = LogPanel(
            guild_id=guild_id,
            routes=config.log,
            selection=Selection(kinds=kinds, rev=config.rev("log")),
            warnings=log_warnings(self._bot, guild_id, config.log, speak),
            speak=speak,
            note=note,
        )
        async with asyncio.timeout(ANSWER_S):
            await interaction.response.edit_message(view=panel.view(), allowed_mentions=SILENT)

    # acting

    async def act(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Show in private what can be done about a line; raises NeedsPermission or UnknownJob."""
        check_power(interaction, "manage_messages")
        line = await self._log_channel.line(event.subject_id, interaction.message, event.chosen_id)
        if line is None or line.guild_id != interaction.guild_id:
            raise UnknownJob
        said = interaction.message.content.split("\n") if interaction.message else []
        text = said[line.place] if line.place < len(said) else ""
        await self._open(interaction, await self._job(line), line.user_id, text)

    async def act_on_picture(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Show in private what can be done about a card; raises NeedsPermission or NotACard."""
        check_power(interaction, "manage_messages")
        job = await self._orders.by_message(message.id)
        if job is None and is_ours(interaction, message):
            job = await self._moderation.job_of(job_on(message))
        if job is None or job.guild_id != interaction.guild_id:
            raise NotACard
        names = await self._names.of([job.user_id])
        text = f"**{formatting.escape(names[job.user_id])}** · {formatting.one_line(job.prompt)}"
        await self._open(interaction, job, job.user_id, text)

    async def _open(self, interaction: discord.Interaction, job: Job | None, user_id: int, text: str) -> None:
        await self._responses.defer(interaction, thinking=True, private=True)
        is_there = job is not None and job.erased_at is None
        files = await self._previews(job) if job is not None and is_there else []
        panel = ActPanel(
            job_id=job.id if job is not None and is_there else 0,
            user_id=user_id,
            has_pictures=job is not None and is_there and job.state is JobState.SUCCEEDED,
            text=text,
            speak=partial(self._responses.text, interaction),
            previews=[file.filename for file in files],
        )
        await self._responses.fill_private(interaction, panel.view(), files)

    async def _job(self, line: LogLine) -> Job | None:
        return await self._moderation.job_of(line.job_id) if line.job_id else None

    async def _previews(self, job: Job) -> list[discord.File]:
        small = await self._moderation.thumbnails(job, most=MOST_PREVIEWS)
        return [discord.File(io.BytesIO(data), f"small-{n}.jpg") for n, data in enumerate(small)]

    async def cover(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Put a picture behind a spoiler wherever it stands; raises NeedsPermission, NothingToShow or UnknownJob."""
        check_power(interaction, "manage_messages")
        job = await self._orders.job(event.subject_id, actor(interaction))
        if job.guild_id != interaction.guild_id:
            raise UnknownJob
        if job.state is not JobState.SUCCEEDED:
            raise NothingToShow
        await self._responses.defer(interaction, thinking=True, private=True)
        covered = await self._moderation.cover(job.id, by_user=interaction.user.id)
        stays = await self._card_covers.cover(covered)
        for each in covered:
            self._card_updater.wake(each.id)  # what was not reached is tried again
        await self._responses.send_private(
            interaction, self._responses.text(interaction, "log-covered-not-all" if stays else "log-covered")
        )


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = Log(bot)
    bot.interacted.subscribe(cog.note_name)
    bot.router.add(
        handlers={"line": cog.act},
        private={
            "log": cog.open,
            "logkinds": cog.choose,
            "logto": cog.route,
            "logoff": cog.stop,
            "logpreviews": cog.preview,
            "cover": cog.cover,
        },
    )
    bot.surface.setup.add(
        SetupSection(
            verb="log",
            label_id="button-log",
            emoji="📜",
            position=40,
            lines=cog.lines,
            section="log",
            sentences=log_sentences,
        )
    )

    @menu_command(bot.texts, "menu-moderate", permissions=discord.Permissions(manage_messages=True))
    async def moderate(interaction: discord.Interaction, message: discord.Message) -> None:
        await cog.act_on_picture(interaction, message)

    bot.tree.add_command(moderate)
    await bot.add_cog(cog)
