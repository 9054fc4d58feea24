"""What each button does, by its verb; whoever presses pays for what it starts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

import discord

from bot.catalog import PROMPT_LENGTH
from bot.errors import UnknownJob
from bot.service import Cancelled, Service
from bot.ui import words
from bot.ui.answers import Answers
from bot.ui.menus import Menus
from bot.ui.placing import Counter, actor
from bot.ui.stash import as_banana
from bot.ui.troubles import ANSWER_S

Press = Callable[[discord.Interaction, int], Awaitable[None]]


class Presses:
    """Answers presses and modals; an unknown job or verb is answered in words."""

    def __init__(self, *, service: Service, counter: Counter, menus: Menus, answers: Answers) -> None:
        self._service = service
        self._counter = counter
        self._answers = answers
        self._verbs: Mapping[str, Press] = {
            "cancel": self._cancel,
            "again": self._again,
            "edit": self._edit,
            "prompt": self._prompt,
            "banana": self._banana,
            "take": self._counter.take,
            "erase": menus.erase,
        }

    async def press(self, interaction: discord.Interaction, verb: str, job_id: int) -> None:
        """Do what a button says."""
        await self._guarded(interaction, self._verbs.get(verb, self._unknown), job_id)

    async def submit(self, interaction: discord.Interaction, verb: str, job_id: int) -> None:
        """Take the words of a modal."""
        await self._guarded(interaction, self._edited if verb == "edit" else self._unknown, job_id)

    async def _guarded(self, interaction: discord.Interaction, press: Press, job_id: int) -> None:
        try:
            await press(interaction, job_id)
        except Exception as error:  # refusals too; an error nobody expected is logged there
            await self._answers.refuse(interaction, error)

    async def _unknown(self, interaction: discord.Interaction, job_id: int) -> None:
        raise UnknownJob

    async def _cancel(self, interaction: discord.Interaction, job_id: int) -> None:
        job = await self._service.job(job_id, actor(interaction))
        self._service.check_cancel(job, actor(interaction))
        await self._answers.hold(interaction, thinking=False)
        outcome = await self._service.cancel(job_id, actor(interaction))
        text_id = {Cancelled.TOO_LATE: "cancel-too-late", Cancelled.ASKED: "cancel-asked"}.get(outcome)
        if text_id:
            await self._answers.whisper(interaction, self._answers.say(interaction, text_id, cost=job.cost))

    async def _again(self, interaction: discord.Interaction, job_id: int) -> None:
        await self._counter.place(interaction, await self._service.repeat(job_id, actor(interaction)))

    async def _banana(self, interaction: discord.Interaction, job_id: int) -> None:
        order = await self._service.repeat(job_id, actor(interaction))
        await self._counter.place(interaction, as_banana(order))

    async def _prompt(self, interaction: discord.Interaction, job_id: int) -> None:
        job = await self._service.ordered(job_id, actor(interaction))
        await self._answers.show(interaction, words.whole(job.prompt))

    async def _edit(self, interaction: discord.Interaction, job_id: int) -> None:
        job = await self._service.ordered(job_id, actor(interaction))
        say = self._answers.say
        modal = discord.ui.Modal(title=say(interaction, "modal-edit"), custom_id=f"img1:edit:{job_id}", timeout=None)
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

    async def _edited(self, interaction: discord.Interaction, job_id: int) -> None:
        order = await self._service.repeat(job_id, actor(interaction))
        await self._counter.place(interaction, replace(order, prompt=_field(interaction, "prompt")))


def _field(interaction: discord.Interaction, custom_id: str) -> str:
    """Return a text of a submitted modal, read from the wire: the modal object may be from before a restart."""
    data: object = interaction.data or {}
    rows = data.get("components", []) if isinstance(data, dict) else []
    for row in rows:
        for item in [row.get("component"), *row.get("components", [])]:
            if item and item.get("custom_id") == custom_id:
                return str(item.get("value", ""))
    return ""
