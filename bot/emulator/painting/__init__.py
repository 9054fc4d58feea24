"""Painting: the pictures that stand in for a model's art, grown from the prompt."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass

from PIL import Image, ImageOps

from bot.emulator.painting.sizes import pixels


@dataclass(frozen=True, kw_only=True)
class Commission:
    """All that decides a picture: equal commissions give equal bytes."""

    prompt: str
    number: int
    seed: int
    model: str
    ratio: str
    resolution: str
    file_format: str  # png, jpeg or webp
    inputs: tuple[bytes, ...] = ()
    small: bool = False
    heavy: bool = False  # more than 12 MB of it


def paint(commission: Commission) -> bytes:
    """Paint a picture and give its file."""
    inputs = [_upright(data) for data in commission.inputs]
    size = pixels(
        pro=commission.model.endswith("-pro"),
        ratio=commission.ratio,
        resolution=commission.resolution,
        like=inputs[0].size if inputs else None,
        small=commission.small,
    )
    rng = random.Random(f"{commission.seed}:{commission.prompt}:{commission.number}")  # noqa: S311
    top, bottom = ((rng.randrange(256), rng.randrange(256), rng.randrange(256)) for _ in range(2))
    mask = Image.linear_gradient("L").resize(size)
    picture = Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), mask)
    for source in inputs:
        fitted = ImageOps.contain(source, (size[0] // 2, size[1] // 2))
        picture.paste(fitted, ((size[0] - fitted.width) // 2, (size[1] - fitted.height) // 2))
    return _encode(picture, commission.file_format)


def thumbnail(data: bytes) -> bytes:
    """The small WebP version of a finished picture."""
    with Image.open(io.BytesIO(data)) as picture:
        picture.thumbnail((512, 512))
        return _encode(picture.convert("RGB"), "webp")


def _upright(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as picture:
        return ImageOps.exif_transpose(picture).convert("RGB")


def _encode(picture: Image.Image, file_format: str) -> bytes:
    out = io.BytesIO()
    if file_format == "png":
        picture.save(out, "PNG", compress_level=4)
    else:
        picture.save(out, file_format.upper(), quality=92)
    return out.getvalue()
