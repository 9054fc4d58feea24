"""Where the bot may draw: a missing right is named before anything is paid, and direct lines have none to miss."""

from __future__ import annotations

from typing import Any

import pytest

Studio = Any
CHARGED = [("reserve", 1), ("settle", 0)]


@pytest.mark.parametrize(
    ("right", "words"),
    [
        ("VIEW_CHANNEL", "I can't see messages in this channel."),
        ("SEND_MESSAGES", "I can't send messages in this channel."),
        ("ATTACH_FILES", "I can't attach files in this channel."),
        ("READ_MESSAGE_HISTORY", "I can't read the message history in this channel."),
    ],
)
async def test_a_missing_right_is_named_and_nothing_is_booked(studio: Studio, right: str, words: str) -> None:
    studio.fake_discord.deny("studio", right)
    call = await studio.order()
    assert call.ephemeral and words in call.message.text
    assert "A moderator can allow it: channel settings → Permissions → " in call.message.text
    assert "Nothing was charged." in call.message.text
    assert (studio.orders, studio.posts) == (0, 0)
    studio.fake_discord.allow("studio", right)
    _, card = await studio.finish()
    assert len(card.media) == 1


def tried_to_react(studio: Studio) -> bool:
    return any(entry.method == "PUT" and "/reactions/" in entry.path for entry in studio.fake_discord.calls)


async def test_reactions_are_welcome_but_not_needed(studio: Studio) -> None:
    studio.fake_discord.deny("studio", "ADD_REACTIONS")
    studio.terms(queued_s=float("inf"))
    call = await studio.order()
    await studio.leap_until(lambda: tried_to_react(studio), seconds=5)
    studio.finish_drawing()
    card = await studio.ended(call)
    assert len(card.media) == 1 and not card.reactions
    assert studio.ledger(call) == CHARGED


async def test_a_press_asks_for_the_same_rights(studio: Studio) -> None:
    _, card = await studio.finish()
    studio.fake_discord.deny("studio", "ATTACH_FILES")
    pressed = await studio.press(card, "again")
    assert pressed.ephemeral and "I can't attach files in this channel." in pressed.message.text
    assert studio.orders == 1


async def test_rights_taken_meanwhile_bring_the_pictures_home(studio: Studio) -> None:
    studio.terms(drawing_s=(0.3, 0.3))
    call = await studio.order()
    await studio.taken(call.message)
    await studio.clock.leap(minutes=15)
    studio.fake_discord.deny("studio", "VIEW_CHANNEL")
    await studio.until(lambda: studio.row(call)["delivered"] is not None)
    (message,) = studio.person().dm()
    assert f"I can't reach your card in <#{call.interaction.channel.id}> any more" in message.text
    assert len(message.media) == 1 and studio.row(call)["delivered"] == "dm"
    assert studio.ledger(call) == CHARGED


async def test_a_card_that_was_removed_sends_its_pictures_home(studio: Studio) -> None:
    studio.terms(drawing_s=(0.4, 0.4))
    call = await studio.order()
    await studio.taken(call.message)
    await studio.person("ines").delete(call.message)
    await studio.until(lambda: studio.row(call)["delivered"] is not None)
    (message,) = studio.person().dm()
    assert "was deleted. Here's the result anyway." in message.text and len(message.media) == 1
    assert studio.fake_discord.messages() == [], "never posted again"


async def test_who_takes_no_direct_messages_keeps_the_pictures_in_the_books(studio: Studio) -> None:
    studio.person().user.takes_dms = False
    studio.terms(drawing_s=(0.4, 0.4))
    call = await studio.order()
    await studio.taken(call.message)
    await studio.person("ines").delete(call.message)
    await studio.until(lambda: studio.row(call)["delivered"] == "history")
    assert studio.person().dm() == []


async def test_a_direct_line_knows_neither_rights_nor_moderators(studio: Studio) -> None:
    studio.terms(queued_s=float("inf"))
    call = await studio.order(channel="dm")
    await studio.taken(call.message)
    await studio.person().react(call.message, "❌")
    card = await studio.ended(call)
    assert "Cancelled. Nothing was charged." in card.text


async def test_a_card_of_another_server_is_unknown(studio: Studio) -> None:
    _, card = await studio.finish()
    studio.fake_discord.add_guild("Elsewhere")
    far = studio.fake_discord.add_person("lou", guild=list(studio.fake_discord.state.guilds.values())[-1])
    place = far.channel("studio")
    stolen = next(iter(studio.fake_discord.state.channels[card.channel_id].messages.values()))
    place.messages[stolen.id] = stolen
    stolen.channel_id = place.id
    pressed = await (await far.click(stolen, label="Again")).done()
    assert pressed.ephemeral and "no record of" in pressed.message.text
    assert studio.orders == 1
