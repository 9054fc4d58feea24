"""What a card's buttons start: a new card, paid by whoever presses."""

from __future__ import annotations

from typing import Any

import pytest

Studio = Any
CHARGED = [("reserve", 2), ("settle", 0)]


async def test_again_draws_the_same_for_whoever_presses(studio: Studio, picture: bytes) -> None:
    first, card = await studio.finish("a cat", image=("red.png", picture), count=2, format="jpeg")
    call = await studio.press(card, "again", by="jonas")
    again = await studio.ended(call)
    one, two = studio.sent()
    assert one | {"input_images": []} == two | {"input_images": []}
    assert len(two["input_images"]) == 1
    one, two = studio.vendor.requests.values()
    assert one.inputs == two.inputs
    assert f"<@{studio.person('jonas').id}>" in again.text and len(again.media) == 3
    row = studio.row(call)
    assert (row["user_id"], row["parent_id"]) == (studio.person("jonas").id, first.id)
    assert studio.ledger(call) == CHARGED
    assert "2 of 40" in await studio.quota(by="jonas")


async def test_again_without_the_picture_says_so_and_costs_nothing(studio: Studio, picture: bytes) -> None:
    call, card = await studio.finish("a cat", image=("red.png", picture))
    folder = studio.folder / "images" / str(call.id)
    for file in folder.iterdir():
        file.unlink()
    studio.vendor.fail("GET", "/cdn/inputs/*", how="404", times=100)
    again = await studio.press(card, "again")
    ended = await studio.ended(again)
    assert "I couldn't fetch `red.png`" in ended.text
    assert studio.ledger(again) == [("reserve", 1), ("refund", -1)]


async def test_again_without_our_copy_fetches_the_vendors(studio: Studio, picture: bytes) -> None:
    call, card = await studio.finish("a cat", image=("red.png", picture))
    for file in (studio.folder / "images" / str(call.id)).iterdir():
        file.unlink()
    again = await studio.press(card, "again")
    assert len((await studio.ended(again)).media) == 2
    one, two = studio.vendor.requests.values()
    assert one.inputs == two.inputs


@pytest.mark.parametrize("word", ["failed", "none"])
async def test_try_again_is_a_new_order(studio: Studio, word: str) -> None:
    _, card = await studio.finish(f"a cat [{word}]", count=2)
    call = await studio.press(card, "again", by="jonas")
    await studio.ended(call)
    assert studio.posts == 2 and studio.row(call)["user_id"] == studio.person("jonas").id
    assert studio.ledger(call) == [("reserve", 2), ("refund", -2)]


async def test_a_refused_prompt_can_be_edited_without_typing_it_anew(studio: Studio) -> None:
    _, card = await studio.finish("a naughty cat [refused]")
    opened = await studio.press(card, "edit")
    assert opened.modal["components"][0]["component"]["value"] == "a naughty cat [refused]"
    call = await (await studio.person().submit(opened, prompt="a nice cat")).done()
    assert len((await studio.ended(call)).media) == 1


async def test_a_press_without_credits_is_refused_in_private(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(bot_user_credits=1)
    _, card = await studio.finish()
    pressed = await studio.press(card, "again")
    assert pressed.ephemeral and "You have 0 of 1 🍌 left" in pressed.message.text
    assert studio.orders == 1 and len(card.media) == 1


@pytest.mark.parametrize("custom_id", ["img1:again:1", "img1:unheard:1", "img9:again:1", "other", "img1:take:7"])
async def test_a_button_of_another_time_is_answered_in_words(studio: Studio, custom_id: str) -> None:
    _, card = await studio.finish()
    card.components[0]["components"][-1]["components"][0]["custom_id"] = custom_id
    pressed = await (await studio.person().click(card, custom_id)).done()
    assert pressed.ephemeral and "I have no record of this card." in pressed.message.text
    assert studio.orders == 1


async def test_buttons_outlive_a_restart(studio: Studio) -> None:
    _, card = await studio.finish()
    await studio.restart()
    call = await studio.press(card, "again")
    assert len((await studio.ended(call)).media) == 1


async def test_again_keeps_its_input_picture_when_the_first_ones_is_gone(studio: Studio, picture: bytes) -> None:
    first, card = await studio.finish("make it snow", image=("house.png", picture))
    again = await studio.press(card, "again")
    await studio.ended(again)
    (kept,) = studio.query("SELECT path FROM image WHERE job_id = ? AND role = 'input'", again.id)
    assert kept["path"].startswith(f"images/{again.id}/") and (studio.folder / kept["path"]).is_file()
