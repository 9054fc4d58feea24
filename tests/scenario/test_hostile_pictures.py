"""Whatever lies behind a result's link: a good picture comes, a bad one costs nothing, and nothing is left behind."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.pictures import file_store

Studio = Any
RESULT, STATUS = ("GET", "/cdn/results/*"), ("GET", "/requests/*")
CHARGED, REFUNDED = [("reserve", 1), ("settle", 0)], [("reserve", 1), ("refund", -1)]
ALWAYS = 10**6
PRIVATE = [
    *("http://10.0.0.1/x.png", "https://10.0.0.1/x.png", "https://169.254.169.254/latest", "https://[fd00::1]/x.png"),
    *("file:///etc/passwd", "https://2130706433/x.png", "https://user:word@1.1.1.1/x.png", "gopher://1.1.1.1/x"),
]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb() -> bytes:
    """A PNG of 30,000 × 30,000 pixels in a few thousand bytes."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(3751 * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def small(kind: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    Image.effect_noise((40, 30), 60).convert("RGB").save(file, kind, **options)
    return file.getvalue()


def film() -> bytes:
    frames = [Image.new("L", (8, 8), n % 256) for n in range(2000)]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=10)
    return file.getvalue()


def bytes_of(data: bytes, **options: Any) -> dict[str, Any]:
    return {"how": "bytes", "data": base64.b64encode(data).decode(), **options}


def completed(*urls: object, **surplus: object) -> dict[str, Any]:
    images = [{"url": url} for url in urls]
    return {"how": "status", "status": 200, "body": {"status": "completed", "images": images, **surplus}}


def kept(studio: Studio) -> list[Path]:
    return [path for path in (studio.folder / "images").rglob("*") if path.is_file()]


GOOD = {
    "a wrong content type": bytes_of(small(), content_type="text/html"),
    "a GIF in the place of a PNG": bytes_of(small("GIF")),
    "a film of 2,000 frames": bytes_of(film()),
    "a page at its end": bytes_of(small() + b"<script>alert(1)</script>"),
    "a few bytes at a time": {"how": "drip", "seconds": 0.005},
    "a redirect to a good place": {"how": "redirect", "to": "", "times": 1},
}
BAD = {
    "a length of 200 MB": bytes_of(small(), length=200_000_000),
    "no end": {"how": "endless"},
    "SVG": bytes_of(b"<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/svg+xml"),
    "a redirect without end": {"how": "redirect", "to": "/cdn/results/x/1.png"},
    **{f"a redirect to {url}": {"how": "redirect", "to": url} for url in PRIVATE},
}
ANSWERS = {
    "no images": completed(),
    "images that are no list": {"how": "status", "status": 200, "body": {"status": "completed", "images": {"a": 1}}},
    "images without addresses": completed(None, 7, "", "javascript:alert(1)"),
    "a dead name": completed("https://nowhere.invalid/x.png"),
    **{f"a link to {url}": completed(url) for url in PRIVATE},
}


async def is_well(studio: Studio) -> None:
    studio.vendor.faults.clear()
    call, card = await studio.finish("a dog", by="jonas")
    assert len(card.media) == 1 and studio.ledger(call) == CHARGED
    assert studio.vendor.leaks == []


@pytest.mark.parametrize("what", GOOD)
async def test_what_is_a_picture_after_all_comes_and_is_charged(studio: Studio, what: str) -> None:
    fault = {"times": ALWAYS} | GOOD[what]
    if "to" in fault:  # back to the picture itself, where the fault strikes no more
        studio.terms(drawing_s=(0, 0))
        call = await studio.order("a boat [stuck]")
        await studio.taken(call.message)
        (request,) = studio.vendor.requests.values()
        studio.vendor.fail(*RESULT, **fault | {"to": f"../{request.id}/1.png"})
        studio.finish_drawing()
    else:
        studio.vendor.fail(*RESULT, **fault)
        call = await studio.order()
    card = await studio.ended(call)
    assert len(card.media) == 1 and studio.ledger(call) == CHARGED
    await is_well(studio)


@pytest.mark.parametrize("what", BAD)
async def test_what_is_no_picture_costs_nothing_and_leaves_nothing(
    studio: Studio, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if what == "no end":
        monkeypatch.setattr(file_store, "LARGEST_OUTPUT", 3_000_000)
    studio.vendor.fail(*RESULT, times=ALWAYS, **BAD[what])
    call, card = await studio.finish()
    assert "sent no picture. Nothing was charged." in card.text and studio.ledger(call) == REFUNDED
    assert kept(studio) == [] and studio.posts == 1
    await is_well(studio)


@pytest.mark.parametrize("what", ["too heavy to read", "cut, and announced so"])
async def test_an_odd_result_is_paid_for_and_comes_as_it_is_with_a_word_about_it(studio: Studio, what: str) -> None:
    data = bomb() if what == "too heavy to read" else small()[: len(small()) // 2]
    studio.vendor.fail(*RESULT, times=ALWAYS, **bytes_of(data))
    call, card = await studio.finish()
    assert "I couldn't read this picture to check it, so it is exactly as Higgsfield sent it." in card.text
    assert len(card.media) == 1 and studio.ledger(call) == CHARGED
    assert sum("/cdn/results" in c.path for c in studio.vendor.calls) == 1, "at once"
    await is_well(studio)


@pytest.mark.parametrize("what", ANSWERS)
async def test_completed_without_a_link_that_may_be_followed_costs_nothing(studio: Studio, what: str) -> None:
    studio.vendor.fail(*STATUS, times=ALWAYS, **ANSWERS[what])
    call = await studio.order()
    if what == "a dead name":  # a name that resolves no more may do so later
        await studio.until(lambda: len(studio.vendor.calls) > 4)
        await studio.clock.leap(minutes=181)
    card = await studio.ended(call)
    why = "I couldn't download the whole picture." if what == "a dead name" else "sent no picture."
    assert f"{why} Nothing was charged." in card.text and studio.ledger(call) == REFUNDED
    await is_well(studio)


async def test_one_bad_link_of_four_costs_only_itself_whatever_else_is_said(studio: Studio) -> None:
    call = await studio.order("a boat [stuck]", count=4)
    await studio.taken(call.message)
    (request,) = studio.vendor.requests.values()
    good = [f"{studio.vendor.url}/cdn/results/{request.id}/{n}.png" for n in (1, 2, 3)]
    surplus = {"progress": None, "status_url": "https://10.0.0.1/steal", "jobs": 7, "request_id": ["x"]}
    studio.vendor.fail(*STATUS, times=ALWAYS, **completed(good[0], "https://10.0.0.1/x.png", *good[1:], **surplus))
    studio.finish_drawing()
    card = await studio.ended(call)
    assert len(card.media) == 3 and studio.ledger(call) == [("reserve", 4), ("settle", -1)]
    await is_well(studio)


async def test_a_picture_of_the_largest_size_comes(studio: Studio) -> None:
    studio.vendor.fail(*RESULT, **bytes_of(small() + bytes(30_000_000)))
    call, card = await studio.finish()
    assert len(card.media) == 1 and studio.ledger(call) == CHARGED
    assert max(path.stat().st_size for path in kept(studio)) > 30_000_000
