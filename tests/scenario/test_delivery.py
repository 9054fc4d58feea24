"""A card is kept up to date by whatever way is left."""

from __future__ import annotations

from typing import Any

import pytest

Studio = Any
Message = Any
CHARGED = [("reserve", 1), ("settle", 0)]


def ways(studio: Studio, card: Message) -> list[str]:
    """Return by which route each edit that was accepted went."""
    edits = [e for e in studio.fake_discord.calls if e.method == "PATCH" and e.message_id == card.id]
    return [entry.path.split("/")[1] for entry in edits if entry.status < 300]


async def drawn_after(studio: Studio, minutes: float) -> Any:
    studio.terms(drawing_s=(float("inf"), float("inf")))
    call = await studio.order()
    await studio.taken(call.message)
    await studio.clock.leap(minutes=minutes)
    studio.finish_drawing()
    return call


async def test_while_the_token_lives_it_needs_no_rights(studio: Studio) -> None:
    call = await drawn_after(studio, 5)
    studio.fake_discord.deny("studio", "ATTACH_FILES")
    card = await studio.ended(call)
    assert len(card.media) == 1 and ways(studio, card)[-1] == "webhooks"


async def test_after_fifteen_minutes_the_channel_is_the_way(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(bot_deadline_minutes=60)
    call = await drawn_after(studio, 16)
    card = await studio.ended(call)
    assert len(card.media) == 1 and ways(studio, card)[-1] == "channels"
    assert studio.row(call)["token"] is None and studio.ledger(call) == CHARGED


async def test_a_token_that_discord_forgets_early_is_no_trouble(studio: Studio) -> None:
    studio.fake_discord.token_seconds = 0
    call, card = await studio.finish()
    assert len(card.media) == 1 and set(ways(studio, card)) == {"channels"}
    assert studio.ledger(call) == CHARGED


async def test_files_that_discord_finds_too_large_come_smaller(studio: Studio) -> None:
    studio.fake_discord.faults.answer("PATCH", "/webhooks/*", 413, code=40005)
    call, card = await studio.finish()
    assert len(card.media) == 1 and studio.ledger(call) == CHARGED


async def test_files_that_discord_never_takes_do_not_keep_the_card_waiting(studio: Studio) -> None:
    call = await studio.order()
    await studio.taken(call.message)
    studio.fake_discord.faults.answer("PATCH", "/webhooks/*", 413, code=40005, times=0)
    await studio.until(lambda: studio.row(call)["delivered"] == "dm")
    (home,) = studio.person().dm()
    assert len(home.media) == 1 and studio.ledger(call) == CHARGED


@pytest.mark.parametrize("status", [500, 503, 429])
async def test_an_edit_that_fails_is_made_again(studio: Studio, status: int) -> None:
    studio.fake_discord.faults.answer("PATCH", "/webhooks/*", status, retry_after=0.05, times=1)
    call, card = await studio.finish()
    assert len(card.media) == 1 and studio.ledger(call) == CHARGED


async def test_a_line_that_breaks_after_the_edit_repeats_it_harmlessly(studio: Studio) -> None:
    studio.fake_discord.faults.reset("PATCH", "/webhooks/*", after=True)
    call, card = await studio.finish()
    assert len(card.media) == 1 and len(card.attachments) == 1


async def test_a_host_who_can_not_be_reached_is_told_later(studio: Studio, caplog: pytest.LogCaptureFixture) -> None:
    studio.fake_discord.faults.answer("POST", "/channels/*/messages", 400, code=1)
    await studio.finish("a cat [nocredits]")
    await studio.until(lambda: "the owner could not be told" in caplog.text)
    await studio.clock.leap(minutes=6)
    await studio.until(lambda: studio.person("sam").dm())


async def test_discords_limit_for_edits_is_kept(studio: Studio) -> None:
    studio.fake_discord.limits.on = True
    studio.fake_discord.token_seconds = 0
    calls = [await studio.order(f"cat {n}", by=name) for n, name in enumerate(("mara", "jonas"))]
    for call in calls:
        assert len((await studio.ended(call)).media) == 1
    assert [e for e in studio.fake_discord.calls if e.status == 429] == []
