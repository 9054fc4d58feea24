"""A card everywhere it stands: its message, its copy in direct messages, and wherever it was shown again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from bot.domain.jobs import Job
from bot.services.orders import JobView
from bot.ui.outbound.messages import CardMessages
from bot.ui.views.job_card import CardFiles


class Reposts(Protocol):
    """The part of `History` about cards shown again."""

    async def reposts(self, job: Job) -> Sequence[Job]:
        """As in `History`."""
        ...


class CardCopies:
    """Takes all of them away, or draws all of them anew."""

    def __init__(self, *, messages: CardMessages, history: Reposts) -> None:
        self._messages = messages
        self._history = history

    async def take_down(self, job: Job) -> bool:
        """Take every message of a job away; False where one stays, raises what may pass when tried again."""
        everywhere = [job, *await self._history.reposts(replace(job, delivered=None))]
        return all([await self._messages.remove(each) for each in everywhere])

    async def redraw(self, card: JobView, art: CardFiles) -> None:
        """Draw a finished card anew wherever it stands; raises what may pass when tried again."""
        if card.job.delivered == "message":
            await self._messages.edit(card, art)
        else:
            await self._messages.edit_direct(card, art)
        for each in await self._history.reposts(card.job):
            await self._messages.edit_repost(replace(card, job=each), art)
