"""Where the vendor rings: pictures come at once, orders in doubt are settled, and nobody else is heeded."""

from __future__ import annotations

import asyncio
import socket
import time
from typing import Any

import aiohttp
import pytest
from yarl import URL

from bot.domain.errors import StorageUnavailable
from bot.simulators.higgsfield.signatures import signature
from bot.store.sqlite import SqliteStore
from bot.web.connections import MOST
from bot.worker import backoff
from bot.worker.known_jobs import KnownJobs

Studio = Any
CHARGED = [("reserve", 1), ("settle", 0)]
REFUNDED = [("reserve", 1), ("refund", -1)]
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NEVER = float("inf")


@pytest.fixture
async def studio(closed_studio: Studio, monkeypatch: pytest.MonkeyPatch) -> Studio:
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


async def post_webhook(url: str, body: Any = None, **options: Any) -> int:
    return (await post_webhooks(url, body, times=1, **options)).pop()


async def post_webhooks(url: str, body: Any, *, times: int, **options: Any) -> set[int]:
    """Post all at once, over as many connections as one sender has, and return the different answers."""

    async def post(session: aiohttp.ClientSession) -> int:
        async with session.post(url, json=body, **options) as answer:
            return answer.status

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=MOST // 2)) as session:
        return set(await asyncio.gather(*(post(session) for _ in range(times))))


def asked(studio: Studio) -> int:
    return sum(call.method == "GET" and call.path.endswith("/status") for call in studio.vendor.calls)


async def test_a_ring_brings_the_picture_at_once(studio: Studio) -> None:
    call, card = await studio.finish()
    assert len(card.media) == 1 and studio.ledger(call) == CHARGED
    assert asked(studio) == 1 and request(studio).webhook_answers == [204]
    assert f"/hooks/{call.id}/" in request(studio).webhook


async def test_a_ring_while_the_books_are_away_is_asked_for_again_later(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    studio.terms(drawing_s=(NEVER, NEVER))
    call = await studio.order()
    await studio.taken(call.message)

    async def away(*_: object) -> None:
        raise StorageUnavailable

    url, body = request(studio).webhook, {"request_id": request(studio).id}
    with monkeypatch.context() as books:
        books.setattr(SqliteStore, "job", away)
        books.setattr(KnownJobs, "known", lambda *_: None)  # as just after a start
        async with aiohttp.ClientSession() as session, session.post(url, json=body) as answer:
            assert answer.status == 503 and int(answer.headers["Retry-After"]) > 0
    assert not [record for record in caplog.records if record.exc_info]
    studio.finish_drawing()
    assert await post_webhook(url, body) == 204
    assert len((await studio.ended(call)).media) == 1


async def test_the_older_alias_is_told_in_its_body(studio: Studio) -> None:
    await studio.restart(higgsfield_alias=True)
    call, card = await studio.finish()
    assert len(card.media) == 1 and request(studio).webhook.endswith(request(studio).webhook_secret)


async def test_a_ring_settles_an_order_whose_answer_was_lost(studio: Studio) -> None:
    studio.terms(drawing_s=(NEVER, NEVER))
    call = await studio.order("a cat [unclear]")
    await studio.says(call.message, "If I don't hear back within 10 minutes, nothing is charged.")
    assert studio.row(call)["state"] == "submitting"
    await studio.stop()
    await studio.start()
    studio.finish_drawing()
    assert await post_webhook(request(studio).webhook, {"request_id": request(studio).id}) == 204
    card = await studio.ended(call)
    assert len(card.media) == 1 and studio.ledger(call) == CHARGED and studio.posts == 1
    assert "it's on the house" not in card.text


async def test_without_a_ring_in_time_it_is_refunded_and_a_late_one_brings_it_on_the_house(studio: Studio) -> None:
    studio.terms(drawing_s=(NEVER, NEVER))
    call = await studio.order("a cat [unclear]")
    await studio.says(call.message, "If I don't hear back")
    await studio.clock.leap(minutes=11)
    card = await studio.ended(call)
    assert "Nothing was charged." in card.text
    assert "If it turns up after all, I'll post it here." in card.text
    assert studio.ledger(call) == REFUNDED
    await studio.until(
        lambda: any("ended without an answer from Higgsfield" in message.text for message in studio.person("sam").dm())
    )
    await studio.restart()
    studio.finish_drawing()
    assert await post_webhook(request(studio).webhook, {"request_id": request(studio).id}) == 204
    await studio.says(card, "It turned up after all, so it's on the house.")
    assert len(card.media) == 1 and studio.ledger(call) == REFUNDED and studio.posts == 1


async def test_a_late_ring_that_comes_too_early_for_the_pictures_is_not_forgotten(studio: Studio) -> None:
    studio.terms(drawing_s=(NEVER, NEVER))
    call = await studio.order("a cat [unclear]")
    await studio.says(call.message, "If I don't hear back")
    await studio.clock.leap(minutes=11)
    card = await studio.ended(call)
    assert await post_webhook(request(studio).webhook, {"request_id": request(studio).id}) == 204
    await studio.until(lambda: studio.row(call)["vendor_id"] == request(studio).id)
    await studio.restart()
    studio.finish_drawing()
    await studio.clock.leap(minutes=2)
    await studio.says(card, "It turned up after all, so it's on the house.")
    assert len(card.media) == 1 and studio.ledger(call) == REFUNDED and studio.posts == 1


async def test_a_short_deadline_is_kept_though_the_place_is_held_longer(studio: Studio) -> None:
    await studio.restart(bot_deadline_minutes=0.5)
    studio.vendor.fail("POST", "/nano-banana", how="reset_before")
    call = await studio.order("lost on the way")
    await studio.says(call.message, "If I don't hear back")
    await studio.clock.leap(seconds=31)
    assert "Nothing was charged." in (await studio.ended(call)).text
    assert studio.row(call)["failure"] == "unclear" and studio.ledger(call) == REFUNDED


async def test_a_late_ring_for_what_the_filter_refused_changes_nothing(studio: Studio) -> None:
    studio.terms(drawing_s=(NEVER, NEVER))
    call = await studio.order("a cat [unclear] [refused]")
    await studio.says(call.message, "If I don't hear back")
    await studio.clock.leap(minutes=11)
    card = await studio.ended(call)
    studio.vendor.advance(request(studio), "nsfw")
    assert await post_webhook(request(studio).webhook, {"request_id": request(studio).id}) == 204
    assert studio.row(call)["failure"] == "unclear" and studio.ledger(call) == REFUNDED and not card.media


async def test_an_order_in_doubt_can_be_given_up_by_its_owner(studio: Studio) -> None:
    studio.terms(queued_s=NEVER)
    call = await studio.order("a cat [unclear]")
    await studio.says(call.message, "If I don't hear back")
    await studio.person().react(call.message, "❌")
    await studio.until(lambda: studio.row(call)["cancel_at"])
    assert await post_webhook(request(studio).webhook, {"request_id": request(studio).id}) == 204
    assert "Cancelled. Nothing was charged." in (await studio.ended(call)).text
    assert request(studio).status == "canceled" and studio.ledger(call) == REFUNDED


async def test_an_order_in_doubt_keeps_no_place_at_the_vendor_for_long(studio: Studio) -> None:
    await studio.restart(higgsfield_concurrency=1)
    studio.vendor.fail("POST", "/nano-banana", how="reset_before")
    call = await studio.order("lost on the way")
    await studio.says(call.message, "If I don't hear back")
    second = await studio.order("waits", by="jonas")
    assert studio.row(second)["state"] == "queued"
    await studio.clock.leap(seconds=61)
    assert len((await studio.ended(second)).media) == 1
    assert studio.row(call)["state"] == "submitting"


async def test_when_the_vendor_cant_be_asked_the_ring_is_to_come_again(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.terms(drawing_s=(NEVER, NEVER))
    call = await studio.order("a cat [unclear]")
    await studio.says(call.message, "If I don't hear back")
    studio.finish_drawing()
    studio.vendor.fail("GET", "/requests/*", how="503", times=1000)
    ringing = asyncio.create_task(post_webhook(request(studio).webhook, {"request_id": request(studio).id}))
    await studio.until(lambda: asked(studio) > 1)
    await studio.clock.leap(seconds=9)
    assert await ringing == 503
    studio.vendor.faults.clear()
    assert await post_webhook(request(studio).webhook, {"request_id": request(studio).id}) == 204
    assert len((await studio.ended(call)).media) == 1 and studio.ledger(call) == CHARGED


async def test_nobody_who_guesses_an_address_is_heeded(studio: Studio) -> None:
    studio.terms(drawing_s=(NEVER, NEVER))
    calls = [await studio.order(f"cat {n}", by=name) for n, name in enumerate(("mara", "jonas"))]
    for call in calls:
        await studio.taken(call.message)
    mine, theirs = (request(studio, n).webhook for n in (0, 1))
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
    assert {await post_webhook(url, {"request_id": "x"}) for url in forged} == {404}
    assert asked(studio) == 0
    assert await post_webhook(theirs.replace("127.0.0.1", "localhost")) == 204, "a true one is"


async def test_whatever_a_true_address_is_sent_does_no_harm(studio: Studio) -> None:
    studio.terms(drawing_s=(NEVER, NEVER))
    call = await studio.order("a cat [unclear]")
    await studio.says(call.message, "If I don't hear back")
    url = request(studio).webhook
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
        assert await post_webhook(url, {"request_id": name}) == 204
    assert studio.row(call)["state"] == "submitting" and studio.row(call)["vendor_id"] is None
    assert await post_webhook(url, {"request_id": request(studio).id, "surplus": {"payload": []}}) == 204
    await studio.taken(call.message)


async def test_a_ring_cant_give_one_job_the_pictures_of_another(studio: Studio) -> None:
    studio.terms(drawing_s=(NEVER, NEVER))
    other = await studio.order("somebody else's", by="jonas")
    await studio.taken(other.message)
    call = await studio.order("a cat [unclear]")
    await studio.says(call.message, "If I don't hear back")
    assert await post_webhook(request(studio, 1).webhook, {"request_id": request(studio, 0).id}) == 204
    assert studio.row(call)["vendor_id"] is None and studio.row(other)["vendor_id"] == request(studio, 0).id


async def test_rings_twice_late_and_by_the_hundred_change_nothing(studio: Studio) -> None:
    studio.terms(drawing_s=(NEVER, NEVER))
    call = await studio.order()
    await studio.taken(call.message)
    url, body = request(studio).webhook, {"request_id": request(studio).id}
    assert await post_webhooks(url, body, times=200) == {204}
    assert asked(studio) <= 3, "a question a second, whoever rings"
    studio.finish_drawing()
    await studio.clock.leap(seconds=2)
    assert await post_webhook(url, body) == 204
    card = await studio.ended(call)
    rung_for = asked(studio)
    assert await post_webhooks(url, body, times=20) == {204}
    assert asked(studio) == rung_for and studio.ledger(call) == CHARGED and len(card.media) == 1


async def test_with_a_secret_only_signed_rings_are_heeded(studio: Studio) -> None:
    studio.terms(drawing_s=(NEVER, NEVER), webhook_secret=SECRET)
    await studio.restart(higgsfield_webhook_secret=SECRET)
    call = await studio.order("a cat [unclear]")
    await studio.says(call.message, "If I don't hear back")
    url, body = request(studio).webhook, b'{"request_id": "%s"}' % request(studio).id.encode()
    now = int(time.time())
    stale = signature(SECRET, "msg_1", now - 301, body)
    false = signature("whsec_" + "A" * 32, "msg_1", now, body)
    for headers in ({}, stale, false):
        assert await post_webhook(url, data=body, headers=headers) == 401
    assert studio.row(call)["vendor_id"] is None
    assert await post_webhook(url, data=body, headers=signature(SECRET, "msg_1", now, body)) == 204
    assert studio.row(call)["vendor_id"] == request(studio).id
    studio.terms(drawing_s=(0.02, 0.02))
    other, card = await studio.finish("rung for by the vendor itself", by="jonas")
    assert len(card.media) == 1


async def test_a_body_that_does_not_end_is_not_waited_for(studio: Studio) -> None:
    studio.terms(drawing_s=(NEVER, NEVER))
    call = await studio.order()
    await studio.taken(call.message)
    url = URL(request(studio).webhook)
    reader, writer = await asyncio.open_connection(url.host, url.port)
    writer.write(f"POST {url.raw_path} HTTP/1.1\r\nHost: bot\r\nContent-Length: 9\r\n\r\n{{".encode())
    head = asyncio.create_task(reader.readline())
    await studio.leap_until(head.done, seconds=2, leaps=4)
    assert head.result().split()[1] == b"408" and asked(studio) == 0
    writer.close()
    await writer.wait_closed()


async def test_a_proxy_may_leave_its_prefix(studio: Studio) -> None:
    studio.terms(drawing_s=(NEVER, NEVER))
    call = await studio.order()
    await studio.taken(call.message)
    studio.finish_drawing()
    assert await post_webhook(request(studio).webhook.replace("/hooks/", "/some/where/hooks/")) == 204
    assert len((await studio.ended(call)).media) == 1


async def test_the_door_says_that_it_is_open(studio: Studio) -> None:
    base = str(studio.settings["bot_public_url"])
    async with aiohttp.ClientSession() as session:
        for path, status in (("/healthz", 200), ("/prefix/healthz", 200), ("/", 404), ("/hooks", 404)):
            async with session.get(base + path) as answer:
                assert answer.status == status, path
