"""What the vendor refuses, and with which words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.simulators.higgsfield import NANO_BANANA, AccountOptions, FakeHiggsfield

Call = Any  # the fixture `call`
KEY = {"Authorization": "Key demo-key:demo-secret"}
ROUTES = [
    ("POST", "/nano-banana"),
    ("POST", "/nano-banana-pro"),
    ("POST", "/v1/text2image/nano-banana"),
    ("GET", "/requests/x/status"),
    ("GET", "/v1/job-sets/x"),
    ("POST", "/requests/x/cancel"),
    ("POST", "/files/generate-upload-url"),
    ("POST", "/estimate/nano-banana"),
]
WRONG_KEYS: list[dict[str, str]] = [
    {},
    {"hf-api-key": "demo-key"},
    {"hf-api-key": "demo-key", "hf-secret": "other"},
    {"Authorization": "Bearer demo-key:demo-secret"},
    {"Authorization": "Key demo-key:other"},
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_every_call_wants_credentials(call: Call, method: str, path: str) -> None:
    for keys in WRONG_KEYS:
        answer = await call(method, path, {"prompt": "x"} if method == "POST" else None, keys=keys)
        assert (answer.status, answer.body) == (401, {"detail": "Invalid credentials"})
    assert not call.vendor.requests


async def test_both_ways_to_sign_are_accepted(call: Call) -> None:
    assert (await call("POST", "/nano-banana", {"prompt": "x"}, keys=KEY)).status == 200
    assert (await call("POST", "/nano-banana", {"prompt": "x"})).status == 200


async def test_every_answer_has_a_correlation_id(call: Call) -> None:
    answers = [await call.submit(), await call.submit(num_images=9), await call("GET", "/nowhere", keys={})]
    assert len({answer.headers["X-Correlation-ID"] for answer in answers}) == 3


BAD_BODIES: list[tuple[dict[str, Any], list[str | int], str]] = [
    ({}, ["body", "prompt"], "missing"),
    ({"prompt": ""}, ["body", "prompt"], "string_too_short"),
    ({"prompt": 7}, ["body", "prompt"], "string_type"),
    ({"prompt": "x", "num_images": 0}, ["body", "num_images"], "greater_than_equal"),
    ({"prompt": "x", "num_images": 5}, ["body", "num_images"], "less_than_equal"),
    ({"prompt": "x", "num_images": "2"}, ["body", "num_images"], "int_type"),
    ({"prompt": "x", "num_images": True}, ["body", "num_images"], "int_type"),
    ({"prompt": "x", "aspect_ratio": "7:5"}, ["body", "aspect_ratio"], "literal_error"),
    ({"prompt": "x", "aspect_ratio": None}, ["body", "aspect_ratio"], "literal_error"),
    ({"prompt": "x", "output_format": "webp"}, ["body", "output_format"], "literal_error"),
    ({"prompt": "x", "input_images": "u"}, ["body", "input_images"], "list_type"),
    ({"prompt": "x", "input_images": ["u"]}, ["body", "input_images", 0], "model_attributes_type"),
    (
        {"prompt": "x", "input_images": [{"type": "image_url"}]},
        ["body", "input_images", 0, "image_url"],
        "missing",
    ),
    (
        {"prompt": "x", "input_images": [{"type": "image_url", "image_url": ""}]},
        ["body", "input_images", 0, "image_url"],
        "url_parsing",
    ),
    (
        {"prompt": "x", "input_images": [{"type": "url", "image_url": "https://a.b/c"}]},
        ["body", "input_images", 0, "type"],
        "literal_error",
    ),
    (
        {"prompt": "x", "input_images": [{"type": "image_url", "image_url": "https://a.b/c", "name": "c"}]},
        ["body", "input_images", 0, "name"],
        "extra_forbidden",
    ),
    (
        {"prompt": "x", "input_images": [{"type": "image_url", "image_url": "https://a.b/" + "c" * 2083}]},
        ["body", "input_images", 0, "image_url"],
        "url_too_long",
    ),
    (
        {"prompt": "x", "input_images": [{"type": "image_url", "image_url": "https://a.b/c"}] * 9},
        ["body", "input_images"],
        "too_long",
    ),
]


@pytest.mark.parametrize(("body", "loc", "kind"), BAD_BODIES)
async def test_a_wrong_field_is_named(call: Call, body: dict[str, Any], loc: list[str | int], kind: str) -> None:
    answer = await call("POST", "/nano-banana", body)
    assert answer.status == 422
    assert [(problem["loc"], problem["type"]) for problem in answer.body["detail"]] == [(loc, kind)]


async def test_all_problems_are_told_at_once(call: Call) -> None:
    answer = await call("POST", "/nano-banana", {"num_images": 9, "aspect_ratio": "x"})
    assert len(answer.body["detail"]) == 3


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'"prompt"', b"null"])
async def test_a_body_that_is_no_object_is_refused(call: Call, data: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    assert (await call("POST", "/nano-banana", data=data, headers=headers)).status == 422


async def test_a_body_of_another_type_is_refused(call: Call) -> None:
    assert (await call("POST", "/nano-banana", data={"prompt": "x"})).status == 422


async def test_the_alias_wants_params(call: Call) -> None:
    answer = await call.submit(path="/v1/text2image/nano-banana")
    assert answer.body["detail"][0]["loc"] == ["body", "params"]
    answer = await call("POST", "/v1/text2image/nano-banana", {"params": {"num_images": 1}})
    assert answer.body["detail"][0]["loc"] == ["body", "params", "prompt"]


async def test_unknown_fields_are_ignored_in_silence(call: Call) -> None:
    request = await call.take(aspectRatio="1:1", num_image=4)
    assert (request.images, request.order.aspect_ratio) == (1, "4:3")


async def test_every_ratio_is_accepted(call: Call) -> None:
    for ratio in NANO_BANANA.ratios:
        await call.finish(await call.take(aspect_ratio=ratio))


@pytest.mark.parametrize(("resolution", "status"), [("1k", 200), ("2k", 200), ("4k", 200), ("2K", 422)])
async def test_pro_resolutions_are_in_lower_case(call: Call, resolution: str, status: int) -> None:
    assert (await call.submit(path="/nano-banana-pro", resolution=resolution)).status == status


async def test_an_account_without_pro_does_not_find_it(
    call: Call, vendor: FakeHiggsfield, quick: AccountOptions
) -> None:
    vendor.options = replace(quick, pro=False)
    for path in ("/nano-banana-pro", "/estimate/nano-banana-pro"):
        answer = await call.submit(path=path)
        assert (answer.status, answer.body) == (404, {"detail": "Model not found"})


async def test_pro_may_refuse_input_pictures(call: Call, vendor: FakeHiggsfield, quick: AccountOptions) -> None:
    vendor.options = replace(quick, pro_inputs=False)
    inputs = [{"type": "image_url", "image_url": "https://a.b/c"}]
    answer = await call.submit(path="/nano-banana-pro", input_images=inputs)
    assert (answer.status, answer.body["detail"][0]["loc"]) == (422, ["body", "input_images"])
    assert (await call.submit(path="/nano-banana-pro", input_images=[])).status == 200


async def test_the_fifth_request_at_once_is_refused_until_one_ends(call: Call) -> None:
    held = [await call.take(f"{n} [stuck]") for n in range(3)] + [await call.take("waits [queue] [stuck]")]
    answer = await call.submit()
    text = "Maximum number of concurrent requests (4) has been reached"
    assert (answer.status, answer.body) == (400, {"detail": text})
    assert len(call.vendor.requests) == len(held)


async def test_cancelling_frees_a_place(call: Call, vendor: FakeHiggsfield, quick: AccountOptions) -> None:
    vendor.options = replace(quick, queued_s=60, concurrency=1)
    request = await call.take()
    assert (await call.submit()).status == 400
    await call("POST", f"/requests/{request.id}/cancel")
    assert (await call.submit()).status == 200


async def test_with_a_queue_requests_wait_their_turn(call: Call, vendor: FakeHiggsfield, quick: AccountOptions) -> None:
    vendor.options = replace(quick, queue=True, concurrency=1)
    first = await call.take("a [stuck]")
    second = await call.take("b")
    await call.until(first, "in_progress")
    assert second.status == "queued"
    answer = await call.submit(num_images=3)
    assert (answer.status, answer.body["code"], answer.body["limit"]) == (429, "account_queue_full", 4)
    assert int(answer.headers["Retry-After"]) > 0


async def test_a_waiting_request_starts_when_another_ends(
    call: Call, vendor: FakeHiggsfield, quick: AccountOptions
) -> None:
    vendor.options = replace(quick, queue=True, concurrency=1, drawing_s=(0.02, 0.02))
    requests = [await call.take(str(n)) for n in range(4)]
    for request in requests:
        assert (await call.finish(request))["status"] == "completed"
    starts = [request.started_at for request in requests]
    assert starts == sorted(starts)


async def test_credits_run_out(call: Call, vendor: FakeHiggsfield, quick: AccountOptions) -> None:
    vendor.options = replace(quick, credits=4)
    await call.finish(await call.take(path="/nano-banana-pro"))
    assert vendor.credits_left == 1
    assert (await call.submit(num_images=2)).body == {"detail": "Not enough credits"}
    failed = await call.take("x [failed]")
    await call.finish(failed)
    assert (await call.submit()).status == 200


async def test_a_reserved_credit_is_not_given_twice(call: Call, vendor: FakeHiggsfield, quick: AccountOptions) -> None:
    vendor.options = replace(quick, credits=1)
    await call.take("x [stuck]")
    assert (await call.submit()).status == 403


async def test_what_the_vendor_does_not_have_is_refused_in_json(call: Call) -> None:
    assert (await call("GET", "/models")).body == {"detail": "Not Found"}
    answer = await call("DELETE", "/nano-banana")
    assert (answer.status, answer.body) == (405, {"detail": "Method Not Allowed"})


async def test_an_estimate_is_told_in_texts(call: Call) -> None:
    answer = await call.submit(path="/estimate/nano-banana-pro", num_images=2)
    assert answer.body == {"credits": "6.000", "usd": "0.375"}
    assert not call.vendor.requests
