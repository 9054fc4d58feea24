"""Questions about blocked prompts: a member asks, the server's log shows it, a moderator answers, once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

import discord
from discord.ext import commands

from bot.domain.guild_log import LogKind, LogLine
from bot.domain.server_errors import NeedsPermission, NobodyToAsk, PromptBlocked
from bot.domain.word_questions import Answer, Question
from bot.i18n import language
from bot.ui import interaction_context, modal_values
from bot.ui.actors import check_power, powers
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent, job_button
from bot.ui.outbound.discord_errors import ANSWER_S
from bot.ui.outbound.log_channel import missing_log_rights
from bot.ui.outbound.responses import SILENT
from bot.ui.views import formatting
from bot.ui.views.modal_fields import send_form
from bot.ui.views.word_questions import answered_text, question_view
from bot.ui.views.words_forms import always_form, no_form

Say = Callable[..., str]


class WordQuestions(commands.Cog):
    """The buttons stand in the log channel; what its overwrites allow gives nobody the right to answer."""

    def __init__(self, bot: BananaBot) -> None:
        self._words = bot.services.words
        self._guild_configs = bot.services.guild_configs
        self._texts = bot.texts
        self._responses = bot.surface.responses
        self._answers = bot.surface.word_answers

    # members

    async def ask(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Ask the moderators about a refused prompt."""
        log = (await self._guild_configs.of(interaction.guild_id or 0)).log
        if missing_log_rights(interaction.client, interaction.guild_id or 0, log.channel(LogKind.QUESTIONS)):
            raise NobodyToAsk  # it would be asked where nobody reads it
        locale = language(interaction_context.locale(interaction))
        await self._words.ask(event.subject_id, interaction.user.id, locale=locale, token=interaction.token)
        said = interaction.message.content if interaction.message else ""
        text = f"{said}\n{self._responses.text(interaction, 'words-asked')}".strip()
        async with asyncio.timeout(ANSWER_S):
            await interaction.response.edit_message(content=text, view=None, allowed_mentions=SILENT)

    async def explain(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Say in private which entry refused a reply; raises AskExpired for another member's."""
        blocked = await self._words.blocked(event.subject_id, interaction.user.id)
        view = discord.ui.View(timeout=None)
        if blocked.can_ask:
            label = self._responses.text(interaction, "button-ask-moderator")
            view.add_item(job_button("askmod", blocked.id, label=label, emoji="✉️"))
        await self._responses.send_error(interaction, PromptBlocked(entry=blocked.entry), view)

    # moderators

    async def allow_once(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Let exactly this prompt of this member pass once."""
        question = await self._question(interaction, event)
        await self._answered(interaction, await self._answer(interaction, question, Answer.ONCE))

    async def open_form(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Open the form for what is always allowed, which changes a setting, or for the sentence of a no."""
        question = await self._question(interaction, event)
        if event.verb == "wordsno":
            await send_form(interaction, no_form(self._say(interaction), question))
            return
        check_power(interaction, "manage_guild")
        proposal = await self._words.proposal(question)
        await send_form(interaction, always_form(self._say(interaction), question, proposal))

    async def allow_always(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Add an entry to the allow list; raises StillBlocked where it does not let the prompt pass."""
        question = await self._question(interaction, event)
        check_power(interaction, "manage_guild")
        entry = modal_values.text(interaction, "entry")
        await self._answered(interaction, await self._words.allow_always(question, entry, by_user=interaction.user.id))

    async def say_no(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Answer no, with a moderator's own sentence."""
        question = await self._question(interaction, event)
        sentence = modal_values.text(interaction, "sentence")
        await self._answered(interaction, await self._answer(interaction, question, Answer.NO, sentence))

    async def read(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Show the whole prompt, in private."""
        question = await self._question(interaction, event)
        await self._responses.send_private_layout(interaction, formatting.full_text(question.prompt))

    async def _question(self, interaction: discord.Interaction, event: ComponentEvent) -> Question:
        """Return the open question; raises NeedsPermission, QuestionGone or QuestionAnswered."""
        may = powers(interaction)
        if not (may.manage_messages or may.moderate_members):
            raise NeedsPermission(permission="manage_messages")
        return await self._words.question(event.subject_id, interaction.guild_id or 0)

    async def _answer(
        self, interaction: discord.Interaction, question: Question, answer: Answer, sentence: str = ""
    ) -> Question:
        return await self._words.answer(question, answer, by_user=interaction.user.id, sentence=sentence)

    async def _answered(self, interaction: discord.Interaction, question: Question) -> None:
        """Say under the question who answered what, and bring it to who asked."""
        self._answers.notify()
        said = interaction.message.content if interaction.message else ""
        text = answered_text(said, question, partial(self._texts.text, await self._log_locale(interaction)))
        async with asyncio.timeout(ANSWER_S):
            await interaction.response.edit_message(content=text, view=None, allowed_mentions=SILENT)

    def _say(self, interaction: discord.Interaction) -> Say:
        return partial(self._responses.text, interaction)

    async def _log_locale(self, interaction: discord.Interaction) -> str:
        chosen = (await self._guild_configs.of(interaction.guild_id or 0)).cards.locale
        return language(chosen or str(interaction.guild_locale or ""))


def _buttons(line: LogLine, say: Say) -> discord.ui.View:
    question = str(line.facts.get("question", ""))
    return question_view(int(question) if question.isdecimal() else 0, say)


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = WordQuestions(bot)
    forms = {"wordsalways": cog.open_form, "wordsno": cog.open_form}
    bot.router.add(
        private={"askmod": cog.ask},
        handlers={"whyblocked": cog.explain, "wordsonce": cog.allow_once, "wordsread": cog.read, **forms},
        forms={"wordsalways": cog.allow_always, "wordsno": cog.say_no},
    )
    bot.surface.log_channel.draw(LogKind.QUESTIONS, _buttons)
    await bot.add_cog(cog)
