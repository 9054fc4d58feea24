"""A slow disk is answered within three seconds all the same; the card comes with the first edit."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.store.connection import Database
from bot.ui import order_placement

Studio = Any


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """A disk that writes only while this is set, and for which no first answer waits."""
    run, writes = Database.write, asyncio.Event()

    async def write(database: Database, *args: Any, **options: Any) -> Any:
        await writes.wait()
        return await run(database, *args, **options)

    monkeypatch.setattr(Database, "write", write)
    monkeypatch.setattr(order_placement, "BOOKING_S", 0.0)
    writes.set()
    return writes


async def test_it_is_answered_at_once_and_becomes_the_card(studio: Studio, disk: asyncio.Event) -> None:
    disk.clear()
    call = await studio.order()
    assert call.type == 5 and call.message.versions[0].text == "", "the bot is thinking"
    disk.set()
    card = await studio.ended(call)
    assert card is call.message and len(card.media) == 1 and not card.loading
    assert studio.ledger(call) == [("reserve", 1), ("settle", 0)]


async def test_a_refusal_takes_the_public_answer_back(closed_studio: Studio, disk: asyncio.Event) -> None:
    studio = closed_studio
    await studio.start(bot_user_credits=0)
    disk.clear()
    call = await studio.order()
    disk.set()
    told = await studio.until(lambda: call.followups)
    assert told[0].ephemeral_for == studio.person().id
    assert "You can't draw here" in told[0].text
    assert [m for m in studio.fake_discord.messages() if m.ephemeral_for is None] == []
    assert studio.orders == 0


async def test_a_cancellation_meanwhile_is_heeded(studio: Studio, disk: asyncio.Event) -> None:
    studio.terms(queued_s=float("inf"))
    call = await studio.order()
    await studio.taken(call.message)
    disk.clear()
    await studio.press(call.message, "cancel")
    disk.set()
    assert "Cancelled." in (await studio.ended(call)).text


async def test_a_refusal_is_said_though_the_public_answer_can_not_be_taken_back(
    closed_studio: Studio, disk: asyncio.Event
) -> None:
    studio = closed_studio
    await studio.start(bot_user_credits=0)
    studio.fake_discord.faults.answer("DELETE", "/webhooks/*", 403, code=50001, times=0)
    disk.clear()
    call = await studio.order()
    disk.set()
    await studio.says(call.message, "You can't draw here")
    assert studio.orders == 0


async def test_a_card_is_answered_without_its_thumbnail_where_that_takes_too_long(
    studio: Studio, picture: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order_placement, "THUMBNAIL_S", 0.0)
    studio.terms(queued_s=float("inf"))
    call = await studio.order(image=("red.png", picture))
    assert "input.jpg" not in {file.filename for file in call.message.versions[0].attachments}
    await studio.until(lambda: "input.jpg" in {file.filename for file in call.message.attachments}, timeout=40)
