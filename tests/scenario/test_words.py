"""A server's words from a moderator's panel to a member's order, and the question that a blocked prompt brings."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from bot.domain.guild_log import LogRoutes
from bot.domain.sections import from_json
from bot.domain.strikes import StrikeRule
from bot.domain.words import Strictness, WordLists
from bot.services.guild_config import GuildConfigs

Studio = Any
Call = Any


async def setting(studio: Studio, **sections: object) -> None:
    """Set sections of the server as a moderator would."""
    configs: GuildConfigs = studio.client.services.guild_configs
    guild_id = next(iter(studio.fake_discord.state.guilds))
    await configs.change(guild_id, await configs.of(guild_id), by_user=studio.person("ines").id, **sections)


def lists(studio: Studio) -> WordLists:
    """Return what the books say of the words."""
    rows = studio.query("SELECT body FROM guild_setting WHERE section = 'words'")
    return from_json(WordLists, rows[0]["body"] if rows else None)


async def panel(studio: Studio) -> Call:
    """Open the panel of the words."""
    setup = await (await studio.person("ines").slash("setup")).done()
    await studio.until(lambda: setup.message and setup.message.buttons)
    await studio.press(setup.message, "words", by="ines")
    return setup


async def fill(studio: Studio, shown: Call, verb: str, **fields: object) -> Call:
    """Open a form of the panel and send it."""
    opened = await studio.press(shown.message, verb, by="ines")
    return await (await studio.person("ines").submit(opened, **fields)).done()


def said(studio: Studio, call: Call) -> str:
    return "\n".join(message.text for message in call.followups)


async def test_a_moderator_adds_sees_tries_and_removes_words(studio: Studio) -> None:
    shown = await panel(studio)
    assert "No words are blocked here." in shown.message.text
    await fill(studio, shown, "wordsadd", entries='fox, "bad word"\n*ass*')
    await studio.until(lambda: "Blocked words: **3**." in shown.message.text)
    await fill(studio, shown, "wordsadd", entries="class", list="allow")
    await studio.until(lambda: "Always allowed: 1." in shown.message.text)
    await fill(studio, shown, "wordsadd", file=[("more.txt", "gun\r\nFOX\r\n".encode("utf-8-sig"))], list="strict")
    await studio.until(lambda: "Also blocked in stricter channels: 2." in shown.message.text)
    assert lists(studio) == WordLists(deny=("*ass*", "bad word"), strict=("FOX", "gun"), allow=("class",))
    for prompt, outcome in (
        ("a B.A.D WORD", "“bad word” does it (blocked everywhere)"),
        ("a class", r"“\*ass\*” would block it, but “class” is always allowed."),
        ("a fox", "No entry blocks it."),
    ):
        await fill(studio, shown, "wordstry", prompt=prompt)
        await studio.until(lambda outcome=outcome: outcome in shown.message.text)
    listed = await studio.press(shown.message, "wordslist", by="ines")
    assert "bad word" in listed.message.text and listed.ephemeral
    await fill(studio, shown, "wordsdrop", entries="BAD WORD, absent")
    await studio.until(lambda: "One entry removed." in shown.message.text)
    assert lists(studio).deny == ("*ass*",)


async def test_a_bad_list_gets_a_sentence_and_changes_nothing(studio: Studio) -> None:
    shown = await panel(studio)
    many = "\n".join(f"word{n}" for n in range(10_000)).encode()
    for fields, why in (
        ({"entries": "fox\n***"}, "has no letters"),
        ({"entries": " , \n"}, "There is no entry in that."),
        ({"file": [("a.txt", many)]}, "That would be 10,000 entries; a server can have 6,000."),
        ({"file": [("a.txt", "fox".encode("utf-16"))]}, "Save it as plain text in UTF-8"),
        ({"file": [("a.txt", b"\x89PNG\r\n\x1a\n\0\0")]}, "Save it as plain text in UTF-8"),
        ({"file": [("a.txt", b"fox\n" * 1_250_000)]}, "too big for a word list"),
    ):
        call = await fill(studio, shown, "wordsadd", **fields)
        await studio.until(lambda why=why, call=call: why in said(studio, call))
        assert "Nothing was changed." in said(studio, call)
    assert studio.query("SELECT * FROM guild_setting WHERE section = 'words'") == []


async def test_a_blocked_prompt_is_refused_in_private_everywhere_and_charged_nowhere(studio: Studio) -> None:
    call, card = await studio.finish("a red fox")
    await setting(studio, words=WordLists(deny=("fox",)), strikes=StrikeRule(is_on=True, count=9))
    for refused in (
        await studio.order("a F0X"),
        await studio.press(card, "again"),
    ):
        assert refused.ephemeral and "This server blocks “fox”. Nothing was charged." in refused.message.text
        assert not refused.message.buttons, "nobody can be asked"
    opened = await studio.press(card, "edit")
    sent = await (await studio.person().submit(opened, prompt="now a f.o.x")).done()
    assert sent.ephemeral and "blocks “fox”" in sent.message.text
    assert len(studio.query("SELECT * FROM job")) == 1
    assert len(studio.query("SELECT * FROM strike WHERE kind = 'words'")) == 3


async def test_a_laxer_channel_that_is_no_longer_age_restricted_is_as_strict_as_the_rest(studio: Studio) -> None:
    shown = await panel(studio)
    await fill(studio, shown, "wordsadd", entries="blood", list="mild")
    studio_channel = studio.fake_discord.state.named("studio")
    await studio.until(lambda: "pick-wordslax" in str(shown.message.components))
    guild_id = next(iter(studio.fake_discord.state.guilds))

    async def choose(rev: int) -> Any:
        menu = f"img1:pick-wordslax:{guild_id}:{rev}"
        return await (await studio.person("ines").click(shown.message, menu, values=[studio_channel])).done()

    refused = await choose(1)
    assert "isn't age-restricted" in refused.message.text and lists(studio).laxer == ()
    studio.fake_discord.restrict_age("studio")
    await choose(1)
    assert lists(studio).laxer == (studio_channel.id,)
    await studio.client.services.words.set_strictness(guild_id, [], Strictness.LAXER, by_user=1)
    assert "changed" in (await choose(2)).message.text and lists(studio).laxer == (), "another moderator was faster"
    await studio.client.services.words.set_strictness(guild_id, [studio_channel.id], Strictness.LAXER, by_user=1)
    await studio.finish("blood")
    studio.fake_discord.restrict_age("studio", is_restricted=False)
    assert "blocks “blood”" in (await studio.order("blood")).message.text


async def test_a_member_asks_and_one_moderators_answer_lets_the_prompt_pass_once(studio: Studio) -> None:
    log = studio.fake_discord.state.named("mod-log")
    await setting(studio, words=WordLists(deny=("*ass*",)), log=LogRoutes(questions=log.id, acts=log.id))
    refused = await studio.order("a bass guitar")
    asked = await studio.press(refused.message, "askmod")
    assert "I've asked the moderators." in refused.message.text and not refused.message.buttons
    again = await studio.order("a bass guitar")
    assert "You've asked a moderator about this prompt" in again.message.text and not again.message.buttons
    question = await in_log(studio, "a bass guitar")
    forbidden = await studio.press(question, "wordsonce", by="mara")
    assert forbidden.ephemeral and "Manage Messages" in forbidden.message.text
    await studio.press(question, "wordsonce", by="ines")
    assert "allowed it once" in question.text and not question.buttons
    await studio.until(lambda: "A moderator allows this prompt once." in said(studio, asked))
    await studio.finish("a bass guitar")
    assert "you've used that" in (await studio.order("a bass guitar")).message.text


async def allowed_once_but_late(studio: Studio) -> None:
    """Have a blocked prompt asked about, and answered when its token has run out."""
    log = studio.fake_discord.state.named("mod-log")
    await setting(studio, words=WordLists(deny=("*ass*",)), log=LogRoutes(questions=log.id))
    await studio.press((await studio.order("a bass guitar")).message, "askmod")
    question = await in_log(studio, "a bass guitar")
    await studio.clock.leap(minutes=16)
    await studio.press(question, "wordsonce", by="ines")


async def in_log(studio: Studio, words: str) -> Any:
    """Wait for a message of the log with these words."""
    return await studio.until(
        lambda: next((m for m in studio.fake_discord.messages("mod-log") if words in m.text), None)
    )


async def test_an_answer_that_comes_late_reaches_the_member_directly(studio: Studio) -> None:
    await allowed_once_but_late(studio)
    (told,) = await studio.until(lambda: studio.person().dm())
    assert "allows" in told.text and "once" in told.text


async def test_an_answer_that_a_kill_left_unnoted_is_not_read_twice(studio: Studio) -> None:
    await allowed_once_but_late(studio)
    await studio.until(lambda: studio.person().dm())
    with closing(sqlite3.connect(studio.folder / "bot.sqlite3")) as books:
        await studio.until(lambda: _is_told(books))
        await studio.stop()
        books.execute("UPDATE word_question SET told = 0")
        books.commit()
        await studio.start()
        await studio.until(lambda: _is_told(books))
    assert len(studio.person().dm()) == 1


def _is_told(books: sqlite3.Connection) -> bool:
    return bool(books.execute("SELECT 1 FROM word_question WHERE told = 1").fetchone())


async def test_a_blocked_reply_names_the_word_to_its_member_alone(studio: Studio) -> None:
    _, card = await studio.finish()
    await setting(studio, words=WordLists(deny=("fox",)))
    with closing(sqlite3.connect(studio.folder / "bot.sqlite3")) as books, books:
        books.execute("INSERT INTO person VALUES (?, ?)", (studio.person().id, '{"at_once": true}'))
    said = await studio.person().say("@Banana add a fox", reply_to=card)
    answer = await studio.until(
        lambda: next((m for m in studio.fake_discord.messages() if m.reply_to == said.id), None)
    )
    assert "fox" not in answer.text and "doesn't allow this prompt. Nothing was charged." in answer.text
    told = await studio.press(answer, "whyblocked")
    assert told.ephemeral and "blocks “fox”" in told.message.text
    other = await studio.press(answer, "whyblocked", by="jonas")
    assert other.ephemeral and "fox" not in other.message.text
