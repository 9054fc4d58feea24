"""A server's words: held against every prompt, changed by moderators, and asked about by members."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from bot.domain.guild_config import GuildConfig
from bot.domain.guild_log import LogKind
from bot.domain.jobs import Order
from bot.domain.limits import DAY_MS
from bot.domain.server_errors import (
    AskExpired,
    BadEntries,
    ChangedMeanwhile,
    NoEntries,
    NotListed,
    PromptBlocked,
    QuestionAnswered,
    QuestionGone,
    StillBlocked,
    TooManyEntries,
)
from bot.domain.strikes import StrikeKind
from bot.domain.text_cleaning import clean_words
from bot.domain.word_questions import OPEN_MS, PASS_MS, Answer, BlockedPrompt, Question
from bot.domain.words import MOST_ENTRIES, Strictness, WordList, WordLists
from bot.domain.words_entries import added, entries_in, faults, removed
from bot.domain.words_matching import Match, Matcher, Verdict
from bot.runtime.clock import Clock
from bot.runtime.recent import LatestValues
from bot.services.guild_config import GuildConfigs
from bot.services.kept_records import KeptRecords
from bot.store import Store

BLOCKED = "blocked"  # the kind of the record that keeps a refused prompt
ASKABLE_MS = DAY_MS  # how long a refused prompt can be asked about
MOST_MATCHERS = 100  # servers whose lists stay ready
MOST_USED = 1_000  # of the last orders
CHANGES_TRIED = 3  # while other moderators change the same


class Words:
    """One method a use case; who may change or answer is checked by the surface."""

    def __init__(self, *, store: Store, guild_configs: GuildConfigs, clock: Clock) -> None:
        self._questions = store.word_questions
        self._strikes = store.strikes
        self._guild_configs = guild_configs
        self._clock = clock
        self._blocked = KeptRecords(BlockedPrompt, kind=BLOCKED, kept_ms=ASKABLE_MS, pending=store.pending, clock=clock)
        self._matchers: LatestValues[int, tuple[WordLists, Matcher]] = LatestValues(most=MOST_MATCHERS)
        self._used: LatestValues[int, bool] = LatestValues(most=MOST_USED)  # orders that a moderator let pass

    # a prompt

    async def check(self, order: Order, config: GuildConfig) -> None:
        """Raise PromptBlocked where the server's words block an order that no moderator let pass."""
        words = config.words
        if not order.guild_id or words.blocks_nothing:
            return
        channels = (order.channel_id, order.parent_channel_id)
        strictness = words.strictness(channels, is_age_restricted=order.is_age_restricted)
        verdict = await self.verdict(order.guild_id, words, order.prompt, strictness)
        if verdict.blocked is None:
            return
        question = await self._questions.about(order.guild_id, order.user_id, order.prompt, now=self._clock.now())
        if question and question.answer is Answer.ONCE and await self._use(question, order):
            return
        await self._strikes.note(
            guild_id=order.guild_id,
            user_id=order.user_id,
            kind=StrikeKind.WORDS,
            order_id=order.id,
            now=self._clock.now(),
        )
        raise await self._refusal(order, verdict.blocked, question, can_ask=bool(config.log.channel(LogKind.QUESTIONS)))

    async def give_back(self, order: Order) -> None:
        """Let another order pass in the place of one that was let pass once and was not booked."""
        if self._used.get(order.id):
            await self._questions.give_back(order.id)

    async def verdict(self, guild_id: int, lists: WordLists, prompt: str, strictness: Strictness) -> Verdict:
        """Return what lists do to a prompt in a channel of this strictness."""
        matcher = await self._matcher(guild_id, lists)
        return await asyncio.to_thread(matcher.verdict, clean_words(prompt), strictness)

    async def _matcher(self, guild_id: int, lists: WordLists) -> Matcher:
        kept = self._matchers.get(guild_id)
        if kept is None or (kept[0] is not lists and kept[0] != lists):
            kept = (lists, await asyncio.to_thread(Matcher, lists))
            self._matchers.put(guild_id, kept)
        return kept[1]

    async def _use(self, question: Question, order: Order) -> bool:
        passes = await self._questions.use(question.id, order.id, now=self._clock.now())
        if passes:
            self._used.put(order.id, True)
        return passes

    async def _refusal(self, order: Order, match: Match, question: Question | None, *, can_ask: bool) -> PromptBlocked:
        if question is not None and question.answer is Answer.ALWAYS:
            return PromptBlocked(entry=match.entry)  # what let it pass was removed since
        if question is not None:
            standing = "asked" if question.answer is None else "no" if question.answer is Answer.NO else "used"
            return PromptBlocked(entry=match.entry, standing=standing, sentence=question.sentence)
        blocked = BlockedPrompt(
            id=order.id,
            user_id=order.user_id,
            kind=BLOCKED,
            guild_id=order.guild_id,
            channel_id=order.channel_id,
            prompt=order.prompt,
            entry=match.entry,
            can_ask=can_ask,
        )
        await self._blocked.keep(order.id, order.user_id, blocked)
        standing = "none" if can_ask else "nobody"
        return PromptBlocked(entry=match.entry, standing=standing, order_id=order.id, can_ask=can_ask)

    async def blocked(self, order_id: int, user_id: int) -> BlockedPrompt:
        """Return a member's own prompt that was refused; raises AskExpired."""
        found = await self._blocked.find(order_id, user_id)
        if found is None:
            raise AskExpired
        return found

    # the lists

    async def add(self, guild_id: int, text: str, to: WordList, *, by_user: int) -> tuple[int, int]:
        """Add what was pasted to a list; how many entries are new to it, and how many stood there already.

        Raises NoEntries, BadEntries or TooManyEntries, with nothing changed.
        """
        before = 0

        def change(lists: WordLists) -> WordLists:
            nonlocal before
            before = len(lists.entries(to))
            return _added(lists, entries, to)

        entries = await asyncio.to_thread(_entries, text)
        lists = await self._change(guild_id, change, by_user=by_user)
        new = len(lists.entries(to)) - before
        return new, len(entries) - new

    async def remove(self, guild_id: int, text: str, *, by_user: int) -> int:
        """Remove what was pasted from all lists, and return how many there were; raises NoEntries or NotListed."""
        before = 0

        def change(lists: WordLists) -> WordLists:
            nonlocal before
            before = lists.size
            return removed(lists, entries)

        entries = await asyncio.to_thread(entries_in, text)
        if not entries:
            raise NoEntries
        after = await self._change(guild_id, change, by_user=by_user)
        if after.size == before:
            raise NotListed
        return before - after.size

    async def set_strictness(
        self, guild_id: int, channel_ids: Sequence[int], strictness: Strictness, *, by_user: int
    ) -> WordLists:
        """Make exactly these channels stricter or laxer, and those that were so usual again."""

        def change(lists: WordLists) -> WordLists:
            were = lists.stricter if strictness is Strictness.STRICTER else lists.laxer
            return lists.with_strictness(were, Strictness.USUAL).with_strictness(channel_ids, strictness)

        return await self._change(guild_id, change, by_user=by_user)

    async def _change(self, guild_id: int, change: Callable[[WordLists], WordLists], *, by_user: int) -> WordLists:
        """Change the lists as they are now: what two moderators add at once is added both."""
        for _ in range(CHANGES_TRIED):
            seen = await self._guild_configs.of(guild_id)
            words = await asyncio.to_thread(change, seen.words)
            with suppress(ChangedMeanwhile):
                return (await self._guild_configs.change(guild_id, seen, by_user=by_user, words=words)).words
        raise ChangedMeanwhile

    # questions

    async def ask(self, order_id: int, user_id: int, *, locale: str, token: str) -> None:
        """Ask a server's moderators about a refused prompt.

        Raises AskExpired, AlreadyAsked, TooManyQuestions or NobodyToAsk.
        """
        blocked = await self.blocked(order_id, user_id)
        now = self._clock.now()
        question = Question(
            id=blocked.id,
            guild_id=blocked.guild_id,
            channel_id=blocked.channel_id,
            user_id=user_id,
            prompt=blocked.prompt,
            entry=blocked.entry,
            locale=locale,
            token=token,
            at=now,
            until=now + OPEN_MS,
        )
        await self._questions.ask(question, now=now)

    async def question(self, question_id: int, guild_id: int) -> Question:
        """Return an open question of a server; raises QuestionGone or QuestionAnswered."""
        found = await self._questions.find(question_id, now=self._clock.now())
        if found is None or found.guild_id != guild_id:
            raise QuestionGone
        if found.answer is not None:
            raise QuestionAnswered(owner_id=found.by_user, answer=found.answer)
        return found

    async def answer(self, question: Question, answer: Answer, *, by_user: int, sentence: str = "") -> Question:
        """Answer a question once; raises QuestionAnswered or QuestionGone."""
        now = self._clock.now()
        until = now + (PASS_MS if answer is Answer.ONCE else OPEN_MS)
        return await self._questions.answer(
            question.id, answer, by_user=by_user, sentence=clean_words(sentence), until=until, now=now
        )

    async def proposal(self, question: Question) -> str:
        """Return the entry that would let a question's prompt pass always: the words around what blocks it."""
        words = (await self._guild_configs.of(question.guild_id)).words
        verdict = await self.verdict(question.guild_id, words, question.prompt, _strictness(words, question))
        return verdict.blocked.around if verdict.blocked else ""

    async def allow_always(self, question: Question, text: str, *, by_user: int) -> Question:
        """Add entries to the allow list that let a question's prompt pass, and answer it.

        Raises StillBlocked, NoEntries, BadEntries or TooManyEntries with nothing changed; QuestionAnswered or
        QuestionGone where another moderator was faster.
        """
        entries = await asyncio.to_thread(_entries, text)

        def change(lists: WordLists) -> WordLists:
            words = _added(lists, entries, WordList.ALLOW)
            verdict = Matcher(words).verdict(question.prompt, _strictness(words, question))
            if verdict.blocked:
                raise StillBlocked(entry=verdict.blocked.entry)
            return words

        await self._change(question.guild_id, change, by_user=by_user)
        return await self.answer(question, Answer.ALWAYS, by_user=by_user)

    async def untold(self) -> Sequence[Question]:
        """Return the answers that have not reached their members yet."""
        return await self._questions.untold(now=self._clock.now())

    async def told(self, question: Question) -> None:
        """Note that an answer reached its member, or can't any more but by the next try."""
        await self._questions.told(question.id)


def _strictness(lists: WordLists, question: Question) -> Strictness:
    if question.entry in lists.strict:
        return Strictness.STRICTER  # whichever channel, or thread of one, it was asked in
    return lists.strictness((question.channel_id,), is_age_restricted=False)


def _entries(text: str) -> Sequence[str]:
    entries = entries_in(text)
    if not entries:
        raise NoEntries
    wrong = faults(entries)
    for entry, fault in wrong.items():
        raise BadEntries(entry=entry, fault=fault, others=len(wrong) - 1)
    return entries


def _added(lists: WordLists, entries: Iterable[str], to: WordList) -> WordLists:
    known = [*entries]
    try:
        return added(lists, known, to)
    except ValueError:
        raise TooManyEntries(most=MOST_ENTRIES, count=lists.size + len(known)) from None
