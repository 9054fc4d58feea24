"""What does not fit under a card: private answers behind More, and which of several pictures is meant."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from functools import partial

import discord

from bot.domain.jobs import Image
from bot.services.orders import Orders
from bot.services.versions import CardActions, Versions
from bot.ui.custom_ids import ComponentEvent, Handler, JobButton, job_button, job_menu
from bot.ui.order_placement import actor
from bot.ui.outbound.discord_errors import ANSWER_S, CALL_FAILURES, CALL_S, log_summary
from bot.ui.outbound.responses import SILENT, Responses
from bot.ui.views import formatting

log = logging.getLogger(__name__)

JOINED = "before-after.jpg"
#: Lays pictures aside as the inputs of an order to come, and answers.
Use = Callable[[discord.Interaction, Sequence[Image]], Awaitable[None]]


class More:
    """Answers in private; nothing here costs anything."""

    def __init__(self, *, service: Orders, versions: Versions, responses: Responses, use: Use | None) -> None:
        self._service = service
        self._versions = versions
        self._responses = responses
        self._use = use

    @property
    def verbs(self) -> Mapping[str, Handler]:
        """The buttons and menus answered here."""
        verbs = {"more": self._more, "star": self._star, "unstar": self._star, "compare": self._compare}
        return verbs if self._use is None else {**verbs, "use": self._lay_aside}

    async def _more(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        rest = await self._versions.actions(event.subject_id, actor(interaction))
        text = self._responses.text(interaction, "more-ask")
        await self._responses.send_private(interaction, text, self._choices(interaction, rest))

    async def _star(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        wanted = event.verb == "star"
        await self._versions.set_favourite(event.subject_id, actor(interaction), wanted=wanted)
        rest = await self._versions.actions(event.subject_id, actor(interaction))
        text = self._responses.text(interaction, "more-starred" if wanted else "more-unstarred")
        view = self._choices(interaction, rest)
        async with asyncio.timeout(ANSWER_S):
            await interaction.response.edit_message(content=text, view=view, allowed_mentions=SILENT)

    async def _compare(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        position = await self._which(interaction, event)
        if position is None:
            return
        job = await self._service.job(event.subject_id, actor(interaction))
        await self._responses.defer(interaction, thinking=True, private=True)
        data = await self._versions.before_and_after(event.subject_id, actor(interaction), position)
        alt = formatting.alt_text(self._responses.text(interaction, "alt-compare", prompt=job.prompt))
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(discord.ui.TextDisplay(self._responses.text(interaction, "more-compared")))
        view.add_item(discord.ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{JOINED}", description=alt)))
        file = discord.File(io.BytesIO(data), JOINED)
        try:
            async with asyncio.timeout(CALL_S):
                await interaction.edit_original_response(view=view, attachments=[file], allowed_mentions=SILENT)
        except CALL_FAILURES as error:
            log.warning("interaction %s: a private answer did not arrive: %s", interaction.id, log_summary(error))

    async def _lay_aside(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        position = await self._which(interaction, event)
        if position is not None and self._use is not None:
            await self._use(interaction, [await self._versions.picture(event.subject_id, actor(interaction), position)])

    async def _which(self, interaction: discord.Interaction, event: ComponentEvent) -> int | None:
        """Return the picture that is meant; None where there are several, and the person was asked."""
        if event.values:
            return int(event.values[0]) if event.values[0].isdecimal() else -1
        job = await self._service.job(event.subject_id, actor(interaction))
        if len(job.outputs) < 2:
            return job.outputs[0].position if job.outputs else -1
        say = self._responses.text
        positions = [image.position for image in job.outputs]
        options = [
            discord.SelectOption(label=say(interaction, "picture", number=n + 1), value=str(n)) for n in positions
        ]
        text = say(interaction, "more-which")
        view: discord.ui.View = discord.ui.View(timeout=None)
        view.add_item(job_menu(event.verb, job.id, placeholder=text, options=options))
        await self._responses.send_private(interaction, text, view)
        return None

    def _choices(self, interaction: discord.Interaction, rest: CardActions) -> discord.ui.View:
        view: discord.ui.View = discord.ui.View(timeout=None)
        for button in self._buttons(interaction, rest):
            view.add_item(button)
        return view

    def _buttons(self, interaction: discord.Interaction, rest: CardActions) -> Iterator[JobButton]:
        say, job, origin = partial(self._responses.text, interaction), rest.job, rest.origin
        if rest.is_favourite:
            yield job_button("unstar", job.id, emoji="⭐", label=say("button-unstar"))
        else:
            yield job_button("star", job.id, emoji="⭐", label=say("button-star"))
        if rest.has_before:
            yield job_button("compare", job.id, emoji="🆚", label=say("button-compare"))
        if origin is not None:
            label = say("button-back", version=origin.version)
            yield job_button("edit", origin.id, emoji="↩️", label=label, n=rest.origin_picture)
        if job.prompt:
            yield job_button("prompt", job.id, emoji="📜", label=say("button-prompt"))
        if rest.is_erasable:
            yield job_button("bin", job.id, emoji="🗑️", label=say("button-bin"))
