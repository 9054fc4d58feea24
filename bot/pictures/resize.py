"""A picture made smaller: for a message, for a look, beside another. Blocking, and for the decoder's own process."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from bot.pictures.answers import Rendering
from bot.pictures.decode import encode, on_white, read, size_of

THUMBNAIL_SIDE = 320
SMALLEST_SIDE = 64
WEBP_SIDE = 16_383  # the longest that the format holds
MOST_WRITTEN = 25_000_000  # pixels: writing them takes several times the memory of reading them
MOST_WRITTEN_CLEAR = 8_000_000
HIGH, GOOD = 92, 85
WIDEST, TALLEST, GAP = 2048, 1024, 8  # of two side by side


def shrink(source: Path, *, step: int, below: int) -> Rendering | None:
    """Return a picture in fewer bytes than `below`, from a step on; None where there is no such step.

    Step 0 is at high quality, 1 at good, then half the size, a quarter … Raises PictureError or OSError.
    """
    width, height = size_of(source)
    longest = max(width, height)
    while width * height > MOST_WRITTEN:
        width, height, longest = width // 2, height // 2, longest // 2
    while rendering := _rendered(source, longest, step):
        if len(rendering.data) < below:
            return rendering
        step += 1
    return None


def thumbnail(source: Path) -> bytes:
    """Return a small JPEG. Raises PictureError or OSError."""
    return encode(on_white(read(source, side=THUMBNAIL_SIDE).image), "JPEG", quality=GOOD)


def side_by_side(before: Path, after: Path) -> bytes:
    """Return a JPEG of both at one height, a thin gap between them. Raises PictureError or OSError."""
    pictures = [on_white(read(path, side=WIDEST).image) for path in (before, after)]
    height = min(TALLEST, max(picture.height for picture in pictures))
    widths = [picture.width * height / picture.height for picture in pictures]
    scale = min(1, (WIDEST - GAP) / sum(widths))
    sizes = [(max(1, int(width * scale)), max(1, int(height * scale))) for width in widths]
    left, right = (_resized(picture, size) for picture, size in zip(pictures, sizes, strict=True))
    joined = Image.new("RGB", (left.width + GAP + right.width, left.height), "white")
    joined.paste(left, (0, 0))
    joined.paste(right, (left.width + GAP, 0))
    return encode(joined, "JPEG")


def _rendered(source: Path, longest: int, step: int) -> Rendering | None:
    side = min(WEBP_SIDE, longest >> max(0, step - 1))
    if step > 1 and side < SMALLEST_SIDE:
        return None
    image = read(source, side=side).image
    if image.mode == "RGBA" and image.width * image.height > MOST_WRITTEN_CLEAR:
        image = image.reduce(2)
    kind, suffix = ("WEBP", "webp") if image.mode == "RGBA" else ("JPEG", "jpg")
    return Rendering(step=step, suffix=suffix, data=encode(image, kind, quality=GOOD if step else HIGH))


def _resized(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2)
