"""Paint the thumbnails of the demo's things to try, by the painter of the simulated Higgsfield.

Run it after a change of the prompts or of the painter: `make pictures`.
"""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from bot.cli.demo_tries import DOZEN
from bot.i18n import Texts
from bot.simulators.discord.page_config import STATIC
from bot.simulators.higgsfield.models import NANO_BANANA
from bot.simulators.higgsfield.painting import PictureSpec, paint
from bot.simulators.higgsfield.prompt_directives import without_directives

SIZE = (192, 120)
FOUR = 4  # times: drawn larger, so that lines come out smooth
INK, BANANA, RED, GROUND = "#16171a", "#f4c84b", "#d23f47", "#101114"
Thumbnail = Callable[[str], Image.Image]


def painted(prompt: str, number: int = 1, *, photo: str = "", size: tuple[int, int] = SIZE) -> Image.Image:
    """Return a picture by the painter, of the thumbnail's shape."""
    inputs = ((STATIC / "samples" / photo).read_bytes(),) if photo else ()
    ratio = "auto" if photo else "3:2"
    spec = PictureSpec(
        prompt=without_directives(prompt),
        number=number,
        seed=0,
        model=NANO_BANANA,
        ratio=ratio,
        resolution="1k",
        file_format="png",
        inputs=inputs,
    )
    whole = Image.open(io.BytesIO(paint(spec))).convert("RGB")
    cut = whole.crop((0, 0, whole.width, round(whole.height * 0.94)))  # without the painter's tag
    return ImageOps.fit(cut, size, Image.Resampling.LANCZOS)


def several(prompt: str, count: int) -> Image.Image:
    """Return four tiles, those that did not come left dark."""
    sheet = Image.new("RGB", SIZE, GROUND)
    tile = ((SIZE[0] - 4) // 2, (SIZE[1] - 4) // 2)
    for n in range(count):
        sheet.paste(painted(prompt, n + 1, size=tile), ((n % 2) * (tile[0] + 4), n // 2 * (tile[1] + 4)))
    return sheet


def before_and_after(prompt: str, photo: str) -> Image.Image:
    """Return a photo and what becomes of it, parted by a slanted line."""
    with Image.open(STATIC / "samples" / photo) as given:
        before = ImageOps.fit(given.convert("RGB"), SIZE, Image.Resampling.LANCZOS)
    width, height = SIZE[0] * FOUR, SIZE[1] * FOUR
    mask = Image.new("L", (width, height))
    ImageDraw.Draw(mask).polygon([(width * 0.58, 0), (width, 0), (width, height), (width * 0.42, height)], fill=255)
    sheet = Image.composite(painted(prompt, photo=photo), before, mask.resize(SIZE, Image.Resampling.LANCZOS))
    line = Image.new("L", (width, height))
    ImageDraw.Draw(line).line([(width * 0.58, 0), (width * 0.42, height)], fill=255, width=10)
    sheet.paste((255, 255, 255), (0, 0), line.resize(SIZE, Image.Resampling.LANCZOS))
    return sheet


def badge(sheet: Image.Image, sign: str, colour: str = BANANA) -> Image.Image:
    """Return the picture with a round sign in its corner."""
    large = sheet.resize((SIZE[0] * FOUR, SIZE[1] * FOUR), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(large)
    x, y, r = large.width - 104, large.height - 104, 84
    draw.ellipse((x - r - 14, y - r - 14, x + r + 14, y + r + 14), fill=GROUND)
    draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)
    ink = INK if colour == BANANA else "#ffffff"

    def lines(*points: tuple[int, int]) -> None:
        draw.line([(x + a, y + b) for a, b in points], fill=ink, width=18, joint="curve")
        for a, b in (points[0], points[-1]):
            draw.ellipse((x + a - 9, y + b - 9, x + a + 9, y + b + 9), fill=ink)

    if sign == "cross":
        lines((-32, -32), (32, 32))
        lines((-32, 32), (32, -32))
    elif sign == "clock":
        draw.ellipse((x - 52, y - 52, x + 52, y + 52), outline=ink, width=16)
        lines((0, -30), (0, 0), (22, 14))
    elif sign == "shield":
        draw.polygon(
            [(x + a, y + b) for a, b in ((0, -54), (46, -38), (42, 14), (0, 56), (-42, 14), (-46, -38))], fill=ink
        )
    elif sign == "stop":
        draw.ellipse((x - 50, y - 50, x + 50, y + 50), outline=ink, width=16)
        lines((-32, -32), (32, 32))
    elif sign == "mark":
        lines((0, -44), (0, 8))
        draw.ellipse((x - 12, y + 28, x + 12, y + 52), fill=ink)
    elif sign == "gap":
        lines((-50, 0), (-24, 0))
        lines((24, 0), (50, 0))
        lines((-12, -30), (12, 30))
    elif sign == "key":
        draw.ellipse((x - 54, y - 26, x - 2, y + 26), outline=ink, width=16)
        lines((0, 0), (50, 0))
        lines((44, 0), (44, 24))
        lines((22, 0), (22, 18))
    elif sign == "reply":
        lines((46, 36), (40, 2), (14, -10), (-38, -10))
        lines((-12, -40), (-42, -10), (-12, 20))
    return large.resize(SIZE, Image.Resampling.LANCZOS)


def pale(sheet: Image.Image) -> Image.Image:
    """Return the picture of an order that brings none: dark and with little colour."""
    return ImageEnhance.Brightness(ImageEnhance.Color(sheet).enhance(0.35)).enhance(0.6)


THUMBNAILS: dict[str, Thumbnail] = {
    "four": lambda prompt: several(prompt, 4),
    "photo": lambda prompt: before_and_after(prompt, "coffee.jpg"),
    "reply": lambda prompt: badge(painted(prompt, photo="cat.jpg"), "reply"),
    "model": painted,
    "wait": lambda prompt: badge(painted(prompt), "cross"),
    "too-late": lambda prompt: badge(painted(prompt), "clock"),
    "moderator": lambda prompt: badge(painted(prompt), "shield"),
    "fewer": lambda prompt: several(prompt, 3),
    "refused": lambda prompt: badge(painted(prompt).filter(ImageFilter.GaussianBlur(9)), "stop", RED),
    "failed": lambda prompt: badge(pale(painted(prompt)), "mark", RED),
    "unclear": lambda prompt: badge(pale(painted(prompt)), "gap", RED),
    "badkey": lambda prompt: badge(pale(painted(prompt)), "key", RED),
}


def main() -> None:
    """Write them all."""
    texts, folder = Texts(), STATIC / "tries"
    folder.mkdir(exist_ok=True)
    for each in DOZEN:
        name = each.text_id.removeprefix("example-")
        THUMBNAILS[name](texts.text("en", f"{each.text_id}-prompt")).save(folder / f"{name}.webp", quality=82, method=6)


if __name__ == "__main__":
    main()
