"""Before and after in one picture: both whole, at one height, with a thin gap, never larger than is useful."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from bot.domain.errors import NotAPicture
from bot.pictures.resize import GAP, TALLEST, WIDEST, side_by_side

Size = tuple[int, int]


def written(path: Path, size: Size, colour: str, mode: str = "RGB") -> Path:
    Image.new(mode, size, colour).save(path, "PNG")
    return path


def joined(tmp_path: Path, before: Size, after: Size) -> Image.Image:
    left, right = written(tmp_path / "a.png", before, "red"), written(tmp_path / "b.png", after, "blue")
    image = Image.open(io.BytesIO(side_by_side(left, right)))
    assert image.format == "JPEG"
    return image


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((400, 300), (400, 300)),
        ((40, 30), (2048, 1536)),
        ((3000, 2000), (1000, 1500)),
        ((4000, 400), (400, 4000)),
    ],
)
def test_both_stand_side_by_side_at_one_height(tmp_path: Path, before: Size, after: Size) -> None:
    image = joined(tmp_path, before, after)
    assert image.width <= WIDEST and image.height <= TALLEST
    middle = image.height // 2
    assert _is(image.getpixel((0, middle)), "red") and _is(image.getpixel((image.width - 1, middle)), "blue")


@pytest.mark.parametrize(("before", "after"), [((1, 1), (5000, 1)), ((1, 900), (1, 900)), ((9000, 3), (3, 9000))])
def test_a_hair_is_a_picture_too(tmp_path: Path, before: Size, after: Size) -> None:
    image = joined(tmp_path, before, after)
    assert GAP + 2 <= image.width <= WIDEST and 1 <= image.height <= TALLEST


def test_neither_loses_its_shape_and_the_gap_is_thin(tmp_path: Path) -> None:
    image = joined(tmp_path, (300, 300), (600, 300))
    assert image.size == (300 + GAP + 600, 300)
    assert _is(image.getpixel((300 + GAP // 2, 150)), "white")


def test_what_is_transparent_is_shown_on_white(tmp_path: Path) -> None:
    clear = written(tmp_path / "clear.png", (200, 200), (0, 0, 0, 0), "RGBA")  # type: ignore[arg-type]
    image = Image.open(io.BytesIO(side_by_side(clear, written(tmp_path / "b.png", (200, 200), "blue"))))
    assert _is(image.getpixel((100, 100)), "white")


def test_what_is_no_picture_is_said(tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"nothing")
    with pytest.raises(NotAPicture):
        side_by_side(broken, written(tmp_path / "b.png", (200, 200), "blue"))


def _is(pixel: object, colour: str) -> bool:
    wanted = {"red": (255, 0, 0), "blue": (0, 0, 255), "white": (255, 255, 255)}[colour]
    assert isinstance(pixel, tuple)
    return all(abs(a - b) < 60 for a, b in zip(pixel, wanted, strict=True))
