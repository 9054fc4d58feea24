"""Still lifes: bananas on a table, and leaves on paper."""

from __future__ import annotations

import math
import random

from bot.simulators.higgsfield.painting.canvas import Canvas, Point, curve, ribbon
from bot.simulators.higgsfield.painting.palettes import Colour, Palette, mix

YELLOW: Colour = (250, 204, 64)
AMBER: Colour = (214, 146, 38)
BUTTER: Colour = (255, 236, 148)
STALK: Colour = (110, 84, 42)
SHADOW: Colour = (34, 26, 46)
LEAF_KINDS = ((6, 0.5), (8, 0.34), (10, 0.24), (12, 0.2))  # pairs on a branch, width by length


def bananas(canvas: Canvas, rng: random.Random, palette: Palette) -> None:
    """Paint a bunch of bananas on a table by a window, with fruit beside it."""
    edge = rng.uniform(0.56, 0.62)
    side = rng.choice((-1, 1))
    _room(canvas, palette, edge, 0.5 + 0.24 * side)
    size = min(canvas.unit * 0.46, canvas.width * 0.32)
    x, y = canvas.width * 0.5, canvas.height * (edge + 0.17)
    dark = mix(SHADOW, palette.sky[-1], 0.25)
    _fruit(canvas, (x - side * size * 0.92, y - size * 0.05), size * 0.27, palette.sun, shadow=dark)
    canvas.disc((x + side * size * 0.1, y + size * 0.2), size * 1.05, dark, alpha=0.5, blur=size * 0.08, flat=0.13)
    stalk = (x - side * size * 0.72, y - size * 0.98)
    count = rng.choice((4, 5))
    for n in range(count):
        _banana(canvas, stalk, size, side, n / (count - 1))
    knot = curve(
        stalk,
        (stalk[0] - side * size * 0.06, stalk[1] - size * 0.07),
        (stalk[0] - side * size * 0.05, stalk[1] - size * 0.17),
    )
    canvas.shapes([ribbon(knot, lambda t: size * (0.12 - 0.03 * t))], STALK, foot=mix(STALK, AMBER, 0.4))
    for dx, scale, colour in ((0.98, 0.2, palette.accent), (1.3, 0.17, palette.sun)):
        _fruit(canvas, (x + side * size * dx, y + size * 0.17), size * scale, colour, shadow=dark)


def leaves(canvas: Canvas, rng: random.Random, palette: Palette) -> None:
    """Paint branches before a round sun, as a print on paper."""
    canvas.gradient([palette.sky[0], palette.sky[1]])
    disc = (canvas.width * rng.uniform(0.4, 0.6), canvas.height * rng.uniform(0.36, 0.46))
    canvas.disc(disc, canvas.unit * 0.29, palette.sky[2])
    canvas.disc((disc[0] + canvas.unit * 0.1, disc[1] - canvas.unit * 0.06), canvas.unit * 0.13, palette.sun)
    tones = (mix(palette.near, palette.sky[1], 0.45), palette.accent, palette.near)
    count, first = 5 if canvas.width < canvas.height * 1.2 else 6, rng.randrange(3)
    for n in range(count):
        away = (n + 0.5) / count - 0.5
        root = (canvas.width * (0.5 + away * 0.5 + rng.uniform(-0.02, 0.02)), canvas.height * 1.03)
        tip = (
            canvas.width * (0.5 + away * 1.02 + rng.uniform(-0.06, 0.06)),
            canvas.height * (rng.uniform(0.1, 0.36) + 0.22 * abs(away)),
        )
        _branch(canvas, rng, root, tip, tones[(n * 2 + first) % 3], palette)


def _room(canvas: Canvas, palette: Palette, edge: float, window: float) -> None:
    canvas.gradient(palette.sky[:3], 0, edge)
    table = mix(palette.sky[3], palette.near, 0.12)
    canvas.gradient([mix(table, palette.sky[0], 0.2), mix(table, palette.near, 0.35)], edge, 1)
    left, top, side = canvas.width * window, canvas.height * 0.1, canvas.unit * 0.17
    light = mix(palette.sky[0], (255, 255, 255), 0.55)
    slant = side * 0.35
    panes = [
        [
            (left + i * side * 1.07 - side + k * slant, top + k * side * 1.15)
            for i, k in ((0, j), (0, j + 0.9), (0.93, j + 0.9), (0.93, j))
        ]
        for j in (0, 1, 2)
    ]
    panes += [[(px + side * 1.0, py) for px, py in pane] for pane in panes]
    canvas.shapes(panes, light, alpha=0.6, blur=canvas.unit * 0.004)


def _banana(canvas: Canvas, stalk: Point, size: float, side: int, place: float) -> None:
    x, y = stalk
    tip = (x + side * size * (1.68 - 0.5 * place), y + size * (0.2 + 0.66 * place))
    spine = curve(
        (x, y),
        (x + side * size * (0.1 - 0.1 * place), y + size * (0.62 + 0.32 * place)),
        (x + side * size * (1.05 - 0.62 * place), y + size * (1.06 + 0.36 * place)),
        tip,
        steps=48,
    )

    def fat(t: float) -> float:
        body = math.sin(math.pi * min(1.0, 0.1 + 0.9 * t)) ** 0.55 if t < 0.98 else 0.0
        return size * 0.3 * max(0.13, body)

    lit = mix(YELLOW, BUTTER, 0.15 + 0.25 * (1 - place))
    canvas.shapes([ribbon(spine, lambda t: fat(t) * 1.04)], mix(AMBER, STALK, 0.25), foot=mix(AMBER, STALK, 0.55))
    canvas.shapes([ribbon(spine, lambda t: fat(t) * 0.86, 0.14 * side)], lit, foot=mix(YELLOW, AMBER, 0.42))
    canvas.shapes(
        [ribbon(spine[5:44], lambda t: fat(0.1 + 0.8 * t) * 0.5, 0.5 * side)],
        mix(lit, AMBER, 0.3),
        alpha=0.35,
        blur=size * 0.01,
    )
    ridge = ribbon(spine[6:42], lambda t: fat(0.12 + 0.75 * t) * 0.16 * math.sin(math.pi * t), 3.6 * side)
    canvas.shapes([ridge], BUTTER, alpha=0.85, blur=size * 0.006)
    canvas.shapes([ribbon(spine[-3:], lambda t: size * 0.05)], mix(STALK, (30, 22, 12), 0.4))


def _fruit(canvas: Canvas, at: Point, radius: float, colour: Colour, shadow: Colour | None = None) -> None:
    if shadow:
        canvas.disc(
            (at[0] + radius * 0.25, at[1] + radius * 0.92),
            radius * 1.15,
            shadow,
            alpha=0.4,
            blur=radius * 0.12,
            flat=0.2,
        )
    dark, light = mix(colour, (60, 25, 40), 0.42), mix(colour, (255, 250, 225), 0.55)
    canvas.disc(at, radius, dark)
    for k in range(10):
        t = k / 9
        spot = (at[0] - radius * 0.2 * t, at[1] - radius * 0.24 * t)
        canvas.disc(
            spot,
            radius * (0.96 - 0.62 * t),
            mix(dark, mix(colour, light, t), 0.35 + 0.65 * t),
            alpha=0.5,
            blur=radius * 0.06,
        )
    stem = curve(
        (at[0], at[1] - radius * 0.82), (at[0], at[1] - radius * 1.05), (at[0] + radius * 0.14, at[1] - radius * 1.2)
    )
    canvas.shapes([ribbon(stem, lambda t: radius * 0.07)], STALK)


def _branch(canvas: Canvas, rng: random.Random, root: Point, tip: Point, colour: Colour, palette: Palette) -> None:
    bend = (root[0] + (tip[0] - root[0]) * rng.uniform(-0.5, 0.35), tip[1] + (root[1] - tip[1]) * 0.4)
    spine = curve(root, bend, tip, steps=60)
    canvas.shapes([ribbon(spine, lambda t: canvas.unit * 0.008 * (1 - 0.75 * t))], mix(colour, palette.near, 0.3))
    pairs, slim = rng.choice(LEAF_KINDS)
    blades, ribs = [], []
    for k in range(pairs):
        place = 0.2 + 0.78 * k / (pairs - 1)
        x, y = spine[round(place * 60)]
        px, py = spine[round(place * 60) - 1]
        along = math.atan2(y - py, x - px)
        length = (
            canvas.unit * (0.11 + 0.42 / pairs) * (0.55 + 0.75 * math.sin(math.pi * (0.2 + 0.7 * place)) - 0.25 * place)
        )
        for side in (-1, 1):
            angle = along + side * (0.95 - 0.45 * place + rng.uniform(-0.07, 0.07))
            end = (x + length * math.cos(angle), y + length * math.sin(angle))
            drop = (
                x + length * 0.55 * math.cos(angle + side * 0.22),
                y + length * 0.55 * math.sin(angle + side * 0.22),
            )
            blade = curve((x, y), drop, end, steps=22)
            blades.append(ribbon(blade, lambda t, w=length * slim: w * math.sin(math.pi * t**0.8) ** 0.9))  # type: ignore[misc]
            ribs.append(ribbon(blade[:19], lambda t, w=length * 0.018: w * (1.2 - t)))  # type: ignore[misc]
    canvas.shapes(blades, colour)
    canvas.shapes(ribs, mix(colour, palette.sky[0], 0.4), alpha=0.8)
    if rng.random() < 0.5:
        canvas.disc(tip, canvas.unit * 0.014, palette.sun)
