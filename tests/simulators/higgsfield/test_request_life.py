"""A request from submit to its end, in both shapes of the API."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from bot.simulators.higgsfield import NANO_BANANA, AccountOptions, FakeHiggsfield
from bot.simulators.higgsfield.requests import plan
from bot.simulators.higgsfield.validation import read_order

Call = Any  # the fixture `call`


async def test_a_request_ends_completed_with_every_picture(call: Call) -> None:
    request = await call.take(num_images=3)
    body = await call.finish(request)
    assert body["status"] == "completed"
    assert body["request_id"] == request.id
    assert len(body["images"]) == 3
    assert len({await call.bytes(image["url"]) for image in body["images"]}) == 3


async def test_the_submit_answers_queued_with_its_own_addresses(call: Call, vendor: FakeHiggsfield) -> None:
    body = (await call.submit()).body
    assert body == {
        "status": "queued",
        "request_id": body["request_id"],
        "status_url": f"{vendor.url}/requests/{body['request_id']}/status",
        "cancel_url": f"{vendor.url}/requests/{body['request_id']}/cancel",
    }


async def test_the_states_come_in_order(call: Call, vendor: FakeHiggsfield, quick: AccountOptions) -> None:
    vendor.options = replace(quick, queued_s=0.05, drawing_s=(0.05, 0.05))
    request = await call.take()
    await call.finish(request)
    seen: list[str] = []
    async with call.session.get(f"{vendor.url}/_emulator/events?after=0") as stream, asyncio.timeout(5):
        while "completed" not in seen:
            line = await stream.content.readline()
            event = json.loads(line.removeprefix(b"data: ")) if line.startswith(b"data: ") else {}
            seen += [event["state"]] if event.get("kind") == "state" else []
    assert seen == ["queued", "in_progress", "completed"]
    assert request.created_at <= request.started_at <= request.finished_at  # type: ignore[operator]


@pytest.mark.parametrize("path", ["/nano-banana", "/v1/text2image/nano-banana"])
async def test_the_older_shape_is_a_job_set(
    call: Call, vendor: FakeHiggsfield, quick: AccountOptions, path: str
) -> None:
    vendor.options = replace(quick, shape="v1" if path == "/nano-banana" else "v2")
    fields = {"prompt": "a fox", "num_images": 2, "output_format": "png"}
    answer = await call("POST", path, fields if path == "/nano-banana" else {"params": fields})
    body = answer.body
    assert body["type"] == "nano_banana"
    assert body["input_params"] == fields
    assert [(job["status"], job["results"]) for job in body["jobs"]] == [("queued", None)] * 2
    assert not {"request_id", "status_url"} & body.keys()
    assert body["id"] not in [job["id"] for job in body["jobs"]]

    done = await call.finish(vendor.requests[body["id"]])
    jobs = (await call("GET", f"/v1/job-sets/{body['id']}")).body["jobs"]
    assert [job["results"]["raw"]["url"] for job in jobs] == [image["url"] for image in done["images"]]
    assert (await call.bytes(jobs[0]["results"]["min"]["url"])).startswith(b"RIFF")


async def test_one_picture_fewer_is_a_refused_job_in_the_set(call: Call) -> None:
    request = await call.take("ships [fewer]", num_images=2)
    assert len((await call.finish(request))["images"]) == 1
    jobs = (await call("GET", f"/v1/job-sets/{request.id}")).body["jobs"]
    assert [job["status"] for job in jobs] == ["completed", "nsfw"]
    assert jobs[1]["results"] is None


async def test_completed_without_pictures_is_charged_all_the_same(call: Call) -> None:
    request = await call.take("nothing [none]")
    assert (await call.finish(request))["images"] == []
    assert request.charged == 1


@pytest.mark.parametrize(("word", "status"), [("refused", "nsfw"), ("failed", "failed")])
async def test_a_request_that_comes_to_nothing_costs_nothing(call: Call, word: str, status: str) -> None:
    request = await call.take(f"a castle [{word}]")
    body = await call.finish(request)
    assert body["status"] == status
    assert ("error" in body) == (status == "failed")
    assert "images" not in body
    assert request.charged == 0


async def test_cancelling_works_while_queued(call: Call, vendor: FakeHiggsfield, quick: AccountOptions) -> None:
    vendor.options = replace(quick, queued_s=60)
    request = await call.take()
    answer = await call("POST", f"/requests/{request.id}/cancel")
    assert (answer.status, answer.body) == (202, "")
    assert (await call.finish(request))["status"] == "canceled"
    assert request.charged == 0
    assert (await call("POST", f"/requests/{request.id}/cancel")).status == 400


async def test_cancelling_comes_too_late_once_drawing(call: Call) -> None:
    request = await call.take("a boat [stuck]")
    await call.until(request, "in_progress")
    answer = await call("POST", f"/requests/{request.id}/cancel")
    assert answer.status == 400
    assert isinstance(answer.body["detail"], str)
    assert request.status == "in_progress"


async def test_an_undocumented_status_shows_before_drawing(
    call: Call, vendor: FakeHiggsfield, quick: AccountOptions
) -> None:
    vendor.options = replace(quick, pace=0.02)
    request = await call.take("a creature [unknown]")
    await call.until(request, "warming_up")
    assert (await call.finish(request))["status"] == "completed"


async def test_an_endless_drawing_is_endless_and_not_a_broken_number(quick: AccountOptions) -> None:
    order = read_order(NANO_BANANA, {"prompt": "a cat"})
    endless = plan(order, replace(quick, drawing_s=(float("inf"), float("inf"))))
    assert endless.stages[-1][1] == float("inf")


async def test_the_same_order_takes_the_same_time(quick: AccountOptions) -> None:
    options = replace(quick, drawing_s=(3, 8))
    order = read_order(NANO_BANANA, {"prompt": "a fox"})
    assert plan(order, options) == plan(order, options)
    assert plan(order, options) != plan(order, replace(options, seed=1))


async def test_who_draws_for_ever_draws_for_ever(quick: AccountOptions) -> None:
    order = read_order(NANO_BANANA, {"prompt": "a fox"})
    for_ever = float("inf")
    assert plan(order, replace(quick, drawing_s=(for_ever, for_ever))).stages[-1][1] == for_ever


@pytest.mark.parametrize("path", ["/requests/{}/status", "/v1/job-sets/{}"])
async def test_an_unknown_id_is_not_found(call: Call, path: str) -> None:
    answer = await call("GET", path.format("5f0c0d5e-0000-0000-0000-000000000000"))
    assert (answer.status, answer.body) == (404, {"detail": "Not found"})


async def test_a_vendor_that_comes_back_finishes_what_it_took(call: Call, vendor: FakeHiggsfield) -> None:
    url, request = vendor.url, await call.take()
    await vendor.stop()
    with pytest.raises(aiohttp.ClientConnectionError):
        await call.submit()
    await vendor.start()
    assert vendor.url == url
    assert (await call.finish(request))["status"] == "completed"


async def test_stopping_leaves_nothing_running(quick: AccountOptions) -> None:
    before = asyncio.all_tasks()
    async with FakeHiggsfield(replace(quick, queued_s=60)) as vendor:
        assert vendor.url.startswith("http://127.0.0.1:")
    assert asyncio.all_tasks() == before


def test_what_is_never_drawn_has_a_time_that_a_loop_can_wait_for() -> None:
    order = read_order(NANO_BANANA, {"prompt": "a boat becalmed"})
    for_ever = float("inf")
    assert plan(order, AccountOptions(drawing_s=(for_ever, for_ever))).stages == (("in_progress", for_ever),)
