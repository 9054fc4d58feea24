"""Where the vendor rings: pictures come at once, orders in doubt are settled, and nobody else is heeded."""

from __future__ import annotations

import asyncio
import socket
import time
from typing import Any

import aiohttp
import pytest

from bot.simulators.higgsfield.signatures import signature
from bot.worker import backoff

Studio = Any
CHARGED = [("reserve", 1), ("settle", 0)]
REFUNDED = [("reserve", 1), ("refund", -1)]
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NEVER = float("inf")


@pytest.fixture
async def rung(closed_studio: Studio, monkeypatch: pytest.MonkeyPatch) -> Studio:
    """A bot that is rung for, and by itself would not ask for an hour."""
    for name in ("first_poll", "next_poll"):
        monkeypatch.setattr(backoff, name, lambda *_, **__: 3600.0)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    await closed_studio.start(bot_public_url=f"http://127.0.0.1:{port}", bot_host="127.0.0.1", bot_port=port)
    return closed_studio


def request(studio: Studio, n: int = 0) -> Any:
    return list(studio.vendor.requests.values())[n]


async def ring(url: str, body: Any = None, **options: Any) -> int:
    async with aiohttp.ClientSession() as session, session.post(url, json=body, **options) as answer:
        return answer.status


def asked(studio: Studio) -> int:
    return sum(call.method == "GET" and call.path.endswith("/status") for call in studio.vendor.calls)


async def test_a_ring_brings_the_picture_at_once(rung: Studio) -> None:
    call, card = await rung.finish()
    assert len(card.media) == 1 and rung.ledger(call) == CHARGED
    assert asked(rung) == 1 and request(rung).webhook_answers == [204]
    assert f"/hooks/{call.id}/" in request(rung).webhook


async def test_the_older_alias_is_told_in_its_body(rung: Studio) -> None:
    await rung.restart(higgsfield_alias=True)
    call, card = await rung.finish()
    assert len(card.media) == 1 and request(rung).webhook.endswith(request(rung).webhook_secret)


async def test_a_ring_settles_an_order_whose_answer_was_lost(rung: Studio) -> None:
    rung.terms(drawing_s=(NEVER, NEVER))
    call = await rung.order("a cat [unclear]")
    await rung.says(call.message, "so I'm waiting for its word. If none comes within 10 minutes, nothing is charged.")
    assert rung.row(call)["state"] == "submitting"
    await rung.stop()
    await rung.start()
    rung.finish_drawing()
    assert await ring(request(rung).webhook, {"request_id": request(rung).id}) == 204
    card = await rung.ended(call)
    assert len(card.media) == 1 and rung.ledger(call) == CHARGED and rung.posts == 1
    assert "On the house" not in card.text


async def test_without_a_ring_in_time_it_is_refunded_and_a_late_one_brings_it_on_the_house(rung: Studio) -> None:
    rung.terms(drawing_s=(NEVER, NEVER))
    call = await rung.order("a cat [unclear]")
    await rung.says(call.message, "waiting for its word")
    await rung.clock.leap(minutes=11)
    card = await rung.ended(call)
    assert "You were not charged" in card.text or "Nothing was charged." in card.text
    assert "If the pictures turn up, I'll add them here." in card.text
    assert rung.ledger(call) == REFUNDED
    await rung.until(lambda: any("broke off" in message.text for message in rung.person("sam").dm()))
    await rung.restart()
    rung.finish_drawing()
    assert await ring(request(rung).webhook, {"request_id": request(rung).id}) == 204
    await rung.says(card, "They turned up after all. On the house.")
    assert len(card.media) == 1 and rung.ledger(call) == REFUNDED and rung.posts == 1


async def test_a_late_ring_that_comes_too_early_for_the_pictures_is_not_forgotten(rung: Studio) -> None:
    rung.terms(drawing_s=(NEVER, NEVER))
    call = await rung.order("a cat [unclear]")
    await rung.says(call.message, "waiting for its word")
    await rung.clock.leap(minutes=11)
    card = await rung.ended(call)
    assert await ring(request(rung).webhook, {"request_id": request(rung).id}) == 204
    await rung.until(lambda: rung.row(call)["vendor_id"] == request(rung).id)
    await rung.restart()
    rung.finish_drawing()
    await rung.clock.leap(minutes=2)
    await rung.says(card, "They turned up after all. On the house.")
    assert len(card.media) == 1 and rung.ledger(call) == REFUNDED and rung.posts == 1


async def test_a_short_deadline_is_kept_though_the_place_is_held_longer(rung: Studio) -> None:
    await rung.restart(bot_deadline_minutes=0.5)
    rung.vendor.fail("POST", "/nano-banana", how="reset_before")
    call = await rung.order("lost on the way")
    await rung.says(call.message, "waiting for its word")
    await rung.clock.leap(seconds=31)
    assert rung.row(call)["failure"] == "unclear" or "Nothing was charged." in (await rung.ended(call)).text


async def test_a_late_ring_for_what_the_filter_refused_changes_nothing(rung: Studio) -> None:
    rung.terms(drawing_s=(NEVER, NEVER))
    call = await rung.order("a cat [unclear] [refused]")
    await rung.says(call.message, "waiting for its word")
    await rung.clock.leap(minutes=11)
    card = await rung.ended(call)
    rung.vendor.advance(request(rung), "nsfw")
    assert await ring(request(rung).webhook, {"request_id": request(rung).id}) == 204
    assert rung.row(call)["failure"] == "unclear" and rung.ledger(call) == REFUNDED and not card.media


async def test_an_order_in_doubt_can_be_given_up_by_its_owner(rung: Studio) -> None:
    rung.terms(queued_s=NEVER)
    call = await rung.order("a cat [unclear]")
    await rung.says(call.message, "waiting for its word")
    await rung.person().react(call.message, "❌")
    await rung.until(lambda: rung.row(call)["cancel_at"])
    assert await ring(request(rung).webhook, {"request_id": request(rung).id}) == 204
    assert "Cancelled. Nothing was charged." in (await rung.ended(call)).text
    assert request(rung).status == "canceled" and rung.ledger(call) == REFUNDED


async def test_an_order_in_doubt_keeps_no_place_at_the_vendor_for_long(rung: Studio) -> None:
    await rung.restart(higgsfield_concurrency=1)
    rung.vendor.fail("POST", "/nano-banana", how="reset_before")
    call = await rung.order("lost on the way")
    await rung.says(call.message, "waiting for its word")
    second = await rung.order("waits", by="jonas")
    assert rung.row(second)["state"] == "queued"
    await rung.clock.leap(seconds=61)
    assert len((await rung.ended(second)).media) == 1
    assert rung.row(call)["state"] == "submitting"


async def test_when_the_vendor_cant_be_asked_the_ring_is_to_come_again(
    rung: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung.terms(drawing_s=(NEVER, NEVER))
    call = await rung.order("a cat [unclear]")
    await rung.says(call.message, "waiting for its word")
    rung.finish_drawing()
    rung.vendor.fail("GET", "/requests/*", how="503", times=1000)
    ringing = asyncio.create_task(ring(request(rung).webhook, {"request_id": request(rung).id}))
    await rung.until(lambda: asked(rung) > 1)
    await rung.clock.leap(seconds=9)
    assert await ringing == 503
    rung.vendor.faults.clear()
    assert await ring(request(rung).webhook, {"request_id": request(rung).id}) == 204
    assert len((await rung.ended(call)).media) == 1 and rung.ledger(call) == CHARGED


async def test_nobody_who_guesses_an_address_is_heeded(rung: Studio) -> None:
    rung.terms(drawing_s=(NEVER, NEVER))
    calls = [await rung.order(f"cat {n}", by=name) for n, name in enumerate(("mara", "jonas"))]
    for call in calls:
        await rung.says(call.message, "Drawing")
    mine, theirs = (request(rung, n).webhook for n in (0, 1))
    base, signature_ = theirs.rsplit("/", 1)
    forged = [
        f"{base}/{'A' * len(signature_)}",
        f"{base}/%00%ff",
        f"{base}/",
        base,
        mine.rsplit("/", 1)[0] + "/" + signature_,
        theirs.replace(str(calls[1].id), "9" * 19),
        theirs.replace("/hooks/", "/hooks/-"),
    ]
    assert {await ring(url, {"request_id": "x"}) for url in forged} == {404}
    assert asked(rung) == 0
    assert await ring(theirs.replace("127.0.0.1", "localhost")) == 204, "a true one is"


async def test_whatever_a_true_address_is_sent_does_no_harm(rung: Studio) -> None:
    rung.terms(drawing_s=(NEVER, NEVER))
    call = await rung.order("a cat [unclear]")
    await rung.says(call.message, "waiting for its word")
    url = request(rung).webhook
    bodies = (
        b"",
        b"\xff\x00",
        b"[]",
        b'"x"',
        b"{" * 5000,
        b'{"request_id": 7}',
        b'{"request_id": null}',
        b"[" * 99_999,
    )
    async with aiohttp.ClientSession() as session:
        for body in bodies:
            async with session.post(url, data=body) as answer:
                assert answer.status == 204, body
        async with session.post(url, data=b"x" * 1_000_000) as answer:
            assert answer.status == 413
    for name in ("nobody-knows-this", "../../nano-banana", "x" * 128):
        assert await ring(url, {"request_id": name}) == 204
    assert rung.row(call)["state"] == "submitting" and rung.row(call)["vendor_id"] is None
    assert await ring(url, {"request_id": request(rung).id, "surplus": {"payload": []}}) == 204
    await rung.says(call.message, "Drawing")


async def test_a_ring_cant_give_one_job_the_pictures_of_another(rung: Studio) -> None:
    rung.terms(drawing_s=(NEVER, NEVER))
    other = await rung.order("somebody else's", by="jonas")
    await rung.says(other.message, "Drawing")
    call = await rung.order("a cat [unclear]")
    await rung.says(call.message, "waiting for its word")
    assert await ring(request(rung, 1).webhook, {"request_id": request(rung, 0).id}) == 204
    assert rung.row(call)["vendor_id"] is None and rung.row(other)["vendor_id"] == request(rung, 0).id


async def test_rings_twice_late_and_by_the_hundred_change_nothing(rung: Studio) -> None:
    rung.terms(drawing_s=(NEVER, NEVER))
    call = await rung.order()
    await rung.says(call.message, "Drawing")
    url, body = request(rung).webhook, {"request_id": request(rung).id}
    assert set(await asyncio.gather(*(ring(url, body) for _ in range(200)))) == {204}
    assert asked(rung) <= 3, "a question a second, whoever rings"
    rung.finish_drawing()
    await rung.clock.leap(seconds=2)
    assert await ring(url, body) == 204
    card = await rung.ended(call)
    rung_for = asked(rung)
    assert set(await asyncio.gather(*(ring(url, body) for _ in range(20)))) == {204}
    assert asked(rung) == rung_for and rung.ledger(call) == CHARGED and len(card.media) == 1


async def test_with_a_secret_only_signed_rings_are_heeded(rung: Studio) -> None:
    rung.terms(drawing_s=(NEVER, NEVER), webhook_secret=SECRET)
    await rung.restart(higgsfield_webhook_secret=SECRET)
    call = await rung.order("a cat [unclear]")
    await rung.says(call.message, "waiting for its word")
    url, body = request(rung).webhook, b'{"request_id": "%s"}' % request(rung).id.encode()
    now = int(time.time())
    stale = signature(SECRET, "msg_1", now - 301, body)
    false = signature("whsec_" + "A" * 32, "msg_1", now, body)
    for headers in ({}, stale, false):
        assert await ring(url, data=body, headers=headers) == 401
    assert rung.row(call)["vendor_id"] is None
    assert await ring(url, data=body, headers=signature(SECRET, "msg_1", now, body)) == 204
    assert rung.row(call)["vendor_id"] == request(rung).id
    rung.terms(drawing_s=(0.02, 0.02))
    other, card = await rung.finish("rung for by the vendor itself", by="jonas")
    assert len(card.media) == 1


async def test_a_proxy_may_leave_its_prefix(rung: Studio) -> None:
    rung.terms(drawing_s=(NEVER, NEVER))
    call = await rung.order()
    await rung.says(call.message, "Drawing")
    rung.finish_drawing()
    assert await ring(request(rung).webhook.replace("/hooks/", "/some/where/hooks/")) == 204
    assert len((await rung.ended(call)).media) == 1


async def test_the_door_says_that_it_is_open(rung: Studio) -> None:
    base = str(rung.settings["bot_public_url"])
    async with aiohttp.ClientSession() as session:
        for path, status in (("/healthz", 200), ("/prefix/healthz", 200), ("/", 404), ("/hooks", 404)):
            async with session.get(base + path) as answer:
                assert answer.status == status, path
