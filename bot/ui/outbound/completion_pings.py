"""The ping after a long wait: one reply to the card that mentions its member, once even over a crash."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import chain, repeat

import discord

from bot.domain.jobs import Job, JobState
from bot.i18n import Texts
from bot.runtime.retry import Backoff, retry
from bot.services.preferences import MemberPreferences
from bot.ui.outbound.discord_errors import CALL_FAILURES, is_permanent, log_summary, retry_after
from bot.ui.views import formatting

log = logging.getLogger(__name__)

TRIES = 4
RETRY = Backoff(first=2.0, longest=8.0)
SEARCHED = 100  # the channel's newest messages


class PingMessages:
    """Replies to cards whose end came late."""

    def __init__(self, *, bot: discord.Client, preferences: MemberPreferences, texts: Texts) -> None:
        self._bot = bot
        self._preferences = preferences
        self._texts = texts

    async def pending(self) -> list[Job]:
        """Return the jobs whose member the last process may not have pinged."""
        return list(await self._preferences.unnotified())

    async def send(self, job: Job, *, in_doubt: bool = False) -> None:
        """Mention a job's member, if it took long and they want it; `in_doubt`: it may have been done already."""
        if job.message_id is None or not await self._preferences.should_ping(job):
            return
        failures = (*CALL_FAILURES, OSError)
        try:
            await retry(
                self._attempts(job, in_doubt=in_doubt),
                on=failures,
                backoff=RETRY,
                failed=partial(_log_failure, job),
                asked=retry_after,
                tries=TRIES,
            )
        except failures as error:  # the next start tries again, for a while
            _log_failure(job, error)
        else:
            await self._preferences.mark_notified(job.id)

    async def leave_out(self, job: Job) -> None:
        """Never mention a job's member: they know already."""
        await self._preferences.mark_notified(job.id)

    def _attempts(self, job: Job, *, in_doubt: bool) -> Callable[[], Awaitable[None]]:
        """Return the attempt; from the second on an earlier one may have been taken."""
        doubts = chain([in_doubt], repeat(True))

        async def attempt() -> None:
            try:
                if not (next(doubts) and await self._was_called(job)):
                    await self._reply(job)
            except discord.HTTPException as error:
                if not is_permanent(error):
                    raise
                _log_failure(job, error)  # the card is gone, or the channel closed to us: nothing to point at

        return attempt

    async def _reply(self, job: Job) -> None:
        text_id = "call-done" if job.state is JobState.SUCCEEDED else "call-failed"
        await self._texts.prepare()
        text = self._texts.text(job.locale, text_id, user=formatting.mention(job.user_id), count=len(job.outputs))
        only = discord.AllowedMentions(
            everyone=False, roles=False, users=[discord.Object(job.user_id)], replied_user=False
        )
        await self._card(job).reply(text, allowed_mentions=only, nonce=f"call-{job.id}")

    async def _was_called(self, job: Job) -> bool:
        async for message in self._card(job).channel.history(limit=SEARCHED):
            if self._is_call(message, job):
                return True
        return False

    def _is_call(self, message: discord.Message, job: Job) -> bool:
        """Tell it from a card, which Discord links to the card that its button was on."""
        mine = self._bot.user is not None and message.author.id == self._bot.user.id
        to_it = message.reference is not None and message.reference.message_id == job.message_id
        return mine and to_it and job.user_id in message.raw_mentions and not message.flags.components_v2

    def _card(self, job: Job) -> discord.PartialMessage:
        channel = self._bot.get_partial_messageable(job.channel_id, guild_id=job.guild_id or None)
        return channel.get_partial_message(job.message_id or 0)


def _log_failure(job: Job, error: Exception, _seconds: float = 0.0) -> None:
    log.warning("job %s: its member could not be notified: %s", job.id, log_summary(error))
