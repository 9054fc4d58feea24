"""An outage, the vendor's or our own: nothing new is taken for nothing, and nothing good is failed by it."""

from __future__ import annotations

from typing import Any

import pytest

Studio = Any
CHARGED, REFUNDED = [("reserve", 1), ("settle", 0)], [("reserve", 1), ("refund", -1)]
SUBMIT, STATUS, RESULT = ("POST", "/nano-banana"), ("GET", "/requests/*"), ("GET", "/cdn/results/*")
ALWAYS = 10**6
OUTAGES: dict[str, dict[str, Any]] = {
    "pages": {"how": "html"},
    "errors": {"how": "status", "status": 500},
    "resets": {"how": "reset_before"},
    "a page that says 200": {"how": "html", "status": 200},
}


def go_down(studio: Studio, how: str) -> None:
    for call in (("*", "/nano-banana*"), ("*", "/requests/*"), ("*", "/files/*"), ("*", "/cdn/*")):
        studio.vendor.fail(*call, times=ALWAYS, **OUTAGES[how])


def come_back(studio: Studio) -> None:
    studio.vendor.faults.clear()


def asked(studio: Studio) -> int:
    return len(studio.vendor.calls)


def struck(studio: Studio) -> int:
    """Return how many calls met a fault that strikes always."""
    return sum(ALWAYS - fault.times for fault in studio.vendor.faults)


async def pass_minutes(studio: Studio, minutes: int, *, at_a_time: int = 1) -> None:
    """Let minutes go by, each time with a question to the vendor about every job, and its answer."""
    for _ in range(0, minutes, at_a_time):
        before = studio.steps.copy()
        await studio.clock.leap(minutes=at_a_time)
        await studio.until(lambda before=before: has_asked(studio, before))


def has_asked(studio: Studio, before: Any) -> bool:
    """Tell whether each job has had a whole step since: the first of two may have begun earlier."""
    under_way = studio.query("SELECT id FROM job WHERE state = 'running'")
    return all(studio.steps[row["id"]] >= before[row["id"]] + 2 for row in under_way)


async def pass_minutes_until_final(studio: Studio, call: Any) -> None:
    """A leap may meet a question under way, which then takes too long: that minute does not count."""
    for _ in range(40):
        if studio.row(call)["finished_at"] is None:
            await pass_minutes(studio, 1)


async def drawing(studio: Studio, **options: Any) -> Any:
    call = await studio.order("a boat [stuck]", **options)
    await studio.taken(call.message)
    return call


@pytest.mark.parametrize("how", OUTAGES)
async def test_an_hours_outage_fails_no_order_that_was_taken_and_takes_none(studio: Studio, how: str) -> None:
    calls = [await drawing(studio), await drawing(studio, by="jonas")]
    go_down(studio, how)
    await pass_minutes(studio, 4)
    for minutes in (1, 28, 28):
        refused = await studio.order("a dog", by="ines")
        assert refused.ephemeral and "Higgsfield stopped responding <t:" in refused.message.text
        await pass_minutes(studio, minutes, at_a_time=min(minutes, 4))
    assert (studio.orders, studio.posts) == (2, 2)
    come_back(studio)
    studio.finish_drawing()
    for call in calls:
        card = await studio.ended(call)
        assert len(card.media) == 1 and studio.ledger(call) == CHARGED
    call, card = await studio.finish("a dog", by="ines")
    assert studio.ledger(call) == CHARGED and studio.posts == 3


@pytest.mark.parametrize("how", ["pages", "errors", "a page that says 200"])
async def test_an_outage_that_an_order_finds_costs_that_order_alone(studio: Studio, how: str) -> None:
    go_down(studio, how)
    lost, card = await studio.finish("a cat")
    assert "I can't tell whether Higgsfield got it." in card.text and studio.ledger(lost) == REFUNDED
    waiting = await studio.order("a dog", by="jonas")
    await pass_minutes(studio, 2)
    await studio.says(waiting.message, "Higgsfield isn't responding. I'll keep trying")
    refused = await studio.order("a fox", by="ines")
    assert refused.ephemeral and "Higgsfield stopped responding <t:" in refused.message.text
    assert (studio.orders, studio.posts) == (2, 1), "nobody sends an order to find out"
    come_back(studio)
    await studio.clock.leap(minutes=1)
    await studio.ended(waiting)
    assert studio.ledger(waiting) == CHARGED and studio.posts == 2


async def test_a_question_without_an_answer_spares_the_next_order_the_outage(studio: Studio) -> None:
    running = await drawing(studio)
    go_down(studio, "pages")
    await pass_minutes(studio, 1)
    waiting = await studio.order("a dog", by="jonas")
    assert not waiting.ephemeral, "a minute's silence is nobody's business"
    await pass_minutes(studio, 2)
    assert studio.posts == 1, "nobody sends an order to find out"
    come_back(studio)
    studio.finish_drawing()
    await studio.clock.leap(minutes=1)
    for call in (running, waiting):
        await studio.ended(call)
        assert studio.ledger(call) == CHARGED


@pytest.mark.parametrize("vendor_is_down", [False, True])
async def test_twenty_minutes_without_us_are_no_deadline(studio: Studio, vendor_is_down: bool) -> None:
    call = await drawing(studio)
    await studio.stop()
    await studio.clock.leap(minutes=20)
    if vendor_is_down:
        go_down(studio, "pages")
    before = asked(studio)
    await studio.start()
    await studio.until(lambda: asked(studio) > before + 1)
    assert studio.row(call)["state"] == "running"
    if vendor_is_down:
        await pass_minutes(studio, 20)
        come_back(studio)
    studio.finish_drawing()
    card = await studio.ended(call)
    assert len(card.media) == 1 and studio.ledger(call) == CHARGED


async def test_an_outage_while_a_picture_is_fetched_burns_no_paid_picture(studio: Studio) -> None:
    studio.vendor.fail(*RESULT, how="503", times=ALWAYS)
    call = await studio.order()
    await studio.until(lambda: sum("/cdn/" in c.path for c in studio.vendor.calls) > 2)
    go_down(studio, "pages")
    await pass_minutes(studio, 3)
    await studio.clock.leap(minutes=300)
    await pass_minutes(studio, 1)
    assert studio.row(call)["state"] == "running"
    come_back(studio)
    card = await studio.ended(call)
    assert len(card.media) == 1 and studio.ledger(call) == CHARGED


async def test_a_restart_while_a_picture_is_fetched_begins_with_new_patience(studio: Studio) -> None:
    studio.vendor.fail(*RESULT, how="503", times=ALWAYS)
    call = await studio.order()
    await studio.until(lambda: sum("/cdn/" in c.path for c in studio.vendor.calls) > 2)
    await studio.stop()
    await studio.clock.leap(minutes=300)
    await studio.start()
    fetched = sum("/cdn/" in c.path for c in studio.vendor.calls)
    await studio.until(lambda: sum("/cdn/" in c.path for c in studio.vendor.calls) > fetched + 1)
    assert studio.row(call)["state"] == "running"
    come_back(studio)
    card = await studio.ended(call)
    assert len(card.media) == 1 and studio.ledger(call) == CHARGED


# accepted, and never answered


async def test_an_order_without_an_answer_is_unclear_after_a_minute_and_blocks_nobody(studio: Studio) -> None:
    studio.vendor.fail(*SUBMIT, how="hang")
    call = await studio.order()
    await studio.until(lambda: studio.row(call)["state"] == "submitting")
    other, card = await studio.finish("a dog", by="jonas")
    assert studio.ledger(other) == CHARGED
    await studio.clock.leap(seconds=61)
    assert "I can't tell whether Higgsfield got it." in (await studio.ended(call)).text
    assert studio.ledger(call) == REFUNDED


async def test_a_vendor_that_only_listens_is_away_too(studio: Studio) -> None:
    running = await drawing(studio)
    for call in (("*", "/nano-banana*"), ("*", "/requests/*")):
        studio.vendor.fail(*call, how="hang", times=ALWAYS)
    for _ in range(8):
        before = struck(studio)
        await studio.clock.leap(seconds=31)
        await studio.until(lambda before=before: struck(studio) > before)
    refused = await studio.order("a dog", by="jonas")
    assert refused.ephemeral and "Higgsfield stopped responding <t:" in refused.message.text
    come_back(studio)
    studio.finish_drawing()
    await studio.clock.leap(seconds=62)
    await studio.ended(running)
    assert studio.ledger(running) == CHARGED and studio.posts == 1


@pytest.mark.parametrize("where", [STATUS, RESULT])
async def test_a_call_without_an_answer_is_made_again(studio: Studio, where: tuple[str, str]) -> None:
    studio.vendor.fail(*where, how="hang")
    call = await studio.order()
    await studio.until(lambda: [fault.times for fault in studio.vendor.faults] == [0])
    other, _ = await studio.finish("a dog", by="jonas")
    assert studio.ledger(other) == CHARGED
    await studio.clock.leap(seconds=31)
    card = await studio.ended(call)
    assert len(card.media) == 1 and studio.ledger(call) == CHARGED


# what is asked and never told


@pytest.mark.parametrize("how", [{"how": str(code)} for code in (400, 403, 410, 422)])
async def test_a_request_that_the_api_refuses_to_tell_of_ends_at_the_deadline(
    studio: Studio, how: dict[str, Any]
) -> None:
    call = await drawing(studio)
    studio.vendor.fail(*STATUS, times=ALWAYS, **how)
    await pass_minutes_until_final(studio, call)
    card = await studio.ended(call)
    assert "No pictures after 10 minutes" in card.text and studio.ledger(call) == REFUNDED
    come_back(studio)
    studio.finish_drawing()
    await studio.clock.leap(minutes=61)
    await studio.says(card, "it's on the house.")


async def test_one_request_that_the_vendor_stumbles_over_holds_up_nobody_else_and_ends(studio: Studio) -> None:
    call = await drawing(studio)
    (request,) = studio.vendor.requests.values()
    studio.vendor.fail("GET", f"/requests/{request.id}/*", how="status", status=500, times=ALWAYS)
    for _ in range(4):
        await pass_minutes(studio, 1)
        other, _ = await studio.finish("a dog", by="jonas")
        assert studio.ledger(other) == CHARGED
    assert studio.row(call)["state"] == "running", "it may pass"
    await studio.clock.leap(minutes=180)
    await pass_minutes_until_final(studio, call)
    card = await studio.ended(call)
    assert "Nothing was charged." in card.text and studio.ledger(call) == REFUNDED
    come_back(studio)
    studio.finish_drawing()
    await studio.clock.leap(minutes=61)
    await studio.says(card, "it's on the house.")
