"""A model is a row of one table: its path, body, sizes and price follow from it."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from PIL import Image

from bot.simulators.higgsfield import NANO_BANANA, NANO_BANANA_PRO, AccountOptions, FakeHiggsfield, Model

Call = Any  # the fixture `call`
PATH = "/bytedance/seedream/v4"
SEEDREAM = Model(
    name="seedream-4",
    path=PATH,
    credits=1.5,
    sizes={"1:1": (2048, 2048), "16:9": (2560, 1440)},
    takes_auto=False,
    default_ratio="1:1",
    scales={"2K": 1, "4K": 2},
    formats=("png", "webp"),
    default_format="webp",
    most_images=2,
    inputs_field="image_urls",
    inputs_are_objects=False,
    most_inputs=10,
)


@pytest.fixture
def quick(quick: AccountOptions) -> AccountOptions:
    return replace(quick, models=(SEEDREAM, replace(SEEDREAM, name="blind", path="/blind", takes_inputs=False)))


@pytest.fixture
async def photo_url(photo: bytes) -> AsyncIterator[str]:
    app = web.Application()

    async def serve(_: web.Request) -> web.Response:
        return web.Response(body=photo, content_type="image/png")

    app.router.add_get("/photo.png", serve)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/photo.png"
    await runner.cleanup()


async def test_a_third_model_draws_at_its_own_path(call: Call) -> None:
    request = await call.take(path=PATH, num_images=2)
    body = await call.finish(request)
    pictures = [await call.bytes(image["url"]) for image in body["images"]]
    assert [Image.open(io.BytesIO(data)).format for data in pictures] == ["WEBP", "WEBP"]
    assert all(image["url"].endswith(".webp") for image in body["images"])
    assert (request.model, call.vendor.calls[0].model) == ("seedream-4", "seedream-4")


async def test_it_costs_what_the_table_says(call: Call, vendor: FakeHiggsfield, quick: AccountOptions) -> None:
    estimate = await call.submit(path=f"/estimate{PATH}", num_images=2)
    assert estimate.body == {"credits": "3.000", "usd": "0.188"}
    vendor.options = replace(quick, credits=4)
    request = await call.take(path=PATH, num_images=2)
    await call.finish(request)
    assert (request.charged, vendor.credits_left) == (3, 1)
    assert (await call.submit(path=PATH)).body == {"detail": "Not enough credits"}


async def test_its_input_pictures_are_bare_addresses(call: Call, photo: bytes, photo_url: str) -> None:
    request = await call.take(path=PATH, image_urls=[photo_url, photo_url])
    await call.finish(request)
    assert request.inputs == [photo, photo]
    unread = await call.take(path=PATH, input_images=[{"type": "image_url", "image_url": photo_url}])
    await call.finish(unread)
    assert unread.inputs == [], "a field of another model is ignored like any unknown one"


@pytest.mark.parametrize(
    ("field", "value", "loc", "kind"),
    [
        ("image_urls", "https://a.b/c", [], "list_type"),
        ("image_urls", [7], [0], "url_type"),
        ("image_urls", ["c.png"], [0], "url_parsing"),
        ("image_urls", [{"type": "image_url", "image_url": "https://a.b/c"}], [0], "url_type"),
        ("image_urls", ["https://a.b/c"] * 11, [], "too_long"),
        ("aspect_ratio", "auto", [], "literal_error"),
        ("aspect_ratio", "4:3", [], "literal_error"),
        ("resolution", "2k", [], "literal_error"),
        ("resolution", "1k", [], "literal_error"),
        ("output_format", "jpeg", [], "literal_error"),
        ("num_images", 3, [], "less_than_equal"),
    ],
)
async def test_a_field_outside_its_table_is_named(
    call: Call, field: str, value: object, loc: list[int], kind: str
) -> None:
    answer = await call.submit(path=PATH, **{field: value})
    assert answer.status == 422
    assert [(p["loc"], p["type"]) for p in answer.body["detail"]] == [(["body", field, *loc], kind)]


async def test_a_model_without_inputs_refuses_them(call: Call) -> None:
    answer = await call.submit(path="/blind", image_urls=["https://a.b/c"])
    assert [(p["loc"], p["type"]) for p in answer.body["detail"]] == [(["body", "image_urls"], "extra_forbidden")]
    assert (await call.submit(path="/blind", image_urls=[])).status == 200


@pytest.mark.parametrize(
    ("fields", "size"),
    [
        ({"ratio": "1:1", "resolution": "2K"}, (2048, 2048)),
        ({"ratio": "16:9", "resolution": "4K"}, (5120, 2880)),
        ({"ratio": "16:9", "resolution": "2K", "small": True}, (64, 36)),
    ],
)
def test_its_sizes_are_its_own(fields: dict[str, Any], size: tuple[int, int]) -> None:
    assert SEEDREAM.pixels(**fields) == size


async def test_its_job_set_bears_its_name(call: Call, vendor: FakeHiggsfield, quick: AccountOptions) -> None:
    vendor.options = replace(quick, shape="v1")
    body = (await call.submit(path=PATH, resolution="4K")).body
    assert (body["type"], body["jobs"][0]["job_set_type"]) == ("seedream_4", "seedream_4")
    assert body["input_params"] == {"prompt": "a fox", "resolution": "4K"}


@pytest.mark.parametrize("path", [PATH, f"/estimate{PATH}"])
async def test_a_model_taken_off_the_account_is_not_found(
    call: Call, vendor: FakeHiggsfield, quick: AccountOptions, path: str
) -> None:
    vendor.options = replace(quick, models=())
    answer = await call.submit(path=path)
    assert (answer.status, answer.body) == (404, {"detail": "Model not found"})


async def test_another_account_knows_only_the_two_built_in() -> None:
    assert AccountOptions().offered == {"nano-banana": NANO_BANANA, "nano-banana-pro": NANO_BANANA_PRO}
    async with FakeHiggsfield() as vendor, aiohttp.ClientSession() as session:
        keys = {"Authorization": "Key demo-key:demo-secret"}
        for path in (PATH, f"/estimate{PATH}"):
            async with session.post(vendor.url + path, json={"prompt": "a fox"}, headers=keys) as answer:
                assert (answer.status, await answer.json()) == (404, {"detail": "Not Found"})


async def test_the_control_routes_neither_show_nor_change_the_models(call: Call, vendor: FakeHiggsfield) -> None:
    shown = (await call("POST", "/_emulator/terms", {"seed": 1}, keys={})).body
    assert shown["seed"] == 1 and "models" not in shown
    assert (await call("POST", "/_emulator/terms", {"models": []}, keys={})).status == 422
    assert vendor.options.models


async def test_a_saved_request_of_a_third_model_goes_on(quick: AccountOptions, tmp_path: Any) -> None:
    file = tmp_path / "higgsfield.json"
    file.write_text(
        """{"requests": [{"model": "seedream-4", "params": {"prompt": "a fox", "resolution": "4K"}, "id": "r-1",
        "shape": "v2", "idempotency_key": null, "fingerprint": "", "webhook": null, "webhook_secret": null,
        "created_at": 0}]}"""
    )
    async with FakeHiggsfield(quick) as vendor:
        vendor.load(file)
        request = vendor.requests["r-1"]
        await vendor.reached(request)
        assert (request.status, request.order.resolution) == ("completed", "4K")
