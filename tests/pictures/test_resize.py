"""Results go into a message as they came where they can, and never leave it empty where they can't."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.domain.errors import PictureError
from bot.pictures import Fitted, fitting
from bot.pictures.answers import Rendering
from bot.pictures.renderings import Smaller, keep_rendering
from bot.pictures.resize import THUMBNAIL_SIDE, shrink, thumbnail

NO_LIMIT = 10**9


@pytest.fixture
def keep(tmp_path: Path) -> Callable[[bytes], Path]:
    """Put bytes into a file of their own."""
    names = iter(range(100))

    def keep(data: bytes) -> Path:
        path = tmp_path / f"kept-{next(names)}"
        path.write_bytes(data)
        return path

    return keep


async def render(source: Path, step: int, below: int) -> Smaller | None:
    try:
        made: Rendering | None = shrink(source, step=step, below=below)
        return keep_rendering(source, step, below, made, spare=0) if made else None
    except (PictureError, OSError):
        return None


async def fit(sources: Sequence[Path | None], file_limit: int, total_limit: int) -> tuple[Fitted, ...]:
    return await fitting.fit(sources, file_limit, total_limit, render=render)


def bytes_of(each: Fitted) -> bytes:
    return each.content if isinstance(each.content, bytes) else each.content.read_bytes()


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


async def test_originals_go_as_they_are(keep: Any, paint: Any) -> None:
    originals = [paint("PNG"), paint("JPEG"), paint("WEBP"), paint("GIF")]
    fitted = await fit([keep(data) for data in originals], NO_LIMIT, NO_LIMIT)
    assert [each.filename for each in fitted] == ["banana-1.png", "banana-2.jpg", "banana-3.webp", "banana-4.gif"]
    assert [bytes_of(each) for each in fitted] == originals
    assert not any(each.shrunk for each in fitted)
    assert [each.original_bytes for each in fitted] == [len(data) for data in originals]


async def test_a_file_just_at_the_limit_is_not_touched(keep: Any, noise: Any) -> None:
    data = noise()
    assert not (await fit([keep(data)], len(data), len(data)))[0].shrunk
    assert (await fit([keep(data)], len(data) - 1, NO_LIMIT))[0].shrunk


async def test_only_the_file_beyond_the_limit_is_written_anew(keep: Any, paint: Any, noise: Any) -> None:
    small, large = paint(), noise()
    first, second = await fit([keep(small), keep(large)], len(large) - 1, NO_LIMIT)
    assert (bytes_of(first), first.shrunk) == (small, False)
    assert (second.filename, second.shrunk, second.original_bytes) == ("banana-2.jpg", True, len(large))
    assert opened(bytes_of(second)).size == (256, 256)


async def test_the_ladder_goes_from_quality_to_size(keep: Any, noise: Any) -> None:
    source = keep(noise())
    sizes, limit = [], len(source.read_bytes())
    while fitted := await fit([source], limit - 1, NO_LIMIT):
        limit = fitted[0].size
        sizes.append(opened(bytes_of(fitted[0])).width)
    assert sizes == [256, 256, 128, 64]


async def test_transparency_survives_as_webp(keep: Any, noise: Any) -> None:
    data = noise(alpha=True)
    (fitted,) = await fit([keep(data)], len(data) - 1, NO_LIMIT)
    assert fitted.filename == "banana-1.webp"
    assert opened(bytes_of(fitted)).mode == "RGBA"


async def test_of_too_much_in_all_the_largest_gives_way_first(keep: Any, noise: Any) -> None:
    large, small = noise(size=(256, 256)), noise(size=(128, 128))
    fitted = await fit([keep(small), keep(large), keep(small)], NO_LIMIT, len(large) + 2 * len(small) - 1)
    assert [each.shrunk for each in fitted] == [False, True, False]


async def test_a_sum_just_at_the_limit_is_not_touched(keep: Any, noise: Any) -> None:
    data = noise(size=(64, 64))
    sources = [keep(data), keep(data)]
    assert [each.shrunk for each in await fit(sources, NO_LIMIT, 2 * len(data))] == [False, False]
    assert [each.shrunk for each in await fit(sources, NO_LIMIT, 2 * len(data) - 1)] == [True, False]


@pytest.mark.parametrize("total", [400_000, 100_000, 30_000, 10_000])
async def test_the_sum_always_fits(keep: Any, noise: Any, total: int) -> None:
    fitted = await fit([keep(noise()) for _ in range(4)], NO_LIMIT, total)
    assert len(fitted) == 4
    assert sum(len(bytes_of(each)) for each in fitted) <= total


async def test_one_that_is_gone_leaves_the_others_their_numbers(keep: Any, paint: Any, tmp_path: Path) -> None:
    fitted = await fit([None, keep(paint()), tmp_path / "gone", keep(b"no picture"), keep(paint())], NO_LIMIT, NO_LIMIT)
    assert [each.filename for each in fitted] == ["banana-2.png", "banana-5.png"]


async def test_one_that_is_broken_and_too_large_costs_only_itself(keep: Any, paint: Any, noise: Any) -> None:
    broken, whole = noise()[:100_000], paint()
    fitted = await fit([keep(broken), keep(whole)], 90_000, NO_LIMIT)
    assert [each.filename for each in fitted] == ["banana-2.png"]


async def test_when_nothing_can_fit_the_message_goes_without_pictures(keep: Any, paint: Any) -> None:
    assert await fit([keep(paint()), keep(paint())], NO_LIMIT, 10) == ()


async def test_a_very_long_picture_with_transparency_is_made_to_fit_webp(keep: Any, noise: Any) -> None:
    data = noise(size=(17_000, 8), alpha=True)
    (fitted,) = await fit([keep(data)], len(data) - 1, NO_LIMIT)
    assert opened(bytes_of(fitted)).width == 16_383


# thumbnails


@pytest.mark.parametrize(
    ("size", "small"),
    [((1000, 500), (320, 160)), ((500, 1000), (160, 320)), ((64, 48), (64, 48)), ((4000, 3), (320, 1))],
)
def test_a_thumbnail_is_a_small_jpeg(keep: Any, paint: Any, size: tuple[int, int], small: tuple[int, int]) -> None:
    image = opened(thumbnail(keep(paint("JPEG", size=size))))
    assert (image.format, image.size) == ("JPEG", small)
    assert max(image.size) <= THUMBNAIL_SIDE


def test_a_thumbnail_of_glass_lies_on_white(keep: Any, tmp_path: Path) -> None:
    file = BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(file, "PNG")
    image = opened(thumbnail(keep(file.getvalue())))
    assert image.getpixel((20, 20)) == (255, 255, 255)
