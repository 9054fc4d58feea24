"""Paints the placeholders of cards under way, one for each shape and number: `make pictures`."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from bot.domain.catalog import COUNTS
from bot.simulators.higgsfield.models import NANO_BANANA
from bot.ui.outbound.placeholders import FOLDER

TOP, BOTTOM, GLOW, MARK = "#3b4261", "#7d6a86", "#f2c879", "#fff4d6"
MARK_SHARE = 0.2  # of the shorter side


def main() -> None:
    """Write them all."""
    FOLDER.mkdir(exist_ok=True)
    for ratio, size in NANO_BANANA.sizes.items():  # as large as what comes, so that Discord gives it the same room
        _paint_shape(ratio, size)


def _paint_shape(ratio: str, size: tuple[int, int]) -> None:
    ground = _ground(size)
    for number in (0, *COUNTS):
        painted = ground.copy()
        mark = _digit(painted.size, number) if number else _crescent(painted.size)
        painted.paste(MARK, mask=mark)
        name = ratio.replace(":", "x") + (f"-{number}" if number else "")
        painted.save(FOLDER / f"{name}.webp", quality=72, method=6)


def _ground(size: tuple[int, int]) -> Image.Image:
    """Return dusk: from slate to mauve, with a warm light low in the middle."""
    ramp = Image.linear_gradient("L").resize(size, Image.Resampling.BICUBIC)
    dusk = Image.composite(Image.new("RGB", size, BOTTOM), Image.new("RGB", size, TOP), ramp)
    light = ImageChops.invert(Image.radial_gradient("L")).resize((size[0] * 2, size[1]), Image.Resampling.BICUBIC)
    low = Image.new("L", size)
    low.paste(light.point(lambda value: max(0, value - 76) * 0.75), (-size[0] // 2, size[1] // 2))
    return Image.composite(Image.new("RGB", size, GLOW), dusk, low)


def _digit(size: tuple[int, int], number: int) -> Image.Image:
    mask = Image.new("L", size)
    font = ImageFont.load_default(min(size) * MARK_SHARE)
    ImageDraw.Draw(mask).text((size[0] / 2, size[1] / 2), str(number), 120, font, anchor="mm")
    return mask


def _crescent(size: tuple[int, int]) -> Image.Image:
    """Return a banana as the moon would be one."""
    mask = Image.new("L", (4 * size[0], 4 * size[1]))
    draw, radius = ImageDraw.Draw(mask), 4 * min(size) * MARK_SHARE / 2
    for share, x, y, fill in ((1.0, 0.0, -0.3, 150), (1.05, 0.16, -0.82, 0)):
        centre = 2 * size[0] + x * radius, 2 * size[1] + y * radius
        draw.ellipse([c + sign * share * radius for sign in (-1, 1) for c in centre], fill)
    return mask.resize(size, Image.Resampling.LANCZOS).filter(ImageFilter.GaussianBlur(0.6))


if __name__ == "__main__":
    main()
