"""Cancelling: by button or ❌, by the owner or a moderator, and honest about what it costs."""

from __future__ import annotations

from typing import Any

import pytest

Studio = Any
NEVER = float("inf")
REFUNDED = [("reserve", 2), ("refund", -2)]


async def queued(studio: Studio) -> Any:
    studio.terms(queued_s=NEVER)
    call = await studio.order(count=2)
    await studio.taken(call.message)
    return call


async def drawing(studio: Studio) -> Any:
    studio.terms(drawing_s=(NEVER, NEVER))
    call = await studio.order(count=2)
    await studio.until(lambda: [r.status for r in studio.vendor.requests.values()] == ["in_progress"])
    await studio.taken(call.message)
    return call


@pytest.mark.parametrize("who", ["mara", "ines", "sam"])
@pytest.mark.parametrize("how", ["button", "cross"])
async def test_in_time_it_is_cancelled_and_refunded(studio: Studio, who: str, how: str) -> None:
    call = await queued(studio)
    if how == "button":
        assert (await studio.press(call.message, "cancel", by=who)).type == 6
    else:
        await studio.person(who).react(call.message, "❌")
    card = await studio.ended(call)
    by = "" if who == "mara" else " by a moderator"
    assert f"Cancelled{by}. Nothing was charged." in card.text
    assert [b["label"] for b in card.buttons] == ["Again", "Edit"]
    assert studio.ledger(call) == REFUNDED
    assert [r.status for r in studio.vendor.requests.values()] == ["canceled"]


async def test_before_its_turn_the_vendor_never_hears_of_it(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(higgsfield_concurrency=1)
    await drawing(studio)
    call = await studio.order(by="jonas", count=2)
    await studio.press(call.message, "cancel", by="jonas")
    assert "Cancelled." in (await studio.ended(call)).text
    assert studio.ledger(call) == REFUNDED and studio.posts == 1


@pytest.mark.parametrize("how", ["button", "cross"])
async def test_too_late_says_so_and_the_pictures_follow(studio: Studio, how: str) -> None:
    call = await drawing(studio)
    if how == "button":
        pressed = await studio.press(call.message, "cancel")
    else:
        await studio.person().react(call.message, "❌")
    await studio.says(call.message, "Too late to cancel: it's already being drawn. It will cost 2 🍌.")
    studio.finish_drawing()
    card = await studio.ended(call)
    assert len(card.media) == 2 and "Too late to cancel" in card.text
    assert how == "cross" or not pressed.followups, "the card says it, and says it once"
    assert studio.ledger(call) == [("reserve", 2), ("settle", 0)]


async def test_anyone_elses_cross_does_nothing(studio: Studio) -> None:
    call = await queued(studio)
    await studio.says(call.message, "Waiting in line at Higgsfield")  # after which nothing comes by itself
    seen = len(call.message.versions)
    await studio.person("jonas").react(call.message, "❌")
    await studio.person().react(call.message, "👍")
    assert "2 of" in await studio.quota()  # whatever came before it has been heard
    assert studio.row(call)["cancel_at"] is None and len(call.message.versions) == seen


async def test_anyone_elses_press_is_answered_in_private(studio: Studio) -> None:
    call = await queued(studio)
    pressed = await studio.press(call.message, "cancel", by="jonas")
    assert pressed.ephemeral
    assert f"This is <@{studio.person().id}>'s card" in pressed.message.text
    assert studio.row(call)["cancel_at"] is None


async def test_a_card_that_is_finished_can_not_be_cancelled_by_a_late_press(studio: Studio) -> None:
    call = await queued(studio)
    stale = list(call.message.components)
    await studio.press(call.message, "cancel")
    card = await studio.ended(call)
    card.components = stale  # as it stands on a client that has not heard yet
    pressed = await studio.press(card, "cancel")
    assert pressed.ephemeral and "finished" in pressed.message.text


async def test_taking_the_card_away_is_a_wish_to_cancel(studio: Studio) -> None:
    call = await queued(studio)
    await studio.person("ines").delete(call.message)
    await studio.until(lambda: studio.row(call)["state"] == "cancelled")
    assert studio.ledger(call) == REFUNDED


async def test_cancelled_while_its_picture_is_sent_nothing_is_ordered(studio: Studio, picture: bytes) -> None:
    studio.vendor.fail("POST", "/files/generate-upload-url", how="slow", seconds=0.6)
    call = await studio.order(image=("red.png", picture))
    press = await studio.press(call.message, "cancel")
    await studio.says(call.message, "Cancelled. Nothing was charged.")
    assert press.answered
    assert studio.posts == 0
    assert studio.ledger(call) == [("reserve", 1), ("refund", -1)]


async def test_a_purge_cancels_every_card_in_it_that_is_not_over(studio: Studio) -> None:
    _, over = await studio.finish("a dog")
    calls = [await queued(studio), await queued(studio)]
    spared = await queued(studio)
    for call in calls:
        await studio.taken(call.message)
    cards = [over, *(call.message for call in calls)]
    news = {"ids": [*(str(card.id) for card in cards), "1"], "channel_id": str(over.channel_id)}
    studio.fake_discord.gateway.dispatch("MESSAGE_DELETE_BULK", lambda _: news)
    for call in calls:
        await studio.until(lambda one=call: studio.row(one)["state"] == "cancelled")
        assert studio.ledger(call) == REFUNDED
    assert studio.row(spared)["cancel_at"] is None and len(over.media) == 1


async def test_where_the_vendor_does_not_say_in_time_the_wish_stands(studio: Studio) -> None:
    call = await queued(studio)
    await studio.taken(call.message)
    studio.vendor.fail("POST", "/requests/*", how="503", times=10**6)
    button = next(b for b in call.message.buttons if ":cancel:" in b["custom_id"])
    pressed = await studio.person().click(call.message, button["custom_id"])
    await studio.until(lambda: studio.row(call)["cancel_at"])
    await studio.clock.leap(seconds=9)
    (said,) = await studio.until(lambda: pressed.followups)
    assert "I've asked Higgsfield to cancel." in said.text and said.ephemeral_for == studio.person().id
    studio.vendor.faults.clear()
    await studio.leap_until(lambda: studio.row(call)["state"] == "cancelled", seconds=5)
    assert studio.ledger(call) == REFUNDED
