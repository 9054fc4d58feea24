"""The client against the emulated vendor: whole jobs, each word of trouble, no credential where none belongs."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.domain.errors import NoUpload, SubmissionUnknown, VendorBusy, VendorRefused
from bot.domain.jobs import Failure
from bot.higgsfield import RequestStatus, VendorState
from bot.higgsfield.client import HiggsfieldClient
from bot.settings import Settings
from bot.simulators.higgsfield import AccountOptions, FakeHiggsfield

QUICK = AccountOptions(small=True, queued_s=0, drawing_s=(0, 0), pace=0)
ALIASED = Settings(higgsfield_alias=True).offer()
OVER = frozenset({VendorState.COMPLETED, VendorState.FAILED, VendorState.NSFW, VendorState.CANCELED})


@pytest.fixture
async def fake_higgsfield() -> AsyncIterator[FakeHiggsfield]:
    async with FakeHiggsfield(QUICK) as fake_higgsfield:
        yield fake_higgsfield


@pytest.fixture
def client(fake_higgsfield: FakeHiggsfield, connect: Any) -> HiggsfieldClient:
    return connect(fake_higgsfield.url, key_id=QUICK.key_id, secret=QUICK.secret)


async def finish(client: HiggsfieldClient, vendor_id: str) -> RequestStatus:
    for _ in range(1000):
        answer = await client.status(vendor_id)
        if answer.state in OVER:
            break
        await asyncio.sleep(0.005)
    return answer


@pytest.mark.parametrize("shape", ["v1", "v2"])
@pytest.mark.parametrize("model", ["banana", "banana-pro"])
async def test_an_order_becomes_pictures_in_either_shape(
    fake_higgsfield: FakeHiggsfield, client: HiggsfieldClient, order: Any, shape: str, model: str
) -> None:
    fake_higgsfield.options = replace(QUICK, shape=shape)
    answer = await finish(client, await client.submit(order(model=model, count=3)))
    assert answer.state is VendorState.COMPLETED
    assert len(set(answer.image_urls)) == 3
    (request,) = fake_higgsfield.requests.values()
    assert request.idempotency_key == "6f1c-key"


async def test_the_alias_answers_with_a_job_set_that_can_be_asked(
    fake_higgsfield: FakeHiggsfield, connect: Any, order: Any
) -> None:
    client = connect(fake_higgsfield.url, key_id=QUICK.key_id, secret=QUICK.secret, offer=ALIASED)
    answer = await finish(client, await client.submit(order(count=2)))
    assert len(answer.image_urls) == 2
    assert fake_higgsfield.calls[0].path == "/v1/text2image/nano-banana"


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("badkey", Failure.BAD_KEY),
        ("nocredits", Failure.NO_CREDITS),
        ("missing", Failure.MODEL_MISSING),
        ("422", Failure.REFUSED),
    ],
)
async def test_what_the_vendor_refuses_is_refused(
    client: HiggsfieldClient, order: Any, word: str, reason: Failure
) -> None:
    with pytest.raises(VendorRefused) as caught:
        await client.submit(order(f"a fox [{word}]"))
    assert caught.value.reason is reason


@pytest.mark.parametrize(("word", "away"), [("busy", False), ("423", False), ("429", False), ("down", True)])
async def test_what_passes_is_busy(client: HiggsfieldClient, order: Any, word: str, away: bool) -> None:
    with pytest.raises(VendorBusy) as caught:
        await client.submit(order(f"a fox [{word}]"))
    assert caught.value.away is away
    assert caught.value.retry_after == (1.0 if word == "429" else None)


@pytest.mark.parametrize("word", ["unclear", "error500", "html"])
async def test_what_nobody_knows_is_unclear(client: HiggsfieldClient, order: Any, word: str) -> None:
    with pytest.raises(SubmissionUnknown):
        await client.submit(order(f"a fox [{word}]"))


@pytest.mark.parametrize("how", ["reset_before", "reset_after", "empty", "garbage", "cut", "redirect", "html"])
async def test_a_fault_on_the_way_leaves_at_most_one_request(
    fake_higgsfield: FakeHiggsfield, client: HiggsfieldClient, order: Any, how: str
) -> None:
    fake_higgsfield.fail("POST", "/nano-banana", how=how)
    with pytest.raises(SubmissionUnknown):
        await client.submit(order())
    assert len(fake_higgsfield.requests) <= 1
    assert len(fake_higgsfield.calls) == 1


@pytest.mark.parametrize("how", ["reset_before", "empty", "garbage", "cut", "redirect", "html", "429", "500"])
async def test_a_fault_on_a_question_is_asked_again(
    fake_higgsfield: FakeHiggsfield, client: HiggsfieldClient, order: Any, how: str
) -> None:
    vendor_id = await client.submit(order())
    tries = 2 if how == "reset_before" else 1  # aiohttp itself repeats a GET whose connection died
    fake_higgsfield.fail("GET", "/requests/*", how=how, times=tries)
    with pytest.raises(VendorBusy):
        await client.status(vendor_id)
    assert (await finish(client, vendor_id)).state is VendorState.COMPLETED


@pytest.mark.parametrize(
    ("word", "state", "pictures"),
    [
        ("refused", VendorState.NSFW, 0),
        ("failed", VendorState.FAILED, 0),
        ("none", VendorState.COMPLETED, 0),
        ("fewer", VendorState.COMPLETED, 1),
        ("unknown", VendorState.COMPLETED, 2),
    ],
)
async def test_each_end_is_read(
    client: HiggsfieldClient, order: Any, word: str, state: VendorState, pictures: int
) -> None:
    answer = await finish(client, await client.submit(order(f"a fox [{word}]", count=2)))
    assert (answer.state, len(answer.image_urls)) == (state, pictures)


async def test_a_queued_request_can_be_cancelled_and_a_drawing_one_not(
    fake_higgsfield: FakeHiggsfield, client: HiggsfieldClient, order: Any
) -> None:
    fake_higgsfield.options = replace(QUICK, queued_s=60)
    queued = await client.submit(order())
    assert await client.cancel(queued)
    assert (await client.status(queued)).state is VendorState.CANCELED
    fake_higgsfield.options = QUICK
    drawn = await client.submit(order(idempotency_key="another"))
    await finish(client, drawn)
    assert not await client.cancel(drawn)


async def test_an_unknown_request_is_refused(client: HiggsfieldClient) -> None:
    for call in (client.status("d7e6c0f3"), client.cancel("d7e6c0f3")):
        with pytest.raises(VendorRefused) as caught:
            await call
        assert caught.value.reason is Failure.FAILED


async def test_a_wrong_key_is_refused_on_every_call(
    fake_higgsfield: FakeHiggsfield, connect: Any, order: Any, picture: Path
) -> None:
    client = connect(fake_higgsfield.url, key_id="demo-key", secret="wrong")
    calls = (client.submit(order()), client.status("x"), client.cancel("x"), client.upload(picture, "image/png"))
    for call in calls:
        with pytest.raises(VendorRefused) as caught:
            await call
        assert caught.value.reason is Failure.BAD_KEY


# input pictures


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "in.png"
    Image.new("RGB", (40, 30), "teal").save(path)
    return path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("model", ["banana", "banana-pro"])
async def test_an_uploaded_picture_reaches_the_vendor_whole(
    fake_higgsfield: FakeHiggsfield, client: HiggsfieldClient, order: Any, picture: Path, model: str
) -> None:
    url = await client.upload(picture, "image/png")
    answer = await finish(client, await client.submit(order(model=model, ratio="auto", input_urls=(url,))))
    assert answer.state is VendorState.COMPLETED
    (request,) = fake_higgsfield.requests.values()
    assert [hashlib.sha256(data).hexdigest() for data in request.inputs] == [digest(picture)]
    assert fake_higgsfield.leaks == []


async def test_an_account_without_upload_says_so(
    fake_higgsfield: FakeHiggsfield, client: HiggsfieldClient, picture: Path
) -> None:
    fake_higgsfield.options = replace(QUICK, uploads=False)
    with pytest.raises(NoUpload):
        await client.upload(picture, "image/png")


async def test_a_pro_that_takes_no_inputs_says_so_only_when_there_are_any(
    fake_higgsfield: FakeHiggsfield, client: HiggsfieldClient, order: Any, picture: Path
) -> None:
    fake_higgsfield.options = replace(QUICK, pro_inputs=False)
    url = await client.upload(picture, "image/png")
    with pytest.raises(VendorRefused) as caught:
        await client.submit(order(model="banana-pro", input_urls=(url,)))
    assert caught.value.reason is Failure.INPUT_UNWANTED
    assert await client.submit(order(model="banana-pro"))


# the newer account: idempotency and a queue


async def test_the_same_key_is_the_same_request_where_the_account_honours_it(
    fake_higgsfield: FakeHiggsfield, client: HiggsfieldClient, order: Any
) -> None:
    fake_higgsfield.options = replace(QUICK, idempotent=True)
    with pytest.raises(SubmissionUnknown):
        await client.submit(order("a fox [unclear]"))
    assert await client.submit(order("a fox [unclear]")) == next(iter(fake_higgsfield.requests))
    assert len(fake_higgsfield.requests) == 1


async def test_a_full_account_is_busy_in_either_generation(
    fake_higgsfield: FakeHiggsfield, client: HiggsfieldClient, order: Any
) -> None:
    fake_higgsfield.options = replace(QUICK, queued_s=60, concurrency=1)
    await client.submit(order())
    with pytest.raises(VendorBusy) as caught:
        await client.submit(order(idempotency_key="second"))
    assert not caught.value.away
    fake_higgsfield.options = replace(fake_higgsfield.options, queue=True)
    with pytest.raises(VendorBusy) as caught:
        for number in range(9):
            await client.submit(order(idempotency_key=f"more-{number}"))
    assert caught.value.retry_after is not None
