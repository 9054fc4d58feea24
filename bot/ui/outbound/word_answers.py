"""What moderators answer about blocked prompts, brought to who asked: privately where they asked, else directly."""

from __future__ import annotations

import asyncio
import logging
from functools import partial

import discord

from bot.domain.word_questions import Question
from bot.i18n import Texts
from bot.runtime.clock import Clock
from bot.runtime.heartbeats import rest
from bot.services.words import Words
from bot.ui.discord_internals import interaction_webhook
from bot.ui.outbound.discord_errors import CALL_FAILURES, CALL_S, is_permanent, log_summary
from bot.ui.outbound.messages import TOKEN_MS
from bot.ui.outbound.responses import SILENT
from bot.ui.views.word_questions import answer_text

log = logging.getLogger(__name__)

AGAIN_S = 60.0  # after a failure that may pass


class WordAnswers:
    """Each answer is a row first, so a stop loses none; one that can't be brought is met at the next try."""

    def __init__(self, *, bot: discord.Client, words: Words, texts: Texts, clock: Clock) -> None:
        self._bot = bot
        self._words = words
        self._texts = texts
        self._clock = clock
        self._news = asyncio.Event()

    def notify(self) -> None:
        """Have a new answer brought soon."""
        self._news.set()

    async def run(self) -> None:
        """Bring answers, until cancelled."""
        await rest(self._bot.wait_until_ready())
        while True:
            self._news.clear()
            for question in await self._words.untold():
                if await self._bring(question):
                    await self._words.told(question)
            try:
                async with asyncio.timeout(AGAIN_S):
                    await rest(self._news.wait())
            except TimeoutError:
                continue

    async def _bring(self, question: Question) -> bool:
        """Bring an answer; False where another try may help."""
        await self._texts.prepare()
        if question.token and self._clock.now() - question.at < TOKEN_MS and await self._bring_by_token(question):
            return True
        try:
            async with asyncio.timeout(CALL_S):
                member = self._bot.get_user(question.user_id) or await self._bot.fetch_user(question.user_id)
                text, nonce = self._text(question, is_direct=True), f"word{question.id}"  # a second try is the same
                await member.send(text, allowed_mentions=SILENT, nonce=nonce)
        except CALL_FAILURES as error:
            log.info("question %s: its answer did not arrive: %s", question.id, log_summary(error))
            return isinstance(error, discord.HTTPException) and is_permanent(error)
        return True

    async def _bring_by_token(self, question: Question) -> bool:
        try:
            async with asyncio.timeout(CALL_S):
                webhook = interaction_webhook(self._bot, question.token or "")
                await webhook.send(self._text(question, is_direct=False), ephemeral=True, allowed_mentions=SILENT)
        except CALL_FAILURES as error:
            log.info("question %s: its answer goes directly: %s", question.id, log_summary(error))
            return False
        return True

    def _text(self, question: Question, *, is_direct: bool) -> str:
        guild = self._bot.get_guild(question.guild_id) if is_direct else None
        say = partial(self._texts.text, question.locale)
        return answer_text(question, say, server=guild.name if guild else "")
