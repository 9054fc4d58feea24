"""Faults on command, and the control routes."""

from __future__ import annotations

import asyncio
import base64
import json
from typing import Any

import aiohttp
import pytest

from bot.simulators.higgsfield import DIRECTIVES, FakeHiggsfield

Call = Any  # the fixture `call`


async def test_a_fault_strikes_as_often_as_asked_and_no_more(call: Call, vendor: FakeHiggsfield) -> None:
    vendor.fail("POST", "/nano-banana*", how="503", times=2, body={"detail": "down"})
    assert [(await call.submit()).status for _ in range(3)] == [503, 503, 200]
    assert len(vendor.requests) == 1


async def test_a_fault_strikes_only_its_path_and_method(call: Call, vendor: FakeHiggsfield) -> None:
    vendor.fail("GET", "/requests/*/status", how="status", status=500)
    request = await call.take()
    assert (await call("GET", f"/requests/{request.id}/status")).status == 500
    assert (await call("GET", f"/requests/{request.id}/status")).status == 200


@pytest.mark.parametrize(("how", "taken"), [("reset_before", 0), ("reset_after", 1)])
async def test_a_connection_dies_before_or_after_the_deed(
    call: Call, vendor: FakeHiggsfield, how: str, taken: int
) -> None:
    vendor.fail("POST", "/nano-banana", how=how)
    with pytest.raises(aiohttp.ClientConnectionError):
        await call.submit()
    assert len(vendor.requests) == taken
    assert vendor.calls[-1].status == 0


async def test_a_server_error_may_hide_a_taken_request(call: Call, vendor: FakeHiggsfield) -> None:
    vendor.fail("POST", "/nano-banana", how="html", taken=True)
    answer = await call.submit()
    assert (answer.status, len(vendor.requests)) == (502, 1)
    assert "<html>" in answer.body


async def test_a_hanging_call_never_answers(call: Call, vendor: FakeHiggsfield) -> None:
    vendor.fail("POST", "/nano-banana", how="hang")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await call.submit()
    assert not vendor.requests


async def test_a_slow_call_is_carried_out_though_nobody_waits(call: Call, vendor: FakeHiggsfield) -> None:
    fault = vendor.fail("POST", "/nano-banana", how="slow", seconds=0.1)
    waiting = asyncio.create_task(call.submit())
    async with asyncio.timeout(5):
        while fault.times:  # noqa: ASYNC110  the call has not come yet
            await asyncio.sleep(0.01)
    waiting.cancel()
    async with asyncio.timeout(5):
        while not vendor.requests:  # noqa: ASYNC110  there is no request yet to wait for
            await asyncio.sleep(0.01)


async def test_answers_that_are_no_answers(call: Call, vendor: FakeHiggsfield) -> None:
    for how in ("redirect", "empty", "garbage"):
        vendor.fail("POST", "/nano-banana", how=how, to="http://127.0.0.1:9/elsewhere")
    redirect, empty, garbage = [await call.submit() for _ in range(3)]
    assert (redirect.status, redirect.headers["Location"]) == (302, "http://127.0.0.1:9/elsewhere")
    assert (empty.status, empty.body) == (200, None)
    assert garbage.body.startswith("{not json")
    assert not vendor.requests


async def test_a_download_may_be_cut(call: Call, vendor: FakeHiggsfield) -> None:
    url = (await call.finish(await call.take()))["images"][0]["url"]
    vendor.fail("GET", "/cdn/*", how="cut")
    with pytest.raises(aiohttp.ClientPayloadError):
        await call.bytes(url)
    assert await call.bytes(url)


async def test_a_download_may_drip_be_anything_or_never_end(call: Call, vendor: FakeHiggsfield) -> None:
    url = (await call.finish(await call.take()))["images"][0]["url"]
    whole = await call.bytes(url)
    vendor.fail("GET", "/cdn/*", how="drip", seconds=0)
    assert await call.bytes(url) == whole
    vendor.fail("GET", "/cdn/*", how="bytes", data=base64.b64encode(b"GIF89a").decode(), content_type="text/html")
    assert (await call("GET", url)).body == "GIF89a"
    vendor.fail("GET", "/cdn/*", how="bytes", data="", length=7)
    with pytest.raises(aiohttp.ClientPayloadError):
        await call.bytes(url)
    vendor.fail("GET", "/cdn/*", how="endless")
    async with call.session.get(url) as response:
        assert await response.content.readexactly(1_000_000) == bytes(1_000_000)


def test_an_unknown_fault_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="unknown fault"):
        FakeHiggsfield().fail("GET", "/*", how="explode")


async def test_another_process_may_command_faults_and_terms(call: Call, vendor: FakeHiggsfield) -> None:
    fault = {"method": "POST", "path_glob": "/nano-banana", "how": "status", "status": 500, "times": 9}
    assert (await call("POST", "/_emulator/faults", fault, keys={})).status == 200
    assert (await call.submit()).status == 500
    await call("POST", "/_emulator/faults", {"clear": True}, keys={})
    assert (await call.submit()).status == 200
    answer = await call("POST", "/_emulator/terms", {"pro": False, "drawing_s": [0, 0]}, keys={})
    assert (answer.body["pro"], "secret" in answer.body) == (False, False)
    assert (vendor.options.pro, vendor.options.drawing_s) == (False, (0, 0))


@pytest.mark.parametrize(
    ("path", "body"),
    [("faults", {"how": "explode"}), ("faults", {"method": "GET"}), ("terms", {"prop": 1}), ("terms", [])],
)
async def test_a_wrong_command_is_refused(call: Call, path: str, body: object) -> None:
    assert (await call("POST", f"/_emulator/{path}", body, keys={})).status == 422


async def test_a_foreign_page_can_neither_read_nor_command(call: Call) -> None:
    text = {"Content-Type": "text/plain", "Origin": "https://evil.example"}
    assert (await call("POST", "/_emulator/terms", data="{}", headers=text)).status == 415
    for origin, echoed in (
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://localhost:5", "http://localhost:5"),
        ("https://evil.example", None),
        ("http://127.0.0.1.evil.example", None),
        ("null", None),
    ):
        answer = await call("GET", "/_emulator/words", keys={}, headers={"Origin": origin})
        assert answer.headers.get("Access-Control-Allow-Origin") == echoed


async def test_the_requests_and_the_log_are_served(call: Call, vendor: FakeHiggsfield) -> None:
    request = await call.take("a fox", headers={"Idempotency-Key": "k"})
    await call.finish(request)
    served = (await call("GET", "/_emulator/requests", keys={})).body["requests"]
    assert [(one["id"], one["status"], one["charged"]) for one in served] == [(request.id, "completed", 1)]
    calls = (await call("GET", "/_emulator/log", keys={})).body["calls"]
    assert [entry["path"] for entry in calls] == ["/nano-banana", f"/requests/{request.id}/status"]
    later = (await call("GET", f"/_emulator/log?after={calls[0]['n']}", keys={})).body["calls"]
    assert later == calls[1:]
    words = (await call("GET", "/_emulator/words", keys={})).body["words"]
    assert [word["name"] for word in words] == list(DIRECTIVES)


async def test_no_secret_reaches_log_events_or_requests(call: Call, vendor: FakeHiggsfield, photo: bytes) -> None:
    url = await call.upload(photo)
    inputs = [{"type": "image_url", "image_url": url}]
    hook = {"hf_webhook": "http://127.0.0.1:9/h?token=hidden"}
    await call("POST", "/nano-banana", {"prompt": "x", "input_images": inputs}, params=hook)
    await call("GET", "/requests/x/status", keys={"Authorization": "Key demo-key:wrong-secret"})
    shown = repr(vendor.calls)
    for path in ("log", "requests"):
        shown += str((await call("GET", f"/_emulator/{path}", keys={})).body)
    for secret in ("demo-secret", "wrong-secret", "hidden", "X-Amz-Signature"):
        assert secret not in shown


async def test_events_tell_calls_and_changes_as_they_happen(call: Call, vendor: FakeHiggsfield) -> None:
    await call.submit("an earlier fox [stuck]")
    seen: list[dict[str, Any]] = []
    async with call.session.get(vendor.url + "/_emulator/events?after=0") as stream, asyncio.timeout(5):
        await call.submit("a fox")
        async for line in stream.content:
            if line.startswith(b"data: "):
                seen.append(json.loads(line[6:]))
            if seen and seen[-1].get("state") == "completed":
                break
    assert [event["n"] for event in seen] == sorted(event["n"] for event in seen)
    fox = [(event["kind"], event["state"]) for event in seen if event["prompt"] == "a fox"]
    assert sorted(fox) == sorted(
        [("state", "queued"), ("call", "queued"), ("state", "in_progress"), ("state", "completed")]
    )
    assert any(event["prompt"].startswith("an earlier") for event in seen)
