"""The price that a member saw is the price that is booked: a dearer one is said, and asked about."""

from __future__ import annotations

from typing import Any

import pytest

Studio = Any
Message = Any
Call = Any

DEARER = {"banana": 3, "banana-pro": 9}
ASKED = "The price has changed since you saw it: this now costs {cost} 🍌. Nothing was charged"


async def prepare(studio: Studio, way: str, card: Message) -> Any:
    """Return what names the price of before."""
    mara = studio.person()
    if way == "menu":
        return await (await mara.menu("Edit this picture", card)).done()
    if way in ("edit", "pro"):
        return await studio.press(card, way)
    if way == "tray":
        shown = (await studio.press(card, "use")).message
        await studio.until(lambda: shown.buttons)
        return await studio.press(shown, "drawtray")
    if way == "small card":
        said = await mara.say("@Banana make it blue", reply_to=card)
        return await studio.until(
            lambda: next((m for m in studio.fake_discord.messages() if m.reply_to == said.id and m.buttons), None)
        )
    return card


async def order(studio: Studio, way: str, opened: Any) -> Call:
    if way in ("again", "small card"):
        return await studio.press(opened, {"again": "again", "small card": "reply"}[way])
    return await (await studio.person().submit(opened, prompt="a dog")).done()


WAYS = ["again", "edit", "pro", "menu", "tray", "small card"]


@pytest.mark.parametrize("way", WAYS)
async def test_a_price_that_rose_is_said_and_drawn_for_only_after_another_press(studio: Studio, way: str) -> None:
    _, card = await studio.finish()
    opened = await prepare(studio, way, card)
    await studio.restart(bot_prices=DEARER)
    cost = DEARER["banana-pro" if way == "pro" else "banana"]
    call = await order(studio, way, opened)
    assert call.ephemeral and ASKED.format(cost=cost) in call.message.text
    assert (studio.orders, studio.posts, studio.spent) == (1, 1, 1)
    (button,) = call.message.buttons
    assert f"{cost} 🍌" in button["label"]
    placed = await studio.press(call.message, "take")
    assert not placed.ephemeral and studio.ledger(placed)[0] == ("reserve", cost)
    twice = await studio.press(call.message, "take")
    assert twice.ephemeral and studio.orders == 2


@pytest.mark.parametrize("way", WAYS)
async def test_the_same_price_after_a_restart_is_booked_at_once(studio: Studio, way: str) -> None:
    _, card = await studio.finish()
    opened = await prepare(studio, way, card)
    await studio.restart()
    assert not (await order(studio, way, opened)).ephemeral and studio.orders == 2


@pytest.mark.parametrize("way", ["again", "small card"])
async def test_a_price_that_fell_is_booked_at_once(studio: Studio, way: str) -> None:
    await studio.restart(bot_prices=DEARER)
    _, card = await studio.finish()
    opened = await prepare(studio, way, card)
    await studio.restart(bot_prices={"banana": 1, "banana-pro": 3})
    placed = await order(studio, way, opened)
    assert not placed.ephemeral and studio.ledger(placed)[0] == ("reserve", 1)


async def test_a_price_that_rises_again_is_said_again(studio: Studio) -> None:
    _, card = await studio.finish()
    await studio.restart(bot_prices={"banana": 2})
    asked = (await studio.press(card, "again")).message
    await studio.restart(bot_prices=DEARER)
    call = await studio.press(asked, "take")
    assert call.ephemeral and ASKED.format(cost=3) in call.message.text and studio.orders == 1
    assert not (await studio.press(call.message, "take")).ephemeral and studio.spent == 1 + 3


async def test_a_form_of_a_version_that_noted_no_price_is_taken(studio: Studio) -> None:
    call, card = await studio.finish()
    opened = await studio.press(card, "edit")
    opened.modal["custom_id"] = f"img1:edit:{call.id}"
    assert not (await (await studio.person().submit(opened, prompt="a dog")).done()).ephemeral


async def test_french_says_it_too(studio: Studio) -> None:
    _, card = await studio.finish()
    await studio.restart(bot_prices=DEARER)
    call = await studio.press(card, "again", locale="fr")
    assert call.ephemeral and "c'est maintenant 3 🍌. Rien n'a été décompté" in call.message.text
