"""Discord says no: the picture still reaches its person, and Discord is not asked again and again."""

from __future__ import annotations

from typing import Any

import pytest

Studio = Any
CHARGED = [("reserve", 1), ("settle", 0)]
REFUNDED = [("reserve", 1), ("refund", -1)]

pytestmark = pytest.mark.usefixtures("calm")


async def drawing(studio: Studio, prompt: str = "a cat", **options: Any) -> Any:
    """Order something that is drawn until the test says that it is done."""
    studio.terms(drawing_s=(float("inf"), float("inf")))
    call = await studio.order(prompt, **options)
    await studio.taken(call.message)
    return call


async def comes_home(studio: Studio, call: Any) -> Any:
    """Let the vendor be done; return the direct message that brings the pictures."""
    studio.finish_drawing()
    await studio.until(lambda: studio.row(call)["delivered"] == "dm")
    (home,) = studio.person().dm()
    assert len(home.media) == 1 and studio.ledger(call) == CHARGED
    return home


def refused(studio: Studio) -> list[int]:
    """Return the code by which edits were refused: one, and one more that was on its way."""
    codes = [e.code for e in studio.fake_discord.calls if e.method == "PATCH" and e.status >= 400]
    assert len(codes) <= 2, codes
    return codes[:1] if len(set(codes)) == 1 else codes


@pytest.mark.parametrize("by_token", [True, False], ids=["token", "channel"])
@pytest.mark.parametrize(
    ("status", "code"),
    [
        *((404, 10003), (403, 50001), (403, 50013), (403, 50083), (403, 160005), (400, 200000), (400, 240000)),
        *((400, 50035), (403, 40333), (400, 50006), (404, 0)),
    ],
)
async def test_an_edit_that_is_refused_for_good_brings_the_pictures_home(
    studio: Studio, status: int, code: int, by_token: bool
) -> None:
    call = await drawing(studio)
    if not by_token:
        studio.fake_discord.token_seconds = 0
    way = "/webhooks/*" if by_token else "/channels/*/messages/*"
    refusal = studio.fake_discord.faults.answer("PATCH", way, status, code=code, times=0)
    await comes_home(studio, call)
    assert refusal.struck == 1
    await studio.clock.leap(minutes=90)
    studio.fake_discord.faults.clear()
    studio.terms(drawing_s=(0.02, 0.02))
    await studio.finish("meanwhile", by="jonas", channel="general")
    assert refusal.struck == 1 and len(studio.person().dm()) == 1
    assert [m.id for m in studio.fake_discord.messages()] == [call.message.id], "never posted again"


@pytest.mark.parametrize("how", ["archive", "lock"])
@pytest.mark.parametrize("minutes", [0, 15], ids=["token", "channel"])
async def test_a_closed_thread_sends_its_pictures_home(closed_studio: Studio, how: str, minutes: float) -> None:
    studio = closed_studio
    await studio.start(bot_deadline_minutes=60)
    studio.fake_discord.add_thread("sketches")
    call = await drawing(studio, channel="sketches")
    getattr(studio.fake_discord, how)("sketches")
    await studio.clock.leap(minutes=minutes)
    home = await comes_home(studio, call)
    assert f"I can't reach your card in <#{call.interaction.channel.id}> any more" in home.text
    assert refused(studio) == [50083 if how == "archive" else 160005]


async def test_a_command_in_a_thread_works_like_any_other(studio: Studio) -> None:
    studio.fake_discord.add_thread("sketches")
    call, card = await studio.finish(channel="sketches")
    assert len(card.media) == 1 and [m.id for m in studio.fake_discord.messages("sketches")] == [card.id]
    again = await studio.press(card, "again")
    await studio.ended(again)
    assert len(studio.fake_discord.messages("sketches")) == 2


async def test_in_a_thread_the_right_to_write_in_threads_is_asked_for(studio: Studio) -> None:
    studio.fake_discord.add_thread("sketches")
    studio.fake_discord.deny("studio", "SEND_MESSAGES")
    _, card = await studio.finish(channel="sketches")
    assert len(card.media) == 1
    studio.fake_discord.deny("studio", "SEND_MESSAGES_IN_THREADS")
    call = await studio.order(channel="sketches")
    assert call.ephemeral and "I can't send messages in threads in this channel." in call.message.text


@pytest.mark.parametrize("thread", [False, True], ids=["channel", "thread"])
@pytest.mark.parametrize("minutes", [0, 15], ids=["token", "channel"])
async def test_a_deleted_place_sends_its_pictures_home(closed_studio: Studio, thread: bool, minutes: float) -> None:
    studio = closed_studio
    await studio.start(bot_deadline_minutes=60)
    if thread:
        studio.fake_discord.add_thread("sketches")
    call = await drawing(studio, channel="sketches" if thread else "studio")
    await studio.clock.leap(minutes=minutes)
    studio.fake_discord.remove_channel("studio")
    await comes_home(studio, call)
    assert refused(studio) == [10003]


async def test_a_bot_that_was_thrown_out_sends_the_pictures_home(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(bot_deadline_minutes=60)
    call = await drawing(studio)
    await studio.clock.leap(minutes=15)
    studio.fake_discord.kick_bot()
    await comes_home(studio, call)
    assert refused(studio) == [50001]


async def test_words_that_automod_blocks_meanwhile_send_the_pictures_home(studio: Studio) -> None:
    call = await drawing(studio, "a turnip")
    studio.fake_discord.block_words("turnip")
    await comes_home(studio, call)
    assert refused(studio) == [200000]


@pytest.mark.parametrize(
    ("locale", "words"), [("en-US", "This server's AutoMod blocks"), ("fr", "L'AutoMod de ce serveur bloque")]
)
async def test_words_that_automod_blocks_at_once_are_said_in_private_and_cost_nothing(
    studio: Studio, locale: str, words: str
) -> None:
    studio.fake_discord.block_words("turnip")
    call = await studio.order("a turnip", locale=locale)
    assert call.ephemeral and words in call.message.text and "turnip" not in call.message.text
    await studio.until(lambda: studio.row(call)["state"] == "cancelled")
    assert studio.ledger(call) == REFUNDED and studio.posts == 0 and studio.fake_discord.messages() == [call.message]
    _, card = await studio.finish("a cat")
    assert len(card.media) == 1


@pytest.mark.parametrize(("status", "code"), [(403, 50083), (400, 50035), (403, 50001)])
async def test_a_first_card_that_is_refused_is_refunded_and_said_in_private(
    studio: Studio, status: int, code: int
) -> None:
    studio.fake_discord.faults.answer("POST", "/interactions/*/callback*", status, code=code)
    call = await studio.order()
    assert call.ephemeral and "I couldn't do that. Nothing was charged." in call.message.text
    await studio.until(lambda: studio.row(call)["state"] == "cancelled")
    assert studio.ledger(call) == REFUNDED and studio.posts == 0


async def test_an_answer_that_comes_after_three_seconds_costs_nothing(studio: Studio) -> None:
    studio.fake_discord.ack_seconds = 0.2
    studio.fake_discord.faults.delay("POST", "/interactions/*/callback*", 0.4)
    call = await studio.order()
    assert call.failed
    await studio.until(lambda: studio.row(call)["state"] == "cancelled")
    assert call.code == 10062 and studio.ledger(call) == REFUNDED and studio.posts == 0


async def test_a_dead_token_and_a_lost_channel_cost_discord_a_handful_of_calls(studio: Studio) -> None:
    call = await drawing(studio)
    studio.fake_discord.token_seconds = 0
    studio.fake_discord.remove_channel("studio")
    before = len(studio.fake_discord.calls)
    await comes_home(studio, call)
    for _ in range(3):
        await studio.clock.leap(minutes=20)
        await studio.restart()
    calls = [(e.method, e.path.split("/")[1], e.code) for e in studio.fake_discord.calls[before:]]
    assert [c for c in calls if c[2]] == [("PATCH", "webhooks", 50027), ("PATCH", "channels", 10003)]
    assert [c[:2] for c in calls if c[0] == "POST"] == [("POST", "users"), ("POST", "channels")]


async def test_a_direct_message_that_can_not_be_sent_now_is_sent_later_and_once(studio: Studio) -> None:
    call = await drawing(studio)
    await studio.person("ines").delete(call.message)
    fault = studio.fake_discord.faults.answer("POST", "/channels/*/messages", 503, times=6)
    studio.finish_drawing()
    await studio.leap_until(lambda: studio.row(call)["delivered"] == "dm", seconds=10)
    assert fault.spent and [len(home.media) for home in studio.person().dm()] == [1]


async def test_a_failure_whose_card_can_not_be_reached_by_any_way_is_let_go(studio: Studio) -> None:
    studio.person().user.takes_dms = False
    call = await drawing(studio)
    studio.fake_discord.remove_channel("studio")
    for request in studio.vendor.requests.values():
        studio.vendor.advance(request, "failed")
    await studio.until(lambda: studio.row(call)["delivered"] == "given_up")
    assert studio.ledger(call) == REFUNDED and not studio.person().dm()


async def test_reactions_that_can_not_be_read_cancel_nothing(studio: Studio) -> None:
    call = await drawing(studio)
    await studio.stop()
    await studio.person().react(call.message, "❌")
    refusal = studio.fake_discord.faults.answer("GET", "/channels/*/messages/*", 403, code=50001, times=0)
    await studio.start()
    await studio.until(lambda: refusal.struck)
    studio.finish_drawing()
    assert len((await studio.ended(call)).media) == 1 and studio.ledger(call) == CHARGED
    assert studio.row(call)["cancel_at"] is None


async def test_a_handle_that_can_not_be_taken_off_holds_nothing_up(studio: Studio) -> None:
    refusal = studio.fake_discord.faults.answer("DELETE", "*/reactions/*", 403, code=50001, times=0)
    studio.terms(queued_s=float("inf"))
    call = await studio.order()
    await studio.leap_until(lambda: call.message.reactions, seconds=5)
    studio.finish_drawing()
    card = await studio.ended(call)
    await studio.until(lambda: refusal.struck)
    assert len(card.media) == 1 and studio.row(call)["delivered"] == "message"


async def test_a_direct_message_that_is_too_large_comes_smaller(studio: Studio) -> None:
    call = await drawing(studio)
    await studio.person("ines").delete(call.message)
    studio.fake_discord.faults.answer("POST", "/channels/*/messages", 413, code=40005)
    home = await comes_home(studio, call)
    assert "smaller" in home.text
