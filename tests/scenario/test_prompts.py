"""Whatever somebody types is shown literally, pings nobody, and is refused only in words."""

from __future__ import annotations

from typing import Any

import pytest

Studio = Any
TOO_LONG = "That prompt has 2,001 characters; 2,000 fit. Nothing was charged."


@pytest.fixture
async def careless(studio: Studio) -> Studio:
    """A Discord whose clients let everything through."""
    for name in ("banana", "banana-pro"):
        command, _ = studio.fake_discord.commands.find(None, name=name, kind=1)
        for option in command["options"]:
            option.pop("min_length", None)
            option.pop("max_length", None)
    return studio


@pytest.mark.parametrize("prompt", [" ", "   \n\t ", "\u200b", "\u202e\u200f", "\x00"])
async def test_a_prompt_without_a_word_is_refused(careless: Studio, prompt: str) -> None:
    call = await careless.order(prompt)
    assert call.ephemeral and "Say what to draw: the prompt is empty." in call.message.text
    assert careless.orders == 0


async def test_a_prompt_that_is_too_long_is_refused_with_the_numbers(careless: Studio) -> None:
    call = await careless.order("x" * 2001)
    assert call.ephemeral and TOO_LONG in call.message.text
    assert careless.orders == 0


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("  a cat \n", "a cat"),
        ("a\x00 c\x07at", "a cat"),
        ("a \u202ecat\u202c", "a cat"),
        ("a\u200b c\ufeffat", "a cat"),
        ("family 👨\u200d👩\u200d👧", "family 👨\u200d👩\u200d👧"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("two\nlines", "two\nlines"),
        ("two\r\nlines\u2028three\u2029four\x85five\rsix", "two\nlines\nthree\nfour\nfive\nsix"),
        ("a\ud800 cat", "a cat"),
        ("z" + "\u0336" * 900, "z" + "\u0336" * 6),
    ],
)
async def test_signs_that_nobody_sees_go_and_those_that_shape_words_stay(studio: Studio, typed: str, sent: str) -> None:
    await studio.finish(typed)
    assert [body["prompt"] for body in studio.sent()] == [sent]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("@everyone look", r"\@everyone look"),
        ("**bold** _it_ ~~no~~ ||spoiler||", r"\*\*bold\*\* \_it\_ \~\~no\~\~ \|\|spoiler\|\|"),
        ("[a link](https://example.com)", r"\[a link\]\(https\://example.com\)"),
        ("# a heading", r"\# a heading"),
        ("`code`", r"\`code\`"),
        ("<t:0:R> <#1> </banana:1>", r"\<t\:0\:R\> \<\#1\> \</banana\:1\>"),
        ("1. one\n2. two", r"1\. one" + "\n> " + r"2\. two"),
        ("a" + "\n" * 1990 + "||b||", "a …"),
        ("> quote\n-# small", r"\> quote" + "\n> " + r"\-\# small"),
    ],
)
async def test_what_somebody_types_is_shown_literally(studio: Studio, typed: str, shown: str) -> None:
    _, card = await studio.finish(typed)
    assert f"> {shown}" in card.text
    assert [body["prompt"] for body in studio.sent()] == [typed]
    assert not card.mentions


async def test_nobody_is_pinged_by_anything_the_bot_writes(studio: Studio, picture: bytes) -> None:
    everyone = "".join(f"<@{user.id}>" for user in studio.fake_discord.state.users.values())
    _, card = await studio.finish(everyone, image=("red.png", picture))
    await studio.press(card, "again", by="jonas")
    await studio.press(card, "edit")
    _, refused = await studio.finish(f"{everyone} [refused]")
    await studio.order(everyone, image=("x.pdf", b"%PDF"))
    await studio.quota()
    long = await studio.finish(everyone * 10)
    await studio.press((await studio.press(long[1], "more")).message, "prompt")
    await studio.finish("a cat [nocredits]")
    await studio.until(lambda: studio.person("sam").dm())
    assert sum(entry.speaks for entry in studio.fake_discord.calls) > 10  # looked at one by one after every test
    said = [message for channel in studio.fake_discord.state.channels.values() for message in channel.messages.values()]
    assert said and not any(message.mentions for message in said)


@pytest.mark.parametrize(
    "name", ["`**x**`.png", "cat\u202egnp.exe.png", "a\nb\u2028c.png", "@everyone.png", "||x||.png"]
)
async def test_a_files_name_is_shown_literally_too(studio: Studio, name: str) -> None:
    call = await studio.order("a cat", image=(name, b"no picture", "image/png"))
    card = await studio.ended(call)
    shown = card.text.split("`")
    assert len(shown) == 3 and "is not a picture I can read" in shown[2]
    assert shown[1].isprintable()
    assert not card.mentions
