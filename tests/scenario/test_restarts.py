"""Stopping and starting, lost answers, doubled events: one message, one order at the vendor, one line in the books."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.services.orders import Orders
from bot.store.sqlite import SqliteStore

Studio = Any
CHARGED = [("reserve", 1), ("settle", 0)]
REFUNDED = [("reserve", 1), ("refund", -1)]


async def never(*_: object, **__: object) -> None:
    await asyncio.sleep(1e9)  # the loop holds the sleeper; one that only waits for an event may be collected


async def test_a_stop_while_drawing_changes_nothing(studio: Studio) -> None:
    studio.terms(drawing_s=(0.4, 0.4))
    call = await studio.order()
    await studio.taken(call.message)
    await studio.stop()
    assert studio.row(call)["state"] == "running"
    await studio.vendor.reached(next(iter(studio.vendor.requests.values())))
    await studio.start()
    card = await studio.ended(call)
    assert len(card.media) == 1 and [m.id for m in studio.fake_discord.messages()] == [card.id]
    assert studio.ledger(call) == CHARGED and studio.posts == 1


async def test_who_stands_in_line_keeps_the_place_over_a_restart(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(higgsfield_concurrency=1)
    studio.terms(drawing_s=(0.5, 0.5))
    calls = [await studio.order(f"cat {n}", by=name) for n, name in enumerate(("mara", "jonas", "ines"))]
    await studio.taken(calls[0].message)
    await studio.restart()
    for call in calls:
        await studio.ended(call)
        assert studio.ledger(call) == CHARGED
    assert [r.prompt for r in studio.vendor.requests.values()] == ["cat 0", "cat 1", "cat 2"]


async def test_a_cross_set_while_nobody_listened_is_found(studio: Studio) -> None:
    studio.terms(queued_s=float("inf"))
    call = await studio.order()
    await studio.taken(call.message)
    await studio.stop()
    await studio.person("jonas").react(call.message, "❌")
    await studio.start()
    await studio.taken((await studio.order("another", by="jonas")).message)
    assert studio.row(call)["cancel_at"] is None, "a stranger's"
    await studio.stop()
    await studio.person().react(call.message, "❌")
    await studio.start()
    assert "Cancelled." in (await studio.ended(call)).text
    assert studio.ledger(call) == REFUNDED


async def test_a_card_removed_while_nobody_listened_sends_its_pictures_home(studio: Studio) -> None:
    studio.terms(drawing_s=(0.4, 0.4))
    call = await studio.order()
    await studio.taken(call.message)
    await studio.stop()
    await studio.person("ines").delete(call.message)
    await studio.vendor.reached(next(iter(studio.vendor.requests.values())))
    await studio.start()
    await studio.until(lambda: studio.row(call)["delivered"] == "dm")
    assert len(studio.person().dm()[-1].media) == 1
    assert studio.ledger(call) == CHARGED


@pytest.mark.parametrize("how", ["after", "reset_after"])
async def test_an_answer_that_arrived_but_seemed_lost_is_found_and_goes_on(studio: Studio, how: str) -> None:
    path = "/interactions/*/callback*"
    if how == "after":
        studio.fake_discord.faults.after("POST", path, status=502)
    else:
        studio.fake_discord.faults.reset("POST", path, after=True)
    call, card = await studio.finish()
    assert len(card.media) == 1 and [m.id for m in studio.fake_discord.messages()] == [card.id]
    assert studio.ledger(call) == CHARGED and studio.posts == 1
    assert not call.followups, "nobody is told of what went well"


@pytest.mark.parametrize("how", ["403", "reset"])
async def test_an_answer_that_never_arrived_is_cancelled_and_refunded(studio: Studio, how: str) -> None:
    studio.fake_discord.ack_seconds = 0.3
    path = "/interactions/*/callback*"
    if how == "reset":
        studio.fake_discord.faults.reset("POST", path, times=0)
    else:
        studio.fake_discord.faults.answer("POST", path, 403, times=0)
    call = await studio.order()
    assert call.failed and call.message is None
    await studio.until(lambda: studio.row(call)["state"] == "cancelled", timeout=30)
    assert studio.ledger(call) == REFUNDED and studio.posts == 0


async def test_an_answer_given_but_not_bound_before_a_stop_is_found_at_the_start(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Orders, "bind", never)
        call = await studio.order()
        assert call.answered and studio.row(call)["message_id"] is None
        await studio.stop()
    await studio.start()
    card = await studio.ended(call)
    assert len(card.media) == 1 and studio.ledger(call) == CHARGED


async def test_a_card_not_bound_before_a_stop_gets_an_end_that_came_meanwhile(
    studio: Studio, picture: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Orders, "bind", never)
        call = await studio.order(image=("red.png", picture[:60]))
        await studio.until(lambda: studio.row(call)["state"] == "failed")
        await studio.stop()
    await studio.start()
    card = await studio.ended(call)
    assert card is call.message and "`red.png` isn't a picture I can read. Nothing was charged." in card.text
    assert not any(":cancel:" in str(button["custom_id"]) for button in card.buttons)


async def test_an_end_that_was_shown_but_not_written_down_as_told_is_told_again(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(SqliteStore, "delivered", never)
        call = await studio.order()
        await studio.until(lambda: call.message.media)
        await studio.stop()
    assert studio.row(call)["delivered"] is None
    await studio.start()
    card = await studio.ended(call)
    assert len(card.media) == 1 and studio.row(call)["delivered"] == "message"
    assert [m.id for m in studio.fake_discord.messages()] == [card.id]


async def test_a_lost_answer_is_found_in_the_channel_when_its_token_is_spent(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Orders, "bind", never)
        call = await studio.order()
        await studio.stop()
    await studio.clock.leap(minutes=15)
    await studio.start()
    card = await studio.ended(call)
    assert card is call.message and len(card.media) == 1 and studio.ledger(call) == CHARGED


async def test_commands_are_told_to_discord_only_when_they_changed(studio: Studio) -> None:
    def syncs() -> int:
        return sum(e.method == "PUT" and e.path.endswith("/commands") for e in studio.fake_discord.calls)

    assert syncs() == 1
    await studio.restart()
    assert syncs() == 1
    await studio.restart(higgsfield_resolutions="1k,2k")
    assert syncs() == 2


async def test_a_gateway_that_breaks_is_taken_up_again(studio: Studio) -> None:
    studio.terms(drawing_s=(0.3, 0.3))
    call = await studio.order()
    studio.fake_discord.faults.drop_gateway()
    card = await studio.ended(call)
    assert len(card.media) == 1
    await studio.until(lambda: studio.fake_discord.bot_online)
    _, card = await studio.finish("another")
    assert len(card.media) == 1
