"""Nobody floods anybody: what is free for one member is braked in words, in private, and others notice nothing."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.services import brakes
from bot.services.brakes import ACTIONS, ORDERS

Studio = Any
NEVER = float("inf")
VERBS = ("more", "use", "edit", "again", "prompt")
BRAKED = "That was a lot at once, so I'm taking a short break."


@pytest.fixture
async def braked(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> Studio:
    """A studio with the brakes as they are for members."""
    monkeypatch.setattr(brakes, "ACTIONS", ACTIONS)
    monkeypatch.setattr(brakes, "ORDERS", ORDERS)
    await studio.restart()
    return studio


def is_braked(call: Any) -> bool:
    return bool(call.ephemeral and call.message and BRAKED in call.message.text)


async def test_a_hundred_commands_at_once_are_braked_in_words_and_others_go_on(braked: Studio) -> None:
    calls = await asyncio.gather(*(braked.person().slash("quota") for _ in range(100)))
    answers = [await call.done() for call in calls]
    refused = sum(map(is_braked, answers))
    assert all(call.ephemeral and call.answered for call in answers)
    assert 100 - ACTIONS.burst - 10 <= refused < 100
    assert "Your credits" in await braked.quota(by="jonas")
    assert "nothing was charged" in answers[-1].message.text and "<t:" in answers[-1].message.text


async def test_a_braked_member_is_answered_in_their_own_language(braked: Studio) -> None:
    for _ in range(ACTIONS.burst):
        await (await braked.person().slash("quota")).done()
    call = await (await braked.person().slash("quota", locale="fr")).done()
    assert call.ephemeral and "Ça fait beaucoup d'un coup" in call.message.text


async def test_presses_are_braked_whatever_they_are_for(braked: Studio) -> None:
    _, card = await braked.finish("a cat " * 60)
    for _ in range(ACTIONS.burst):
        await (await braked.person().slash("quota")).done()
    for verb in VERBS:
        call = await (await braked.person().click(card, card_id(card, verb))).done()
        assert is_braked(call) and braked.orders == 1, verb
    await braked.clock.leap(minutes=3)
    for verb in VERBS:
        call = await (await braked.person().click(card, card_id(card, verb))).done()
        assert not is_braked(call), verb


def card_id(card: Any, verb: str) -> str:
    """Return the id of a card's button, also of one that this card has no room for."""
    number = next(str(b["custom_id"]) for b in card.buttons if b["custom_id"]).split(":")[2]
    wanted = f"img1:{verb}:{number}"
    if wanted not in [b["custom_id"] for b in card.buttons]:
        card.components[0]["components"][-1]["components"][0]["custom_id"] = wanted
    return wanted


async def test_somebody_in_a_hurry_on_a_phone_never_meets_the_brake(braked: Studio) -> None:
    for n in range(5):
        call = await braked.order(f"cat {n}")
        card = await braked.ended(call)
        for verb in ("more", "edit", "use"):
            assert not is_braked(await braked.press(card, verb))
        await braked.clock.leap(seconds=12)
    assert braked.orders == 5


async def test_orders_are_braked_below_what_a_finger_can_press(braked: Studio) -> None:
    await braked.restart(bot_user_credits=500, bot_daily_credits=500)
    braked.terms(queued_s=NEVER)
    calls = [await braked.order(f"cat {n}") for n in range(ORDERS.burst + 5)]
    assert sum(map(is_braked, calls)) >= 4 and braked.orders <= ORDERS.burst + 1


async def test_ordering_and_cancelling_over_and_over_ends_in_words(studio: Studio) -> None:
    await studio.restart(bot_user_credits=500, bot_daily_credits=500)
    studio.terms(queued_s=NEVER)
    for n in range(40):
        call = await studio.order(f"cat {n}")
        await studio.press(call.message, "cancel")
        await studio.until(lambda call=call: studio.row(call)["state"] == "cancelled")
    refused = await studio.order("one more")
    assert refused.ephemeral and "40 of your orders from the last hour" in refused.message.text
    assert studio.orders == 40 and studio.spent == 0
    assert not (await studio.order("another's", by="jonas")).ephemeral


@pytest.mark.parametrize("why", ["refused", "failed", "no picture"])
async def test_orders_that_cost_nothing_as_they_bring_nothing_end_in_words(studio: Studio, why: str) -> None:
    await studio.restart(bot_user_credits=500, bot_daily_credits=500)
    options = {"image": ("x.png", b"\x89PNG\r\n\x1a\nnothing more")} if why == "no picture" else {}
    for _ in range(40):
        await studio.ended(await studio.order(f"a cat [{why}]", **options))
    refused = await studio.order("one more", **options)
    assert refused.ephemeral and "40 of your orders from the last hour" in refused.message.text
    assert studio.orders == 40 and studio.spent == 0
    assert not (await studio.order("another's", by="jonas")).ephemeral


async def test_five_taps_on_again_are_one_order(studio: Studio) -> None:
    _, card = await studio.finish()
    mara, again = studio.person(), card_id(card, "again")
    calls = [await call.done() for call in await asyncio.gather(*(mara.click(card, again) for _ in range(5)))]
    told = [call for call in calls if call.ephemeral]
    assert studio.orders == 2 and len(told) == 4
    assert all("That was the same order twice within a moment, so I only took it once." in c.message.text for c in told)
    jonas = await studio.press(card, "again", by="jonas")
    assert not jonas.ephemeral, "another member's tap is their own"


async def test_the_same_order_again_after_a_moment_is_another_one(studio: Studio) -> None:
    _, card = await studio.finish()
    await studio.press(card, "again")
    await studio.clock.leap(seconds=4)
    assert not (await studio.press(card, "again")).ephemeral and studio.orders == 3


async def test_a_tap_that_was_refused_keeps_nobody_from_the_next(studio: Studio) -> None:
    _, card = await studio.finish()
    studio.fake_discord.deny("studio", "ATTACH_FILES")
    assert (await studio.press(card, "again")).ephemeral
    studio.fake_discord.allow("studio", "ATTACH_FILES")
    assert not (await studio.press(card, "again")).ephemeral and studio.orders == 2


async def test_a_storm_of_reactions_reads_no_more_than_the_brake_lets_through(
    braked: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    braked.terms(queued_s=NEVER)
    call = await braked.order()
    asked = []
    usual = braked.client.services.orders.by_message

    async def counted(message_id: int) -> Any:
        asked.append(message_id)
        return await usual(message_id)

    monkeypatch.setattr(braked.client.services.orders, "by_message", counted)
    for _ in range(100):
        for emoji in ("❌", "⭐"):
            await braked.person("jonas").react(call.message, emoji)
            await braked.person("jonas").unreact(call.message, emoji)
    assert "Your credits" in await braked.quota(by="ines")
    assert 0 < len(asked) <= ACTIONS.burst + 5
    assert braked.row(call)["cancel_at"] is None
    await braked.person().react(call.message, "❌")
    await braked.until(lambda: braked.row(call)["state"] == "cancelled")


def replies(studio: Studio, by: str) -> list[Any]:
    """Return the bot's public replies to a member."""
    said = {m.id for m in studio.fake_discord.messages() if m.author_id == studio.person(by).id}
    return [m for m in studio.fake_discord.messages() if m.reply_to in said and m.author_id != studio.person(by).id]


async def test_thirty_replies_are_one_question_that_changes(studio: Studio) -> None:
    _, card = await studio.finish()
    for n in range(30):
        await studio.person("jonas").say(f"@Banana make it {n}", reply_to=card)
    await studio.until(lambda: any("make it 29" in m.text for m in replies(studio, "jonas")))
    (asked,) = replies(studio, "jonas")
    await studio.person("ines").say("@Banana make it green", reply_to=card)
    await studio.until(lambda: replies(studio, "ines"))
    placed = await studio.press(asked, "reply", by="jonas")
    assert "make it 29" in placed.message.text and studio.orders == 2
    await studio.person("jonas").say("@Banana make it red", reply_to=card)
    await studio.until(lambda: any("make it red" in m.text for m in replies(studio, "jonas")))


async def test_a_row_of_empty_replies_is_answered_once(studio: Studio) -> None:
    _, card = await studio.finish()
    for _ in range(10):
        await studio.person("jonas").say("@Banana", reply_to=card)
    await studio.until(lambda: replies(studio, "jonas"))
    assert "Your credits" in await studio.quota(by="ines")
    assert len(replies(studio, "jonas")) == 1
