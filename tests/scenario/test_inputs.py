"""What is no picture is refused in words, and nothing is charged: before booking where Discord says so already."""

from __future__ import annotations

import io
import sqlite3
import struct
import zlib
from contextlib import closing
from typing import Any

import pytest
from PIL import Image

from bot.domain.errors import PictureUnavailable
from bot.pictures.file_store import PictureStore

Studio = Any
PDF = b"%PDF-1.7 not a picture"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'/>"


@pytest.mark.parametrize(
    ("image", "words"),
    [
        (
            ("notes.pdf", PDF),
            "`notes.pdf` isn't a picture I can read. It's PDF: send it as PNG, JPEG, WebP, GIF or AVIF. Nothing was",
        ),
        (("empty.png", b""), "`empty.png` isn't a picture I can read."),
        (("drawing.svg", SVG, "image/svg+xml"), "`drawing.svg` isn't a picture I can read."),
        (("song.mp3", b"ID3", "audio/mpeg"), "`song.mp3` isn't a picture I can read."),
        (
            ("big.png", b"\x89PNG\r\n\x1a\n" + bytes(21 * 1024 * 1024)),
            "`big.png` is too large. I can use pictures up to 20 MB",
        ),
    ],
)
async def test_what_discord_says_is_no_picture_is_never_booked(
    studio: Studio, image: tuple[Any, ...], words: str
) -> None:
    call = await studio.order(image=image)
    assert call.ephemeral and words in call.message.text
    assert (studio.orders, studio.posts) == (0, 0)


def bomb() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(3751 * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def truncated() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((200, 200), 60).convert("RGB").save(file, "JPEG")
    return file.getvalue()[: file.tell() // 2]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("truncated.jpg", truncated(), "`truncated.jpg` isn't a picture I can read. Nothing was charged."),
        ("bomb.png", bomb(), "`bomb.png` is too large. Nothing was charged."),
    ],
)
async def test_what_only_its_bytes_betray_ends_on_the_card_refunded(
    studio: Studio, name: str, data: bytes, words: str
) -> None:
    call, card = await studio.finish(image=(name, data), count=2)
    assert words in card.text
    assert studio.ledger(call) == [("reserve", 2), ("refund", -2)]
    assert studio.posts == 0


@pytest.mark.parametrize("data", [b"just words", b"", bytes(5000)])
async def test_what_is_no_picture_by_its_first_bytes_is_refused_in_private(studio: Studio, data: bytes) -> None:
    call = await studio.order(image=("named.png", data), count=2)
    assert call.ephemeral and "`named.png` isn't a picture I can read" in call.message.text
    assert "Nothing was charged." in call.message.text
    assert (studio.orders, studio.posts) == (0, 0)


async def test_a_name_with_odd_signs_can_not_break_the_sentence(studio: Studio) -> None:
    call = await studio.order(image=("a`b **c** @everyone.pdf", PDF))
    assert call.ephemeral and "`a b_**c**_@everyone.pdf`" in call.message.text


async def test_an_attachment_that_is_gone_says_so_and_costs_nothing(studio: Studio, picture: bytes) -> None:
    world = studio.fake_discord.state
    attach = world.attach

    def lost(*args: Any, **options: Any) -> Any:
        attachment = attach(*args, **options)
        if attachment.filename == "red.png":
            del world.files[attachment.id]
        return attachment

    world.attach = lost
    call, card = await studio.finish(image=("red.png", picture))
    assert "I couldn't fetch `red.png` from Discord. Nothing was charged." in card.text
    assert studio.ledger(call) == [("reserve", 1), ("refund", -1)]


async def test_a_moving_picture_is_taken_by_its_first_frame(studio: Studio) -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    await studio.finish(image=("two.gif", file.getvalue()))
    (request,) = studio.vendor.requests.values()
    sent = Image.open(io.BytesIO(request.inputs[0])).convert("RGB")
    assert sent.getpixel((5, 5))[0] > 200


async def test_without_pictures_on_pro_the_person_is_offered_banana(closed_studio: Studio, picture: bytes) -> None:
    studio = closed_studio
    await studio.start(higgsfield_pro_input_images=False)
    call = await studio.order("make it blue", command="banana-pro", image=("red.png", picture), count=2)
    assert call.ephemeral and studio.orders == 0
    assert "Nano Banana Pro can't edit pictures on this account; /banana can. Nothing was charged." in call.message.text
    (button,) = call.message.buttons
    assert button["label"] == "Draw with /banana · 2 🍌"
    taken = await (await studio.person().click(call.message, button["custom_id"])).done()
    card = await studio.ended(taken)
    assert not taken.ephemeral and studio.ledger(taken) == [("reserve", 2), ("settle", 0)]
    (body,) = studio.sent()
    assert (body["prompt"], body["num_images"], body["aspect_ratio"]) == ("make it blue", 2, "auto")
    assert len(body["input_images"]) == 1 and len(card.media) == 3


async def test_an_offer_outlives_a_restart(closed_studio: Studio, picture: bytes) -> None:
    studio = closed_studio
    await studio.start(higgsfield_pro_input_images=False)
    call = await studio.order("make it blue", command="banana-pro", image=("red.png", picture))
    await studio.restart()
    taken = await (await studio.person().click(call.message, call.message.buttons[0]["custom_id"])).done()
    assert len((await studio.ended(taken)).media) == 2
    (body,) = studio.sent()
    assert body["prompt"] == "make it blue" and len(body["input_images"]) == 1


async def test_an_offer_that_can_not_be_kept_is_not_made(closed_studio: Studio, picture: bytes) -> None:
    studio = closed_studio
    await studio.start(higgsfield_pro_input_images=False)
    with closing(sqlite3.connect(studio.folder / "bot.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        call = await studio.order(command="banana-pro", image=("red.png", picture))
    assert call.ephemeral and "/banana can. Nothing was charged." in call.message.text
    assert not call.message.buttons


async def test_an_offer_is_forgotten_in_words(closed_studio: Studio, picture: bytes) -> None:
    studio = closed_studio
    await studio.start(higgsfield_pro_input_images=False)
    call = await studio.order(command="banana-pro", image=("red.png", picture))
    await studio.clock.leap(minutes=16)
    taken = await (await studio.person().click(call.message, call.message.buttons[0]["custom_id"])).done()
    assert taken.ephemeral and "This has expired: it was already drawn, or 15 minutes passed." in taken.message.text
    assert studio.orders == 0


async def test_a_full_disk_refuses_in_words(closed_studio: Studio) -> None:
    await closed_studio.start(bot_min_free_mb=10**9)
    call = await closed_studio.order()
    assert call.ephemeral and "I can't take orders: my disk is full or can't be written to." in call.message.text
    assert closed_studio.orders == 0


async def test_an_attachment_that_can_not_be_fetched_is_given_up_after_two_minutes(
    studio: Studio, picture: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def later(*_: object, **__: object) -> None:
        raise PictureUnavailable

    monkeypatch.setattr(PictureStore, "import_input", later)
    call = await studio.order(image=("red.png", picture))
    await studio.clock.leap(minutes=1)
    assert studio.row(call)["state"] == "queued"
    await studio.leap_until(lambda: studio.row(call)["finished_at"], seconds=30, leaps=5)
    assert studio.row(call)["failure"] == "input_gone" and studio.spent == 0
