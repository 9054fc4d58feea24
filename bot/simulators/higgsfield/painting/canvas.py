"""A canvas with smooth shapes and light, by Pillow alone: edges are drawn at twice the size and shrunk."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from bot.simulators.higgsfield.painting.palettes import Colour

Point = tuple[float, float]
Outline = Sequence[Point]
Box = tuple[int, int, int, int]
FINE = 2  # supersampling
COARSE = 96  # columns of a computed field of light, before it is smoothed up


class Canvas:
    """A picture in the making; coordinates are pixels, `unit` is the shorter side."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.width, self.height = size
        self.unit = min(size)
        self.image = Image.new("RGB", size)

    def gradient(self, colours: Sequence[Colour], top: float = 0.0, bottom: float = 1.0) -> None:
        """Fill the band between two heights (0 … 1) from the first colour to the last."""
        first, last = round(top * self.height), round(bottom * self.height)
        self.image.paste(blend_down(colours, (self.width, max(1, last - first))), (0, first))

    def shapes(
        self,
        outlines: Sequence[Outline],
        colour: Colour,
        *,
        foot: Colour | None = None,
        alpha: float = 1.0,
        blur: float = 0.0,
    ) -> None:
        """Fill outlines with a colour, or with a fall from it to `foot`."""
        box = self._box(outlines, blur)
        if box is None:
            return
        size = (box[2] - box[0], box[3] - box[1])
        fine = Image.new("L", (size[0] * FINE, size[1] * FINE))
        draw = ImageDraw.Draw(fine)
        for outline in outlines:
            draw.polygon([((x - box[0]) * FINE, (y - box[1]) * FINE) for x, y in outline], fill=255)
        mask = fine.reduce(FINE)
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur))
        self._lay(mask, box, blend_down([colour, foot], size) if foot else colour, alpha)

    def disc(
        self, at: Point, radius: float, colour: Colour, *, alpha: float = 1.0, blur: float = 0.0, flat: float = 1.0
    ) -> None:
        """Fill a circle, or with `flat` an ellipse."""
        self.shapes([ellipse(at, radius, radius * flat)], colour, alpha=alpha, blur=blur)

    def glow(self, at: Point, radius: float, colour: Colour, strength: float, *, flat: float = 1.0) -> None:
        """Add light that fades out with distance."""
        size = (max(2, round(radius * 2)), max(2, round(radius * 2 * flat)))
        light = Image.radial_gradient("L").point([round(255 * (1 - min(1.0, i / 181)) ** 2.2) for i in range(256)])
        light = light.resize(size, Image.Resampling.BICUBIC)
        corner = (round(at[0] - size[0] / 2), round(at[1] - size[1] / 2))
        box = (corner[0], corner[1], corner[0] + size[0], corner[1] + size[1])
        self._screen(light, box, colour, strength)

    def field(self, colour: Colour, light: Callable[[float, float], float]) -> None:
        """Add light by a slow function of x and y (0 … 1), which gives 0 … 1."""
        rows = max(2, round(COARSE * self.height / self.width))
        values = [
            round(255 * min(1.0, max(0.0, light(x / (COARSE - 1), y / (rows - 1)))))
            for y in range(rows)
            for x in range(COARSE)
        ]
        mask = Image.new("L", (COARSE, rows))
        mask.putdata(values)
        mask = mask.resize(self.image.size, Image.Resampling.BICUBIC)
        self._screen(mask, (0, 0, self.width, self.height), colour, 1.0)

    def mist(self, colour: Colour, middle: float, spread: float, alpha: float) -> None:
        """Lay a soft band of haze around a height (0 … 1)."""
        values = [round(255 * alpha * math.exp(-(((i / 255 - middle) / spread) ** 2))) for i in range(256)]
        column = Image.new("L", (1, 256))
        column.putdata(values)
        self.image.paste(colour, (0, 0), column.resize(self.image.size, Image.Resampling.BICUBIC))

    def _box(self, outlines: Sequence[Outline], margin: float) -> Box | None:
        xs = [x for outline in outlines for x, _ in outline]
        ys = [y for outline in outlines for _, y in outline]
        if not xs:
            return None
        edge = margin * 3 + 1
        left, top = max(0, math.floor(min(xs) - edge)), max(0, math.floor(min(ys) - edge))
        right = min(self.width, math.ceil(max(xs) + edge))
        bottom = min(self.height, math.ceil(max(ys) + edge))
        return (left, top, right, bottom) if right > left and bottom > top else None

    def _lay(self, mask: Image.Image, box: Box, paint: Image.Image | Colour, alpha: float) -> None:
        if alpha < 1:
            mask = mask.point([round(i * alpha) for i in range(256)])
        self.image.paste(paint, box, mask)

    def _screen(self, light: Image.Image, box: Box, colour: Colour, strength: float) -> None:
        clip = (max(0, box[0]), max(0, box[1]), min(self.width, box[2]), min(self.height, box[3]))
        if clip[2] <= clip[0] or clip[3] <= clip[1]:
            return
        light = light.crop((clip[0] - box[0], clip[1] - box[1], clip[2] - box[0], clip[3] - box[1]))
        bands = [light.point([round(i * strength * part / 255) for i in range(256)]) for part in colour]
        here = self.image.crop(clip)
        self.image.paste(ImageChops.screen(here, Image.merge("RGB", bands)), clip[:2])


def blend_down(colours: Sequence[Colour], size: tuple[int, int]) -> Image.Image:
    """Return a picture that goes from the first colour at the top to the last at the bottom, without visible steps."""
    width, height = size
    last = len(colours) - 1
    pixels: list[Colour] = []
    for row in range(height):
        place = row / max(1, height - 1) * last
        n = min(int(place), last - 1)
        above, below, t = colours[n], colours[n + 1], place - n
        levels = [x + (y - x) * t for x, y in zip(above, below, strict=True)]
        # Two neighbours round at different points, like a chessboard: the eye sees the level between them.
        for threshold in (0.25, 0.75) if row % 2 else (0.75, 0.25):
            red, green, blue = (int(level + threshold) for level in levels)
            pixels.append((red, green, blue))
    sheet = Image.new("RGB", size)
    strip = Image.new("RGB", (2, height))
    strip.putdata(pixels)
    sheet.paste(strip)
    done = 2
    while done < width:
        sheet.paste(sheet.crop((0, 0, done, height)), (done, 0))
        done *= 2
    return sheet


def ellipse(at: Point, rx: float, ry: float, start: float = 0.0, stop: float = 360.0) -> list[Point]:
    """Return the outline of an ellipse, or a part of it (degrees, clockwise from the right)."""
    steps = max(12, min(160, round(max(rx, ry))))
    angles = (math.radians(start + (stop - start) * i / steps) for i in range(steps + 1))
    return [(at[0] + rx * math.cos(a), at[1] + ry * math.sin(a)) for a in angles]


def curve(*marks: Point, steps: int = 24) -> list[Point]:
    """Return a Bézier curve of three or four marks."""
    points = []
    for i in range(steps + 1):
        layer = list(marks)
        t = i / steps
        while len(layer) > 1:
            layer = [
                (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in zip(layer, layer[1:], strict=False)
            ]
        points.append(layer[0])
    return points


def ribbon(spine: Sequence[Point], width: Callable[[float], float], shift: float = 0.0) -> list[Point]:
    """Return the outline of a band along a spine; `width` by place (0 … 1), `shift` moves it sideways by widths."""
    left, right = [], []
    for i, (x, y) in enumerate(spine):
        before, after = spine[max(0, i - 1)], spine[min(len(spine) - 1, i + 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = math.hypot(dx, dy) or 1.0
        half = width(i / (len(spine) - 1)) / 2
        nx, ny = -dy / length * half, dx / length * half
        left.append((x + nx * (1 + shift), y + ny * (1 + shift)))
        right.append((x - nx * (1 - shift), y - ny * (1 - shift)))
    return left + right[::-1]
