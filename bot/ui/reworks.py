"""What a card's own buttons do; whoever presses pays for what it starts."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import discord

from bot.catalog import PROMPT_LENGTH
from bot.service import Cancelled, Service
from bot.ui import forms, words
from bot.ui.answers import Answers
from bot.ui.buttons import Press, Verb
from bot.ui.placing import Counter, actor
from bot.ui.stash import as_banana
from bot.ui.troubles import ANSWER_S


class Reworks:
    """Cancel, draw again, edit, and read the whole prompt."""

    def __init__(self, *, service: Service, counter: Counter, answers: Answers) -> None:
        self._service = service
        self._counter = counter
        self._answers = answers

    @property
    def verbs(self) -> Mapping[str, Verb]:
        """The buttons answered here."""
        return {
            "cancel": self._cancel,
            "again": self._again,
            "edit": self._edit,
            "prompt": self._prompt,
            "banana": self._banana,
            "take": self._take,
        }

    @property
    def forms(self) -> Mapping[str, Verb]:
        """The forms taken here."""
        return {"edit": self._edited}

    async def _cancel(self, interaction: discord.Interaction, press: Press) -> None:
        job = await self._service.job(press.job_id, actor(interaction))
        self._service.check_cancel(job, actor(interaction))
        await self._answers.hold(interaction, thinking=False)
        outcome = await self._service.cancel(press.job_id, actor(interaction))
        text_id = {Cancelled.TOO_LATE: "cancel-too-late", Cancelled.ASKED: "cancel-asked"}.get(outcome)
        if text_id:
            await self._answers.whisper(interaction, self._answers.say(interaction, text_id, cost=job.cost))

    async def _again(self, interaction: discord.Interaction, press: Press) -> None:
        await self._counter.place(interaction, await self._service.repeat(press.job_id, actor(interaction)))

    async def _banana(self, interaction: discord.Interaction, press: Press) -> None:
        order = await self._service.repeat(press.job_id, actor(interaction))
        await self._counter.place(interaction, as_banana(order))

    async def _take(self, interaction: discord.Interaction, press: Press) -> None:
        await self._counter.take(interaction, press.job_id)

    async def _prompt(self, interaction: discord.Interaction, press: Press) -> None:
        job = await self._service.ordered(press.job_id, actor(interaction))
        await self._answers.show(interaction, words.whole(job.prompt))

    async def _edit(self, interaction: discord.Interaction, press: Press) -> None:
        job = await self._service.ordered(press.job_id, actor(interaction))
        say = self._answers.say
        modal = discord.ui.Modal(title=say(interaction, "modal-edit"), custom_id=f"img1:edit:{job.id}", timeout=None)
        modal.stop()  # discord.py need not wait for it: its words are read from the wire
        cost = self._service.offer.cost(job.model, job.params)
        modal.add_item(
            discord.ui.Label(
                text=say(interaction, "modal-edit-prompt"),
                description=say(interaction, "modal-edit-prompt-description", cost=cost),
                component=discord.ui.TextInput(
                    custom_id="prompt",
                    style=discord.TextStyle.paragraph,
                    default=job.prompt[:PROMPT_LENGTH],
                    min_length=1,
                    max_length=PROMPT_LENGTH,
                ),
            )
        )
        async with asyncio.timeout(ANSWER_S):
            await interaction.response.send_modal(modal)

    async def _edited(self, interaction: discord.Interaction, press: Press) -> None:
        order = await self._service.repeat(press.job_id, actor(interaction))
        await self._counter.place(interaction, replace(order, prompt=forms.text(interaction, "prompt")))
