"""A card everywhere it stands: its message, its copy in direct messages, and wherever it was shown again."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import discord

from bot.domain.errors import CardRemoved, Deleted
from bot.domain.jobs import Job
from bot.services.orders import JobView
from bot.ui.outbound.discord_errors import CALL_FAILURES, log_summary
from bot.ui.outbound.messages import CardMessages, Outcome
from bot.ui.views.card_files import CardFiles

log = logging.getLogger(__name__)


class Reposts(Protocol):
    """The part of `History` about cards shown again."""

    async def reposts(self, job: Job) -> Sequence[Job]:
        """As in `History`."""
        ...

    async def reposted(self, job_id: int, *, message_id: int, guild_id: int, channel_id: int) -> None:
        """As in `History`."""
        ...

    async def unsettled(self) -> Sequence[Job]:
        """As in `History`."""
        ...

    async def settled(self, message_id: int) -> None:
        """As in `History`."""
        ...

    async def card_removed(self, message_id: int) -> None:
        """As in `History`."""
        ...


class CardCopies:
    """Takes all of them away, draws all of them anew, or finds out that one was taken away."""

    def __init__(self, *, messages: CardMessages, history: Reposts) -> None:
        self._messages = messages
        self._history = history

    async def reposts(self, job: Job) -> Sequence[Job]:
        """Return the job once for each message that shows it again."""
        return await self._history.reposts(job)

    async def take_down(self, job: Job) -> bool:
        """Take every message of a job away; False where one stays, raises what may pass when tried again."""
        everywhere = [job, *await self._history.reposts(replace(job, delivered=None))]
        return all([await self._messages.remove(each) for each in everywhere])

    async def note_removed(self, job: Job) -> bool:
        """Look whether somebody took a job's card or a repost away in public, and note it; raises as `take_down`."""
        public = [each for each in (job, *await self._history.reposts(job)) if each.guild_id and each.message_id]
        gone = [each for each in public if await self._messages.is_removed(each)]
        for each in gone:
            await self._history.card_removed(each.message_id or 0)
        return bool(gone)

    async def send_home(self, card: JobView, art: CardFiles) -> discord.Message | None:
        """Send a card to its owner directly; None where that can't be."""
        return await self._messages.send_home(card, art)

    async def settle_reposts(self) -> None:
        """Note the messages that the last process did not, though they show a card again; as at every start."""
        for job in await self._history.unsettled():
            try:
                await self._settle(job, job.message_id or 0)
            except CALL_FAILURES as error:  # looked at again at the next start, for a while
                log.info("message %s: can't be read yet: %s", job.message_id, log_summary(error))

    async def _settle(self, job: Job, message_id: int) -> None:
        try:
            if await self._messages.shows(job):
                await self._history.reposted(
                    job.id, message_id=message_id, guild_id=job.guild_id, channel_id=job.channel_id
                )
        except (CardRemoved, Deleted):
            await self._messages.remove(replace(job, delivered=None))
        await self._history.settled(message_id)

    async def redraw(self, card: JobView, art: CardFiles) -> bool:
        """Draw a finished card anew wherever it stands; False where one is out of reach, raises as `take_down`."""
        outcomes = [await self._messages.edit(card, art)] if card.job.removed_at is None else []
        if card.job.delivered == "dm":
            outcomes.append(await self._messages.edit_direct(card, art))
        for each in await self._history.reposts(card.job):
            outcomes.append(await self._messages.edit_repost(replace(card, job=each), art))
        return Outcome.UNREACHABLE not in outcomes
