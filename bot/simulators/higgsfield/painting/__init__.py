"""The pictures that stand in for a model's own: a scene chosen by the prompt, with the inputs shown in it."""

from __future__ import annotations

import hashlib
import io
import random
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageOps, ImageStat

from bot.simulators.higgsfield.models import Model
from bot.simulators.higgsfield.painting.canvas import Canvas
from bot.simulators.higgsfield.painting.input_display import show
from bot.simulators.higgsfield.painting.scenes import dunes, hills, lake, night
from bot.simulators.higgsfield.painting.still_life import bananas, leaves

Scene = Callable[[Canvas, random.Random, int], None]
SCENES: tuple[Scene, ...] = (hills, lake, leaves, night, dunes, bananas)
SUBJECTS: dict[Scene, str] = {
    bananas: "banana fruit bowl kitchen breakfast table still lemon orange apple coffee food cake",
    lake: "lake sea boat ship ships harbour harbor water ocean river sail island lighthouse beach whale mer bateau lac",
    night: "night star stars moon moonlit aurora midnight space galaxy dream lantern lanterns nuit lune étoiles",
    leaves: "flower flowers leaf leaves garden botanical plant tree branch jungle forest jardin fleur fleurs",
    dunes: "desert dune dunes sand camel mars egypt désert",
    hills: "mountain mountains hill hills valley sunset sunrise dawn dusk castle fog mist landscape montagne",
}
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
    _scene(canvas, spec)
    if inputs:
        canvas.image = canvas.image.filter(ImageFilter.GaussianBlur(canvas.unit * 0.003))
    show(canvas, inputs)
    if not spec.small:
        _sign(canvas, spec.prompt)
    picture = canvas.image.resize(size, Image.Resampling.BICUBIC) if large else canvas.image
    if spec.heavy:
        return _encode(_grainy(picture, spec), spec.file_format, quality=100)
    return _encode(picture, spec.file_format)


def thumbnail(data: bytes) -> bytes:
    """Return the small WebP version of a finished picture."""
    with Image.open(io.BytesIO(data)) as picture:
        picture.thumbnail((512, 512))
        return _encode(picture.convert("RGB"), "webp")


def _scene(canvas: Canvas, spec: PictureSpec) -> None:
    root = f"{spec.seed}:{spec.prompt}"
    start = int.from_bytes(hashlib.sha256(root.encode()).digest()[:4])
    rng = random.Random(f"{root}:{spec.number}")  # noqa: S311  art, no secret
    words = {word.strip(".,;:!?'\"").lower() for word in spec.prompt.split()}
    about = next((scene for scene, subject in SUBJECTS.items() if words & set(subject.split())), None)
    scene = about or SCENES[(start + spec.number) % len(SCENES)]
    scene(canvas, rng, start // 7 + spec.number)


def _sign(canvas: Canvas, prompt: str) -> None:
    size = max(11, round(canvas.unit * 0.021))
    font = ImageFont.load_default(size=size)
    text = _fitted(prompt, font, canvas.width * 0.6)
    place = (round(canvas.unit * 0.028), canvas.height - round(canvas.unit * 0.026))
    soft = Image.new("L", canvas.image.size)
    ImageDraw.Draw(soft).text(place, text, font=font, fill=255, anchor="ls")
    strip = (0, place[1] - 3 * size, canvas.width, canvas.height)
    under = canvas.image.crop((strip[0], strip[1], canvas.width * 2 // 3, strip[3])).convert("L")
    if ImageStat.Stat(under).mean[0] > 150:
        canvas.image.paste((38, 32, 44), (0, 0), soft.point([round(i * 0.8) for i in range(256)]))
        return
    shade = soft.crop(strip).filter(ImageFilter.GaussianBlur(size * 0.22))
    canvas.image.paste((10, 8, 20), strip[:2], shade.point([min(200, i * 2) for i in range(256)]))
    canvas.image.paste((255, 252, 244), (0, 0), soft.point([round(i * 0.9) for i in range(256)]))


def _fitted(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, room: float) -> str:
    if font.getlength(text) <= room:
        return text
    while text and font.getlength(text + "…") > room:
        text = text[: max(0, len(text) - 1)] if len(text) < 200 else text[:199]
    return text.rstrip() + "…"


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
        picture.save(out, "PNG", compress_level=4)
    elif quality == 100:
        picture.save(out, file_format.upper(), quality=100, subsampling=0)
    else:
        picture.save(out, file_format.upper(), quality=quality)
    return out.getvalue()
