"""What phones and picture tools bring: read where it can be, and refused in private, by name, before anything else."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from bot.pictures import file_store

Studio = Any
HEIC = b"\0\0\0\x24ftypheic\0\0\0\0mif1MiHEmiafheic" + bytes(2000)
IPHONE = "It's HEIC: send it as JPEG. To take JPEG photos on an iPhone: Settings › Camera › Formats › Most Compatible."
EDIT, USE = "Edit this picture", "Use as input"


def picture(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("name", ["IMG_1.HEIC", "photo.jpg", "a.png", "scan.avif"])
async def test_heic_is_refused_in_private_whatever_it_is_called(studio: Studio, name: str) -> None:
    call = await studio.order(image=(name, HEIC))
    assert call.ephemeral
    assert f"`{name}` isn't a picture I can read. {IPHONE} Nothing was charged." in call.message.text
    assert (studio.orders, studio.posts) == (0, 0)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("scan.png", picture("TIFF"), "It's TIFF: send it as PNG, JPEG, WebP, GIF or AVIF."),
        ("scan.png", picture("BMP"), "It's BMP: send it"),
        ("scan.png", b"\xff\x0a" + bytes(99), "It's JPEG XL: send it"),
        ("scan.png", b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "It's SVG: send it"),
        ("scan.png", b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + bytes(99), "It's a video: send a still picture from it."),
        ("a.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + bytes(99), "It's a video: send a still picture from it."),
        ("drawing.svg", b"<svg/>", "It's SVG: send it"),
        ("notes.pdf", b"%PDF-1.7", "It's PDF: send it"),
    ],
)
async def test_other_formats_are_named_early_and_in_private(studio: Studio, name: str, data: bytes, said: str) -> None:
    call = await studio.order(image=(name, data))
    assert call.ephemeral and said in call.message.text and (studio.orders, studio.posts) == (0, 0)


@pytest.mark.parametrize(
    ("name", "kind"), [("phone.avif", "AVIF"), ("phone.jpg", "AVIF"), ("IMG_1.HEIC", "JPEG"), ("scan.tiff", "PNG")]
)
async def test_the_bytes_decide_and_not_the_name(studio: Studio, name: str, kind: str) -> None:
    call, card = await studio.finish(image=(name, picture(kind)))
    assert len(card.media) == 2 and studio.ledger(call) == [("reserve", 1), ("settle", 0)]


async def test_where_the_bytes_cant_be_had_in_time_the_name_decides(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_store, "FORMAT_S", 0.0)
    call = await studio.order(image=("IMG_1.HEIC", HEIC))
    assert call.ephemeral and IPHONE in call.message.text and studio.orders == 0


@pytest.mark.parametrize("command", [EDIT, USE])
async def test_menus_refuse_it_before_they_ask_anything(studio: Studio, command: str) -> None:
    message = await studio.person("jonas").say("look", files=[("photo.jpg", HEIC)])
    call = await (await studio.person().menu(command, message)).done()
    assert call.modal is None and call.ephemeral and IPHONE in call.message.text


async def test_menus_offer_the_pictures_beside_it(studio: Studio) -> None:
    message = await studio.person("jonas").say("look", files=[("a.heic", HEIC), ("b.png", picture("PNG"))])
    tray = await (await studio.person().menu(USE, message)).done()
    await studio.says(tray.message, "1 picture of 8")
