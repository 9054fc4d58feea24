"""The pictures that stand in for a model's own: a scene that the prompt names, or its input, edited by its words."""

from __future__ import annotations

import hashlib
import io
import random
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageOps

from bot.simulators.higgsfield.models import Model
from bot.simulators.higgsfield.painting.canvas import Canvas
from bot.simulators.higgsfield.painting.edits import edit_input, edit_scene
from bot.simulators.higgsfield.painting.input_display import fill, hang
from bot.simulators.higgsfield.painting.palettes import DUSKS, NIGHT, NIGHTS, PAPERS, Colour, Palette, choose
from bot.simulators.higgsfield.painting.scenes import dunes, hills, lake, night
from bot.simulators.higgsfield.painting.still_life import bananas, leaves
from bot.simulators.higgsfield.painting.words import Words

Scene = Callable[[Canvas, random.Random, Palette], None]
THINGS: dict[Scene, str] = {
    bananas: "banana, fruit, bowl, kitchen, breakfast, table, still life, lemon, apple, pear, coffee, food, cake, "
    "banane, citron, pomme, poire, cuisine, petit déjeuner, nature morte, café, gâteau, nourriture",
    lake: "lake, sea, boat, sailboat, sailing, sail, ship, harbour, harbor, port, water, ocean, river, island, "
    "lighthouse, beach, coast, wave, whale, fish, lac, mer, bateau, voilier, voile, navire, océan, eau, rivière, "
    "fleuve, île, phare, plage, côte, vague, baleine, poisson, barque",
    dunes: "desert, dune, sand, camel, pyramid, egypt, mars, oasis, désert, sable, chameau, pyramide, égypte",
    leaves: "flower, leaf, leaves, fern, garden, botanical, plant, branch, jungle, bouquet, tulip, poppy, a rose, "
    "feuille, fougère, fleur, jardin, botanique, plante, branche, tulipe, coquelicot, une rose",
}
SKIES: dict[Scene, str] = {
    night: f"{NIGHT}, aurora, northern lights, space, galaxy, planet, astronaut, dream, lantern, aurore boréale, "
    "espace, galaxie, planète, astronaute, rêve, lanterne",
}
LANDS: dict[Scene, str] = {
    hills: "mountain, hill, valley, castle, landscape, forest, wood, tree, pine, fir, bird, village, house, cabin, "
    "sunset, sunrise, dawn, dusk, fog, mist, misty, winter, snow, snowy, montagne, colline, vallée, château, paysage, "
    "forêt, bois, arbre, sapin, pin, oiseau, maison, cabane, chalet, coucher de soleil, lever du soleil, aube, "
    "crépuscule, brouillard, brume, hiver, neige",
}
SUBJECTS = THINGS | SKIES | LANDS
DARK: Colour = (10, 8, 20)
BRIGHT: Colour = (255, 252, 244)
TAG_SHADE, TAG_INK = 92, 225  # of 255
LARGEST_PAINTED = 2600  # above, the picture is painted at half the size and enlarged


@dataclass(frozen=True, kw_only=True)
class PictureSpec:
    """Everything that decides a picture: equal specs give equal bytes."""

    prompt: str
    number: int  # 1 … 4
    seed: int
    model: Model
    ratio: str
    resolution: str
    file_format: str  # png, jpeg or webp
    inputs: tuple[bytes, ...] = ()
    small: bool = False
    heavy: bool = False  # more than 12 MB of it


def paint(spec: PictureSpec) -> bytes:
    """Return a picture's file."""
    inputs = [_upright(data) for data in spec.inputs]
    size = spec.model.pixels(
        ratio=spec.ratio,
        resolution=spec.resolution,
        like=inputs[0].size if inputs else None,
        small=spec.small,
    )
    large = max(size) > LARGEST_PAINTED
    canvas = Canvas((size[0] // 2, size[1] // 2) if large else size)
    tag = _draw(canvas, spec, inputs)
    if not spec.small:
        _sign(canvas, tag)
    picture = canvas.image.resize(size, Image.Resampling.BICUBIC) if large else canvas.image
    if spec.heavy:
        return _encode(_grainy(picture, spec), spec.file_format, quality=100)
    return _encode(picture, spec.file_format)


def thumbnail(data: bytes) -> bytes:
    """Return the small WebP version of a finished picture."""
    with Image.open(io.BytesIO(data)) as picture:
        picture.thumbnail((512, 512))
        return _encode(picture.convert("RGB"), "webp")


def scene_of(words: Words, otherwise: int) -> Scene:
    """Return the scene that the words name; a thing comes before its sky, and that before its land."""
    for group in (THINGS, SKIES, LANDS):
        best = max(group, key=lambda scene: words.hits(SUBJECTS[scene]))
        if words.hits(SUBJECTS[best]):
            return best
    return list(SUBJECTS)[otherwise % len(SUBJECTS)]


def _draw(canvas: Canvas, spec: PictureSpec, inputs: list[Image.Image]) -> str:
    """Draw what the prompt asks for, and return what the tag says."""
    words = Words(spec.prompt)
    root = f"{spec.seed}:{spec.prompt}"
    start = int.from_bytes(hashlib.sha256(root.encode()).digest()[:4])
    rng = random.Random(f"{root}:{spec.number}")  # noqa: S311  art, no secret
    if len(inputs) == 1:
        fill(canvas, inputs[0], spec.number)
        return "stand-in" if edit_input(canvas, words, rng) else "stand-in for this edit"
    scene = scene_of(words, start)
    scene(canvas, rng, choose(_lights(scene, words), words, start // 7 + spec.number))
    if inputs:
        canvas.image = canvas.image.filter(ImageFilter.GaussianBlur(canvas.unit * 0.003))
        hang(canvas, inputs)
    edit_scene(canvas, words, rng)
    return "stand-in"


def _lights(scene: Scene, words: Words) -> tuple[Palette, ...]:
    if scene in (bananas, leaves):
        return PAPERS
    return NIGHTS if scene is night or words.hits(NIGHT) else DUSKS


def _sign(canvas: Canvas, tag: str) -> None:
    """Write a small tag into the corner; only letters that the built-in font has."""
    size = max(11, round(canvas.unit * 0.021))
    font = ImageFont.load_default(size=size)
    stamp = Image.new("L", (round(font.getlength(tag)) + size, round(size * 1.5)))
    edge, box = round(canvas.unit * 0.018), (stamp.width - 1, stamp.height - 1)
    place = (edge, canvas.height - edge - stamp.height)
    draw = ImageDraw.Draw(stamp)
    draw.rounded_rectangle((0, 0, *box), radius=size * 0.4, fill=TAG_SHADE)
    canvas.image.paste(DARK, place, stamp)
    draw.rectangle((0, 0, *box), fill=0)
    draw.text((stamp.width / 2, stamp.height / 2), tag, font=font, fill=TAG_INK, anchor="mm")
    canvas.image.paste(BRIGHT, place, stamp)


def _grainy(picture: Image.Image, spec: PictureSpec) -> Image.Image:
    if spec.small:
        picture = picture.resize((picture.width * 16, picture.height * 16))
    wide = picture.resize((2640, round(2640 * picture.height / picture.width)), Image.Resampling.BICUBIC)
    rng = random.Random(spec.prompt)  # noqa: S311  grain, no secret
    grain = Image.frombytes("RGB", wide.size, rng.randbytes(wide.width * wide.height * 3))
    return ImageChops.add(wide, grain.point([i // 3 for i in range(256)] * 3), 1, -42)


def _upright(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as picture:
        turned = ImageOps.exif_transpose(picture).convert("RGBA")
    sheet = Image.new("RGBA", turned.size, (255, 255, 255, 255))
    return Image.alpha_composite(sheet, turned).convert("RGB")


def _encode(picture: Image.Image, file_format: str, quality: int = 92) -> bytes:
    out = io.BytesIO()
    if file_format == "png":
        picture.save(out, "PNG", compress_level=2)
    elif quality == 100:
        picture.save(out, file_format.upper(), quality=100, subsampling=0)
    else:
        picture.save(out, file_format.upper(), quality=quality)
    return out.getvalue()
