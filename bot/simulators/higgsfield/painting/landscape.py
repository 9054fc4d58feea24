"""The parts of a landscape: ridges, trees, birds, stars."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from bot.simulators.higgsfield.painting.canvas import Canvas, Outline, Point, curve, ellipse, ribbon
from bot.simulators.higgsfield.painting.palettes import Colour, Palette, mix

Crest = Callable[[float], float]  # height (0 … 1, down) by place (0 … 1)


def rolling(rng: random.Random, base: float, rise: float, waves: float = 1.6) -> Crest:
    """Return a crest of soft hills."""
    parts = [
        (rise / (k + 1) ** 1.25, waves * (k + 1) * rng.uniform(0.75, 1.25), rng.uniform(0, math.tau)) for k in range(5)
    ]
    return lambda x: base - sum(a * math.sin(x * f * math.pi + p) for a, f, p in parts) * 0.6


def jagged(rng: random.Random, base: float, rise: float) -> Crest:
    """Return a crest of mountains: midpoints displaced, ever less."""
    heights = [rng.uniform(0.0, 0.5), rng.uniform(0.5, 1.0), rng.uniform(0.1, 0.6), rng.uniform(0.3, 0.9)]
    reach = 0.42
    while len(heights) < 400:
        between = [(a + b) / 2 + rng.uniform(-reach, reach) for a, b in zip(heights, heights[1:], strict=False)]
        heights = [h for pair in zip(heights, between, strict=False) for h in pair] + heights[-1:]
        reach *= 0.5

    def crest(x: float) -> float:
        place = min(1.0, max(0.0, x)) * (len(heights) - 1)
        n = min(int(place), len(heights) - 2)
        return base - rise * (heights[n] + (heights[n + 1] - heights[n]) * (place - n))

    return crest


def below(canvas: Canvas, crest: Crest, floor: float = 1.0) -> list[Point]:
    """Return the outline of all that lies under a crest."""
    steps = 360
    line = [(canvas.width * i / steps, canvas.height * crest(i / steps)) for i in range(steps + 1)]
    foot = canvas.height * floor + 2
    return [(-2.0, foot), (-2.0, line[0][1]), *line, (canvas.width + 2.0, line[-1][1]), (canvas.width + 2.0, foot)]


def sun(canvas: Canvas, at: Point, radius: float, palette: Palette) -> None:
    """Paint a sun or moon and its light."""
    canvas.glow(at, radius * 9, mix(palette.sun, palette.sky[-1], 0.5), 0.45)
    canvas.glow(at, radius * 3.2, palette.sun, 0.5)
    canvas.disc(at, radius, palette.sun)


def crescent(canvas: Canvas, at: Point, radius: float, colour: Colour) -> None:
    """Paint a young moon."""
    canvas.glow(at, radius * 6, colour, 0.4)
    canvas.shapes([_sickle(at, radius)], colour)


def _sickle(at: Point, radius: float) -> list[Point]:
    back = [(math.cos(a), math.sin(a)) for a in (math.pi / 2 + math.pi * i / 60 for i in range(61))]
    belly = [(math.cos(a) * 0.55, math.sin(a)) for a in (math.pi * 1.5 - math.pi * i / 60 for i in range(61))]
    tilt = 0.45
    return [
        (
            at[0] + radius * (x * math.cos(tilt) - y * math.sin(tilt)),
            at[1] + radius * (x * math.sin(tilt) + y * math.cos(tilt)),
        )
        for x, y in back + belly
    ]


def pines(canvas: Canvas, rng: random.Random, crest: Crest, size: float, count: int) -> list[Outline]:
    """Paint firs along a crest, in clumps."""
    trees: list[Outline] = []
    clumps = [rng.uniform(-0.05, 1.05) for _ in range(max(2, count // 9))]
    for _ in range(count):
        x = rng.gauss(rng.choice(clumps), 0.06)
        tall = size * rng.uniform(0.45, 1.0) * canvas.height
        trees.append(_pine(x * canvas.width, crest(x) * canvas.height + tall * 0.06, tall, rng))
    return trees


def _pine(x: float, foot: float, tall: float, rng: random.Random) -> list[Point]:
    left: list[Point] = []
    right: list[Point] = []
    tiers = 7
    for k in range(1, tiers + 1):
        y = foot - tall * (1 - k / tiers)
        half = tall * 0.21 * (k / tiers) ** 0.85
        for side, sign in ((left, -1), (right, 1)):
            side.append((x + sign * half * rng.uniform(0.85, 1.1), y))
            side.append((x + sign * half * 0.52, y - tall * 0.012))
    return [(x, foot - tall * 1.04), *right, *left[::-1]]


def birds(canvas: Canvas, rng: random.Random, at: Point, count: int) -> list[Outline]:
    """Paint a loose flight of birds."""
    flock: list[Outline] = []
    for _ in range(count):
        x = at[0] + rng.gauss(0, 0.075) * canvas.width
        y = at[1] + rng.gauss(0, 0.035) * canvas.height
        span = canvas.unit * rng.uniform(0.010, 0.019)
        lift = span * rng.uniform(0.35, 0.7)
        for sign in (-1, 1):
            wing = curve((x, y), (x + sign * span * 0.45, y - lift * 1.3), (x + sign * span, y - lift * 0.35))
            flock.append(ribbon(wing, lambda t, s=span: s * 0.17 * (1 - t) + s * 0.02))  # type: ignore[misc]
    return flock


def stars(canvas: Canvas, rng: random.Random, lowest: float, colour: Colour) -> None:
    """Paint a sky of small and a few larger stars."""
    for count, size, alpha in ((260, 0.0009, 0.45), (110, 0.0014, 0.75), (26, 0.0023, 1.0)):
        places = [(rng.uniform(0, canvas.width), canvas.height * lowest * rng.random() ** 1.25) for _ in range(count)]
        radius = max(0.5, canvas.unit * size)
        canvas.shapes([ellipse(p, radius, radius) for p in places], colour, alpha=alpha)


def boat(canvas: Canvas, at: Point, size: float, palette: Palette) -> None:
    """Paint a sailing boat with its reflection."""
    x, y = at
    hull = [(x - size * 0.5, y - size * 0.1), *curve((x - size * 0.42, y), (x, y + size * 0.1), (x + size * 0.4, y))]
    hull.append((x + size * 0.55, y - size * 0.12))
    main = [
        (x, y - size * 0.16),
        *curve((x, y - size * 1.25), (x + size * 0.42, y - size * 0.7), (x + size * 0.46, y - size * 0.18)),
    ]
    jib = [
        *curve(
            (x - size * 0.04, y - size * 1.12), (x - size * 0.3, y - size * 0.6), (x - size * 0.42, y - size * 0.17)
        ),
        (x - size * 0.05, y - size * 0.17),
    ]
    for outlines, colour in (([main, jib], mix(palette.sun, palette.sky[-1], 0.15)), ([hull], palette.near)):
        mirrored = [[(px, 2 * y - py + size * 0.04) for px, py in outline] for outline in outlines]
        canvas.shapes(mirrored, colour, alpha=0.28, blur=size * 0.03)
        canvas.shapes(outlines, colour)
