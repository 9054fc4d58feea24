"""The pictures: right size, right format, and of what the words say, as far as the painter can."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import combinations

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

from bot.simulators.higgsfield.models import NANO_BANANA, NANO_BANANA_PRO
from bot.simulators.higgsfield.painting import SUBJECTS, PictureSpec, Scene, paint, scene_of, thumbnail
from bot.simulators.higgsfield.painting.edits import EDITS
from bot.simulators.higgsfield.painting.scenes import dunes, hills, lake, night
from bot.simulators.higgsfield.painting.still_life import bananas, leaves
from bot.simulators.higgsfield.painting.words import Words


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
        prompt = subject.split(",")[0]
        assert len({paint(replace(fox, prompt=prompt, number=n)) for n in (1, 2, 3, 4)}) == 4


@pytest.mark.parametrize(
    ("prompt", "scene"),
    [
        ("A sailing boat on a lake at dusk", lake),
        ("UN PHARE dans la tempête", lake),  # no lighthouse is painted: the nearest scene
        ("a calm lake under a starry night", lake),  # a thing comes before its sky
        ("des dunes sous les étoiles", dunes),
        ("ferns on a blue night", leaves),
        ("une aurore boréale au-dessus d'un chalet", night),
        ("misty mountains at dawn", hills),
        ("des Forêts d’automne", hills),
        ("nature morte: trois bananes", bananas),
        ("a fruit bowl (bananas!) by the sea", bananas),
        ("an orange sunset over sand dunes", dunes),
    ],
)
def test_the_words_choose_the_scene_in_either_language(prompt: str, scene: Scene) -> None:
    assert {scene_of(Words(prompt), n) for n in range(6)} == {scene}


def test_words_that_name_no_scene_get_any_of_them() -> None:
    assert {scene_of(Words("赤い狐 🦊"), n) for n in range(6)} == set(SUBJECTS)


def test_the_words_choose_the_light(fox: PictureSpec) -> None:
    for by_day, by_night in (("a lake by day", "a lake at night"), ("un lac, de jour", "un lac la nuit")):
        assert brightness(replace(fox, prompt=by_day)) > 2 * brightness(replace(fox, prompt=by_night))


def brightness(spec: PictureSpec) -> float:
    return ImageStat.Stat(opened(spec).convert("L")).mean[0]


@pytest.mark.parametrize("ratio", ["16:9", "9:16"])
def test_no_part_of_a_picture_stays_unpainted(fox: PictureSpec, ratio: str) -> None:
    for subject in SUBJECTS.values():
        picture = opened(replace(fox, prompt=subject.split(",")[0], ratio=ratio))
        colours = dict((colour, count) for count, colour in picture.getcolors(64 * 64) or [])
        assert (0, 0, 0) not in colours


def pixel(picture: Image.Image, x: float, y: float) -> tuple[int, int, int]:
    found = picture.convert("RGB").getpixel((round(picture.width * x), round(picture.height * y)))
    assert isinstance(found, tuple)
    return found[0], found[1], found[2]


def test_an_input_fills_the_picture_and_another_shape_keeps_it_whole(fox: PictureSpec, photo: bytes) -> None:
    for ratio in ("3:2", "9:16"):
        picture = opened(replace(fox, inputs=(photo,), prompt="brighter", ratio=ratio))
        for x in (0.08, 0.4):
            left, right = pixel(picture, x, 0.5), pixel(picture, 1 - x, 0.5)
            assert left[0] > left[2] + 60 and right[2] > right[0] + 60


@pytest.fixture
def edit(fox: PictureSpec) -> PictureSpec:
    """An edit of a picture of a lake, in a size in which everything can be seen."""
    middling = replace(fox, small=False, model=replace(NANO_BANANA, sizes={"4:3": (240, 180)}), prompt="a lake by day")
    return replace(middling, inputs=(paint(middling),))


def test_each_known_word_changes_an_input_in_its_own_way_and_others_change_it_too(edit: PictureSpec) -> None:
    source = Image.open(io.BytesIO(edit.inputs[0]))
    prompts = [*(vocabulary.split(",")[0] for vocabulary in EDITS.values()), "make it blue", "put a hat on it"]
    pictures = [opened(replace(edit, prompt=prompt)) for prompt in prompts]
    for one, other in combinations([source, *pictures], 2):
        assert sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) > 15


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("night", "de nuit"),
        ("in winter", "en hiver"),
        ("watercolour", "à l'aquarelle"),
        ("a pencil sketch", "au crayon"),
        ("comic", "en bande dessinée"),
        ("sepia", "sépia"),
        ("black and white", "en noir et blanc"),
    ],
)
def test_french_words_edit_as_english_ones_do(english: str, french: str) -> None:
    asked = [{edit for edit, words in EDITS.items() if Words(prompt).hits(words)} for prompt in (english, french)]
    assert len(asked[0]) == 1 and asked[0] == asked[1]


def test_several_words_all_show(edit: PictureSpec) -> None:
    grey, only_grey = (
        opened(replace(edit, prompt=prompt)) for prompt in ("a winter night, in black and white", "in black and white")
    )
    assert ImageStat.Stat(grey.convert("HSV")).mean[1] < 5
    assert sum(ImageStat.Stat(ImageChops.difference(grey, only_grey)).mean) > 15
    drawn = ImageStat.Stat(opened(replace(edit, prompt="a pencil sketch at night"))).mean
    assert drawn[2] > drawn[0] + 20


def test_the_pictures_of_one_edit_differ(edit: PictureSpec) -> None:
    assert len({paint(replace(edit, prompt="in sepia", number=n)) for n in (1, 2, 3, 4)}) == 4


@pytest.mark.parametrize("prompt", ["un café à Paris", "猫と月", "قمر فوق البحر", "🦊🍌", "", "a fox"])
def test_the_tag_has_only_letters_that_the_font_has(
    fox: PictureSpec, prompt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    write = ImageDraw.ImageDraw.text
    monkeypatch.setattr(
        ImageDraw.ImageDraw,
        "text",
        lambda self, at, text, **more: written.append(text) or write(self, at, text, **more),
    )
    paint(replace(fox, prompt=prompt, small=False, model=replace(NANO_BANANA, sizes={"4:3": (96, 72)})))
    assert written == ["stand-in"]


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


@pytest.mark.parametrize("size", [(1, 1), (1, 500), (900, 1)])
@pytest.mark.parametrize("count", [1, 3])
def test_an_input_of_any_shape_can_be_shown(fox: PictureSpec, size: tuple[int, int], count: int) -> None:
    out = io.BytesIO()
    Image.new("RGB", size).save(out, "PNG")
    assert opened(replace(fox, prompt="a night in watercolour", inputs=(out.getvalue(),) * count)).size == (64, 47)


def test_the_thumbnail_is_a_small_webp(fox: PictureSpec) -> None:
    half = replace(fox, model=replace(NANO_BANANA, sizes={"4:3": (600, 450)}), small=False)
    small = Image.open(io.BytesIO(thumbnail(paint(half))))
    assert (small.format, small.size) == ("WEBP", (512, 384))
