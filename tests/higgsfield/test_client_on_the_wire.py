"""What goes over the wire, byte by byte, and what happens when it breaks."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import socket
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.domain.errors import SubmissionUnknown, VendorBusy, VendorRefused
from bot.domain.jobs import Failure
from bot.higgsfield import VendorState
from bot.higgsfield.client import HiggsfieldClient
from bot.settings import Settings

ALIASED = Settings(higgsfield_alias=True).offer()
TAKEN = {"request_id": "r-1", "status": "queued"}


# what is sent


async def test_an_order_carries_the_credentials_and_its_key(wire: Any, client: HiggsfieldClient, order: Any) -> None:
    wire.says(wire.response(200, TAKEN))
    assert await client.submit(order()) == "r-1"
    (heard,) = wire.heard
    assert (heard.method, heard.target) == ("POST", "/nano-banana")
    assert heard.headers["hf-api-key"] == "0b0e3c1c-key"
    assert heard.headers["hf-secret"] == "s3cr3t:with-colon"
    assert heard.headers["idempotency-key"] == "6f1c-key"
    assert heard.headers["content-type"] == "application/json"
    assert heard.headers["user-agent"].startswith("banana-bot/")
    assert heard.json["prompt"] == "a red fox in snow"


async def test_status_and_cancel_carry_the_credentials_too(wire: Any, client: HiggsfieldClient) -> None:
    wire.says(wire.response(200, {"status": "queued"}), wire.response(202))
    await client.status("r-1")
    assert await client.cancel("r-1")
    assert [(h.method, h.target) for h in wire.heard] == [
        ("GET", "/requests/r-1/status"),
        ("POST", "/requests/r-1/cancel"),
    ]
    assert all(h.headers["hf-secret"] == "s3cr3t:with-colon" for h in wire.heard)


async def test_a_webhooks_address_is_escaped_into_one_parameter(
    wire: Any, client: HiggsfieldClient, order: Any
) -> None:
    wire.says(wire.response(200, TAKEN))
    await client.submit(order(webhook_url="https://bot.example/hook?job=7&sig=a+b/c="))
    assert (
        wire.heard[0].target
        == "/nano-banana?hf_webhook=https%3A%2F%2Fbot.example%2Fhook%3Fjob%3D7%26sig%3Da%2Bb%2Fc%3D"
    )


async def test_the_alias_gets_the_wrapped_body(wire: Any, connect: Any, order: Any) -> None:
    wire.says(wire.response(200, {"id": "set-1", "jobs": []}))
    assert await connect(wire.url, offer=ALIASED).submit(order()) == "set-1"
    assert wire.heard[0].target == "/v1/text2image/nano-banana"
    assert list(wire.heard[0].json) == ["params"]


async def test_a_key_pasted_with_its_line_end_still_works(wire: Any, connect: Any, order: Any) -> None:
    wire.says(wire.response(200, TAKEN))
    await connect(wire.url, key_id=" key\n", secret="secret\r\n").submit(order())
    assert wire.heard[0].headers["hf-secret"] == "secret"


async def test_an_odd_id_stays_one_part_of_the_path(wire: Any, client: HiggsfieldClient) -> None:
    wire.says(wire.response(200, {"status": "queued"}))
    await client.status("../v1?x#y")
    assert wire.heard[0].target == "/requests/..%2Fv1%3Fx%23y/status"


# an order is sent once, whatever happens


async def test_a_dead_connection_never_repeats_an_order(wire: Any, client: HiggsfieldClient, order: Any) -> None:
    wire.says("reset")
    with pytest.raises(SubmissionUnknown):
        await client.submit(order())
    assert len(wire.heard) == 1


async def test_an_order_never_rides_on_a_kept_connection(wire: Any, client: HiggsfieldClient, order: Any) -> None:
    wire.says(wire.response(200, {"status": "queued"}, keep=True), wire.response(200, TAKEN, keep=True))
    await client.status("r-0")
    await client.submit(order())
    await client.submit(order())
    assert [h.connection for h in wire.heard] == [1, 2, 3]


async def test_questions_share_a_connection(wire: Any, client: HiggsfieldClient) -> None:
    wire.says(wire.response(200, {"status": "queued"}, keep=True))
    await client.status("r-0")
    await client.status("r-0")
    assert wire.connections == 1


async def test_silence_is_unclear(wire: Any, connect: Any, order: Any) -> None:
    wire.says("hang")
    with pytest.raises(SubmissionUnknown):
        await connect(wire.url, submit_s=0.05).submit(order())
    assert len(wire.heard) == 1


async def test_an_answer_cut_short_is_unclear(wire: Any, client: HiggsfieldClient, order: Any) -> None:
    wire.says(wire.response(200, TAKEN)[:-4])
    with pytest.raises(SubmissionUnknown):
        await client.submit(order())


@pytest.mark.parametrize("junk", [b"SSH-2.0-OpenSSH\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\x00" * 100 + b"\r\n\r\n"])
async def test_what_is_no_http_is_unclear(wire: Any, client: HiggsfieldClient, order: Any, junk: bytes) -> None:
    wire.says(junk + b"Connection: close")
    with pytest.raises(SubmissionUnknown):
        await client.submit(order())


# not sent at all


async def test_a_closed_port_is_busy_and_away(connect: Any, order: Any) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        client = connect(f"http://127.0.0.1:{unused.getsockname()[1]}")
        with pytest.raises(VendorBusy) as caught:
            await client.submit(order())
        assert caught.value.away


@pytest.mark.parametrize("base", ["http://nowhere.invalid", "http://127.0.0.1:99999", "http://"])
async def test_an_address_that_leads_nowhere_is_busy_and_away(connect: Any, order: Any, base: str) -> None:
    with pytest.raises(VendorBusy) as caught:
        await connect(base).submit(order())
    assert caught.value.away


async def test_a_broken_tls_is_busy_and_away(connect: Any, order: Any) -> None:
    server = await asyncio.start_server(
        lambda _, writer: writer.write(b"no TLS here") or writer.close(), "127.0.0.1", 0
    )
    async with server:
        client = connect(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        with pytest.raises(VendorBusy) as caught:
            await client.submit(order())
    assert caught.value.away


async def test_a_connection_that_takes_too_long_is_busy_and_away(wire: Any, connect: Any, order: Any) -> None:
    client = connect(wire.url.replace("http:", "https:"), connect_s=0.05)  # waits for a TLS greeting that never comes
    with pytest.raises(VendorBusy) as caught:
        await client.submit(order())
    assert caught.value.away


# redirects


@pytest.mark.parametrize(
    ("status", "error"), [(301, VendorBusy), (302, SubmissionUnknown), (307, VendorBusy), (308, VendorBusy)]
)
async def test_a_redirect_never_takes_the_credentials_along(
    wire: Any, client: HiggsfieldClient, order: Any, status: int, error: type[Exception]
) -> None:
    wire.says(wire.response(status, Location=f"{wire.url}/elsewhere"))
    with pytest.raises(error):
        await client.submit(order())
    with pytest.raises(VendorBusy):
        await client.status("r-1")
    with pytest.raises(VendorBusy):
        await client.cancel("r-1")
    assert {h.target for h in wire.heard} == {"/nano-banana", "/requests/r-1/status", "/requests/r-1/cancel"}


# bodies without end


async def test_a_huge_answer_is_not_read_to_its_end(wire: Any, client: HiggsfieldClient, order: Any) -> None:
    wire.says(wire.response(200, b'{"request_id": "r-1", "x": "' + b"x" * 3_000_000 + b'"}'))
    with pytest.raises(SubmissionUnknown):
        await client.submit(order())
    with pytest.raises(VendorBusy):
        await client.status("r-1")


async def test_a_packed_bomb_is_bounded_unpacked(wire: Any, client: HiggsfieldClient, order: Any) -> None:
    wire.says(wire.response(400, gzip.compress(b" " * 50_000_000), Content_Encoding="gzip"))
    with pytest.raises(VendorRefused):
        await client.submit(order())


# questions


@pytest.mark.parametrize(
    "act", ["reset", "hang", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\nConnection: close\r\n\r\n{"]
)
async def test_a_question_without_an_answer_is_asked_later(wire: Any, connect: Any, act: Any) -> None:
    wire.says(act)
    client = connect(wire.url, ask_s=0.1)
    with pytest.raises(VendorBusy):
        await client.status("r-1")
    with pytest.raises(VendorBusy):
        await client.cancel("r-1")


async def test_an_id_that_only_the_older_route_knows_is_found_there_and_remembered(
    wire: Any, client: HiggsfieldClient
) -> None:
    lost, running = (
        wire.response(404, {"detail": "Not found"}),
        wire.response(200, {"id": "s", "jobs": [{"status": "queued"}]}),
    )
    done = wire.response(200, {"id": "s", "jobs": [{"results": {"raw": {"url": "https://cdn/a.png"}}}]})
    wire.says(lost, running, done, lost)
    assert (await client.status("s")).state is VendorState.QUEUED
    assert (await client.status("s")).image_urls == ("https://cdn/a.png",)
    assert [h.target for h in wire.heard] == ["/requests/s/status", "/v1/job-sets/s", "/v1/job-sets/s"]


@pytest.mark.parametrize("second", [404, 405])
async def test_an_id_that_nobody_knows_is_refused(wire: Any, client: HiggsfieldClient, second: int) -> None:
    wire.says(wire.response(404, {"detail": "Not found"}), wire.response(second, {"detail": "x"}))
    with pytest.raises(VendorRefused) as caught:
        await client.status("r-1")
    assert caught.value.reason is Failure.FAILED
    assert len(wire.heard) == 2


async def test_an_id_is_not_given_up_while_the_older_route_is_out_of_order(wire: Any, client: HiggsfieldClient) -> None:
    wire.says(wire.response(404, {"detail": "Not found"}), wire.response(502, b"<html>"))
    with pytest.raises(VendorBusy):
        await client.status("r-1")


@pytest.mark.parametrize(
    ("status", "body", "accepted"), [(202, b"", True), (200, {}, True), (400, {"detail": "x"}, False)]
)
async def test_a_cancel_is_accepted_or_too_late(
    wire: Any, client: HiggsfieldClient, status: int, body: Any, accepted: bool
) -> None:
    wire.says(wire.response(status, body))
    assert await client.cancel("r-1") is accepted


@pytest.mark.parametrize(
    ("status", "error"), [(401, VendorRefused), (404, VendorRefused), (429, VendorBusy), (500, VendorBusy)]
)
async def test_any_other_answer_to_a_cancel_is_no_answer(
    wire: Any, client: HiggsfieldClient, status: int, error: type[Exception]
) -> None:
    wire.says(wire.response(status, {"detail": "x"}))
    with pytest.raises(error):
        await client.cancel("r-1")


@pytest.mark.parametrize("status", [200, 202, 400])
async def test_a_page_from_in_between_is_nobodys_word_on_a_cancel(
    wire: Any, client: HiggsfieldClient, status: int
) -> None:
    """What is drawn all the same would be charged, and counted for nothing."""
    wire.says(wire.response(status, b"<html>Log in to this network</html>"))
    with pytest.raises(VendorBusy):
        await client.cancel("r-1")


async def test_stopping_in_the_middle_of_a_call_is_only_a_cancellation(
    wire: Any, client: HiggsfieldClient, order: Any
) -> None:
    wire.says("hang")
    for call in (client.submit(order()), client.status("r-1")):
        task = asyncio.create_task(call)
        await wire.rings.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        wire.rings.clear()


async def test_a_closed_session_is_no_crash(
    wire: Any, client: HiggsfieldClient, session: aiohttp.ClientSession
) -> None:
    await session.close()
    with pytest.raises(VendorBusy):
        await client.status("r-1")


# uploads


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "in.png"
    path.write_bytes(b"\x89PNG bytes")
    return path


def upload_target(wire: Any, **changes: Any) -> dict[str, Any]:
    return {
        "upload_url": f"{wire.url}/bucket/x.png?sig=a%2Bb%2F",
        "public_url": "https://cdn.example/x.png",
        "upload_headers": {"Content-Type": "image/png", "x-amz-tagging": "retention=temporary", "odd": 7},
    } | changes


async def test_the_bytes_go_to_the_storage_with_its_headers_and_no_credentials(
    wire: Any, client: HiggsfieldClient, picture: Path
) -> None:
    wire.says(wire.response(200, upload_target(wire)), wire.response(200))
    assert await client.upload(picture, "image/png") == "https://cdn.example/x.png"
    asked, put = wire.heard
    assert asked.json == {"content_type": "image/png"}
    assert "hf-secret" in asked.headers
    assert (put.method, put.target, put.body) == ("PUT", "/bucket/x.png?sig=a%2Bb%2F", b"\x89PNG bytes")
    assert put.headers["x-amz-tagging"] == "retention=temporary"
    assert put.headers["content-type"] == "image/png"
    assert not {"hf-api-key", "hf-secret", "authorization", "odd"} & set(put.headers)


async def test_an_older_answer_without_headers_gets_the_content_type(
    wire: Any, client: HiggsfieldClient, picture: Path
) -> None:
    body = upload_target(wire)
    del body["upload_headers"]
    wire.says(wire.response(200, body), wire.response(200))
    await client.upload(picture, "image/png")
    assert wire.heard[1].headers["content-type"] == "image/png"


@pytest.mark.parametrize("status", [302, 400, 403, 500, 503])
async def test_a_storage_that_does_not_take_the_bytes_is_tried_later(
    wire: Any, client: HiggsfieldClient, picture: Path, status: int
) -> None:
    wire.says(wire.response(200, upload_target(wire)), wire.response(status, Location=wire.url))
    with pytest.raises(VendorBusy):
        await client.upload(picture, "image/png")
    assert len(wire.heard) == 2


async def test_an_input_that_is_gone_is_said_before_anything_is_asked(
    wire: Any, client: HiggsfieldClient, tmp_path: Path
) -> None:
    with pytest.raises(VendorRefused) as caught:
        await client.upload(tmp_path / "gone.png", "image/png")
    assert caught.value.reason is Failure.INPUT_GONE
    assert not wire.heard


async def test_headers_that_would_split_the_request_are_not_sent(
    wire: Any, client: HiggsfieldClient, picture: Path
) -> None:
    wire.says(wire.response(200, upload_target(wire, upload_headers={"a": "b\r\nhf-secret: x"})))
    with pytest.raises(VendorBusy):
        await client.upload(picture, "image/png")


# secrets


async def test_neither_repr_nor_log_nor_error_shows_a_secret(
    wire: Any, client: HiggsfieldClient, order: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    echo = {"detail": [{"loc": ["body"], "type": "x", "input": {"prompt": "a red fox in snow"}}]}
    wire.says(wire.response(200, TAKEN), wire.response(422, echo), "reset")
    said = [repr(client), await client.submit(order())]
    for _ in range(2):
        with pytest.raises((VendorRefused, SubmissionUnknown)) as caught:
            await client.submit(order(webhook_url="https://bot.example/hook?sig=abc"))
        said += [str(caught.value), repr(caught.value)]
    told = " ".join(said) + caplog.text
    assert "corr-1" in told
    for secret in ("s3cr3t", "0b0e3c1c", "red fox", "sig=abc"):
        assert secret not in told
    assert json.loads(wire.heard[0].body)["prompt"] == "a red fox in snow"
