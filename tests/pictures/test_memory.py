"""What the largest pictures take while they are worked on: the peak of the decoder's process, the whole of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bench.decoder import drawn, measure
from bot.domain.errors import PictureTooBig
from bot.pictures.answers import Verified
from bot.pictures.decode import MOST_WEBP_PIXELS
from bot.pictures.resize import side_by_side, thumbnail
from bot.pictures.sanitize import sanitize_input, verify_output

MOST_MIB = 340
WEBP_SIDE = int(MOST_WEBP_PIXELS**0.5)
TOO_LARGE = "WebP of 49 megapixels in 40 bytes"
#: The hungriest of each way of reading; the bench measures the others too, and previews, which are smaller messages.
HUNGRIEST = (
    *("WebP", "WebP of glass", "AVIF of glass", "PNG of glass", "PNG of grey glass", "PNG of 16 bits"),
    *("GIF of glass", "JPEG of 50 megapixels", "JPEG of 200 megapixels in CMYK", "JPEG in steps", TOO_LARGE),
)


def draw(path: Path, kind: str, mode: str, side: int, **options: Any) -> Path:
    Image.new(mode, (side, side)).save(path, kind, **options)
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process does not tell its own peak")
@pytest.mark.parametrize("what", HUNGRIEST)
async def test_the_largest_pictures_that_are_taken_take_bounded_memory(what: str, tmp_path: Path) -> None:
    source = drawn(tmp_path, what)
    for use in ("input", "result", "message"):
        peak, _, why = await measure(source, use)
        assert 0 < peak <= MOST_MIB, use
        assert bool(why) == (what == TOO_LARGE and use != "result"), why


@pytest.fixture
def large_webp(tmp_path: Path) -> Path:
    """A WebP with more pixels than are read, in a few bytes."""
    return draw(tmp_path / "large", "WEBP", "RGBA", WEBP_SIDE + 1, lossless=True)


def test_a_webp_that_would_take_too_much_memory_is_too_big(large_webp: Path, tmp_path: Path) -> None:
    small = draw(tmp_path / "small", "PNG", "RGB", 8)
    for read in (sanitize_input, thumbnail, lambda path: side_by_side(small, path)):
        with pytest.raises(PictureTooBig):
            read(large_webp)


def test_such_a_webp_as_a_paid_result_is_kept_unread(large_webp: Path) -> None:
    assert verify_output(large_webp) == Verified(suffix="webp", is_readable=False)


@pytest.mark.parametrize(
    ("mode", "pixel", "wanted"),
    [
        ("RGBA", (200, 100, 50, 128), (200, 100, 50, 128)),
        ("RGBA", (9, 8, 7, 255), (9, 8, 7)),
        ("LA", (90, 128), (90, 90, 90, 128)),
        ("I;16", 90 * 256, (90, 90, 90)),
    ],
)
def test_a_picture_that_is_read_in_strips_looks_the_same(
    mode: str, pixel: Any, wanted: tuple[int, ...], tmp_path: Path
) -> None:
    source = tmp_path / "x"
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    Image.new(mode, (4101, 4200), pixel).save(source, "PNG", exif=exif)
    (tmp_path / "taken").write_bytes(sanitize_input(source).data)
    with Image.open(tmp_path / "taken") as taken:
        assert taken.size == (2048, 2000)
        for place in ((0, 0), (2047, 0), (0, 1999), (2047, 1999), (1000, 1000)):
            found = taken.getpixel(place)
            assert isinstance(found, tuple) and len(found) == len(wanted)
            assert all(abs(a - b) <= 2 for a, b in zip(found, wanted, strict=True))
