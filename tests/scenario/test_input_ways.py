"""How input pictures reach the vendor, by each value of HIGGSFIELD_INPUT; and an attachment that is late."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from operator import length_hint
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from PIL import Image

Studio = Any
Cdn = Callable[[bytes, Iterator[int]], Awaitable[TestServer]]
TRIES = 10**9


def input_url(studio: Studio) -> str:
    """Return the address of the one input that the last order told the vendor."""
    (image,) = studio.sent()[-1]["input_images"]
    return str(image["image_url"])


def uploads(studio: Studio) -> int:
    return sum(call.path.startswith("/files/") for call in studio.vendor.calls)


def drawn_from(studio: Studio) -> tuple[int, ...]:
    """Return the upper left pixel of the picture that the vendor fetched."""
    request = list(studio.vendor.requests.values())[-1]
    pixel = Image.open(io.BytesIO(request.inputs[0])).convert("RGB").getpixel((5, 5))
    assert isinstance(pixel, tuple)
    return tuple(round(value / 255) for value in pixel)


@pytest.mark.parametrize("way", ["auto", "upload"])
async def test_where_the_account_has_upload_the_vendor_gets_our_stripped_copy(
    closed_studio: Studio, picture: bytes, way: str
) -> None:
    studio = closed_studio
    await studio.start(higgsfield_input=way)
    await studio.finish(image=("red.png", picture))
    assert uploads(studio) == 1 and input_url(studio).startswith(f"{studio.vendor.url}/cdn/inputs/")
    assert drawn_from(studio) == (1, 0, 0)


@pytest.mark.parametrize(("way", "asked"), [("link", 0), ("auto", 1)])
async def test_by_link_the_vendor_gets_discord_s_own_address(
    closed_studio: Studio, picture: bytes, way: str, asked: int
) -> None:
    studio = closed_studio
    studio.terms(uploads=way == "link")
    await studio.start(higgsfield_input=way)
    call, card = await studio.finish(image=("red.png", picture))
    assert uploads(studio) == asked, "by link it is not even asked whether there is an upload"
    assert input_url(studio).startswith(f"{studio.fake_discord.state.files_url}/")
    assert drawn_from(studio) == (1, 0, 0)
    assert studio.ledger(call) == [("reserve", 1), ("settle", 0)]


async def test_by_link_an_edit_of_a_card_goes_out_from_the_vendor_s_own_address(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(higgsfield_input="link")
    _, card = await studio.finish("a cat")
    opened = await studio.press(card, "edit")
    edit = await (await studio.person().submit(opened, prompt="a blue cat")).done()
    await studio.ended(edit)
    assert uploads(studio) == 0 and input_url(studio).startswith(f"{studio.vendor.url}/cdn/results/")


async def test_by_upload_alone_an_account_without_it_takes_no_picture_and_nothing_is_paid(
    closed_studio: Studio, picture: bytes
) -> None:
    studio = closed_studio
    studio.terms(uploads=False)
    await studio.start(higgsfield_input="upload")
    call, card = await studio.finish(image=("red.png", picture))
    assert "This bot's Higgsfield account can't edit pictures. Nothing was charged." in card.text
    assert studio.ledger(call) == [("reserve", 1), ("refund", -1)]
    assert studio.posts == 0


# an attachment that can't be fetched just now


@pytest.fixture
async def cdn() -> AsyncIterator[Cdn]:
    """A CDN that serves one file, after an answer of 503 for each of these."""
    servers: list[TestServer] = []

    async def serve(data: bytes, failures: Iterator[int]) -> TestServer:
        async def answer(_: web.Request) -> web.Response:
            is_busy = next(failures, None) is not None
            return web.Response(status=503) if is_busy else web.Response(body=data, content_type="image/png")

        site = web.Application()
        site.router.add_get("/{file:.*}", answer)
        servers.append(TestServer(site))
        await servers[-1].start_server()
        return servers[-1]

    yield serve
    for server in servers:
        await server.close()


async def test_an_attachment_that_can_not_be_fetched_just_now_is_tried_again(
    studio: Studio, picture: bytes, cdn: Cdn
) -> None:
    studio.fake_discord.state.files_url = str((await cdn(picture, iter(range(3)))).make_url(""))
    call = await studio.order(image=("red.png", picture))
    await studio.ended(call)
    assert drawn_from(studio) == (1, 0, 0)
    assert studio.ledger(call) == [("reserve", 1), ("settle", 0)]


async def test_an_attachment_that_can_not_be_fetched_for_two_minutes_is_given_up_and_refunded(
    studio: Studio, picture: bytes, cdn: Cdn
) -> None:
    tries = iter(range(TRIES))
    studio.fake_discord.state.files_url = str((await cdn(picture, tries)).make_url(""))
    call = await studio.order(image=("red.png", picture))
    await studio.until(lambda: length_hint(tries) < TRIES)
    await studio.clock.leap(seconds=110)
    before = length_hint(tries)
    await studio.until(lambda: length_hint(tries) < before - 1)
    assert studio.row(call)["state"] == "queued"
    await studio.clock.leap(seconds=15)
    card = await studio.ended(call)
    assert "I couldn't fetch `red.png` from Discord. Nothing was charged." in card.text
    assert studio.ledger(call) == [("reserve", 1), ("refund", -1)] and studio.posts == 0
