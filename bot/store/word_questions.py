"""The verbs about questions to moderators: prompts that a server's words block. `now` is always epoch milliseconds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.domain.word_questions import Answer, Question


class WordQuestions(Protocol):
    """A part of the Store."""

    async def ask(self, question: Question, *, now: int) -> None:
        """Keep a question, with its line in the server's log.

        Raises AlreadyAsked, TooManyQuestions, or NobodyToAsk where no log takes questions.
        """
        ...

    async def find(self, question_id: int, *, now: int) -> Question | None:
        """Return a question that is not forgotten yet."""
        ...

    async def about(self, guild_id: int, user_id: int, prompt: str, *, now: int) -> Question | None:
        """Return a member's question about exactly this prompt."""
        ...

    async def answer(
        self, question_id: int, answer: Answer, *, by_user: int, sentence: str = "", until: int, now: int
    ) -> Question:
        """Answer a question, with its line in the log. Raises QuestionAnswered, or QuestionGone."""
        ...

    async def use(self, question_id: int, order_id: int, *, now: int) -> bool:
        """Let an order pass by a question that was answered with once; False where another one did."""
        ...

    async def give_back(self, order_id: int) -> None:
        """Let another order pass in the place of one that was not booked."""
        ...

    async def untold(self, *, now: int) -> Sequence[Question]:
        """Return the answers that have not reached their members yet, oldest first."""
        ...

    async def told(self, question_id: int) -> None:
        """Note that an answer reached its member, or can't any more but by the next try."""
        ...
