"""When the account or the vendor is in trouble: orders wait or are refused in words, and the host hears of it once."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from bot.simulators.discord import message_routes
from bot.store.sqlite import SqliteStore

Studio = Any
CHARGED = [("reserve", 1), ("settle", 0)]
REFUNDED = [("reserve", 1), ("refund", -1)]
UNTOLD = "SELECT at FROM report WHERE told_at IS NULL UNION ALL SELECT since FROM incident WHERE told_at IS NULL"


def told(studio: Studio) -> list[str]:
    """Return what the host was told in private."""
    return [message.text for message in studio.person("sam").dm()]


@pytest.mark.parametrize(
    "junk",
    [
        "INSERT INTO fact (name, value) VALUES ('exposed_told', 'of three, yesterday')",
        "INSERT INTO incident (kind, detail, since) VALUES ('a kind of before', '', 1)",
    ],
)
async def test_what_nobody_can_read_in_the_books_stops_neither_the_bot_nor_the_news(studio: Studio, junk: str) -> None:
    await studio.stop()
    with closing(sqlite3.connect(studio.folder / "bot.sqlite3")) as books:
        books.execute(junk)
        books.commit()
    await studio.start()
    await studio.finish("a cat [badkey]")
    await studio.until(lambda: any("**Higgsfield refuses the key** (401)." in text for text in told(studio)))


@pytest.mark.parametrize(
    ("word", "words"),
    [("badkey", "**Higgsfield refuses the key** (401)."), ("nocredits", "is out of credits** (403).")],
)
async def test_a_refused_account_stops_orders_and_reaches_the_host_once(studio: Studio, word: str, words: str) -> None:
    call, card = await studio.finish(f"a cat [{word}]")
    assert "Drawing is paused" in card.text and studio.ledger(call) == REFUNDED
    await studio.until(lambda: told(studio))
    for by in ("mara", "jonas"):
        refused = await studio.order("a dog", by=by)
        assert refused.ephemeral
        assert "Drawing is paused: the bot's owner needs to check the Higgsfield account." in refused.message.text
        assert "Nothing was charged." in refused.message.text
    assert (studio.orders, studio.posts) == (1, 1)
    assert len(told(studio)) == 1 and words in told(studio)[0]


async def test_after_a_pause_one_order_finds_out_and_all_is_well_again(studio: Studio) -> None:
    await studio.finish("a cat [nocredits]")
    await studio.until(lambda: told(studio))
    await studio.clock.leap(seconds=31)
    call, card = await studio.finish("a dog")
    assert len(card.media) == 1 and studio.ledger(call) == CHARGED
    await studio.finish("a cat [nocredits]")
    await studio.until(lambda: len(told(studio)) == 2)


async def test_a_host_who_mends_the_key_and_restarts_waits_for_nothing(studio: Studio) -> None:
    studio.terms(secret="another")
    await studio.finish()
    await studio.until(lambda: told(studio))
    studio.terms(secret="demo-secret")
    await studio.restart()
    call, card = await studio.finish("a dog")
    assert len(card.media) == 1 and studio.ledger(call) == CHARGED
    assert len(told(studio)) == 1


async def test_who_stood_in_line_at_a_refused_account_keeps_the_place_and_pays_nothing(
    closed_studio: Studio,
) -> None:
    studio = closed_studio
    await studio.start(higgsfield_concurrency=1)
    studio.terms(drawing_s=(float("inf"), float("inf")))
    held = await studio.order(by="jonas")
    await studio.taken(held.message)
    refused = await studio.order("a cat [nocredits]", by="ines")
    waiting = await studio.order("a dog")
    studio.terms(drawing_s=(0.05, 0.05))
    studio.finish_drawing()
    await studio.ended(refused)
    await studio.says(waiting.message, "the bot's owner needs to check the Higgsfield account.")
    assert studio.row(waiting)["state"] == "queued"
    await studio.clock.leap(seconds=31)
    await studio.ended(waiting)
    assert studio.ledger(waiting) == CHARGED


@pytest.mark.parametrize("how", ["unclear", "error500", "html"])
async def test_an_unclear_order_is_never_sent_twice_and_the_host_hears_of_it(studio: Studio, how: str) -> None:
    call, card = await studio.finish(f"a cat [{how}]")
    assert "Nothing was charged." in card.text and studio.ledger(call) == REFUNDED
    await studio.until(lambda: told(studio))
    assert "An order ended without an answer from Higgsfield" in told(studio)[0] and str(call.id) in told(studio)[0]
    assert "1 of 200 🍌 (0 spent, 0 reserved, 1 refunded but possibly billed)." in told(studio)[0]
    await studio.restart()
    await studio.clock.leap(minutes=60)
    assert "a lighthouse" in (await studio.finish("a lighthouse"))[1].text
    assert [c.prompt for c in studio.vendor.calls if c.path == "/nano-banana"].count(f"a cat [{how}]") == 1
    assert len(told(studio)) == 1


async def test_an_account_that_knows_repeats_gets_the_same_order_again(closed_studio: Studio) -> None:
    studio = closed_studio
    studio.terms(idempotent=True)
    await studio.start(higgsfield_idempotent=True)
    call, card = await studio.finish("a message in a bottle [unclear]")
    assert len(card.media) == 1 and studio.ledger(call) == CHARGED
    assert studio.posts == 2 and len(studio.vendor.requests) == 1
    assert told(studio) == []


async def test_a_vendor_that_is_away_is_waited_for(studio: Studio) -> None:
    await studio.vendor.stop()
    call = await studio.order()
    await studio.says(call.message, "Waiting for a free slot at Higgsfield")
    await studio.clock.leap(seconds=61)
    await studio.says(
        call.message, "Higgsfield isn't responding. I'll keep trying; nothing is charged until drawing starts."
    )
    assert studio.row(call)["attempt"] == 1, "an order is no way to find out whether anybody answers"
    refused = await studio.order("a dog", by="jonas")
    assert refused.ephemeral and "Higgsfield stopped responding <t:" in refused.message.text
    assert studio.orders == 1
    await studio.vendor.start()
    await studio.clock.leap(seconds=31)
    await studio.ended(call)
    assert studio.ledger(call) == CHARGED


async def test_a_vendor_that_stays_away_is_given_up_without_a_charge(studio: Studio) -> None:
    await studio.vendor.stop()
    call = await studio.order()
    await studio.says(call.message, "Waiting for a free slot at Higgsfield")
    await studio.clock.leap(seconds=61)
    await studio.says(call.message, "isn't responding")
    await studio.clock.leap(minutes=181)
    card = await studio.ended(call)
    assert "Higgsfield didn't respond for 3 hours, so I gave up. Nothing was charged." in card.text
    assert studio.ledger(call) == REFUNDED


async def test_a_full_account_keeps_everyone_in_line_until_there_is_room(studio: Studio) -> None:
    studio.terms(concurrency=1, drawing_s=(0.2, 0.2))
    calls = [await studio.order(f"cat {n}", by=name) for n, name in enumerate(("mara", "jonas", "ines"))]
    for call in calls:
        await studio.ended(call)
        assert studio.ledger(call) == CHARGED
    assert len(studio.vendor.requests) == 3


async def report(studio: Studio) -> None:
    _, card = await studio.finish()
    await (await studio.person("jonas").menu("Report this picture", card)).done()


async def trouble(studio: Studio) -> None:
    await studio.finish("a cat [nocredits]")


NEWS = [(report, "report_forwarded"), (trouble, "incident_reported")]


@pytest.mark.parametrize(("happens", "noted"), NEWS)
async def test_a_stop_between_the_message_and_its_note_does_not_repeat_it(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, happens: Any, noted: str
) -> None:
    async def hang(*_: object, **__: object) -> None:
        reached.set()
        await asyncio.Event().wait()

    reached = asyncio.Event()
    with monkeypatch.context() as patch:
        patch.setattr(SqliteStore, noted, hang)
        await happens(studio)
        await studio.until(reached.is_set)
        await studio.stop()
    assert len(told(studio)) == 1
    await studio.start()
    await studio.until(lambda: not studio.query(UNTOLD))
    assert len(told(studio)) == 1


@pytest.mark.parametrize(("happens", "noted"), NEWS)
async def test_what_can_not_be_noted_is_told_once_all_the_same(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, happens: Any, noted: str
) -> None:
    """Later than Discord remembers a message's nonce."""

    async def locked(*_: object, **__: object) -> None:
        reached.set()
        raise sqlite3.OperationalError("database is locked")

    reached = asyncio.Event()
    monkeypatch.setattr(message_routes, "NONCE_SECONDS", 0)
    with monkeypatch.context() as patch:
        patch.setattr(SqliteStore, noted, locked)
        await happens(studio)
        await studio.until(reached.is_set)
    await studio.leap_until(lambda: not studio.query(UNTOLD), seconds=301)
    assert len(told(studio)) == 1


async def test_an_owner_who_takes_no_direct_messages_holds_nothing_up(studio: Studio) -> None:
    studio.fake_discord.form_team("sam", "ines")
    studio.person("sam").user.takes_dms = False
    await trouble(studio)
    await studio.until(lambda: not studio.query(UNTOLD))
    assert len(studio.person("ines").dm()) == 1 and not told(studio)


async def test_a_team_hears_of_a_report_once_each_though_one_of_them_can_not_be_told_yet(studio: Studio) -> None:
    studio.fake_discord.form_team("sam", "ines")
    second = studio.fake_discord.state.dm(studio.person("ines").id)
    studio.fake_discord.faults.answer("POST", f"/channels/{second.id}/messages", 429, retry_after=3600)
    monday = studio.clock.monotonic()
    await report(studio)
    await studio.leap_until(lambda: not studio.query(UNTOLD), seconds=301)
    assert studio.clock.monotonic() - monday > 300
    assert [len(studio.person(name).dm()) for name in ("sam", "ines")] == [1, 1]
