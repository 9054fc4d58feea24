"""What a card's simplest buttons do; whoever presses pays for what it starts."""

from __future__ import annotations

from collections.abc import Mapping

import discord

from bot.services.orders import Cancelled, Service
from bot.services.versions import Versions
from bot.ui.custom_ids import Press, Verb
from bot.ui.handlers.refused_orders import as_banana
from bot.ui.order_placement import Counter, actor
from bot.ui.outbound.responses import Answers
from bot.ui.views import formatting


class Reworks:
    """Cancel, draw again, and read the whole prompt."""

    def __init__(self, *, service: Service, versions: Versions, counter: Counter, answers: Answers) -> None:
        self._service = service
        self._versions = versions
        self._counter = counter
        self._answers = answers

    @property
    def verbs(self) -> Mapping[str, Verb]:
        """The buttons answered here."""
        return {
            "cancel": self._cancel,
            "again": self._again,
            "prompt": self._prompt,
            "banana": self._banana,
            "take": self._take,
        }

    async def _cancel(self, interaction: discord.Interaction, press: Press) -> None:
        job = await self._service.job(press.job_id, actor(interaction))
        self._service.check_cancel(job, actor(interaction))
        await self._answers.hold(interaction, thinking=False)
        outcome = await self._service.cancel(press.job_id, actor(interaction))
        text_id = {Cancelled.TOO_LATE: "cancel-too-late", Cancelled.ASKED: "cancel-asked"}.get(outcome)
        if text_id:
            await self._answers.whisper(interaction, self._answers.say(interaction, text_id, cost=job.cost))

    async def _again(self, interaction: discord.Interaction, press: Press) -> None:
        await self._counter.place(interaction, await self._versions.again(press.job_id, actor(interaction)))

    async def _banana(self, interaction: discord.Interaction, press: Press) -> None:
        order = await self._versions.again(press.job_id, actor(interaction))
        await self._counter.place(interaction, as_banana(order))

    async def _take(self, interaction: discord.Interaction, press: Press) -> None:
        await self._counter.take(interaction, press.job_id)

    async def _prompt(self, interaction: discord.Interaction, press: Press) -> None:
        job = await self._service.ordered(press.job_id, actor(interaction))
        await self._answers.show(interaction, formatting.whole(job.prompt))
