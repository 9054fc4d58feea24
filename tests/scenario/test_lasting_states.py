"""What the account lacks is learned once: the offer changes, the host is told, one order an hour tries again."""

from __future__ import annotations

from typing import Any

import pytest

Studio = Any
REFUNDED = [("reserve", 3), ("refund", -3)]
ALWAYS = 10**6
PRO = ("POST", "/nano-banana-pro")
NO_SIZE = {"detail": [{"type": "literal_error", "loc": ["body", "resolution"], "msg": "Input should be '1k'"}]}


def told(studio: Studio) -> list[str]:
    """Return what the host was told."""
    return [message.text for message in studio.person("sam").dm()]


def heard(studio: Studio) -> int:
    """Return how many orders the vendor was sent, taken or not."""
    return sum(call.method == "POST" and call.path.startswith("/nano-banana") for call in studio.vendor.calls)


async def refused(studio: Studio, **options: Any) -> str:
    """Order, and return the private refusal; nothing was booked or sent."""
    before = studio.orders, heard(studio)
    call = await studio.order(by="jonas", **options)
    assert call.ephemeral and call.message is not None and (studio.orders, heard(studio)) == before
    return str(call.message.text)


async def test_a_model_that_the_account_lacks_is_learned_once(studio: Studio) -> None:
    studio.terms(pro=False)
    call, card = await studio.finish(command="banana-pro")
    assert (
        "This bot's Higgsfield account doesn't include Nano Banana Pro. Nothing was charged. /banana may work."
        in card.text
    )
    assert studio.ledger(call) == REFUNDED
    said = await refused(studio, command="banana-pro")
    assert said == (
        "This bot's Higgsfield account can't draw with Nano Banana Pro right now. Nothing was charged; /banana works."
    )
    await studio.until(lambda: told(studio))
    assert len(told(studio)) == 1 and "BOT_MODELS_FILE" in told(studio)[0] and "Nano Banana Pro" in told(studio)[0]
    _, done = await studio.finish(command="banana")
    assert ":pro:" not in str(done.buttons)
    assert "banana-pro" not in await studio.quota()


async def test_a_restart_forgets_nothing_of_it_and_tells_nothing_twice(studio: Studio) -> None:
    studio.terms(pro=False)
    await studio.finish(command="banana-pro")
    await studio.until(lambda: told(studio))
    await studio.restart()
    await refused(studio, command="banana-pro")
    assert len(told(studio)) == 1


async def test_one_order_an_hour_tries_again_and_a_success_restores_the_offer(studio: Studio) -> None:
    studio.terms(pro=False)
    await studio.finish(command="banana-pro")
    before = heard(studio)
    await studio.clock.leap(minutes=61)
    await studio.finish(command="banana-pro")
    assert heard(studio) == before + 1
    await refused(studio, command="banana-pro")
    studio.terms(pro=True)
    await studio.clock.leap(minutes=61)
    call, _ = await studio.finish(command="banana-pro")
    assert studio.ledger(call) == [("reserve", 3), ("settle", 0)]
    await studio.until(lambda: "Nano Banana Pro is available again." in told(studio)[-1])
    assert len(told(studio)) == 2
    again, done = await studio.finish(command="banana-pro", by="jonas")
    assert studio.ledger(again)[-1] == ("settle", 0)
    assert studio.query("SELECT * FROM incident") == studio.query("SELECT * FROM lack") == []


async def test_who_waited_in_line_for_it_is_refunded_without_asking(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(higgsfield_concurrency=1)
    first = await studio.order("a boat [stuck]")
    await studio.taken(first.message)
    waiting = [await studio.order(command="banana-pro", by=name) for name in ("jonas", "ines", "mara")]
    studio.terms(pro=False)
    studio.finish_drawing()
    for call in waiting:
        assert "account doesn't include Nano Banana Pro" in (await studio.ended(call)).text
        assert studio.ledger(call) == REFUNDED
    assert heard(studio) == 2


async def test_without_any_model_left_drawing_is_paused_in_words(studio: Studio) -> None:
    studio.vendor.fail("POST", "/nano-banana*", how="404", body={"detail": "Model not found"}, times=ALWAYS)
    await studio.finish(command="banana-pro")
    _, card = await studio.finish(command="banana")
    assert "/banana" not in card.text and "or any of my other models right now" in card.text
    for command in ("banana", "banana-pro"):
        said = await refused(studio, command=command)
        assert said.startswith(
            "Drawing is paused: this bot's Higgsfield account doesn't include any of my models right now."
        )
    await studio.person().slash("me")
    await studio.quota()


async def test_pictures_that_a_model_does_not_take_are_learned_once(studio: Studio, picture: bytes) -> None:
    studio.terms(pro_inputs=False)
    await studio.finish(command="banana-pro", image=("red.png", picture))
    said = await refused(studio, command="banana-pro", image=("red.png", picture))
    assert "Nano Banana Pro can't edit pictures on this account; /banana can. Nothing was charged." in said
    await studio.until(lambda: told(studio))
    assert len(told(studio)) == 1 and "HIGGSFIELD_PRO_INPUT_IMAGES=false" in told(studio)[0]
    call, _ = await studio.finish(command="banana-pro")
    assert studio.ledger(call)[-1] == ("settle", 0), "without a picture it works"
    studio.terms(pro_inputs=True)
    await studio.clock.leap(minutes=61)
    call, _ = await studio.finish(command="banana-pro", image=("red.png", picture))
    assert studio.ledger(call)[-1] == ("settle", 0)


async def test_a_size_that_the_account_does_not_draw_is_learned_once(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(higgsfield_resolutions="1k,2k,4k")
    studio.vendor.fail(*PRO, how="422", body=NO_SIZE, times=1)
    _, card = await studio.finish(command="banana-pro", resolution="4k")
    assert "can't draw at that size with Nano Banana Pro. Nothing was charged. A smaller size works." in card.text
    said = await refused(studio, command="banana-pro", resolution="4k")
    assert said == "That size isn't available. Choose from: 1k, 2k. Nothing was charged."
    await studio.until(lambda: told(studio))
    assert "4k" in told(studio)[0] and "HIGGSFIELD_RESOLUTIONS" in told(studio)[0]
    call, _ = await studio.finish(command="banana-pro", resolution="2k")
    await studio.clock.leap(minutes=61)
    call, _ = await studio.finish(command="banana-pro", resolution="4k")
    assert studio.ledger(call)[-1] == ("settle", 0)


async def test_a_model_that_stays_locked_leaves_the_offer_after_ten_minutes(studio: Studio) -> None:
    studio.vendor.fail(*PRO, how="423", body={"detail": "model temporarily blocked"}, times=ALWAYS)
    call = await studio.order(command="banana-pro")
    await studio.leap_until(lambda: studio.row(call)["finished_at"], seconds=60, leaps=20)
    assert (
        "Higgsfield has locked Nano Banana Pro. Nothing was charged. /banana may work."
        in (await studio.ended(call)).text
    )
    await refused(studio, command="banana-pro")
    await studio.until(lambda: told(studio))
    assert len(told(studio)) == 1 and "423" in told(studio)[0]
    studio.vendor.faults.clear()
    await studio.clock.leap(minutes=61)
    call, _ = await studio.finish(command="banana-pro")
    assert studio.ledger(call)[-1] == ("settle", 0)


@pytest.mark.parametrize("status", [401, 402, 403, 404, 407, 451])
async def test_what_a_firewall_answers_is_neither_the_key_nor_the_credits_nor_a_missing_model(
    studio: Studio, status: int
) -> None:
    studio.vendor.fail("*", "*", how="status", status=status, body="Access denied by policy", times=ALWAYS)
    call = await studio.order(command="banana-pro")
    await studio.says(
        call.message, "something between me and Higgsfield, such as a proxy or a firewall, is answering in its place"
    )
    await studio.until(lambda: told(studio))
    assert "neither the key nor the credits" in told(studio)[0] and str(status) in told(studio)[0]
    await studio.clock.leap(seconds=61)
    await studio.leap_until(lambda: len(studio.vendor.calls) > 4, seconds=61)
    said = await refused(studio)
    assert said.startswith(
        "Something between me and Higgsfield, such as a proxy or a firewall, is answering in its place"
    )
    studio.vendor.faults.clear()
    await studio.clock.leap(seconds=61)
    await studio.ended(call)
    assert studio.ledger(call) == [("reserve", 3), ("settle", 0)]
    assert len(told(studio)) == 1
