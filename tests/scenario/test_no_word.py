"""A request that is never readable again: its order ends by itself, its place is free before, and the card is true."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from bot.domain.errors import DiskUnavailable
from bot.pictures.file_store import PictureStore

Studio = Any
REFUNDED = [("reserve", 1), ("refund", -1)]
ALWAYS = 10**6
STATUS = ("GET", "/requests/*")
JSON = "application/json"
#: What is answered to every question about the order, while Higgsfield answers others.
NO_WORDS: dict[str, dict[str, Any]] = {
    "JSON that breaks off": {"how": "garbage"},
    "nothing": {"how": "empty"},
    "a list": {"how": "bytes", "data": base64.b64encode(b"[]").decode(), "content_type": JSON},
    "a body cut short": {"how": "cut"},
    "not now": {"how": "429"},
    "not within the hour": {"how": "429", "headers": {"Retry-After": "3600"}},
    "locked": {"how": "423"},
    "a page that says 200": {"how": "html", "status": 200},
    "an error": {"how": "500"},
    "another address": {"how": "redirect"},
}


async def without_word(studio: Studio, **how: Any) -> Any:
    """Order, and let every question about that order meet this from then on."""
    call = await studio.order("a boat [stuck]")
    await studio.taken(call.message)
    (request,) = studio.vendor.requests.values()
    studio.vendor.fail("GET", f"*/{request.id}*", times=ALWAYS, **how)
    return call


async def pass_by(studio: Studio, call: Any, *, minutes: int, at_a_time: int) -> None:
    """Let time pass, each time with a question about the order."""
    for _ in range(0, minutes, at_a_time):
        before = studio.steps[call.id]
        await studio.clock.leap(minutes=at_a_time)
        await studio.until(lambda before=before: studio.steps[call.id] > before)


@pytest.mark.parametrize("how", NO_WORDS)
async def test_an_order_that_is_never_readable_again_ends_and_is_refunded(studio: Studio, how: str) -> None:
    call = await without_word(studio, **NO_WORDS[how])
    await pass_by(studio, call, minutes=60, at_a_time=10)
    assert studio.row(call)["state"] == "running", "an hour's trouble loses nothing"
    await studio.leap_until(lambda: studio.row(call)["finished_at"], seconds=600, leaps=24)
    card = await studio.ended(call)
    assert studio.row(call)["failure"] == "deadline" and studio.ledger(call) == REFUNDED
    assert "No pictures after 3 hours, so I stopped waiting. Nothing was charged." in card.text


async def test_what_turns_up_after_that_is_delivered_still(studio: Studio) -> None:
    call = await without_word(studio, how="garbage")
    await studio.leap_until(lambda: studio.row(call)["finished_at"], seconds=600, leaps=24)
    card = await studio.ended(call)
    studio.vendor.faults.clear()
    studio.finish_drawing()
    await studio.leap_until(lambda: "it's on the house." in card.text, seconds=600)
    assert studio.spent == 0


@pytest.mark.parametrize("how", [{"how": "html"}, {"how": "401"}, {"how": "reset_before"}], ids=str)
async def test_an_outage_without_end_ends_the_order_after_a_day(studio: Studio, how: dict[str, Any]) -> None:
    call = await studio.order("a boat [stuck]")
    await studio.taken(call.message)
    studio.vendor.fail(*STATUS, times=ALWAYS, **how)
    await pass_by(studio, call, minutes=20 * 60, at_a_time=60)
    assert studio.row(call)["state"] == "running"
    await studio.leap_until(lambda: studio.row(call)["finished_at"], seconds=3600, leaps=12)
    assert studio.ledger(call) == REFUNDED and "No pictures after" in (await studio.ended(call)).text


async def test_its_place_is_free_long_before(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(higgsfield_concurrency=1)
    call = await without_word(studio, how="429", headers={"Retry-After": "3600"})
    other = await studio.order("a dog", by="jonas")
    await studio.leap_until(lambda: studio.is_shown_final(other), seconds=120, leaps=12)
    assert studio.row(call)["state"] == "running" and studio.ledger(other)[-1] == ("settle", 0)


async def test_the_card_and_the_answer_to_a_cancel_say_what_is_known(studio: Studio) -> None:
    call = await without_word(studio, how="garbage")
    await studio.leap_until(lambda: "gives no readable answer" in call.message.text, seconds=20)
    assert "You only pay if the pictures arrive." in call.message.text
    studio.vendor.advance(next(iter(studio.vendor.requests.values())), "in_progress")
    press = await studio.press(call.message, "cancel")
    await studio.until(lambda: press.followups)
    said = press.followups[-1].text
    assert "hasn't confirmed" in said and "If the pictures arrive, it costs 1 🍌; if not, nothing." in said
    assert "Too late" not in call.message.text + said
    studio.vendor.faults.clear()
    studio.finish_drawing()
    await studio.clock.leap(minutes=1)
    await studio.ended(call)


async def test_once_it_is_readable_again_the_card_says_that_it_is_drawn(studio: Studio) -> None:
    call = await without_word(studio, how="garbage")
    await studio.leap_until(lambda: "no readable answer" in call.message.text, seconds=20)
    studio.vendor.faults.clear()
    await studio.leap_until(lambda: "Drawing:" in call.message.text, seconds=20)


async def test_a_paid_picture_that_our_disk_has_no_room_for_is_awaited_as_long_as_it_is_kept(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object, **__: object) -> None:
        raise DiskUnavailable

    monkeypatch.setattr(PictureStore, "download_output", full)
    call = await studio.order()
    await studio.until(lambda: studio.row(call)["state"] == "running")
    await pass_by(studio, call, minutes=7 * 24 * 60, at_a_time=12 * 60)
    assert studio.row(call)["state"] == "running"
    await studio.leap_until(lambda: studio.row(call)["finished_at"], seconds=6 * 3600, leaps=8)
    assert studio.row(call)["failure"] == "no_image" and studio.ledger(call) == REFUNDED
