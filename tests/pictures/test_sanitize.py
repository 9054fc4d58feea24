"""Inputs leave clean, upright and bounded; what is no whole picture is refused; results keep their bytes."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from bot.domain.errors import NotAPicture, PictureTooBig, PictureUnavailable
from bot.pictures import decode, sanitize
from bot.pictures.decode import MOST_PIXELS
from bot.pictures.sanitize import LONGEST_SIDE, sanitize_input, verify_output

RED, BLUE, GREY = (254, 0, 0), (0, 0, 254), (128, 128, 128)
ORIENTATION, GPS, MODEL = 0x0112, 0x8825, 0x0110
KINDS = ("PNG", "JPEG", "WEBP", "GIF")


@pytest.fixture
def take(tmp_path: Path) -> Callable[[bytes], Image.Image]:
    """Read bytes as an input and open what would be kept."""

    def take(data: bytes) -> Image.Image:
        source = tmp_path / "in"
        source.write_bytes(data)
        taken = sanitize_input(source)
        image = Image.open(BytesIO(taken.data))
        assert image.format == {"png": "PNG", "jpg": "JPEG"}[taken.suffix]
        image.load()
        return image

    return take


@pytest.fixture
def check(tmp_path: Path) -> Callable[[bytes], str]:
    def check(data: bytes) -> str:
        source = tmp_path / "out"
        source.write_bytes(data)
        return verify_output(source).suffix

    return check


def near(image: Image.Image, x: float, y: float, colour: tuple[int, ...]) -> bool:
    place = (int(x * (image.width - 1)), int(y * (image.height - 1)))
    found = image.convert("RGB").getpixel(place)
    return all(abs(a - b) < 24 for a, b in zip(found, colour, strict=True))  # type: ignore[arg-type]


# what is taken


@pytest.mark.parametrize(
    ("kind", "kept"), [("PNG", "PNG"), ("JPEG", "JPEG"), ("WEBP", "JPEG"), ("GIF", "PNG"), ("MPO", "JPEG")]
)
def test_each_kind_is_taken(take: Any, paint: Any, kind: str, kept: str) -> None:
    image = take(paint(kind))
    assert (image.format, image.size, image.mode) == (kept, (64, 48), "RGB")
    assert near(image, 0, 0, RED)
    assert near(image, 1, 1, BLUE)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "1"),
        ("PNG", "L"),
        ("PNG", "P"),
        ("PNG", "LA"),
        ("PNG", "RGBA"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("GIF", "P"),
    ],
)
def test_each_kind_of_colours_becomes_rgb_when_opaque(take: Any, paint: Any, kind: str, mode: str) -> None:
    image = take(paint(kind, mode))
    assert image.mode == "RGB"
    if mode in ("P", "RGBA", "CMYK"):
        assert near(image, 0, 0.5, RED)
        assert near(image, 1, 0.5, BLUE)


def test_sixteen_bits_are_scaled_and_not_clipped(take: Any) -> None:
    deep = Image.new("I;16", (8, 8), 32_768)
    file = BytesIO()
    deep.save(file, "PNG")
    assert near(take(file.getvalue()), 0.5, 0.5, GREY)


def test_transparency_stays(take: Any, paint: Any) -> None:
    glass = Image.open(BytesIO(paint())).convert("RGBA")
    glass.putalpha(Image.linear_gradient("L").resize(glass.size))
    for kind in ("PNG", "WEBP"):
        file = BytesIO()
        glass.save(file, kind, lossless=True)
        image = take(file.getvalue())
        assert (image.format, image.mode) == ("PNG", "RGBA")
        assert image.getpixel((0, 0))[3] < 8
        assert image.getpixel((63, 47))[3] > 240


def test_a_transparent_palette_stays_transparent(take: Any) -> None:
    image = Image.new("P", (8, 8), 1)
    image.putpalette([0, 0, 0, 255, 0, 0])
    image.paste(0, (0, 0, 4, 8))
    file = BytesIO()
    image.save(file, "PNG", transparency=0)
    taken = take(file.getvalue())
    assert taken.getpixel((0, 0))[3] == 0
    assert taken.getpixel((7, 7)) == (255, 0, 0, 255)


def test_of_an_animation_the_first_frame_is_taken(take: Any) -> None:
    frames = [Image.new("RGB", (16, 16), colour) for colour in ("red", "lime", "blue")]
    for kind in ("GIF", "WEBP", "PNG"):
        file = BytesIO()
        frames[0].save(file, kind, save_all=True, append_images=frames[1:], duration=100)
        image = take(file.getvalue())
        assert getattr(image, "n_frames", 1) == 1
        assert near(image, 0.5, 0.5, RED)


@pytest.mark.parametrize(
    ("kind", "mode"), [("JPEG", "RGB"), ("PNG", "RGB"), ("PNG", "P"), ("WEBP", "RGB"), ("PNG", "RGBA")]
)
def test_a_colour_profile_is_applied_and_gone(take: Any, paint: Any, kind: str, mode: str) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    image = take(paint(kind, mode, icc_profile=swapped))
    assert "icc_profile" not in image.info
    assert near(image, 0, 0.5, (0, 255, 0))  # what this profile calls red
    assert near(image, 1, 0.5, BLUE)


def test_a_profile_for_other_colours_is_left_out(take: Any, paint: Any) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for mode in ("CMYK", "L"):
        assert take(paint("JPEG", mode, icc_profile=srgb)).mode == "RGB"


@pytest.mark.parametrize("profile", [b"no profile", b"\0" * 128, b""])
def test_a_broken_colour_profile_is_no_trouble(take: Any, paint: Any, profile: bytes) -> None:
    assert near(take(paint("JPEG", icc_profile=profile)), 0, 0.5, RED)


# upright and without metadata


def exif(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION], exif[MODEL] = orientation, "a phone of mine"
    exif.get_ifd(GPS).update({1: "N", 2: (48.0, 51.0, 29.0)})
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("orientation", "red"),
    [
        (1, (0, 0.5)),
        (2, (1, 0.5)),
        (3, (1, 0.5)),
        (4, (0, 0.5)),
        (5, (0.5, 0)),
        (6, (0.5, 0)),
        (7, (0.5, 1)),
        (8, (0.5, 1)),
    ],
)
def test_a_turned_photo_stands_upright(
    take: Any, paint: Any, kind: str, orientation: int, red: tuple[float, float]
) -> None:
    image = take(paint(kind, exif=exif(orientation)))
    assert image.size == ((64, 48) if orientation < 5 else (48, 64))
    assert near(image, *red, RED)
    assert near(image, 1 - red[0], 1 - red[1], BLUE)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_no_metadata_leaves_here(take: Any, tmp_path: Path, paint: Any, kind: str) -> None:
    notes = PngInfo()
    notes.add_itxt("Comment", "at my home")
    options: dict[str, Any] = {
        "exif": exif(6),
        "icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    }
    options |= {
        "PNG": {"pnginfo": notes, "dpi": (300, 300)},
        "JPEG": {"comment": b"at my home"},
        "WEBP": {"xmp": b"at my home"},
    }[kind]
    image = take(paint(kind, **options))
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    kept = sanitize_input(tmp_path / "in").data
    for trace in (b"Exif", b"eXIf", b"ICC", b"phone of mine", b"at my home", b"tEXt", b"iTXt", b"pHYs"):
        assert trace not in kept


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_broken_exif_is_no_trouble(take: Any, paint: Any) -> None:
    image = take(paint("JPEG", exif=b"Exif\0\0MM\0\x2a\xff\xff\xff\xff" + b"\xff" * 40))
    assert image.size == (64, 48)


# bounds


def test_a_large_picture_is_shrunk_to_the_longest_side(take: Any, paint: Any) -> None:
    assert take(paint("JPEG", size=(5000, 100))).size == (LONGEST_SIDE, 41)
    assert take(paint("PNG", size=(1, 4000))).size == (1, LONGEST_SIDE)
    assert take(paint("JPEG", size=(2048, 16))).size == (2048, 16)


def test_a_png_that_packs_badly_becomes_a_jpeg(take: Any, noise: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert take(noise()).format == "PNG"
    monkeypatch.setattr(sanitize, "SMALL_PNG", 100_000)
    assert take(noise()).format == "JPEG"


def png(width: int, height: int) -> bytes:
    """Make a PNG of a few bytes that claims any size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    parts = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize("size", [(30_000, 30_000), (10_000, 9_500), (MOST_PIXELS // 1000 + 1, 1000), (2**31 - 1, 1)])
def test_a_bomb_is_too_big_before_it_is_unpacked(take: Any, size: tuple[int, int]) -> None:
    with pytest.raises(PictureTooBig):
        take(png(*size))


def test_a_result_that_is_too_heavy_to_read_is_kept_for_it_is_paid(check: Any) -> None:
    assert check(png(30_000, 30_000)) == "png"


def test_more_than_20_mb_are_too_big(take: Any, paint: Any) -> None:
    most = paint() + b"\0" * (20 * 1024 * 1024 - len(paint()))
    take(most)
    with pytest.raises(PictureTooBig):
        take(most + b"\0")


def test_a_result_may_have_so_many_bytes_and_no_more(check: Any, paint: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sanitize, "LARGEST_OUTPUT", len(paint()))
    assert check(paint()) == "png"
    with pytest.raises(PictureTooBig):
        check(paint() + b"\0")


def test_so_many_pixels_are_read_and_no_more(take: Any, paint: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "MOST_PIXELS", 40 * 30)
    take(paint(size=(40, 30)))
    with pytest.raises(PictureTooBig):
        take(paint(size=(1201, 1)))


def test_so_many_pixels_of_a_webp_are_read_and_no_more(take: Any, paint: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(decode.MOST, "WebP", 40 * 30)
    take(paint("WEBP", size=(40, 30)))
    take(paint("PNG", size=(1201, 1)))
    with pytest.raises(PictureTooBig):
        take(paint("WEBP", size=(1201, 1)))


# what is not taken


@pytest.mark.parametrize(
    "data",
    [
        *(
            b"",
            b"hello",
            b"<html><body>Sign in</body></html>",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"%PDF-1.7",
        ),
        *(
            b"\x89PNG\r\n\x1a\n",
            b"\xff\xd8\xff",
            b"GIF89a",
            b"RIFF\0\0\0\0WEBP",
            b"RIFF\0\0\0\0WAVE",
            b"BM" + b"\0" * 60,
        ),
        b"\0\0\0\x20ftypheic" + b"\0" * 40,
        png(0, 5),
    ],
)
def test_what_is_no_picture_is_refused(take: Any, data: bytes) -> None:
    with pytest.raises(NotAPicture):
        take(data)


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO", "PPM"])
def test_other_kinds_of_pictures_are_refused(take: Any, check: Any, paint: Any, kind: str) -> None:
    for read in (take, check):
        with pytest.raises(NotAPicture):
            read(paint(kind))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_picture_cut_short_is_refused_as_input_and_waited_for_as_result(
    take: Any, check: Any, noise: Any, kind: str, part: float
) -> None:
    data = noise(kind)
    cut = data[: int(len(data) * part)]
    with pytest.raises(NotAPicture):
        take(cut)
    with pytest.raises(PictureUnavailable):
        check(cut)


# results


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_result_without_its_last_byte_is_waited_for(check: Any, noise: Any, kind: str) -> None:
    with pytest.raises(PictureUnavailable):
        check(noise(kind)[:-1])


@pytest.mark.parametrize(("kind", "suffix"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp"), ("GIF", "gif")])
def test_a_results_ending_follows_its_bytes(check: Any, paint: Any, kind: str, suffix: str) -> None:
    assert check(paint(kind)) == suffix


def test_a_page_instead_of_a_result_is_no_picture(check: Any) -> None:
    with pytest.raises(NotAPicture):
        check(b"<!doctype html><title>Sign in</title>")


def test_an_empty_result_is_waited_for(check: Any) -> None:
    with pytest.raises(PictureUnavailable):
        check(b"")


# anything at all


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_picture_ends_in_a_picture_or_in_one_of_our_errors(
    take: Any, check: Any, paint: Any, data: st.DataObject
) -> None:
    whole = bytearray(paint(data.draw(st.sampled_from(KINDS))))
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=6)):
        whole[place] = data.draw(st.integers(0, 255))
    for read in (take, check):
        with suppress(NotAPicture, PictureTooBig, PictureUnavailable):
            read(bytes(whole))
