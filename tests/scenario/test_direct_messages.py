"""What a member writes to the bot alone: first words are answered once, a picture opens the form that changes it."""

from __future__ import annotations

from typing import Any

from bot.simulators.discord import Message, serializers

Studio = Any


def labels(message: Message) -> list[str]:
    return [button["label"] for button in message.buttons]


async def test_a_first_direct_message_is_answered_once_in_a_members_life(studio: Studio) -> None:
    mara = studio.person()
    await studio.finish("a cat", channel="dm")
    card = mara.dm()[-1]
    await mara.say("hello there", channel="dm")
    (hello,) = await studio.until(lambda: [m for m in mara.dm() if "Type `/banana`" in m.text])
    assert labels(hello) == ["Draw or edit", "What I can do"] and card.text
    opened = await studio.press(hello, "draw")
    assert opened.type == 9
    told = await studio.press(hello, "help")
    await studio.until(lambda: "reply to it and say what to change" in told.message.text)
    await studio.restart()
    await mara.say("hello again", channel="dm")
    await studio.quota(channel="dm")
    assert sum("Type `/banana`" in m.text for m in mara.dm()) == 1


async def test_a_first_direct_message_is_answered_in_the_language_of_the_members_discord(studio: Studio) -> None:
    jonas = studio.person("jonas")
    await (await jonas.slash("quota", locale="fr")).done()
    await jonas.say("salut", channel="dm")
    (hello,) = await studio.until(lambda: [m for m in jonas.dm() if "Salut." in m.text])
    assert labels(hello) == ["Dessiner ou retoucher", "Ce que je sais faire"]


async def test_a_reply_to_a_card_is_understood_and_greeted_with_nothing_else(studio: Studio) -> None:
    mara = studio.person()
    _, card = await studio.finish("a cat", channel="dm")
    await mara.say("make it blue", channel="dm", reply_to=card)
    await studio.until(lambda: [m for m in mara.dm() if "shall I draw this?" in m.text])
    assert not [m for m in mara.dm() if "Type `/banana`" in m.text]


async def test_a_picture_is_taken_up_with_its_words_and_nothing_is_ordered_before_the_form(
    studio: Studio, picture: bytes
) -> None:
    mara = studio.person()
    said = await mara.say("make it snow", channel="dm", files=[("red.png", picture)])
    (offer,) = await studio.until(lambda: [m for m in mara.dm() if m.reply_to == said.id])
    assert "You'll see the price before anything is drawn." in offer.text and studio.orders == 0
    await studio.restart()
    opened = await studio.press(offer, "reword")
    fields = {part["component"]["custom_id"]: part for part in opened.modal["components"]}
    assert fields["prompt"]["component"]["value"] == "make it snow" and "1 🍌" in fields["prompt"]["description"]
    call = await (await mara.submit(opened)).done()
    done = await studio.ended(call)
    assert "> make it snow" in done.text and len(studio.sent()[0]["input_images"]) == 1 and studio.orders == 1


async def test_a_file_that_is_no_picture_is_said_to_be_none(studio: Studio) -> None:
    mara = studio.person()
    said = await mara.say("look", channel="dm", files=[("notes.pdf", b"%PDF-1.4")])
    (told,) = await studio.until(lambda: [m for m in mara.dm() if m.reply_to == said.id])
    assert "`notes.pdf` isn't a picture I can read." in told.text and not told.buttons


async def test_where_the_owner_named_servers_nothing_is_offered_that_would_be_refused(
    closed_studio: Studio, picture: bytes
) -> None:
    home = next(iter(closed_studio.fake_discord.state.guilds))
    await closed_studio.start(bot_guilds=str(home))
    mara = closed_studio.person()
    for files in ([], [("red.png", picture)]):
        said = await mara.say("hello", channel="dm", files=files)
        (told,) = await closed_studio.until(lambda: [m for m in mara.dm() if m.id > said.id])  # noqa: B023
        assert "only works on its owner's servers" in told.text and set(labels(told)) <= {"What I can do"}


async def test_a_forwarded_card_is_a_picture_like_any_other(studio: Studio) -> None:
    """Discord names the message that is forwarded as it names the one that is replied to."""
    mara = studio.person()
    _, card = await studio.finish()
    said = await mara.say("hello", channel="dm")
    await studio.until(lambda: [m for m in mara.dm() if m.id > said.id])
    state = studio.fake_discord.state
    shown, sent = (serializers.message(state, each, viewer_id=state.bot.id) for each in (card, said))
    about = {"type": 1, "message_id": str(card.id), "channel_id": str(card.channel_id)}
    forward = sent | {"message_reference": about, "message_snapshots": [{"message": shown}]}
    studio.fake_discord.gateway.dispatch("MESSAGE_CREATE", lambda _: forward)
    await studio.until(lambda: [m for m in mara.dm() if m.reply_to == said.id and labels(m) == ["Edit"]])
