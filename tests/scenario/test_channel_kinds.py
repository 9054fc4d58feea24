"""In whatever kind of channel people write, an order comes, changes and arrives as in any other."""

from __future__ import annotations

from typing import Any

import pytest

from bot.simulators.discord.actions import BadInput
from bot.simulators.discord.models import ANNOUNCEMENT, FORUM, MEDIA, STAGE, TEXT, VOICE

Studio = Any
CHARGED = [("reserve", 1), ("settle", 0)]
PLACES = {
    "slow": (TEXT, False),
    "voice": (VOICE, False),
    "stage": (STAGE, False),
    "announcements": (ANNOUNCEMENT, False),
    "thread in slow": (TEXT, True),
    "thread in announcements": (ANNOUNCEMENT, True),
    "post in a forum": (FORUM, True),
    "post in a media channel": (MEDIA, True),
}

pytestmark = pytest.mark.usefixtures("calm")


@pytest.fixture(params=PLACES)
async def place(studio: Studio, request: pytest.FixtureRequest) -> str:
    """The name of a place of each kind in which people write."""
    kind, is_thread = PLACES[request.param]
    studio.fake_discord.add_channel("somewhere", kind, slow_seconds=3600 if kind == TEXT else 0)
    if not is_thread:
        return "somewhere"
    studio.fake_discord.add_thread("inside", parent="somewhere")
    return "inside"


async def test_an_order_its_edit_and_its_repetition_stand_in_the_channel(studio: Studio, place: str) -> None:
    call, card = await studio.finish("a cat", channel=place)
    assert len(card.media) == 1 and studio.ledger(call) == CHARGED
    again = await studio.press(card, "again")
    assert len((await studio.ended(again)).media) == 1
    form = await studio.press(card, "edit")
    edited = await (await studio.person().submit(form, prompt="make it snow")).done()
    done = await studio.ended(edited)
    assert len(done.media) == 2 and studio.row(edited)["version"] == 2
    assert len(studio.fake_discord.messages(place)) == 3, "slow mode holds for members only"


async def test_a_reply_to_a_card_is_heard_and_drawn(studio: Studio, place: str) -> None:
    _, card = await studio.finish("a cat", channel=place)
    said = await studio.person().say("@Banana make it snow", reply_to=card, channel=place)
    small = await studio.until(
        lambda: next((m for m in studio.fake_discord.messages(place) if m.reply_to == said.id), None)
    )
    drawn = await studio.press(small, "reply")
    assert len((await studio.ended(drawn)).media) == 2


async def test_an_order_is_cancelled(studio: Studio, place: str) -> None:
    studio.terms(queued_s=float("inf"))
    call = await studio.order(channel=place)
    await studio.taken(call.message)
    await studio.press(call.message, "cancel")
    await studio.says(call.message, "Cancelled.")
    assert studio.spent == 0


async def test_pictures_go_home_where_the_channel_is_closed_meanwhile(studio: Studio, place: str) -> None:
    studio.terms(queued_s=float("inf"))
    call = await studio.order(channel=place)
    await studio.taken(call.message)
    studio.fake_discord.token_seconds = 0
    studio.fake_discord.deny("somewhere", "VIEW_CHANNEL")
    studio.finish_drawing()
    await studio.ended(call)
    (home,) = studio.person().dm()
    assert len(home.media) == 1 and studio.ledger(call) == CHARGED


async def test_a_channel_in_which_the_bot_may_not_write_refuses_an_order(studio: Studio, place: str) -> None:
    right = "SEND_MESSAGES_IN_THREADS" if place == "inside" else "SEND_MESSAGES"
    studio.fake_discord.deny("somewhere", right)
    call = await studio.order(channel=place)
    assert call.ephemeral and "I can't send messages in" in call.message.text and "A moderator can" in call.message.text
    assert studio.orders == 0 and studio.posts == 0


async def test_a_forum_itself_takes_no_messages(studio: Studio) -> None:
    studio.fake_discord.add_channel("somewhere", FORUM)
    with pytest.raises(BadInput, match="posts only"):
        await studio.person().say("hello", channel="somewhere")
