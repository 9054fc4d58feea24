"""Input pictures: uploaded, fetched by the vendor, and never with a credential where none belongs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.simulators.higgsfield import AccountOptions, FakeHiggsfield

Call = Any  # the fixture `call`


def inputs(*urls: str) -> list[dict[str, str]]:
    return [{"type": "image_url", "image_url": url} for url in urls]


async def test_an_uploaded_picture_is_stored_as_sent(call: Call, photo: bytes) -> None:
    assert await call.bytes(await call.upload(photo)) == photo


async def test_the_vendor_fetches_the_inputs_when_drawing_begins(call: Call, photo: bytes) -> None:
    url = await call.upload(photo)
    request = await call.take("make it night", input_images=inputs(url, url))
    assert request.inputs == []
    assert (await call.finish(request))["status"] == "completed"
    assert request.inputs == [photo, photo]


async def test_an_input_of_many_packets_arrives_whole(call: Call, photo: bytes) -> None:
    large = photo + b"\0" * 3_000_000
    request = await call.take("make it night", input_images=inputs(await call.upload(large)))
    await call.finish(request)
    assert request.inputs == [large]


async def test_an_input_that_is_gone_fails_the_request(call: Call, vendor: FakeHiggsfield) -> None:
    request = await call.take("make it night", input_images=inputs(f"{vendor.url}/cdn/inputs/none.png"))
    body = await call.finish(request)
    assert (body["status"], body["error"]) == ("failed", "Could not fetch input image: HTTP 404")
    assert request.charged == 0


async def test_an_address_nobody_answers_fails_the_request(call: Call) -> None:
    request = await call.take("make it night", input_images=inputs("http://127.0.0.1:9/x.png"))
    assert (await call.finish(request))["status"] == "failed"


@pytest.mark.parametrize("data", [b"<svg/>", b"", b"\x89PNG\r\n\x1a\n cut"])
async def test_an_input_that_is_no_picture_fails_the_request(call: Call, data: bytes) -> None:
    request = await call.take("make it night", input_images=inputs(await call.upload(data)))
    body = await call.finish(request)
    assert (body["status"], body["error"]) == ("failed", "Input image could not be read")


async def test_an_unknown_content_type_is_refused(call: Call) -> None:
    for content_type in ("image/svg+xml", "", None):
        answer = await call("POST", "/files/generate-upload-url", {"content_type": content_type})
        assert (answer.status, answer.body["detail"][0]["loc"]) == (422, ["body", "content_type"])


async def test_every_upload_header_must_be_sent(call: Call, photo: bytes) -> None:
    slot = (await call("POST", "/files/generate-upload-url", {"content_type": "image/png"})).body
    for name in slot["upload_headers"]:
        headers = {k: v for k, v in slot["upload_headers"].items() if k != name}
        assert (await call("PUT", slot["upload_url"], keys={}, headers=headers, data=photo)).status == 403
    wrong = slot["upload_headers"] | {"Content-Type": "image/jpeg"}
    assert (await call("PUT", slot["upload_url"], keys={}, headers=wrong, data=photo)).status == 403
    unsigned = slot["upload_url"].partition("?")[0]
    assert (await call("PUT", unsigned, keys={}, headers=slot["upload_headers"], data=photo)).status == 403
    assert (await call("GET", slot["public_url"], keys={})).status == 404


async def test_a_credential_on_the_upload_is_refused_and_noted(call: Call, photo: bytes) -> None:
    slot = (await call("POST", "/files/generate-upload-url", {"content_type": "image/png"})).body
    answer = await call("PUT", slot["upload_url"], headers=slot["upload_headers"], data=photo)
    assert answer.status == 400
    assert [leak.rpartition(" ")[2] for leak in call.vendor.leaks] == ["hf-api-key", "hf-secret"]
    assert "demo-secret" not in str(call.vendor.leaks)


async def test_a_credential_sent_to_the_cdn_is_noted(call: Call) -> None:
    body = await call.finish(await call.take())
    await call.bytes(body["images"][0]["url"])
    assert call.vendor.leaks == []
    await call.bytes(body["images"][0]["url"], Authorization="Key demo-key:demo-secret")
    assert len(call.vendor.leaks) == 1


async def test_an_account_may_have_no_uploads(call: Call, vendor: FakeHiggsfield, quick: AccountOptions) -> None:
    vendor.options = replace(quick, uploads=False)
    assert (await call("POST", "/files/generate-upload-url", {"content_type": "image/png"})).status == 404
