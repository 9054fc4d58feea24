"""A question about a blocked prompt, pure: its buttons in the log, and what is said when it is answered."""

from __future__ import annotations

from collections.abc import Callable

import discord

from bot.domain.word_questions import Question
from bot.ui.custom_ids import job_button
from bot.ui.views import formatting

Say = Callable[..., str]


def question_view(question_id: int, say: Say) -> discord.ui.View:
    """Return the buttons with which moderators answer."""
    view = discord.ui.View(timeout=None)
    for verb, emoji, style in (
        ("wordsonce", "👍", discord.ButtonStyle.success),
        ("wordsalways", "✅", discord.ButtonStyle.secondary),
        ("wordsno", "✖️", discord.ButtonStyle.secondary),
        ("wordsread", "📄", discord.ButtonStyle.secondary),
    ):
        view.add_item(job_button(verb, question_id, label=say(f"button-{verb}"), emoji=emoji, style=style))
    return view


def blocked_in_public(order_id: int, say: Say) -> tuple[str, discord.ui.View]:
    """Return what everybody may read of a blocked reply, and the button that tells its member the word."""
    view = discord.ui.View(timeout=None)
    view.add_item(job_button("whyblocked", order_id, label=say("button-why-blocked"), emoji="💬"))
    return say("words-blocked-public"), view


def answered_text(said: str, question: Question, say: Say) -> str:
    """Return what a question's message says once it is answered."""
    return f"{said}\n{say('words-answered', by=formatting.mention(question.by_user), answer=question.answer or '')}"


def answer_text(question: Question, say: Say, *, server: str = "") -> str:
    """Return what the member is told; in a direct message with the server's name."""
    where = say("words-answer-from", server=formatting.escape(server)) + " " if server else ""
    sentence = formatting.sentence(question.sentence)
    said = say(
        "words-answer", answer=question.answer or "", sentence=sentence, until=formatting.relative(question.until)
    )
    return f"{where}{said}\n{formatting.quote(question.prompt)}"
