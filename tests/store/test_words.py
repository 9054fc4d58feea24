"""Questions about blocked prompts: one a prompt, three a member, one answer, one order that passes by it."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from bot.domain.catalog import Params
from bot.domain.guild_config import GuildConfig
from bot.domain.guild_log import LogRoutes
from bot.domain.jobs import Order
from bot.domain.server_errors import (
    AlreadyAsked,
    NobodyToAsk,
    PromptBlocked,
    QuestionAnswered,
    QuestionGone,
    StillBlocked,
    TooManyQuestions,
)
from bot.domain.strikes import StrikeKind, StrikeRule
from bot.domain.word_questions import OPEN_MS, PASS_MS, Answer, Question
from bot.domain.words import WordList, WordLists
from bot.runtime.clock import Clock
from bot.services import words as service
from bot.services.guild_config import GuildConfigs
from bot.services.words import Words
from bot.store.sqlite import SqliteStore
from bot.store.words import UNBOOKED_MS

GUILD, LOG, BOB, INES, SAM = 10, 20, 3, 7, 8
ASKED = Question(
    id=1, guild_id=GUILD, channel_id=2, user_id=BOB, prompt="a bass", entry="*ass*", locale="en", at=0, until=OPEN_MS
)


@pytest.fixture
async def asking(store: SqliteStore) -> SqliteStore:
    """A store of a server whose log takes questions."""
    configs = GuildConfigs(store=store, clock=Clock())
    await configs.change(GUILD, GuildConfig(), by_user=INES, log=LogRoutes(questions=LOG, acts=LOG))
    return store


async def test_a_question_stands_in_the_log_and_is_asked_once_a_prompt(asking: SqliteStore) -> None:
    await asking.word_questions.ask(ASKED, now=0)
    with pytest.raises(AlreadyAsked):
        await asking.word_questions.ask(replace(ASKED, id=2), now=1)
    (line,) = await asking.guild_log.waiting(LOG, limit=9)
    assert (line.what, line.user_id, line.words) == ("asked", BOB, "a bass")
    assert line.facts == {"entry": "*ass*", "question": "1"}


async def test_a_member_has_three_open_questions_at_most(asking: SqliteStore) -> None:
    for n in range(3):
        await asking.word_questions.ask(replace(ASKED, id=n, prompt=f"bass {n}"), now=0)
    with pytest.raises(TooManyQuestions):
        await asking.word_questions.ask(replace(ASKED, id=4), now=1)
    await asking.word_questions.ask(replace(ASKED, id=5, user_id=SAM), now=1)
    await asking.word_questions.answer(1, Answer.NO, by_user=INES, until=OPEN_MS, now=2)
    await asking.word_questions.ask(replace(ASKED, id=6), now=3)
    assert await asking.word_questions.find(1, now=OPEN_MS) is None  # forgotten with time


async def test_without_a_log_nobody_is_asked_and_nothing_is_kept(store: SqliteStore) -> None:
    with pytest.raises(NobodyToAsk):
        await store.word_questions.ask(ASKED, now=0)
    assert await store.word_questions.find(1, now=0) is None


async def test_of_two_moderators_one_answers_and_the_other_is_told(asking: SqliteStore) -> None:
    await asking.word_questions.ask(ASKED, now=0)
    said = await asking.word_questions.answer(1, Answer.NO, by_user=INES, sentence="Not here.", until=OPEN_MS, now=5)
    assert (said.answer, said.by_user, said.sentence) == (Answer.NO, INES, "Not here.")
    with pytest.raises(QuestionAnswered) as late:
        await asking.word_questions.answer(1, Answer.ONCE, by_user=SAM, until=OPEN_MS, now=6)
    assert late.value.owner_id == INES
    with pytest.raises(QuestionGone):
        await asking.word_questions.answer(99, Answer.ONCE, by_user=SAM, until=OPEN_MS, now=6)
    assert [each.id for each in await asking.word_questions.untold(now=7)] == [1]
    await asking.word_questions.told(1)
    assert await asking.word_questions.untold(now=8) == []


async def test_allowed_once_lets_one_order_pass_and_ends_with_time(asking: SqliteStore) -> None:
    words = asking.word_questions
    await words.ask(ASKED, now=0)
    assert not await words.use(1, 50, now=1)
    await words.answer(1, Answer.ONCE, by_user=INES, until=PASS_MS, now=1)
    assert await words.use(1, 50, now=2)
    assert await words.use(1, 50, now=2)  # the same order again
    assert not await words.use(1, 51, now=3)
    await words.give_back(50)  # it was not booked
    assert await words.use(1, 51, now=4)
    assert not await words.use(1, 52, now=UNBOOKED_MS)
    assert await words.use(1, 52, now=4 + UNBOOKED_MS)  # a stop came before it was given back
    await words.give_back(52)
    assert not await words.use(1, 53, now=PASS_MS)


async def test_what_a_member_asked_goes_with_everything_of_theirs(asking: SqliteStore) -> None:
    await asking.word_questions.ask(ASKED, now=0)
    await asking.word_questions.ask(replace(ASKED, id=2, user_id=SAM), now=0)
    await asking.word_questions.answer(2, Answer.NO, by_user=BOB, until=OPEN_MS, now=1)
    await asking.erasures.begin(BOB, now=2)
    assert await asking.word_questions.find(1, now=3) is None
    kept = await asking.word_questions.find(2, now=3)
    assert kept is not None and kept.by_user == 0


async def test_what_a_moderator_allows_is_no_strike(asking: SqliteStore) -> None:
    configs = GuildConfigs(store=asking, clock=Clock())
    await configs.change(GUILD, await configs.of(GUILD), by_user=INES, strikes=StrikeRule(is_on=True))
    for question_id, answer in ((1, Answer.ONCE), (2, Answer.NO)):
        struck = {"guild_id": GUILD, "user_id": BOB, "kind": StrikeKind.WORDS, "order_id": question_id}
        await asking.strikes.note(**struck, now=0)
        await asking.word_questions.ask(replace(ASKED, id=question_id, prompt=f"bass {question_id}"), now=0)
        await asking.word_questions.answer(question_id, answer, by_user=INES, until=PASS_MS, now=1)
    assert [strike.order_id for strike in await asking.strikes.of(GUILD, BOB, now=1)] == [2]


def ordered(order_id: int, prompt: str = "a bass", **where: int) -> Order:
    place = {"guild_id": GUILD, "channel_id": 2} | where
    return Order(id=order_id, user_id=BOB, model="banana", prompt=prompt, params=Params(), **place)


async def test_a_prompt_that_was_allowed_once_comes_once_even_where_its_first_order_was_not_booked(
    asking: SqliteStore,
) -> None:
    configs = GuildConfigs(store=asking, clock=Clock())
    await configs.change(GUILD, await configs.of(GUILD), by_user=INES, words=WordLists(deny=("*ass*",)))
    words, config = Words(store=asking, guild_configs=configs, clock=Clock()), await configs.of(GUILD)
    with pytest.raises(PromptBlocked) as refused:
        await words.check(ordered(100), config)
    assert (refused.value.entry, refused.value.can_ask) == ("*ass*", True)
    await words.ask(100, BOB, locale="en", token="t")
    await words.answer(await words.question(100, GUILD), Answer.ONCE, by_user=INES)
    await words.check(ordered(101), config)
    await words.give_back(ordered(101))
    await words.check(ordered(102), config)
    for other in (ordered(103), ordered(104, "a bass "), ordered(105, "another bass")):
        with pytest.raises(PromptBlocked):
            await words.check(other, config)


async def test_a_direct_message_knows_no_words_of_a_server(asking: SqliteStore) -> None:
    words = Words(store=asking, guild_configs=GuildConfigs(store=asking, clock=Clock()), clock=Clock())
    await words.check(ordered(100, guild_id=0), GuildConfig(words=WordLists(deny=("*ass*",))))


async def test_always_needs_an_entry_that_lets_the_prompt_pass(asking: SqliteStore) -> None:
    configs = GuildConfigs(store=asking, clock=Clock())
    await configs.change(GUILD, await configs.of(GUILD), by_user=INES, words=WordLists(deny=("*ass*",)))
    words = Words(store=asking, guild_configs=configs, clock=Clock())
    with pytest.raises(PromptBlocked):
        await words.check(ordered(100), await configs.of(GUILD))
    await words.ask(100, BOB, locale="en", token="t")
    question = await words.question(100, GUILD)
    assert await words.proposal(question) == "bass"
    with pytest.raises(StillBlocked):
        await words.allow_always(question, "guitar", by_user=INES)
    assert (await configs.of(GUILD)).words.allow == ()
    await words.allow_always(question, "bass", by_user=INES)
    await words.check(ordered(101), await configs.of(GUILD))


async def test_long_lists_are_read_beside_the_loop(asking: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    configs = GuildConfigs(store=asking, clock=Clock())
    words, reading = Words(store=asking, guild_configs=configs, clock=Clock()), list[int]()
    read = service.entries_in

    def entries_in(text: str) -> tuple[str, ...]:
        reading.append(threading.get_ident())
        return read(text)

    monkeypatch.setattr(service, "entries_in", entries_in)
    await words.add(GUILD, "bass", WordList.DENY, by_user=INES)
    await words.remove(GUILD, "bass", by_user=INES)
    assert len(reading) == 2 and threading.get_ident() not in reading


async def test_always_in_a_thread_of_a_stricter_channel_proposes_what_lets_the_prompt_pass_there(
    asking: SqliteStore,
) -> None:
    configs = GuildConfigs(store=asking, clock=Clock())
    lists = WordLists(strict=("*ass*",), stricter=(2,))
    await configs.change(GUILD, await configs.of(GUILD), by_user=INES, words=lists)
    words = Words(store=asking, guild_configs=configs, clock=Clock())
    with pytest.raises(PromptBlocked):
        await words.check(ordered(100, channel_id=5, parent_channel_id=2), await configs.of(GUILD))
    await words.ask(100, BOB, locale="en", token="t")
    question = await words.question(100, GUILD)
    assert await words.proposal(question) == "bass"
    with pytest.raises(StillBlocked):
        await words.allow_always(question, "guitar", by_user=INES)
