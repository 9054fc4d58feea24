"""Whatever somebody types is shown literally, pings nobody, and is refused only in words."""

from __future__ import annotations

from typing import Any

import pytest

Studio = Any
AMPLE = dict.fromkeys(("bot_user_credits", "bot_user_daily_credits", "bot_daily_credits"), 1000)
TOO_LONG = "That prompt is 2,001 characters; the limit is 2,000. Nothing was charged."


@pytest.fixture
async def careless(studio: Studio) -> Studio:
    """A Discord whose clients let everything through."""
    for name in ("banana", "banana-pro"):
        command, _ = studio.fake_discord.commands.find(None, name=name, kind=1)
        for option in command["options"]:
            option.pop("min_length", None)
            option.pop("max_length", None)
    return studio


@pytest.fixture
async def ample(closed_studio: Studio) -> Studio:
    """A bot that lets one member draw all of a list."""
    await closed_studio.start(**AMPLE)
    return closed_studio


async def orders_of(studio: Studio, cases: list[tuple[str, str]]) -> list[Any]:
    """Order what is typed in each case, and wait for the ends."""
    calls = [await studio.order(typed) for typed, _ in cases]
    for call in calls:
        await studio.ended(call)
    return calls


def sent_for(studio: Studio, call: Any) -> str:
    """Return the prompt that Higgsfield got for an order."""
    vendor_id = studio.row(call)["vendor_id"]
    return str(studio.vendor.requests[vendor_id].order.params["prompt"])


NO_WORD = (" ", "   \n\t ", "\u200b", "\u202e\u200f", "\x00")
BLANK = ("\u3164", "\u2800", "\u115f", "\uffa0 \u3164", "\u200d", "\ufe0f", "\u034f")
BLANK += ("\U000e0061\U000e0062", "\u202e\u2066")


async def test_a_prompt_in_which_nothing_can_be_seen_is_refused(careless: Studio) -> None:
    for prompt in NO_WORD + BLANK:
        call = await careless.order(prompt)
        assert call.ephemeral and "The prompt is empty. Tell me what to draw." in call.message.text, ascii(prompt)
        assert careless.orders == 0 and careless.posts == 0, ascii(prompt)


async def test_a_prompt_that_is_too_long_is_refused_with_the_numbers(careless: Studio) -> None:
    call = await careless.order("x" * 2001)
    assert call.ephemeral and TOO_LONG in call.message.text
    assert careless.orders == 0


SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
SIGNS = [
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
    # each script as it is read
    ("cafe\u0301", "caf\u00e9"),
    ("क्\u200dष and ന്\u200d", "क्\u200dष and ന്\u200d"),
    ("a\u200db\u200cc", "abc"),
    (f"{SCOTLAND} flag", f"{SCOTLAND} flag"),
    ("cat\U000e0069\U000e0067\U000e006e", "cat"),
    ("a\ufffe\ufdd0 cat", "a cat"),
]


async def test_signs_that_nobody_sees_go_and_those_that_shape_words_stay(ample: Studio) -> None:
    for call, (typed, sent) in zip(await orders_of(ample, SIGNS), SIGNS, strict=True):
        assert sent_for(ample, call) == sent, ascii(typed)


LITERAL = [
    ("@everyone look", r"\@everyone look"),
    ("**bold** _it_ ~~no~~ ||spoiler||", r"\*\*bold\*\* \_it\_ \~\~no\~\~ \|\|spoiler\|\|"),
    ("[a link](https://example.com)", r"\[a link\]\(https\://example.com\)"),
    ("# a heading", r"\# a heading"),
    ("`code`", r"\`code\`"),
    ("<t:R> <#x> </banana>", r"\<t\:R\> \<\#x\> \</banana\>"),
    ("1. one\n2. two", r"1\. one" + "\n> " + r"2\. two"),
    ("a" + "\n" * 1990 + "||b||", "a …"),
    ("> quote\n-# small", r"\> quote" + "\n> " + r"\-\# small"),
]


async def test_what_somebody_types_is_shown_literally(ample: Studio) -> None:
    for call, (typed, shown) in zip(await orders_of(ample, LITERAL), LITERAL, strict=True):
        assert f"> {shown}" in call.message.text, typed
        assert sent_for(ample, call) == typed
        assert not call.message.mentions


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


async def test_a_files_name_is_shown_literally_too(studio: Studio) -> None:
    for name in ("`**x**`.png", "cat\u202egnp.exe.png", "a\nb\u2028c.png", "@everyone.png", "||x||.png"):
        call = await studio.order("a cat", image=(name, b"\x89PNG\r\n\x1a\nno picture", "image/png"))
        card = await studio.ended(call)
        shown = card.text.split("`")
        assert len(shown) == 3 and "isn't a picture I can read" in shown[2], name
        assert shown[1].isprintable(), name
        assert not card.mentions, name


MARKS = [
    ("draw <@123456789012345678> as a king", "draw somebody as a king"),
    ("draw <@!123456789012345678>", "draw somebody"),
    ("a statue of <:blobcat:812345678901234567>", "a statue of blobcat"),
    ("a dancing <a:party_parrot:812345678901234567>", "a dancing party_parrot"),
    ("the flag of <@&812345678901234567>", "the flag of a group"),
    ("a map of <#812345678901234567>", "a map of a channel"),
    ("a button that says </banana pro:812345678901234567>", "a button that says /banana pro"),
    ("a clock at <t:1700000000:R>", "a clock at 2023-11-14 22:13 UTC"),
    ("a clock at <t:99999999999999999>", "a clock at some time"),
    ("a door to <id:guide>", "a door to guide"),
    ("a\u200b cat <@\u200b123456789012345678>", "a cat somebody"),
    ("a wolf <@&\U000e0061812345678901234567>", "a wolf a group"),
]


async def test_higgsfield_gets_no_id_of_anybody(ample: Studio) -> None:
    for call, (typed, sent) in zip(await orders_of(ample, MARKS), MARKS, strict=True):
        assert sent_for(ample, call) == sent == ample.row(call)["prompt"], typed


async def test_forms_name_them_as_commands_do(ample: Studio) -> None:
    _, card = await ample.finish("a cat")
    for typed, sent in MARKS[:6]:
        form = await ample.press(card, "edit")
        call = await (await ample.person().submit(form, prompt=typed)).done()
        await ample.ended(call)
        assert sent_for(ample, call) == sent, typed


async def test_whoever_is_known_is_called_by_their_name(studio: Studio) -> None:
    me = studio.person()
    channel = me.channel("general")
    await studio.finish(f"<@{me.id}> and <@{studio.client.user.id}> in <#{channel.id}>")
    assert studio.sent()[-1]["prompt"] == "Mara and Banana in general"


async def test_an_id_without_a_name_is_a_word_of_the_cards_language(studio: Studio) -> None:
    await studio.finish("<@123456789012345678> en roi", channel="dm", locale="fr")
    assert studio.sent()[-1]["prompt"] == "quelqu'un en roi"


SEARCHES = ["\x00", "a\x00b", "\ud800", "cat\ud800", '"', '""""', "*", "NEAR(", "prompt:cat", "cat AND", "(", "-"]
SEARCHES += ["?!.,;", "a", "ab", "🙂", "👨\u200d👩\u200d👧", "猫", "猫犬", "猫犬鳥", "%", "_", "\\", "'"]
SEARCHES += ["x" * 6000, "x " * 3000, "<@1>", "\u3164"]


async def test_whatever_is_searched_for_is_found_or_not(studio: Studio, calm: None) -> None:
    command, _ = studio.fake_discord.commands.find(None, name="history", kind=1)
    for option in command["options"]:
        option.pop("max_length", None)
    await studio.finish("cat 猫犬鳥 🙂 100%")
    for search in SEARCHES:
        call = await (await studio.person().slash("history", search=search)).done()
        await studio.until(lambda call=call: call.message.text)
        assert "Your pictures" in call.message.text, ascii(search)[:30]
