"""Every word that a prompt may hold."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from aiohttp import ClientPayloadError
from PIL import Image, UnidentifiedImageError

from bot.simulators.higgsfield import DIRECTIVES, AccountOptions, FakeHiggsfield
from bot.simulators.higgsfield.prompt_directives import read_directives, without_directives

Call = Any  # the fixture `call`
REFUSED = {
    "nocredits": 403,
    "badkey": 401,
    "missing": 404,
    "422": 422,
    "error500": 500,
    "html": 502,
}
REFUSED_AT_FIRST = {"busy": [400, 400, 200], "down": [503, 503, 200], "423": [423, 200], "429": [429, 200]}
ENDINGS = {"refused": "nsfw", "failed": "failed"}
ENDLESS = {"stuck"}


@pytest.mark.parametrize("name", DIRECTIVES)
async def test_each_words_own_example_does_what_it_says(call: Call, name: str) -> None:
    word = DIRECTIVES[name]
    assert f"[{name}]" in word.example
    if name == "unclear":
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await call.submit(word.example)
        assert len(call.vendor.requests) == 1
        return
    expected = [REFUSED[name]] if name in REFUSED else REFUSED_AT_FIRST.get(name, [200])
    answers = [await call.submit(word.example) for _ in expected]
    assert [answer.status for answer in answers] == expected
    requests = list(call.vendor.requests.values())
    assert len(requests) == expected.count(200)
    if requests and name not in ENDLESS:
        assert (await call.finish(requests[0]))["status"] == ENDINGS.get(name, "completed")


async def test_a_refusal_for_a_moment_comes_back_for_the_next_order(call: Call) -> None:
    prompt = DIRECTIVES["busy"].example
    assert [(await call.submit(prompt)).status for _ in range(6)] == [400, 400, 200] * 2


async def test_a_full_queue_says_when_to_come_back(call: Call) -> None:
    answer = await call.submit(DIRECTIVES["429"].example)
    assert (answer.headers["Retry-After"], answer.body["code"]) == ("1", "account_queue_full")


async def test_a_gateways_page_is_html(call: Call) -> None:
    answer = await call.submit(DIRECTIVES["html"].example)
    assert answer.headers["Content-Type"].startswith("text/html")


async def test_the_shape_follows_the_word(call: Call, vendor: FakeHiggsfield, quick: AccountOptions) -> None:
    assert "jobs" in (await call.submit("x [v1]")).body
    vendor.options = replace(quick, shape="v1")
    assert "request_id" in (await call.submit("x [v2]")).body


@pytest.mark.parametrize(("name", "queued_s", "drawing_s"), [("slow", 1, 30), ("queue", 20, 3), ("fast", 0, 0.2)])
async def test_times_that_words_ask_for(call: Call, name: str, queued_s: float, drawing_s: float) -> None:
    call.vendor.options = AccountOptions(drawing_s=(3, 3))
    plan = (await call.take(DIRECTIVES[name].example)).plan
    assert (plan.queued_s, plan.stages[-1][1]) == (queued_s, drawing_s)


async def picture(call: Call, name: str, **fields: Any) -> bytes:
    body = await call.finish(await call.take(DIRECTIVES[name].example, **fields))
    data: bytes = await call.bytes(body["images"][0]["url"])
    return data


async def test_an_expired_link_is_gone(call: Call) -> None:
    body = await call.finish(await call.take(DIRECTIVES["expired"].example))
    assert (await call("GET", body["images"][0]["url"], keys={})).status == 404


@pytest.mark.parametrize("output_format", ["png", "jpeg"])
async def test_a_huge_picture_is_beyond_twelve_megabytes(call: Call, output_format: str) -> None:
    data = await picture(call, "huge", output_format=output_format)
    assert len(data) > 12 * 1024 * 1024
    assert Image.open(io.BytesIO(data)).format == output_format.upper()


async def test_a_broken_picture_breaks_off_on_the_way(call: Call) -> None:
    with pytest.raises(ClientPayloadError):
        await picture(call, "broken")


async def test_an_odd_picture_comes_as_announced_and_cannot_be_read_to_its_end(call: Call) -> None:
    with pytest.raises(OSError):
        Image.open(io.BytesIO(await picture(call, "odd"))).load()


async def test_the_wrong_type_is_webp(call: Call) -> None:
    assert Image.open(io.BytesIO(await picture(call, "wrongtype", output_format="png"))).format == "WEBP"


async def test_a_page_is_no_picture(call: Call) -> None:
    with pytest.raises(UnidentifiedImageError):
        Image.open(io.BytesIO(await picture(call, "page")))


def test_words_are_found_in_any_case_and_left_out_of_the_caption() -> None:
    prompt = "a [Slow] fox [ v1 ] and [brackets]"
    assert [word.name for word in read_directives(prompt)] == ["slow", "v1"]
    assert without_directives(prompt) == "a fox and [brackets]"


def test_the_table_reads_well() -> None:
    for word in DIRECTIVES.values():
        assert word.effect.endswith(".")
        assert len(word.effect) < 90
        assert without_directives(word.example)
