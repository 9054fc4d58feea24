"""Several pictures with a command: their order is kept, and the one that is no use is named."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

Studio = Any
RGB = {"red": (255, 0, 0), "blue": (0, 0, 255), "lime": (0, 255, 0), "white": (255, 255, 255)}


def png(colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), RGB[colour]).save(file, "PNG")
    return file.getvalue()


def colours(studio: Studio) -> list[tuple[int, ...]]:
    """What the vendor was given with its newest order."""
    request = list(studio.vendor.requests.values())[-1]
    return [Image.open(io.BytesIO(data)).convert("RGB").getpixel((5, 5)) for data in request.inputs]


@pytest.mark.parametrize("command", ["banana", "banana-pro"])
async def test_four_pictures_go_in_their_order(studio: Studio, command: str) -> None:
    images = {f"image{n}".removesuffix("1"): (f"{c}.png", png(c)) for n, c in enumerate(RGB, start=1)}
    await studio.finish("all of them at a table", command=command, **images)
    assert colours(studio) == list(RGB.values())


async def test_a_gap_between_the_options_does_not_matter(studio: Studio) -> None:
    await studio.finish(image4=("blue.png", png("blue")), image2=("red.png", png("red")))
    assert colours(studio) == [RGB["red"], RGB["blue"]]
    (body,) = studio.sent()
    assert body["aspect_ratio"] == "auto"


async def test_each_is_checked_before_booking(studio: Studio) -> None:
    call = await studio.order(image=("red.png", png("red")), image3=("notes.pdf", b"%PDF"))
    assert call.ephemeral and "`notes.pdf` isn't a picture I can read." in call.message.text
    assert studio.orders == 0


async def test_the_one_that_can_not_be_read_is_named(studio: Studio) -> None:
    cut = png("blue")[:60]
    call, card = await studio.finish(image=("red.png", png("red")), image2=("cut.png", cut))
    assert "`cut.png` isn't a picture I can read. Nothing was charged." in card.text
    assert studio.ledger(call) == [("reserve", 1), ("refund", -1)]


async def test_again_takes_them_all(studio: Studio) -> None:
    _, card = await studio.finish(image=("red.png", png("red")), image2=("blue.png", png("blue")))
    await studio.ended(await studio.press(card, "again"))
    assert colours(studio) == [RGB["red"], RGB["blue"]]
