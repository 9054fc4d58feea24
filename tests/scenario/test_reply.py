"""A reply to a card that mentions the bot edits its picture: asked first, drawn once, and gone when it is settled."""

from __future__ import annotations

import asyncio
import io
import logging
import sys
from contextlib import suppress
from typing import Any

import pytest
from PIL import Image

from bot.simulators.discord import Message, serializers
from bot.store import connection

Studio = Any
NOTED = "kind = 'slip' AND json_extract(body, '$.reply_to') = 0"  # a small message, after it was sent
PURPLE = "@Banana make the sky purple"
OVER = "This has expired: it was already drawn, or 15 minutes passed."


def png(colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "PNG")
    return file.getvalue()


async def reply(studio: Studio, card: Message, text: str = PURPLE, *, by: str = "mara", **parts: Any) -> Message:
    return await studio.person(by).say(text, reply_to=card, **parts)


def answers(studio: Studio, said: Message) -> list[Message]:
    """What the bot replied to a message."""
    return [m for m in studio.fake_discord.state.channels[said.channel_id].messages.values() if m.reply_to == said.id]


async def answer(studio: Studio, said: Message) -> Message:
    return await studio.until(lambda: next(iter(answers(studio, said)), None))


async def quiet(studio: Studio, said: Message) -> None:
    """See that a message is not answered: a later one is, and messages are heard in their order."""
    _, card = await studio.finish("a mark to reply to", by="ines")
    marker = f"marker{said.id}"  # somebody whom nothing was asked yet
    studio.fake_discord.add_person(marker)
    await answer(studio, await reply(studio, card, by=marker))
    assert answers(studio, said) == []


def gone(studio: Studio, message: Message) -> bool:
    return message.id not in studio.fake_discord.state.channels[message.channel_id].messages


async def passes(studio: Studio, message: Message, *, seconds: float) -> None:
    """Let time pass, the first time perhaps too soon for the bot to have noticed that it wrote, until it is gone."""
    assert not gone(studio, message)
    for _ in range(10):
        await studio.clock.leap(seconds=seconds)
        with suppress(TimeoutError):
            return await studio.until(lambda: gone(studio, message), timeout=1)
    raise AssertionError(f"it stays: {message.text}")


# asking


async def test_the_question_quotes_the_words_and_says_the_price(studio: Studio) -> None:
    _, card = await studio.finish("a lighthouse")
    small = await answer(studio, await reply(studio, card))
    assert f"<@{studio.person().id}>, shall I draw this?\n> make the sky purple\n-# This picture" in small.text
    assert small.text.endswith("· Nano Banana · 1\u00a0🍌")
    assert [button["label"] for button in small.buttons] == ["Draw · 1 🍌", "No"]
    assert [media["description"] for media in small.media] == ["This picture"]
    assert small.mentions == [] and studio.orders == 1, "nobody is pinged, and nothing is booked"


async def test_draw_makes_the_next_version_and_takes_the_question_away(studio: Studio) -> None:
    first, card = await studio.finish("a lighthouse", count=2)
    small = await answer(studio, await reply(studio, card))
    call = await studio.press(small, "reply")
    done = await studio.ended(call)
    row = studio.row(call)
    assert (row["parent_id"], row["version"], row["user_id"]) == (first.id, 2, studio.person().id)
    body = studio.sent()[-1]
    assert (body["prompt"], body["num_images"], body["aspect_ratio"]) == ("make the sky purple", 1, "auto")
    assert len(body["input_images"]) == 1 and len(done.media) == 2
    await studio.until(lambda: gone(studio, small))
    assert studio.ledger(call) == [("reserve", 1), ("settle", 0)]


async def test_no_takes_it_away_and_costs_nothing(studio: Studio) -> None:
    _, card = await studio.finish()
    small = await answer(studio, await reply(studio, card, "@Banana thanks!"))
    await studio.press(small, "noreply")
    await studio.until(lambda: gone(studio, small))
    assert studio.orders == 1


async def test_fifteen_minutes_without_an_answer_take_it_away(studio: Studio) -> None:
    _, card = await studio.finish()
    small = await answer(studio, await reply(studio, card))
    await passes(studio, small, seconds=900)
    assert studio.orders == 1


async def test_a_question_whose_picture_takes_too_long_goes_without_it(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["cogs.reply"], "THUMBNAIL_S", 0.0)
    _, card = await studio.finish()
    small = await answer(studio, await reply(studio, card))
    assert "shall I draw this?" in small.text and not small.media and not small.attachments
    await studio.ended(await studio.press(small, "reply"))


async def test_one_from_before_a_restart_goes_in_its_time_too(studio: Studio) -> None:
    _, card = await studio.finish()
    small = await answer(studio, await reply(studio, card))
    await studio.until(lambda: studio.query(f"SELECT id FROM draft WHERE {NOTED}"))
    await studio.restart()
    assert not gone(studio, small)
    await studio.stop()
    await studio.clock.leap(minutes=15)
    await studio.start()
    await studio.until(lambda: gone(studio, small))
    await studio.until(lambda: not studio.query("SELECT id FROM draft WHERE kind = 'slip'"))


async def test_one_that_stands_too_long_goes_when_it_is_pressed(studio: Studio) -> None:
    _, card = await studio.finish()
    small = await answer(studio, await reply(studio, card))
    studio.fake_discord.faults.answer("DELETE", "/channels/*/messages/*", 403, code=50013)
    await studio.until(lambda: studio.query(f"SELECT id FROM draft WHERE {NOTED}"))
    await studio.clock.leap(minutes=15)
    await studio.until(lambda: not studio.fake_discord.faults.list())
    pressed = await studio.press(small, "reply")
    assert pressed.ephemeral and pressed.message.text.startswith(OVER)
    await studio.until(lambda: gone(studio, small))
    assert studio.orders == 1


async def test_the_first_picture_unless_another_is_chosen(studio: Studio) -> None:
    first, card = await studio.finish(count=3)
    small = await answer(studio, await reply(studio, card))
    assert "-# 1 · left · " in small.text
    await (await studio.person().click(small, label="3 · bottom right")).done()
    await studio.says(small, "-# 3 · bottom right · ")
    assert [media["description"] for media in small.media] == ["3 · bottom right"]
    call = await studio.press(small, "reply")
    await studio.ended(call)
    kept = Image.open(studio.folder / "images" / str(first.id) / "output-2.png").convert("RGB")
    request = list(studio.vendor.requests.values())[-1]
    assert Image.open(io.BytesIO(request.inputs[0])).convert("RGB").getpixel((9, 9)) == kept.getpixel((9, 9))


def parts(message: Message) -> list[dict[str, Any]]:
    def walk(tree: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [each for part in tree for each in (part, *walk(part.get("components") or []))]

    return walk(message.components)


async def test_pictures_in_the_reply_are_used_too(studio: Studio) -> None:
    _, card = await studio.finish()
    said = await reply(studio, card, files=[("hat.png", png("blue")), ("dog.png", png("lime"))])
    small = await answer(studio, said)
    assert "your 2 pictures" in small.text
    await studio.ended(await studio.press(small, "reply"))
    request = list(studio.vendor.requests.values())[-1]
    given = [Image.open(io.BytesIO(data)).convert("RGB").getpixel((5, 5)) for data in request.inputs]
    assert given[1:] == [(0, 0, 255), (0, 255, 0)]


async def test_names_are_read_as_they_are_shown(studio: Studio) -> None:
    _, card = await studio.finish()
    small = await answer(studio, await reply(studio, card, "@Banana, put @jonas there <:party:123456789012345678>"))
    assert "> put Jonas there party" in small.text


# once, by its own person, after any restart


async def test_pressed_twice_it_is_drawn_once(studio: Studio) -> None:
    _, card = await studio.finish()
    small = await answer(studio, await reply(studio, card))
    first, second = await asyncio.gather(*(studio.press(small, "reply") for _ in range(2)))
    assert sorted(call.ephemeral for call in (first, second)) == [False, True]
    late = first if first.ephemeral else second
    assert late.message.text.startswith(OVER) and studio.orders == 2


async def test_draw_works_after_a_restart(studio: Studio) -> None:
    _, card = await studio.finish()
    small = await answer(studio, await reply(studio, card))
    await studio.restart()
    await studio.ended(await studio.press(small, "reply"))
    await studio.until(lambda: gone(studio, small))
    assert studio.sent()[-1]["prompt"] == "make the sky purple"


@pytest.mark.parametrize("verb", ["reply", "noreply", "which"])
async def test_only_who_was_asked_may_answer(studio: Studio, verb: str) -> None:
    _, card = await studio.finish(count=2)
    small = await answer(studio, await reply(studio, card))
    custom_id = [str(p["custom_id"]) for p in parts(small) if f":{verb}:" in str(p.get("custom_id"))][-1]
    pressed = await (await studio.person("jonas").click(small, custom_id)).done()
    mara = studio.person().id
    assert pressed.ephemeral and pressed.message.text.startswith(f"That question is for <@{mara}>.")
    assert not gone(studio, small) and studio.orders == 1 and "-# 1 · left" in small.text


async def test_anybody_may_reply_to_anybodys_card_and_pays_for_it(studio: Studio) -> None:
    _, card = await studio.finish()
    small = await answer(studio, await reply(studio, card, by="jonas"))
    call = await studio.press(small, "reply", by="jonas")
    await studio.ended(call)
    assert studio.row(call)["user_id"] == studio.person("jonas").id


async def test_a_refused_draw_leaves_the_question(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(bot_user_credits=1)
    _, card = await studio.finish()
    small = await answer(studio, await reply(studio, card))
    for _ in range(2):
        pressed = await studio.press(small, "reply")
        assert pressed.ephemeral and "You have 0 of 1 🍌 left" in pressed.message.text
    assert not gone(studio, small)


# what is no order


async def test_a_reply_to_anything_else_is_left_alone(studio: Studio) -> None:
    said = await studio.person("jonas").say("hello")
    await quiet(studio, await reply(studio, said))


@pytest.fixture
def costs(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> dict[int, int]:
    """The transactions that each message cost."""
    done, costs = 0, dict[int, int]()
    reply_feature = sys.modules["cogs.reply"].Reply  # discord.py loads a feature anew: an import here is another one
    transact, hear = connection.transact, reply_feature._hear

    def transacting(*args: Any, **options: Any) -> Any:
        nonlocal done
        done += 1
        return transact(*args, **options)

    async def hearing(cog: Any, message: Any, *args: Any) -> None:
        before = done
        await hear(cog, message, *args)
        costs[message.id] = done - before

    monkeypatch.setattr(connection, "transact", transacting)
    monkeypatch.setattr(reply_feature, "_hear", hearing)
    return costs


async def test_a_message_costs_no_look_at_the_books_unless_it_replies_to_the_bot(
    studio: Studio, costs: dict[int, int]
) -> None:
    _, card = await studio.finish()
    said = await studio.person().say("what a lovely lighthouse")
    aside = await reply(studio, said, "I think so, too", by="jonas")
    meant = await reply(studio, card, "lovely", by="jonas")
    await studio.until(lambda: meant.id in costs)
    assert (costs[said.id], costs[aside.id]) == (0, 0) and costs[meant.id] > 0


@pytest.mark.parametrize("told", [{"referenced_message": None}, {}], ids=["deleted", "not told"])
async def test_a_card_that_discord_does_not_show_with_the_reply_is_looked_up(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, told: dict[str, None]
) -> None:
    usual = serializers._reference

    def reference(*args: Any) -> dict[str, Any]:
        return {"message_reference": usual(*args)["message_reference"], **told}

    _, card = await studio.finish()
    monkeypatch.setattr(serializers, "_reference", reference)
    small = await answer(studio, await reply(studio, card))
    assert "shall I draw this?" in small.text


async def test_a_mention_that_is_no_reply_is_left_alone(studio: Studio) -> None:
    await studio.finish()
    await quiet(studio, await studio.person().say(PURPLE))


async def test_a_reply_in_another_channel_is_none_to_the_card(studio: Studio) -> None:
    _, card = await studio.finish()
    there = await studio.person().say("elsewhere", channel="general")
    there.reply_to, there.kind = card.id, 19
    await quiet(studio, await reply(studio, there, channel="general"))
    world = studio.fake_discord.state
    world.channels[there.channel_id].messages[card.id] = card
    said = await studio.person().say(PURPLE, channel="general", reply_to=card)
    await quiet(studio, said)


async def test_other_bots_are_never_answered(studio: Studio) -> None:
    _, card = await studio.finish()
    robot = studio.fake_discord.add_person("robot")
    robot.user.role = "bot"
    await quiet(studio, await robot.say(PURPLE, reply_to=card))


async def test_a_card_without_a_picture_says_so_for_a_moment(studio: Studio) -> None:
    _, card = await studio.finish("a cat [refused]")
    brief = await answer(studio, await reply(studio, card))
    assert brief.text == "There's no picture here that I can use (PNG, JPEG, WebP, GIF or AVIF)."
    await passes(studio, brief, seconds=30)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("a.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")], "It's HEIC: send it as JPEG."),
        ([("notes.pdf", b"%PDF")], "`notes.pdf` isn't a picture I can read."),
        ([(f"{n}.png", png("red")) for n in range(8)], "An order can use up to 8 pictures."),
    ],
)
async def test_files_that_are_no_use_are_refused_for_a_moment(studio: Studio, files: list[Any], words: str) -> None:
    _, card = await studio.finish()
    brief = await answer(studio, await reply(studio, card, files=files))
    assert words in brief.text
    await passes(studio, brief, seconds=30)


async def test_where_it_may_not_write_it_stays_silent(studio: Studio, caplog: pytest.LogCaptureFixture) -> None:
    _, card = await studio.finish()
    studio.fake_discord.deny("studio", "SEND_MESSAGES")
    with caplog.at_level(logging.INFO):
        said = await reply(studio, card)
        await studio.until(lambda: "a reply could not be sent" in caplog.text)
    assert answers(studio, said) == []
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_the_words_of_a_mention_reach_no_log(studio: Studio, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        _, card = await studio.finish()
        await answer(studio, await reply(studio, card, "@Banana marzipan"))
        await studio.person().say("@Banana marzipan")
        await quiet(studio, await studio.person().say("hello"))
    ours = [r for r in caplog.records if not r.name.startswith(("asyncio", "aiosqlite"))]
    assert not [record for record in ours if "marzipan" in record.getMessage()]


# words that Discord withheld


async def test_withheld_words_are_explained_once_with_a_way_to_edit(studio: Studio) -> None:
    _, card = await studio.finish()
    brief = await answer(studio, await reply(studio, card, "make the sky purple"))
    assert brief.text.startswith("I can only read replies that mention me. Reply with @Banana and what to change")
    opened = await studio.press(brief, "reword")
    assert opened.modal["title"] == "Edit this picture"
    await passes(studio, brief, seconds=30)
    call = await (await studio.person().submit(opened, prompt="make the sky purple")).done()
    await studio.ended(call)
    await studio.restart()
    await quiet(studio, await reply(studio, card, "make it green"))
    assert answers(studio, await reply(studio, card, "hello", by="jonas")) == []


async def test_a_mention_without_words_is_told_what_to_say(studio: Studio) -> None:
    _, card = await studio.finish()
    brief = await answer(studio, await reply(studio, card, "@Banana"))
    assert brief.text == "Tell me what to change after @Banana, or press Edit."


async def test_a_direct_line_needs_no_mention(studio: Studio) -> None:
    _, card = await studio.finish(channel="dm")
    small = await answer(studio, await reply(studio, card, "make the sky purple", channel="dm"))
    call = await studio.press(small, "reply")
    await studio.ended(call)
    assert studio.row(call)["guild_id"] == 0


async def test_it_asks_in_french_where_the_card_is(studio: Studio) -> None:
    studio.person().home.locale = "fr"
    _, card = await studio.finish()
    small = await answer(studio, await reply(studio, card, "@Banana mets le ciel en violet"))
    assert "je dessine ça\u202f?" in small.text and [b["label"] for b in small.buttons] == ["Dessiner · 1 🍌", "Non"]
    brief = await answer(studio, await reply(studio, card, "plus vert", by="jonas"))
    assert brief.text.startswith("Je ne peux lire que les réponses qui me mentionnent")
