"""What does not fit under a card: private answers behind More, and which of several pictures is meant."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from functools import partial

import discord
from discord.ext import commands

from bot.domain.jobs import Job
from bot.services.versions import CardActions
from bot.ui.actors import actor
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent, job_button
from bot.ui.discord_internals import WireButton
from bot.ui.outbound.discord_errors import ANSWER_S
from bot.ui.outbound.responses import SILENT
from bot.ui.views import formatting
from bot.ui.views.picture_choice import PictureChoice
from bot.ui.views.vary_buttons import vary_buttons, vary_line

JOINED = "before-after.jpg"


class More(commands.Cog):
    """Private answers; nothing in this file costs anything."""

    def __init__(self, bot: BananaBot) -> None:
        self._orders = bot.services.orders
        self._versions = bot.services.versions
        self._history = bot.services.history
        self._responses = bot.surface.responses
        self._tray_display = bot.surface.tray_display

    async def more(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Offer what else can be done with a card."""
        actions = await self._versions.actions(event.subject_id, actor(interaction))
        say = partial(self._responses.text, interaction)
        text = "\n".join(filter(None, (say("more-ask"), vary_line(actions, say))))
        await self._responses.send_private(interaction, text, self._choices(interaction, actions))

    async def star(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Make a job a favourite, or take that back."""
        wanted = event.verb == "star"
        await self._history.set_favourite(event.subject_id, actor(interaction), wanted=wanted)
        actions = await self._versions.actions(event.subject_id, actor(interaction))
        text = self._responses.text(interaction, "more-starred" if wanted else "more-unstarred")
        view = self._choices(interaction, actions)
        async with asyncio.timeout(ANSWER_S):
            await interaction.response.edit_message(content=text, view=view, allowed_mentions=SILENT)

    async def compare(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Show a picture beside the one that it started from."""
        position = await self._which(interaction, event)
        if position is None:
            return
        job = await self._orders.job(event.subject_id, actor(interaction))
        await self._responses.defer(interaction, thinking=True, private=True)
        data = await self._versions.before_and_after(event.subject_id, actor(interaction), position)
        alt = formatting.alt_text(self._responses.text(interaction, "alt-compare", prompt=job.prompt))
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(discord.ui.TextDisplay(self._responses.text(interaction, "more-compared")))
        item = discord.MediaGalleryItem(f"attachment://{JOINED}", description=alt, spoiler=job.is_spoiler)
        view.add_item(discord.ui.MediaGallery(item))
        await self._responses.fill_private(interaction, view, [discord.File(io.BytesIO(data), JOINED)])

    async def use(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Put a picture into the tray."""
        position = await self._which(interaction, event)
        if position is not None:
            picture = await self._versions.picture(event.subject_id, actor(interaction), position)
            await self._tray_display.add(interaction, [picture])

    async def _which(self, interaction: discord.Interaction, event: ComponentEvent) -> int | None:
        """Return the picture that is meant; None where there are several, and the member was asked."""
        if event.values:  # of a menu from before there were buttons
            return int(event.values[0]) if event.values[0].isdecimal() else -1
        if event.argument:
            return event.argument - 1
        job = await self._orders.job(event.subject_id, actor(interaction))
        if len(job.outputs) < 2:
            return job.outputs[0].position if job.outputs else -1
        await self._ask_which(interaction, event.verb, job)
        return None

    async def _ask_which(self, interaction: discord.Interaction, verb: str, job: Job) -> None:
        """Ask for one of a card's pictures; each button says where it stands."""
        await self._responses.defer(interaction, thinking=True, private=True)
        choice = PictureChoice(
            job=job,
            verb=verb,
            thumbnails=await self._versions.thumbnails(job),
            text=partial(self._responses.text, interaction),
        )
        await self._responses.fill_private(interaction, choice.view(), choice.files())

    def _choices(self, interaction: discord.Interaction, actions: CardActions) -> discord.ui.View:
        view: discord.ui.View = discord.ui.View(timeout=None)
        for button in self._buttons(interaction, actions):
            view.add_item(button)
        return view

    def _buttons(self, interaction: discord.Interaction, actions: CardActions) -> Iterator[WireButton]:
        say, job, origin = partial(self._responses.text, interaction), actions.job, actions.origin
        if actions.is_favourite:
            yield job_button("unstar", job.id, emoji="⭐", label=say("button-unstar"))
        else:
            yield job_button("star", job.id, emoji="⭐", label=say("button-star"))
        if actions.has_before:
            yield job_button("compare", job.id, emoji="🆚", label=say("button-compare"))
        if origin is not None:
            label = say("button-back", version=origin.version)
            yield job_button("edit", origin.id, emoji="↩️", label=label, n=actions.origin_picture)
        if job.prompt:
            yield job_button("prompt", job.id, emoji="📜", label=say("button-prompt"))
        if actions.is_erasable:
            yield job_button("bin", job.id, emoji="🗑️", label=say("button-bin"))
        yield from vary_buttons(actions, say)


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = More(bot)
    bot.router.add(
        handlers={"more": cog.more, "use": cog.use},
        private={"star": cog.star, "unstar": cog.star, "compare": cog.compare},
    )
    await bot.add_cog(cog)
