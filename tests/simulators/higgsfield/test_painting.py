"""The pictures: right size, right format, and the input plainly inside."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from bot.simulators.higgsfield.models import NANO_BANANA, NANO_BANANA_PRO
from bot.simulators.higgsfield.painting import SCENES, SUBJECTS, PictureSpec, paint, thumbnail


@pytest.fixture
def fox() -> PictureSpec:
    return PictureSpec(
        prompt="a fox",
        number=1,
        seed=0,
        model=NANO_BANANA,
        ratio="4:3",
        resolution="1k",
        file_format="png",
        small=True,
    )


def opened(spec: PictureSpec) -> Image.Image:
    return Image.open(io.BytesIO(paint(spec)))


@pytest.mark.parametrize(
    ("pro", "ratio", "resolution", "size"),
    [
        (False, "1:1", "1k", (1024, 1024)),
        (False, "4:3", "1k", (1184, 864)),
        (False, "3:4", "1k", (864, 1184)),
        (False, "3:2", "1k", (1248, 832)),
        (False, "21:9", "1k", (1536, 672)),
        (False, "1:1", "4k", (1024, 1024)),
        (True, "1:1", "1k", (1024, 1024)),
        (True, "1:1", "2k", (2048, 2048)),
        (True, "16:9", "2k", (2752, 1536)),
        (True, "3:2", "2k", (2528, 1696)),
        (True, "1:1", "4k", (4096, 4096)),
        (False, "auto", "1k", (1024, 1024)),
    ],
)
def test_each_ratio_has_its_size(pro: bool, ratio: str, resolution: str, size: tuple[int, int]) -> None:
    model = NANO_BANANA_PRO if pro else NANO_BANANA
    assert model.pixels(ratio=ratio, resolution=resolution) == size


@pytest.mark.parametrize(
    ("like", "size"),
    [((300, 200), (1248, 832)), ((90, 160), (768, 1344)), ((5, 5), (1024, 1024)), ((4000, 3000), (1184, 864))],
)
def test_auto_follows_the_input(like: tuple[int, int], size: tuple[int, int]) -> None:
    assert NANO_BANANA.pixels(ratio="auto", resolution="1k", like=like) == size


@pytest.mark.parametrize("file_format", ["png", "jpeg", "webp"])
def test_the_file_is_of_the_format_asked(fox: PictureSpec, file_format: str) -> None:
    assert opened(replace(fox, file_format=file_format)).format == file_format.upper()


def test_a_full_size_picture_has_every_pixel(fox: PictureSpec) -> None:
    picture = opened(replace(fox, small=False, prompt="a fox " * 300))
    assert (picture.size, picture.mode) == ((1184, 864), "RGB")


def test_equal_orders_give_equal_pictures_and_others_differ(fox: PictureSpec) -> None:
    assert paint(fox) == paint(fox)
    others = [replace(fox, number=2), replace(fox, number=3), replace(fox, number=4), replace(fox, seed=1)]
    assert len({paint(c) for c in (fox, *others, replace(fox, prompt="a wolf"))}) == 6


def test_the_four_pictures_of_one_order_differ_even_in_one_subject(fox: PictureSpec) -> None:
    for subject in SUBJECTS.values():
        prompt = subject.split()[0]
        assert len({paint(replace(fox, prompt=prompt, number=n)) for n in (1, 2, 3, 4)}) == 4


def test_every_scene_has_a_word_that_asks_for_it() -> None:
    assert set(SUBJECTS) == set(SCENES)


@pytest.mark.parametrize("ratio", ["16:9", "9:16"])
def test_no_part_of_a_picture_stays_unpainted(fox: PictureSpec, ratio: str) -> None:
    for subject in SUBJECTS.values():
        picture = opened(replace(fox, prompt=subject.split()[0], ratio=ratio))
        colours = dict((colour, count) for count, colour in picture.getcolors(64 * 64) or [])
        assert (0, 0, 0) not in colours


def test_an_input_stands_in_the_middle_upright_and_whole(fox: PictureSpec, photo: bytes) -> None:
    picture = opened(replace(fox, inputs=(photo,)))
    width, height = picture.size
    left, right = (picture.getpixel((width * x // 100, height * 40 // 100)) for x in (35, 65))
    assert left == (220, 20, 20)
    assert right == (20, 20, 220)


def test_a_turned_photo_is_shown_upright(fox: PictureSpec, photo: bytes) -> None:
    exif = Image.Exif()
    exif[0x0112] = 3  # upside down
    out = io.BytesIO()
    Image.open(io.BytesIO(photo)).transpose(Image.Transpose.ROTATE_180).save(out, "PNG", exif=exif)
    assert paint(replace(fox, inputs=(out.getvalue(),))) == paint(replace(fox, inputs=(photo,)))


@pytest.mark.parametrize(("count", "ratio"), [(2, "16:9"), (3, "9:16"), (8, "16:9")])
def test_every_input_of_many_is_seen(fox: PictureSpec, photo: bytes, count: int, ratio: str) -> None:
    third = replace(NANO_BANANA, sizes={"16:9": (448, 256), "9:16": (256, 448)})
    picture = opened(replace(fox, model=third, ratio=ratio, inputs=(photo,) * count, small=False))
    strip = [picture.getpixel((x, y)) for x in range(picture.width) for y in range(picture.height)]
    assert strip.count((220, 20, 20)) > 200 * count**0.5
    assert strip.count((20, 20, 220)) > 200 * count**0.5


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "F"])
def test_an_input_of_any_kind_can_be_shown(fox: PictureSpec, mode: str) -> None:
    source = Image.new(mode, (40, 30))
    out = io.BytesIO()
    source.save(out, "JPEG" if mode == "CMYK" else "TIFF")
    assert opened(replace(fox, inputs=(out.getvalue(),))).size == (64, 47)


def test_the_thumbnail_is_a_small_webp(fox: PictureSpec) -> None:
    half = replace(fox, model=replace(NANO_BANANA, sizes={"4:3": (600, 450)}), small=False)
    small = Image.open(io.BytesIO(thumbnail(paint(half))))
    assert (small.format, small.size) == ("WEBP", (512, 384))
