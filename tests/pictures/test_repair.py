"""Files that lack their last bytes, or carry more than a picture, are read; those that lack a part to see are not."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from bot.domain.errors import NotAPicture, PictureUnavailable
from bot.pictures.answers import Verified
from bot.pictures.resize import shrink, side_by_side, thumbnail
from bot.pictures.sanitize import sanitize_input, verify_output

KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "PNG": ("PNG", {}),
    "JPEG": ("JPEG", {}),
    "JPEG in steps": ("JPEG", {"progressive": True}),
    "JPEG in parts": ("JPEG", {"restart_marker_rows": 1}),
    "WebP": ("WEBP", {}),
    "lossless WebP": ("WEBP", {"lossless": True}),
    "GIF": ("GIF", {}),
}
WORKFLOW = b"a workflow of a picture tool " * 70_000


@pytest.fixture
def put(tmp_path: Path) -> Callable[[bytes], Path]:
    def put(data: bytes) -> Path:
        path = tmp_path / "x"
        path.write_bytes(data)
        return path

    return put


def taken(source: Path) -> Image.Image:
    image = Image.open(BytesIO(sanitize_input(source).data))
    image.load()
    return image


# the last bytes are missing


@pytest.mark.parametrize("what", KINDS)
@pytest.mark.parametrize("missing", [1, 2, 3, 4, 8, 12, 20, 100])
def test_a_picture_without_its_last_bytes_is_read(what: str, missing: int, noise: Any, put: Any) -> None:
    kind, options = KINDS[what]
    source = put(noise(kind, size=(320, 240), **options)[:-missing])
    assert taken(source).size == (320, 240)
    assert thumbnail(source)


@pytest.mark.parametrize("what", KINDS)
@pytest.mark.parametrize("part", [0.3, 0.6, 0.9, 0.95])
def test_a_picture_of_which_one_would_see_that_a_part_is_missing_is_not(
    what: str, part: float, noise: Any, put: Any
) -> None:
    kind, options = KINDS[what]
    data = noise(kind, size=(320, 240), **options)
    with pytest.raises(NotAPicture):
        sanitize_input(put(data[: int(len(data) * part)]))


# what is not the picture


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


CHUNKS = {
    "a text": chunk(b"tEXt", b"workflow\0" + WORKFLOW),
    "a packed text": chunk(b"zTXt", b"workflow\0\0" + zlib.compress(WORKFLOW)),
    "a text in all languages": chunk(b"iTXt", b"workflow\0\1\0\0\0" + zlib.compress(WORKFLOW)),
    "a packed text that swells": chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(100_000_000))),
    "a profile that swells": chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(100_000_000))),
    "a profile that is none": chunk(b"iCCP", b"x"),
    "a note with a wrong sum": chunk(b"tEXt", b"a\0b")[:-1] + b"?",
    "a broken note of when": chunk(b"tIME", b"1"),
    "a note from a camera": chunk(b"eXIf", b"MM\0*" + bytes(200_000)),
}


@pytest.mark.parametrize("what", CHUNKS)
def test_what_a_png_carries_beside_its_picture_is_no_trouble(what: str, paint: Any, put: Any) -> None:
    data = paint()
    source = put(data[:33] + CHUNKS[what] + data[33:])
    assert taken(source).size == (64, 48)
    assert thumbnail(source) and side_by_side(source, source)
    assert verify_output(source) == Verified(suffix="png", is_readable=True)


def test_a_profile_of_megabytes_is_used_and_gone(paint: Any, put: Any) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    large = swapped + bytes(2_000_000)
    large = struct.pack(">I", len(large)) + large[4:]
    data = paint()
    source = put(data[:33] + chunk(b"iCCP", b"x\0\0" + zlib.compress(large)) + data[33:])
    red = taken(source).convert("RGB").getpixel((0, 24))
    assert isinstance(red, tuple) and red[1] > 240, "what this profile calls red is green"


# results


@pytest.mark.parametrize("what", KINDS)
def test_a_result_without_its_last_bytes_is_kept_where_that_is_how_it_was_sent(what: str, noise: Any, put: Any) -> None:
    kind, options = KINDS[what]
    source = put(noise(kind, size=(320, 240), **options)[:-2])
    assert verify_output(source, came_whole=True).is_readable
    if kind == "GIF":
        return  # its last two bytes only say that this is the end
    with pytest.raises(PictureUnavailable):
        verify_output(source)


@pytest.mark.parametrize("what", KINDS)
def test_half_a_result_that_was_sent_so_is_kept_unread(what: str, noise: Any, put: Any) -> None:
    kind, options = KINDS[what]
    data = noise(kind, size=(320, 240), **options)
    assert not verify_output(put(data[: len(data) // 2]), came_whole=True).is_readable


# every way turns, converts and strips alike


def test_every_way_shows_the_colours_of_a_wide_profile(put: Any, paint: Any) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    exif = Image.Exif()
    exif[0x0112] = 3  # upside down: what was left is right
    for kind in ("PNG", "JPEG", "WEBP"):
        source = put(paint(kind, size=(640, 480), icc_profile=swapped, exif=exif))
        small = shrink(source, step=2, below=10**9)
        assert small is not None
        for data in (sanitize_input(source).data, thumbnail(source), small.data, side_by_side(source, source)):
            image = Image.open(BytesIO(data))
            assert "icc_profile" not in image.info and not image.getexif()
            right = image.convert("RGB").getpixel((image.width - 2, image.height // 2))
            assert isinstance(right, tuple) and right[1] > 200 and right[0] < 80, (kind, right)
