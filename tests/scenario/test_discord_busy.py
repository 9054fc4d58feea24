"""Discord says "later", breaks the line or fails: nothing is lost, nothing is asked too often, nothing is shouted."""

from __future__ import annotations

from typing import Any

import pytest

from bot.ui.outbound import completion_pings

Studio = Any
CHARGED = [("reserve", 1), ("settle", 0)]
REFUNDED = [("reserve", 1), ("refund", -1)]
HOUR = 3600
CALLBACK = "/interactions/*/callback*"

pytestmark = pytest.mark.usefixtures("calm")


async def drawing(studio: Studio, **options: Any) -> Any:
    """Order something that is drawn until the test says that it is done."""
    studio.terms(drawing_s=(float("inf"), float("inf")))
    call = await studio.order(**options)
    await studio.taken(call.message)
    return call


async def done_at_the_vendor(studio: Studio, call: Any) -> None:
    studio.finish_drawing()
    await studio.until(lambda: studio.row(call)["state"] == "succeeded")


def edits(studio: Studio, card: Any) -> list[int]:
    """Return how each edit of the card was answered."""
    return [
        e.status for e in studio.fake_discord.calls if e.method == "PATCH" and e.path.endswith(f"/messages/{card.id}")
    ]


async def test_an_hours_limit_on_the_token_is_no_hours_wait(studio: Studio) -> None:
    call = await drawing(studio)
    limit = studio.fake_discord.faults.answer("PATCH", "/webhooks/*", 429, retry_after=HOUR)
    await done_at_the_vendor(studio, call)
    await studio.until(lambda: limit.struck)
    await studio.leap_until(lambda: studio.row(call)["delivered"] == "message", leaps=4)
    assert len(call.message.media) == 1 and studio.ledger(call) == CHARGED


async def test_an_hours_limit_on_the_channel_is_kept_and_the_edit_comes_after_it(studio: Studio) -> None:
    call = await drawing(studio)
    studio.fake_discord.token_seconds = 0
    studio.fake_discord.faults.answer("PATCH", f"/channels/{call.message.channel_id}/*", 429, retry_after=HOUR)
    await done_at_the_vendor(studio, call)
    await studio.until(lambda: edits(studio, call.message)[-1] == 429)
    studio.terms(drawing_s=(0.02, 0.02))
    for _ in range(3):
        await studio.clock.leap(minutes=15)
        await studio.finish("meanwhile", by="jonas", channel="general")
    assert edits(studio, call.message)[-1] == 429 and studio.row(call)["delivered"] is None
    await studio.leap_until(lambda: studio.row(call)["delivered"] == "message", seconds=HOUR / 3)
    assert len(call.message.media) == 1 and studio.ledger(call) == CHARGED


async def test_a_ban_is_sat_out_as_long_as_it_says(studio: Studio) -> None:
    """A 429 that does not come from Discord, but from before it, reaches us at once."""
    call = await drawing(studio)
    studio.fake_discord.faults.answer("PATCH", "/*", 429, retry_after=HOUR, banned=True)
    await done_at_the_vendor(studio, call)
    await studio.until(lambda: 429 in edits(studio, call.message))
    await studio.clock.leap(seconds=HOUR - 60)
    studio.terms(drawing_s=(0.02, 0.02))
    await studio.finish("meanwhile", by="jonas", channel="general")
    assert edits(studio, call.message)[-1] == 429 and studio.row(call)["delivered"] is None
    await studio.leap_until(lambda: studio.row(call)["delivered"] == "message", leaps=4)
    assert len(call.message.media) == 1 and edits(studio, call.message).count(429) == 1


@pytest.mark.parametrize("wait", [0, HOUR], ids=["no time named", "an hour named"])
async def test_a_mention_that_discord_does_not_take_now_comes_later_and_once(studio: Studio, wait: float) -> None:
    def mentions() -> list[Any]:
        return [m for m in studio.fake_discord.messages() if m.content.endswith("your picture is ready.")]

    call = await drawing(studio)
    await studio.clock.leap(minutes=2)
    ban = studio.fake_discord.faults.answer("POST", "/channels/*/messages", 429, retry_after=wait, banned=True, times=2)
    await done_at_the_vendor(studio, call)
    await studio.until(lambda: ban.struck == 1)
    if wait:
        studio.terms(drawing_s=(0.02, 0.02))
        for _ in range(2):
            await studio.finish("meanwhile", by="jonas", channel="general")
            assert ban.struck == 1
            await studio.clock.leap(seconds=wait / 3)
    await studio.leap_until(mentions, seconds=max(5, wait / 4))
    await studio.until(lambda: studio.query("SELECT 1 FROM callout WHERE job_id = ?", call.id))
    assert len(mentions()) == 1


async def test_a_mention_that_discord_keeps_refusing_is_left_to_the_next_start(studio: Studio) -> None:
    call = await drawing(studio)
    await studio.clock.leap(minutes=2)
    ban = studio.fake_discord.faults.answer("POST", "/channels/*/messages", 429, banned=True, times=0)
    await done_at_the_vendor(studio, call)
    await studio.leap_until(lambda: ban.struck == completion_pings.TRIES, seconds=9)
    await studio.clock.leap(minutes=5)
    assert ban.struck == completion_pings.TRIES
    studio.fake_discord.faults.clear()
    await studio.restart()
    await studio.until(lambda: studio.query("SELECT 1 FROM callout WHERE job_id = ?", call.id))
    assert [m.content for m in studio.fake_discord.messages() if m.content and m.reply_to] != []


async def test_a_limit_on_direct_messages_is_kept_and_one_message_comes(studio: Studio) -> None:
    call = await drawing(studio)
    await studio.person("ines").delete(call.message)
    limit = studio.fake_discord.faults.answer("POST", "/channels/*/messages", 429, retry_after=HOUR)
    await done_at_the_vendor(studio, call)
    await studio.until(lambda: limit.struck)
    await studio.leap_until(lambda: studio.row(call)["delivered"] == "dm", seconds=HOUR / 3)
    (home,) = studio.person().dm()
    assert len(home.media) == 1 and limit.struck == 1


async def test_many_edits_of_old_messages_all_come_in_the_end(studio: Studio) -> None:
    studio.terms(drawing_s=(float("inf"), float("inf")), concurrency=10)
    await studio.restart(higgsfield_concurrency=10)
    calls = [await studio.order(f"cat {n}") for n in range(6)]
    for call in calls:
        await studio.taken(call.message)
    studio.fake_discord.token_seconds = 0
    limits = studio.fake_discord.limits
    limits.old_seconds, limits.old_window, limits.clock = 0, 300, studio.clock.monotonic
    studio.finish_drawing()
    for call in calls:
        await studio.leap_until(lambda one=call: studio.row(one)["delivered"] == "message")
        assert len(call.message.media) == 1 and studio.ledger(call) == CHARGED
    limited = [e for e in studio.fake_discord.calls if e.code == 30046]
    assert 1 <= len(limited) <= 3 * len(calls)


@pytest.mark.parametrize("how", ["500", "502", "503", "reset"])
async def test_a_burst_of_failures_is_outlasted(studio: Studio, how: str) -> None:
    call = await drawing(studio)
    faults = studio.fake_discord.faults
    if how == "reset":
        faults.reset("PATCH", "/webhooks/*", times=4)
    else:
        faults.answer("PATCH", "/webhooks/*", int(how), times=12)
    await done_at_the_vendor(studio, call)
    await studio.leap_until(lambda: studio.row(call)["delivered"] == "message", seconds=10)
    assert len(call.message.media) == 1 and studio.ledger(call) == CHARGED


async def test_an_edit_that_discord_refused_to_hear_of_is_made_after_a_restart(studio: Studio) -> None:
    call = await drawing(studio)
    studio.fake_discord.faults.answer("PATCH", "/*", 503, times=0)
    await done_at_the_vendor(studio, call)
    await studio.until(lambda: edits(studio, call.message)[-1] == 503)
    await studio.stop()
    studio.fake_discord.faults.clear()
    await studio.start()
    card = await studio.ended(call)
    assert len(card.media) == 1 and studio.row(call)["delivered"] == "message"


async def test_an_answer_that_discord_puts_off_for_an_hour_is_given_up_and_refunded(studio: Studio) -> None:
    limit = studio.fake_discord.faults.answer("POST", CALLBACK, 429, retry_after=HOUR)
    call = await studio.person().slash("banana", prompt="a cat")
    await studio.until(lambda: limit.struck)
    await studio.leap_until(lambda: studio.row(call)["state"] == "cancelled", seconds=11, leaps=5)
    assert call.failed and studio.ledger(call) == REFUNDED and studio.posts == 0


@pytest.mark.parametrize("how", ["10062", "502", "reset", "429"])
async def test_a_press_on_cancel_counts_even_where_its_answer_is_lost(studio: Studio, how: str) -> None:
    studio.terms(queued_s=float("inf"))
    call = await studio.order()
    await studio.taken(call.message)
    faults = studio.fake_discord.faults
    if how == "reset":
        faults.reset("POST", CALLBACK, times=0)
    else:
        status = 404 if how == "10062" else int(how)
        faults.answer("POST", CALLBACK, status, code=10062 if how == "10062" else 0, retry_after=HOUR, times=0)
    button = next(b for b in call.message.buttons if ":cancel:" in b["custom_id"])
    await studio.person().click(call.message, button["custom_id"])
    await studio.leap_until(lambda: studio.row(call)["state"] == "cancelled", seconds=11, leaps=20)
    assert studio.ledger(call) == REFUNDED


@pytest.mark.parametrize("how", ["reset", "502", "404", "429"])
@pytest.mark.parametrize("what", ["quota", "edit", "more", "prompt", "star", "bin"])
async def test_a_private_answer_that_is_lost_ends_nothing(studio: Studio, how: str, what: str) -> None:
    _, card = await studio.finish("a cat\n" * 12)
    answer = (await studio.press(card, "more")).message
    faults = studio.fake_discord.faults
    if how == "reset":
        faults.reset("POST", CALLBACK, times=0)
    else:
        faults.answer("POST", CALLBACK, int(how), retry_after=HOUR, times=0)
    if what == "quota":
        call = await studio.person().slash("quota")
    else:
        pressed = card if what in ("edit", "more") else answer
        custom_id = next(b["custom_id"] for b in pressed.buttons if f":{what}:" in b["custom_id"])
        call = await studio.person().click(pressed, custom_id)
    await studio.leap_until(lambda: call.failed, seconds=11)
    faults.clear()
    assert "You can spend" in await studio.quota()


async def test_a_lost_defer_on_a_slow_disk_leaves_no_order_behind(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.ui.order_placement.BOOKING_S", 0.0)
    studio.fake_discord.faults.reset("POST", CALLBACK, times=0)
    call = await studio.person().slash("banana", prompt="a cat")
    await studio.leap_until(lambda: studio.orders and studio.row(call)["state"] == "cancelled", seconds=5)
    assert studio.ledger(call) == REFUNDED and studio.posts == 0


async def test_a_lost_answer_in_a_lost_channel_is_not_looked_for_for_ever(studio: Studio) -> None:
    studio.fake_discord.faults.after("POST", CALLBACK, status=502)
    for method, path in (("GET", "/webhooks/*"), ("GET", "/channels/*/messages")):
        studio.fake_discord.faults.answer(method, path, 404, code=10003, times=0)
    call = await studio.order()
    await studio.leap_until(lambda: studio.row(call)["state"] == "cancelled", seconds=5)
    assert studio.ledger(call) == REFUNDED and studio.posts == 0


async def test_a_lost_answer_of_which_discord_knows_nothing_is_refunded_at_once(studio: Studio) -> None:
    studio.fake_discord.faults.after("POST", CALLBACK, status=502)
    studio.fake_discord.faults.answer("GET", "/webhooks/*", 404, code=10008)
    call = await studio.order()
    await studio.leap_until(lambda: studio.row(call)["state"] == "cancelled", seconds=5)
    assert studio.ledger(call) == REFUNDED and studio.posts == 0
    assert not any(e.method == "GET" and e.path.endswith("/messages") for e in studio.fake_discord.calls)


async def test_a_lost_answer_is_searched_for_in_its_channel_until_discord_can_say(studio: Studio) -> None:
    studio.fake_discord.faults.reset("POST", CALLBACK, after=True)
    studio.fake_discord.faults.answer("GET", "/webhooks/*", 404, code=10015, times=0)
    studio.fake_discord.faults.answer("GET", "/channels/*/messages", 503, times=11)
    call = await studio.order()
    await studio.leap_until(lambda: studio.row(call)["delivered"] == "message", seconds=10)
    assert studio.ledger(call) == CHARGED and studio.posts == 1


async def test_a_lost_answer_is_looked_for_until_discord_can_say(studio: Studio) -> None:
    studio.fake_discord.faults.reset("POST", CALLBACK, after=True)
    studio.fake_discord.faults.answer("GET", "/webhooks/*", 503, times=11)
    call = await studio.order()
    await studio.leap_until(lambda: studio.row(call)["delivered"] == "message", seconds=10)
    assert studio.ledger(call) == CHARGED and studio.posts == 1


async def test_a_cross_set_meanwhile_is_found_though_discord_fails_at_first(studio: Studio) -> None:
    studio.terms(queued_s=float("inf"))
    call = await studio.order()
    await studio.taken(call.message)
    await studio.stop()
    await studio.person().react(call.message, "❌")
    studio.fake_discord.faults.answer("GET", "/channels/*/messages/*", 503, times=7)
    await studio.start()
    await studio.leap_until(lambda: studio.row(call)["state"] == "cancelled", seconds=10)
    assert studio.ledger(call) == REFUNDED
