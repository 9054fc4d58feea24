"""Questions to moderators about blocked prompts, on SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from typing_extensions import override

from bot.domain.guild_log import LogEvent, LogKind
from bot.domain.server_errors import AlreadyAsked, NobodyToAsk, QuestionAnswered, QuestionGone, TooManyQuestions
from bot.domain.word_questions import MOST_OPEN, Answer, Question
from bot.store import guild_log, job_rows, strikes, traces
from bot.store.connection import Database
from bot.store.word_questions import WordQuestions

UNBOOKED_MS = 60_000  # after which an order that a pass was used for was surely not booked

FIND = "SELECT * FROM word_question WHERE id = ? AND until > ?"
ABOUT = """
    SELECT * FROM word_question WHERE guild_id = ? AND user_id = ? AND prompt = ? AND until > ?
     ORDER BY id DESC LIMIT 1
"""
OPEN = "SELECT COUNT(*) AS n FROM word_question WHERE guild_id = ? AND user_id = ? AND answer IS NULL AND until > ?"
KEEP = """
    INSERT INTO word_question (id, guild_id, channel_id, user_id, prompt, entry, locale, token, at, until)
    VALUES (:id, :guild_id, :channel_id, :user_id, :prompt, :entry, :locale, :token, :at, :until)
"""
ANSWER = """
    UPDATE word_question SET answer = :answer, by_user = :by_user, answered_at = :now, sentence = :sentence,
           until = :until
     WHERE id = :id AND answer IS NULL
"""
USE = """
    UPDATE word_question SET used_by = :order_id, used_at = :now
     WHERE id = :id AND answer = 'once' AND until > :now
       AND (used_by IS NULL OR used_by = :order_id
            OR (used_at <= :old AND NOT EXISTS (SELECT 1 FROM job WHERE job.id = word_question.used_by)))
"""
GIVE_BACK = """
    UPDATE word_question SET used_by = NULL, used_at = NULL
     WHERE used_by = ? AND NOT EXISTS (SELECT 1 FROM job WHERE job.id = word_question.used_by)
"""
UNTOLD = "SELECT * FROM word_question WHERE answer IS NOT NULL AND told = 0 AND until > ? ORDER BY answered_at, id"
TOLD = "UPDATE word_question SET told = 1, token = NULL WHERE id = ?"
FORGET = "DELETE FROM word_question WHERE user_id = ?"
FORGET_BY = "UPDATE word_question SET by_user = 0 WHERE by_user = ?"


class SqliteWordQuestions(WordQuestions):
    """The verbs of WordQuestions on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def ask(self, question: Question, *, now: int) -> None:
        await self._database.write(_ask, question, now)

    @override
    async def find(self, question_id: int, *, now: int) -> Question | None:
        return await self._database.read(_one, FIND, question_id, now)

    @override
    async def about(self, guild_id: int, user_id: int, prompt: str, *, now: int) -> Question | None:
        return await self._database.read(_one, ABOUT, guild_id, user_id, prompt, now)

    @override
    async def answer(
        self, question_id: int, answer: Answer, *, by_user: int, sentence: str = "", until: int, now: int
    ) -> Question:
        return await self._database.write(_answer, question_id, answer, by_user, sentence, until, now)

    @override
    async def use(self, question_id: int, order_id: int, *, now: int) -> bool:
        values = {"id": question_id, "order_id": order_id, "now": now, "old": now - UNBOOKED_MS}
        return bool(await self._database.write(lambda tx: tx.execute(USE, values).rowcount))

    @override
    async def give_back(self, order_id: int) -> None:
        await self._database.change(GIVE_BACK, order_id)

    @override
    async def untold(self, *, now: int) -> Sequence[Question]:
        return [_question(row) for row in await self._database.find(UNTOLD, now)]

    @override
    async def told(self, question_id: int) -> None:
        await self._database.change(TOLD, question_id)


def forget(tx: sqlite3.Connection, user_id: int) -> None:
    """Delete a member's questions, and their name from what they answered."""
    tx.execute(FORGET, (user_id,))
    tx.execute(FORGET_BY, (user_id,))


def _ask(tx: sqlite3.Connection, question: Question, now: int) -> None:
    job_rows.hold(tx, "word_question", question.user_id)
    tx.execute(traces.DROP_QUESTIONS, (now,))
    guild_id, user_id = question.guild_id, question.user_id
    if _one(tx, ABOUT, guild_id, user_id, question.prompt, now):
        raise AlreadyAsked
    if tx.execute(OPEN, (guild_id, user_id, now)).fetchone()["n"] >= MOST_OPEN:
        raise TooManyQuestions(most=MOST_OPEN)
    columns = ("id", "guild_id", "channel_id", "user_id", "prompt", "entry", "locale", "token", "at", "until")
    tx.execute(KEEP, {name: getattr(question, name) for name in columns})
    is_told = guild_log.note(
        tx,
        LogEvent(
            guild_id=guild_id,
            kind=LogKind.QUESTIONS,
            what="asked",
            user_id=user_id,
            channel_id=question.channel_id,
            words=question.prompt,
            facts={"entry": question.entry, "question": str(question.id)},
        ),
        now,
    )
    if not is_told:
        raise NobodyToAsk


def _answer(
    tx: sqlite3.Connection, question_id: int, answer: Answer, by_user: int, sentence: str, until: int, now: int
) -> Question:
    job_rows.hold(tx, "word_question", question_id)
    asked = _one(tx, FIND, question_id, now)
    if asked is None:
        raise QuestionGone
    if asked.answer is not None:
        raise QuestionAnswered(owner_id=asked.by_user, answer=asked.answer)
    values = {"id": question_id, "answer": answer, "by_user": by_user, "sentence": sentence, "until": until, "now": now}
    tx.execute(ANSWER, values)
    if answer is not Answer.NO:
        strikes.forgive(tx, asked.id, now)
    guild_log.note(
        tx,
        LogEvent(
            guild_id=asked.guild_id,
            kind=LogKind.ACTS,
            what=f"question-{answer}",
            by_user=by_user,
            user_id=asked.user_id,
            words=asked.prompt,
            facts={"sentence": sentence or None},
        ),
        now,
    )
    answered = _one(tx, FIND, question_id, now)
    if answered is None:
        raise QuestionGone
    return answered


def _one(tx: sqlite3.Connection, sql: str, *values: int | str) -> Question | None:
    row = tx.execute(sql, values).fetchone()
    return _question(row) if row else None


_COLUMNS = (
    "id",
    "guild_id",
    "channel_id",
    "user_id",
    "prompt",
    "entry",
    "locale",
    "token",
    "at",
    "by_user",
    "answered_at",
    "sentence",
    "until",
)


def _question(row: sqlite3.Row) -> Question:
    answer = Answer(row["answer"]) if row["answer"] else None
    return Question(**{name: row[name] for name in _COLUMNS}, answer=answer, is_told=bool(row["told"]))
