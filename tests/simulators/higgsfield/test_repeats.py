"""Repeated submits and webhooks: what a careful client relies on."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from bot.simulators.higgsfield import AccountOptions, FakeHiggsfield

Call = Any  # the fixture `call`
KEY = {"Idempotency-Key": "0b6f7d2c-1"}


async def test_without_the_promise_a_repeated_submit_is_a_second_request(call: Call) -> None:
    for _ in range(2):
        await call("POST", "/nano-banana", {"prompt": "x"}, headers=KEY)
    assert [request.idempotency_key for request in call.vendor.requests.values()] == ["0b6f7d2c-1"] * 2


@pytest.fixture
def idempotent(vendor: FakeHiggsfield, quick: AccountOptions) -> FakeHiggsfield:
    vendor.options = replace(quick, idempotent=True)
    return vendor


async def test_the_same_key_and_body_are_the_same_request(call: Call, idempotent: FakeHiggsfield) -> None:
    first = await call("POST", "/nano-banana", {"prompt": "x", "num_images": 2}, headers=KEY)
    again = await call("POST", "/nano-banana", {"num_images": 2, "prompt": "x"}, headers=KEY)
    assert first.body["request_id"] == again.body["request_id"]
    assert len(idempotent.requests) == 1


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/nano-banana", {"prompt": "y"}),
        ("/nano-banana-pro", {"prompt": "x"}),
        ("/nano-banana?hf_webhook=http%3A%2F%2F127.0.0.1%3A9%2F", {"prompt": "x"}),
    ],
)
async def test_the_same_key_for_something_else_is_refused(
    call: Call, idempotent: FakeHiggsfield, path: str, body: dict[str, str]
) -> None:
    await call("POST", "/nano-banana", {"prompt": "x"}, headers=KEY)
    # The address is written out: the caller's library would decode the webhook's.
    assert (await call.session.post(URL(idempotent.url + path, encoded=True), json=body)).status == 401
    assert (await call("POST", path, body, headers=KEY)).status == 422


async def test_a_refused_submit_does_not_use_up_its_key(call: Call, idempotent: FakeHiggsfield) -> None:
    prompt = {"prompt": "a lighthouse [down]"}
    answers = [(await call("POST", "/nano-banana", prompt, headers=KEY)).status for _ in range(4)]
    assert answers == [503, 503, 200, 200]
    assert len(idempotent.requests) == 1


async def test_a_key_with_spaces_is_refused(call: Call, idempotent: FakeHiggsfield) -> None:
    headers = {"Idempotency-Key": "two words"}
    assert (await call("POST", "/nano-banana", {"prompt": "x"}, headers=headers)).status == 422


async def test_after_an_unclear_submit_the_same_key_finds_the_request(call: Call, idempotent: FakeHiggsfield) -> None:
    with pytest.raises(aiohttp.ClientConnectionError):
        await call("POST", "/nano-banana", {"prompt": "x [unclear]"}, headers=KEY)
    answer = await call("POST", "/nano-banana", {"prompt": "x [unclear]"}, headers=KEY)
    assert [answer.body["request_id"]] == list(idempotent.requests)


@dataclass
class Receiver:
    """A client's webhook."""

    url: str = ""
    answers: list[int] = field(default_factory=list)  # what to answer, then 200
    received: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)

    async def receive(self, request: web.Request) -> web.Response:
        self.received.append(json.loads(await request.read()))
        self.secrets.append(request.headers.get("X-Webhook-Secret-Key"))
        return web.Response(status=self.answers.pop(0) if self.answers else 200)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.receive)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


async def until_received(call: Call, request: Any) -> None:
    while not request.webhook_answers or request.webhook_answers[-1] != 200:
        await call.finish(request)


@pytest.mark.parametrize(("prompt", "status"), [("x", "completed"), ("[failed]", "failed"), ("[refused]", "nsfw")])
async def test_the_webhook_rings_with_the_status(call: Call, receiver: Receiver, prompt: str, status: str) -> None:
    answer = await call("POST", "/nano-banana", {"prompt": prompt}, params={"hf_webhook": receiver.url})
    request = call.vendor.requests[answer.body["request_id"]]
    await until_received(call, request)
    assert [body["status"] for body in receiver.received] == [status]
    assert receiver.received[0] == await call.finish(request)


async def test_the_webhook_rings_again_until_it_is_heard(call: Call, receiver: Receiver) -> None:
    receiver.answers = [500, 302]
    answer = await call("POST", "/nano-banana", {"prompt": "x"}, params={"hf_webhook": receiver.url})
    request = call.vendor.requests[answer.body["request_id"]]
    await until_received(call, request)
    assert request.webhook_answers == [500, 302, 200]


async def test_the_older_webhook_brings_its_secret_back(call: Call, receiver: Receiver) -> None:
    hook = {"url": receiver.url, "secret": "s3"}
    body = {"params": {"prompt": "x"}, "webhook": hook}
    answer = await call("POST", "/v1/text2image/nano-banana", body)
    await until_received(call, call.vendor.requests[answer.body["id"]])
    assert receiver.secrets == ["s3"]


async def test_a_cancelled_request_rings_nowhere(
    call: Call, receiver: Receiver, vendor: FakeHiggsfield, quick: AccountOptions
) -> None:
    vendor.options = replace(quick, queued_s=60)
    answer = await call("POST", "/nano-banana", {"prompt": "x"}, params={"hf_webhook": receiver.url})
    await call("POST", f"/requests/{answer.body['request_id']}/cancel")
    await call.finish(vendor.requests[answer.body["request_id"]])
    assert receiver.received == []


async def test_a_webhook_that_is_no_address_is_refused(call: Call) -> None:
    answer = await call("POST", "/nano-banana", {"prompt": "x"}, params={"hf_webhook": "nowhere"})
    assert answer.status == 422
