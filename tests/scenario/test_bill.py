"""The host's bill: whatever people order, cancel, delete or wait for, Higgsfield charges no more than the cap."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.jobs import FINAL

Studio = Any
CAPS = {"bot_daily_credits": 12, "bot_user_credits": 12, "bot_user_daily_credits": 12}
NEVER = (float("inf"), float("inf"))


def charged(studio: Studio) -> int:
    """Return what Higgsfield charged, in the bot's credits: a picture with Pro costs 3."""
    requests = studio.vendor.requests.values()
    return sum(3 * request.images for request in requests if request.charged)


async def order_on(studio: Studio, prompt: str, *, times: int, seconds: float) -> int:
    """Order as often, whatever the answer; return how many orders were taken."""
    taken = 0
    for number in range(times):
        call = await studio.order(prompt, by=("mara", "jonas", "ines")[number % 3], command="banana-pro", count=4)
        if not call.ephemeral:
            taken += 1
            await studio.leap_until(lambda call=call: studio.row(call)["state"] in FINAL, seconds=61)
            await studio.ended(call)  # without a leap, which could pass a pause that it began
        await studio.clock.leap(seconds=seconds)
    return taken


async def test_orders_whose_answer_is_lost_cost_the_host_no_more_than_the_cap(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(**CAPS)
    assert await order_on(studio, "a bottle [unclear]", times=12, seconds=80) == 1
    await studio.until(lambda: charged(studio))
    assert charged(studio) == 12
    assert "You can spend **0 🍌** now." in await studio.quota()


async def test_orders_past_their_deadline_cost_the_host_no_more_than_the_cap(closed_studio: Studio) -> None:
    studio = closed_studio
    studio.terms(drawing_s=NEVER)
    await studio.start(**CAPS, bot_deadline_minutes=1)
    assert await order_on(studio, "a snail", times=4, seconds=120) == 1
    studio.finish_drawing()
    await studio.leap_until(lambda: studio.query("SELECT 1 FROM job WHERE state = 'succeeded'"))
    assert await order_on(studio, "a snail", times=4, seconds=120) == 0, "what came on the house counts, too"
    assert charged(studio) == 12 and studio.spent == 0


@pytest.mark.parametrize("word", ["none", "expired", "page"])
async def test_pictures_that_never_came_cost_the_host_no_more_than_the_cap(closed_studio: Studio, word: str) -> None:
    studio = closed_studio
    await studio.start(**CAPS)
    assert await order_on(studio, f"a desert [{word}]", times=3, seconds=60) == 1
    assert charged(studio) == 12 and studio.spent == 0


async def test_what_higgsfield_surely_did_not_charge_is_free_at_once(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(**CAPS)
    assert await order_on(studio, "a banana [refused]", times=3, seconds=1) == 3
    assert await order_on(studio, "a banana [failed]", times=3, seconds=1) == 3
    assert charged(studio) == 0


async def test_higgsfields_late_no_frees_the_cap_again(closed_studio: Studio) -> None:
    studio = closed_studio
    studio.terms(drawing_s=NEVER)
    await studio.start(**CAPS, bot_deadline_minutes=1)
    await order_on(studio, "a snail", times=1, seconds=1)
    for request in studio.vendor.requests.values():
        studio.vendor.advance(request, "failed")
    studio.terms(drawing_s=(0.02, 0.02))
    await studio.leap_until(lambda: studio.query("SELECT 1 FROM bill WHERE kind = 'clear'"))
    assert await order_on(studio, "a cat", times=1, seconds=1) == 1


async def test_an_order_deleted_while_it_is_drawn_is_followed_for_the_hosts_sake(closed_studio: Studio) -> None:
    """Nobody sees its pictures, but what Higgsfield says of it frees the cap, or counts."""
    studio = closed_studio
    studio.terms(drawing_s=NEVER)
    await studio.start(**CAPS, bot_deadline_minutes=1)
    call = await studio.order("a snail", command="banana-pro", count=4)
    await studio.taken(call.message)
    asked = await (await studio.person().menu("Delete this picture", call.message)).done()
    await studio.press(asked.message, "erase")
    await studio.leap_until(lambda: studio.row(call)["state"] == "failed")
    await studio.restart()
    studio.finish_drawing()
    await studio.leap_until(lambda: studio.query("SELECT 1 FROM bill WHERE kind = 'charge'"))
    assert studio.row(call)["state"] == "failed" and studio.row(call)["prompt"] == ""
    assert await order_on(studio, "a snail", times=1, seconds=1) == 0
    assert charged(studio) == 12


def told(studio: Studio) -> list[str]:
    """Return what the host was told in private."""
    return [message.text for message in studio.person("sam").dm()]


ROOMY = {"bot_daily_credits": 500, "bot_user_credits": 500, "bot_user_daily_credits": 500}


async def test_a_run_of_lost_answers_pauses_ordering_and_the_host_hears_the_sum(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(**ROOMY)
    assert await order_on(studio, "a bottle [unclear]", times=3, seconds=0) == 3
    await studio.until(lambda: len(told(studio)) == 2)
    assert "Ordering is paused" in told(studio)[1] and "3 orders of the last 24 hours" in told(studio)[1]
    assert "36 of 500 🍌 (0 spent, 0 reserved, 36 refunded but possibly billed)." in told(studio)[1]
    refused = await studio.order("a cat")
    assert (
        refused.ephemeral
        and "no pictures came back. I've told the bot's owner. I'll try again <t:" in refused.message.text
    )
    await studio.restart()
    await order_on(studio, "a bottle [unclear]", times=40, seconds=120)
    assert len(told(studio)) <= 5, "not one message an order"
    assert "12 orders" in told(studio)[-1] or "6 orders" in told(studio)[-1]
    await studio.clock.leap(minutes=16)
    call, card = await studio.finish("a cat")
    assert len(card.media) == 1, "one order finds out"
    call, card = await studio.finish("a dog")
    assert len(card.media) == 1 and not (await studio.order("a cow")).ephemeral


async def test_a_run_of_late_orders_pauses_until_one_ends_well(closed_studio: Studio) -> None:
    studio = closed_studio
    studio.terms(drawing_s=NEVER)
    await studio.start(**ROOMY, bot_deadline_minutes=1)
    assert await order_on(studio, "a snail", times=3, seconds=0) == 3
    await studio.until(lambda: any("no picture came in time" in text for text in told(studio)))
    assert (await studio.order("a snail")).ephemeral
    await studio.clock.leap(seconds=31)
    trial = await studio.order("a trial")
    await studio.taken(trial.message)
    waiting = await studio.order("a cat", by="jonas")
    await studio.until(lambda: waiting.ephemeral or "without an answer from Higgsfield" in waiting.message.text)
    studio.terms(drawing_s=(0.02, 0.02))
    for request in list(studio.vendor.requests.values())[3:]:
        studio.vendor.advance(request, "completed")
    await studio.ended(trial)
    call, card = await studio.finish("a dog")
    assert len(card.media) == 1


async def test_the_host_hears_once_in_a_window_that_the_cap_is_reached(closed_studio: Studio) -> None:
    studio = closed_studio
    credits = {"bot_daily_credits": 4, "bot_user_credits": 4, "bot_user_daily_credits": 4}
    await studio.start(**credits, bot_spending_warnings="100")
    await studio.finish(count=3)
    assert told(studio) == []
    assert (await studio.order(count=2)).ephemeral
    await studio.until(lambda: told(studio))
    assert "The bot's credits for 24 hours are used up" in told(studio)[0]
    assert "3 of 4 🍌 (3 spent, 0 reserved, 0 refunded but possibly billed)." in told(studio)[0]
    await studio.finish()
    for _ in range(3):
        assert (await studio.order(by="jonas")).ephemeral
    await studio.restart()
    assert (await studio.order(by="jonas")).ephemeral and len(told(studio)) == 1
    await studio.clock.leap(minutes=24 * 60 + 1)
    await studio.finish(count=4)
    await studio.until(lambda: len(told(studio)) == 2)


async def test_quota_tells_the_host_alone_what_is_spent_reserved_and_exposed(studio: Studio) -> None:
    studio.terms(drawing_s=NEVER)
    await studio.taken((await studio.order("a snail", count=2)).message)
    studio.terms(drawing_s=(0.02, 0.02))
    await studio.finish("a cat", count=4)
    await studio.finish("a bottle [unclear]", count=3)
    sums = "9 of 200 🍌 (4 spent, 2 reserved, 3 refunded but possibly billed)."
    assert sums in await studio.quota(by="sam") and sums not in await studio.quota()
