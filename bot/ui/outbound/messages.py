"""Reaching one message: by the interaction's token while it lives, else by the channel, else the member directly."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from enum import StrEnum
from functools import partial
from weakref import WeakValueDictionary

import discord

from bot.domain.jobs import Failure, Job, JobState
from bot.runtime.clock import Clock
from bot.services.orders import JobView
from bot.ui.custom_ids import job_on, presses_on
from bot.ui.discord_internals import ReadyLayout, interaction_webhook, original_response
from bot.ui.outbound.card_pictures import CardPictures
from bot.ui.outbound.card_store import CardStore
from bot.ui.outbound.discord_errors import (
    ANSWER_S,
    CALL_S,
    INVALID_TOKEN,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    UNKNOWN_WEBHOOK,
    is_permanent,
    log_summary,
)
from bot.ui.outbound.fitting import send_fitting
from bot.ui.outbound.responses import SILENT
from bot.ui.views.card_files import CardFiles, is_result
from bot.ui.views.job_card import CardView

log = logging.getLogger(__name__)

TOKEN_MS = 14 * 60_000  # Discord's tokens live fifteen minutes
SEARCHED = 100  # messages of the channel, after the job was ordered


class Outcome(StrEnum):
    """What became of an edit."""

    SHOWN = "shown"
    REMOVED = "removed"  # the card was deleted: never posted again in the channel
    UNREACHABLE = "unreachable"  # no way to it: the channel is gone, closed or hidden, AutoMod objects …


class ForeignCard(Exception):  # noqa: N818 - nobody's error
    """Another process with this token, on another data folder, has answered: the order is its."""


class CardMessages:
    """Knows every way to a message and what Discord's refusals mean."""

    def __init__(
        self, *, bot: discord.Client, store: CardStore, pictures: CardPictures, card_view: CardView, clock: Clock
    ) -> None:
        self._bot = bot
        self._store = store
        self._pictures = pictures
        self._card_view = card_view
        self._clock = clock
        self._channels: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()  # while one is held

    async def edit(self, card: JobView, art: CardFiles, *, keeps_files: bool = False) -> Outcome:
        """Edit a job's message, its files too unless it keeps them; raises what may pass when tried again."""
        job = card.job
        if job.failure is Failure.RESTORED and await self._has_pictures(job):
            return Outcome.SHOWN  # it was drawn after the backup: what stands there is better than what we know
        if job.token is not None:
            try:
                if self._clock.now() - job.created_at < TOKEN_MS:
                    async with asyncio.timeout(CALL_S):
                        return await self._attempt(job, card, art, by_token=True, keeps_files=keeps_files)
            except discord.HTTPException as error:
                if error.code not in (INVALID_TOKEN, UNKNOWN_WEBHOOK):
                    raise
            await self._store.clear_token(job.id)
        return await self._edit_message(card, art, keeps_files=keeps_files)

    async def edit_repost(self, card: JobView, art: CardFiles) -> Outcome:
        """Edit a message that shows a job again, as `edit` does."""
        await self._card_view.texts.prepare()
        return await self._edit_message(card, art, intro=self._card_view.shown_again(card.job))

    async def edit_direct(self, card: JobView, art: CardFiles) -> Outcome:
        """Edit the copy that was sent to the member directly, as `edit` does."""
        home = await self.home(card.job)
        if home.message_id is None:
            return Outcome.REMOVED
        intro = await self._intro("message-lost", card.job, home.locale)
        return await self._edit_message(replace(card, job=home), art, intro=intro)

    async def _edit_message(
        self, card: JobView, art: CardFiles, *, keeps_files: bool = False, intro: str | None = None
    ) -> Outcome:
        async with self._channels.setdefault(card.job.channel_id, asyncio.Lock()):
            return await self._attempt(card.job, card, art, by_token=False, keeps_files=keeps_files, intro=intro)

    async def _has_pictures(self, job: Job) -> bool:
        try:
            message = await self._message(job).fetch()
        except discord.HTTPException as error:
            if not is_permanent(error):
                raise
            log.debug("job %s: its card can't be read: %s", job.id, error.code)
            return False
        return any(is_result(attachment.filename) for attachment in message.attachments)

    async def _attempt(
        self,
        job: Job,
        card: JobView,
        art: CardFiles,
        *,
        by_token: bool,
        keeps_files: bool = False,
        intro: str | None = None,
    ) -> Outcome:
        async def send(art: CardFiles) -> None:
            # An edit without `attachments` keeps those that stand; one with it keeps only what it lists, also none.
            attachments = discord.utils.MISSING if keeps_files else art.files()
            view = ReadyLayout(self._card_view.draw(card, art, intro=intro))
            await self._send_edit(job, view, attachments, by_token=by_token)

        await self._card_view.texts.prepare()
        try:
            await send_fitting(send, art, job=job, pictures=self._pictures)
        except discord.HTTPException as error:
            if error.code == UNKNOWN_MESSAGE:
                return Outcome.REMOVED
            token_spent = by_token and error.code in (INVALID_TOKEN, UNKNOWN_WEBHOOK)
            if token_spent or not is_permanent(error):
                raise
            log.warning("job %s: its card can't be reached: %s", job.id, log_summary(error))
            return Outcome.UNREACHABLE
        return Outcome.SHOWN

    async def _send_edit(
        self, job: Job, view: discord.ui.LayoutView, attachments: list[discord.File], *, by_token: bool
    ) -> None:
        message_id = job.message_id or 0
        if by_token:
            webhook = interaction_webhook(self._bot, job.token or "")
            await webhook.edit_message(message_id, view=view, attachments=attachments, allowed_mentions=SILENT)
        else:
            await self._message(job).edit(view=view, attachments=attachments, allowed_mentions=SILENT)

    async def is_removed(self, job: Job) -> bool:
        """Return True if a job's message was deleted, or its channel; raises what may pass when tried again."""
        try:
            async with asyncio.timeout(ANSWER_S):
                await self._message(job).fetch()
        except discord.HTTPException as error:
            if error.code in (UNKNOWN_CHANNEL, UNKNOWN_MESSAGE):
                return True
            if not is_permanent(error):
                raise
        return False

    async def shows(self, job: Job) -> bool:
        """Return True if a job's message stands and shows it; raises what keeps it from being looked at."""
        try:
            async with asyncio.timeout(ANSWER_S):
                return job_on(await self._message(job).fetch()) == job.id
        except discord.HTTPException as error:
            if error.code not in (UNKNOWN_CHANNEL, UNKNOWN_MESSAGE):
                raise
            return False

    async def find(self, job: Job, *, contested: bool = False) -> int | None:
        """Return the message that stands for a job; None where surely none does. Raises ForeignCard.

        `contested`: the answer was refused since there was one already, so only what this process said is ours.
        """
        if job.token is not None and self._clock.now() - job.created_at < TOKEN_MS:
            try:
                async with asyncio.timeout(CALL_S):
                    message = await original_response(self._bot, job.token)
                self.check_own(message, job, contested=contested)
                return message.id
            except discord.HTTPException as error:
                if error.code == UNKNOWN_MESSAGE:
                    return None
                if error.code not in (UNKNOWN_WEBHOOK, INVALID_TOKEN) and not is_permanent(error):
                    raise
        return await self._search(job)

    async def _search(self, job: Job) -> int | None:
        channel = self._bot.get_partial_messageable(job.channel_id, guild_id=job.guild_id or None)
        after = discord.Object(job.id - (60_000 << 22))
        try:
            async for message in channel.history(limit=SEARCHED, after=after, oldest_first=True):
                if self._is_card(message, job):
                    self.check_own(message, job)
                    return message.id
        except discord.HTTPException as error:
            if not is_permanent(error):
                raise
            log.warning("job %s: can't search its channel: %s", job.id, log_summary(error))
        return None

    def check_own(self, message: discord.Message, job: Job, *, contested: bool = False) -> None:
        """Raise ForeignCard for a card that a process on another data folder has posted."""
        mark = self._card_view.mark
        marks = {event.mark for event in presses_on(message) if event.subject_id == job.id}
        if mark is None or (not marks and not contested):  # no buttons: it is still "thinking"
            return
        if contested and marks != {str(mark)}:
            raise ForeignCard
        if any(mark.is_foreign_card(each, job.id) for each in marks):
            raise ForeignCard

    def _is_card(self, message: discord.Message, job: Job) -> bool:
        mine = self._bot.user is not None and message.author.id == self._bot.user.id
        return mine and job_on(message) == job.id

    async def send_as_dm(self, card: JobView, art: CardFiles, outcome: Outcome) -> str:
        """Bring an end to the member directly, where the message can't have it; returns how it was delivered."""
        job = card.job
        succeeded, removed = job.state is JobState.SUCCEEDED, outcome is Outcome.REMOVED
        if removed and not succeeded:
            return "given_up"  # they took the card away, and there is nothing to bring
        text_id = "message-removed" if removed else "message-lost" if succeeded else "message-lost-ending"
        intro = await self._intro(text_id, job, job.locale)
        if await self._send_directly(job, card, art, intro) is not None:
            return "dm"
        if not succeeded:
            return "given_up"
        log.warning("job %s: its pictures wait for the member to use /last", job.id)
        return "history"

    async def send_home(self, card: JobView, art: CardFiles) -> discord.Message | None:
        """Send a card that was taken away to its owner directly; None where that can't be."""
        intro = await self._intro("message-removed", card.job, card.job.locale)
        return await self._send_directly(card.job, card, art, intro)

    async def _intro(self, text_id: str, job: Job, locale: str) -> str:
        await self._card_view.texts.prepare()
        return self._card_view.texts.text(locale, text_id, channel=str(job.channel_id))

    async def _send_directly(self, job: Job, card: JobView, art: CardFiles, intro: str) -> discord.Message | None:
        async def send(dm: discord.DMChannel, art: CardFiles) -> discord.Message:
            view = ReadyLayout(self._card_view.draw(card, art, intro=intro))
            return await dm.send(view=view, files=art.files(), allowed_mentions=SILENT, nonce=job.id)

        try:
            dm = await self._bot.create_dm(discord.Object(job.user_id))
            return await send_fitting(partial(send, dm), art, job=job, pictures=self._pictures)
        except discord.HTTPException as error:
            if not is_permanent(error):
                raise  # tried again
            log.warning("job %s: its member can't be reached directly: %s", job.id, log_summary(error))
            return None

    async def remove(self, job: Job) -> bool:
        """Take a job's messages away, the card and what was sent home; False where one stays.

        Raises what may pass when tried again.
        """
        try:
            await self._delete(job)
            if job.delivered == "dm":
                await self._delete(await self.home(job))
        except discord.HTTPException as error:
            if not is_permanent(error):
                raise
            log.warning("job %s: its card can't be deleted: %s", job.id, error.code)
            return False
        return True

    async def home(self, job: Job) -> Job:
        """Return the job as it stands in its member's direct messages; without a message where it doesn't."""
        dm = await self._bot.create_dm(discord.Object(job.user_id))
        home = replace(job, guild_id=0, channel_id=dm.id, token=None)
        return replace(home, message_id=await self._search(home))

    async def _delete(self, job: Job) -> None:
        with suppress(discord.NotFound):
            if job.message_id is not None:
                await self._message(job).delete()

    async def react(self, job: Job, emoji: str) -> None:
        """Add our reaction, if we may."""
        try:
            await self._message(job).add_reaction(emoji)
        except discord.HTTPException as error:
            log.debug("job %s: no reaction: %s", job.id, log_summary(error))

    async def unreact(self, job: Job, emoji: str) -> None:
        """Take our reaction off, if it is there."""
        try:
            if self._bot.user is not None:
                await self._message(job).remove_reaction(emoji, self._bot.user)
        except discord.HTTPException as error:
            log.debug("job %s: no reaction to remove: %s", job.id, error.code)

    async def has_cross(self, job: Job, emoji: str) -> bool:
        """Return True if the job's member stands among those who set this reaction."""
        try:
            message = await self._message(job).fetch()
            reaction = discord.utils.get(message.reactions, emoji=emoji)
            if reaction is None or reaction.count == int(reaction.me):
                return False
            users = [user.id async for user in reaction.users(limit=100)]
        except discord.HTTPException as error:
            if not is_permanent(error):
                raise
            log.debug("job %s: its reactions can't be read: %s", job.id, log_summary(error))
            return False
        return job.user_id in users

    def _message(self, job: Job) -> discord.PartialMessage:
        channel = self._bot.get_partial_messageable(job.channel_id, guild_id=job.guild_id or None)
        return channel.get_partial_message(job.message_id or 0)
