"""Two pictures side by side, to compare what was with what became of it. Blocking: for threads."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from bot.pictures.sanitize import decode, encode, halve_large, to_rgb

WIDEST = 2048
TALLEST = 1024
GAP = 8
BACKGROUND = "white"


def side_by_side(before: Path, after: Path) -> bytes:
    """Return a JPEG of both at one height, a thin gap between them. Raises PictureError or OSError."""
    pictures = [_opaque(decode(path.read_bytes(), draft_to=TALLEST)) for path in (before, after)]
    height = min(TALLEST, max(picture.height for picture in pictures))
    widths = [picture.width * height / picture.height for picture in pictures]
    scale = min(1, (WIDEST - GAP) / sum(widths))
    sizes = [(max(1, int(width * scale)), max(1, int(height * scale))) for width in widths]
    left, right = (_resized(picture, size) for picture, size in zip(pictures, sizes, strict=True))
    joined = Image.new("RGB", (left.width + GAP + right.width, left.height), BACKGROUND)
    joined.paste(left, (0, 0))
    joined.paste(right, (left.width + GAP, 0))
    return encode(joined, "JPEG")


def _resized(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2)


def _opaque(image: Image.Image) -> Image.Image:
    image = to_rgb(halve_large(image))
    if image.mode != "RGBA":
        return image
    return Image.alpha_composite(Image.new("RGBA", image.size, BACKGROUND), image).convert("RGB")
