"""Landscapes in several lights: hills, lake, night and dunes."""

from __future__ import annotations

import math
import random

from PIL import Image, ImageFilter

from bot.simulators.higgsfield.painting.canvas import Canvas, Outline, Point, ellipse
from bot.simulators.higgsfield.painting.landscape import (
    Crest,
    below,
    birds,
    boat,
    crescent,
    jagged,
    pines,
    rolling,
    stars,
    sun,
)
from bot.simulators.higgsfield.painting.palettes import Colour, Palette, mix


def hills(canvas: Canvas, rng: random.Random, palette: Palette) -> None:
    """Paint ridge behind ridge, each a little darker, with mist between."""
    canvas.gradient(palette.sky, 0, 0.66)
    canvas.gradient([palette.sky[-1], palette.haze], 0.66, 1)
    light = (canvas.width * rng.choice((0.3, 0.36, 0.64, 0.72)), canvas.height * rng.uniform(0.36, 0.48))
    sun(canvas, light, canvas.unit * rng.uniform(0.055, 0.085), palette)
    layers = rng.choice((6, 7))
    for n in range(layers):
        depth = n / (layers - 1)
        base = 0.56 + 0.36 * depth**1.15
        crest = jagged(rng, base, 0.16) if n < 2 else rolling(rng, base, 0.045 + 0.03 * depth, 1.3 + depth)
        colour = mix(palette.haze, palette.near, 0.16 + 0.84 * depth**1.1)
        canvas.shapes([below(canvas, crest)], colour, foot=mix(colour, palette.haze, 0.5 * (1 - depth)))
        if depth < 0.75:
            canvas.mist(palette.haze, base + 0.07, 0.05, 0.22)
        if n >= layers - 3:
            size = 0.05 + 0.13 * max(0.0, depth - 0.6) / 0.4
            canvas.shapes(pines(canvas, rng, crest, size, 46 - 4 * n), mix(colour, palette.near, 0.5))
    flock = birds(canvas, rng, (light[0] + canvas.width * 0.12, light[1] - canvas.height * 0.12), 7)
    canvas.shapes(flock, mix(palette.near, palette.sky[1], 0.25), alpha=0.85)


def lake(canvas: Canvas, rng: random.Random, palette: Palette) -> None:
    """Paint mountains and sky, twice: once in the water."""
    shore = rng.uniform(0.56, 0.62)
    canvas.gradient(palette.sky, 0, shore)
    light = (canvas.width * rng.choice((0.34, 0.5, 0.66)), canvas.height * (shore - rng.uniform(0.12, 0.2)))
    radius = canvas.unit * rng.uniform(0.06, 0.09)
    sun(canvas, light, radius, palette)
    for n in range(3):
        crest = jagged(rng, shore - 0.02 + 0.03 * n, 0.25 - 0.075 * n)
        colour = mix(palette.haze, palette.near, 0.28 + 0.27 * n)
        canvas.shapes([below(canvas, crest, shore)], colour, foot=mix(colour, palette.haze, 0.45))
    bank = rolling(rng, shore - 0.008, 0.006, 4)
    canvas.shapes([below(canvas, bank, shore)], mix(palette.haze, palette.near, 0.85))
    canvas.shapes(pines(canvas, rng, lambda _: shore, 0.07, 60), mix(palette.haze, palette.near, 0.85))
    _mirror(canvas, rng, shore, palette)
    _glitter(canvas, rng, light[0], radius, shore, palette)
    side = 0.25 if light[0] > canvas.width / 2 else 0.75
    sail = (canvas.width * side, canvas.height * (shore + (1 - shore) * 0.36))
    boat(canvas, sail, canvas.unit * 0.105, palette)
    canvas.shapes(birds(canvas, rng, (canvas.width * side, canvas.height * 0.2), 6), palette.near, alpha=0.7)


def night(canvas: Canvas, rng: random.Random, palette: Palette) -> None:
    """Paint stars, northern lights, and a house with its lamps lit."""
    canvas.gradient(palette.sky, 0, 0.8)
    canvas.gradient([palette.sky[-1], palette.near], 0.8, 1)
    stars(canvas, rng, 0.75, palette.sun)
    _aurora(canvas, rng, palette)
    crescent(canvas, (canvas.width * rng.choice((0.2, 0.78)), canvas.height * 0.2), canvas.unit * 0.055, palette.sun)
    crests = [jagged(rng, 0.74, 0.2), rolling(rng, 0.78, 0.04), rolling(rng, 0.9, 0.05)]
    for depth, crest in zip((0.3, 0.62, 1.0), crests, strict=True):
        colour = mix(palette.sky[-2], palette.near, depth)
        canvas.shapes([below(canvas, crest)], colour, foot=mix(colour, palette.near, 0.4))
        if depth < 1:
            canvas.shapes(pines(canvas, rng, crest, 0.07 * depth, 60), mix(colour, palette.near, 0.4))
    place = rng.uniform(0.3, 0.7)
    canvas.shapes(pines(canvas, rng, crests[2], 0.2, 30), palette.near)
    _house(canvas, place, crests[2](place), palette)


def dunes(canvas: Canvas, rng: random.Random, palette: Palette) -> None:
    """Paint a desert: long crests, one side in the light."""
    canvas.gradient(palette.sky, 0, 0.62)
    canvas.gradient([palette.sky[-1], palette.haze], 0.62, 1)
    place = rng.choice((0.26, 0.7))
    light = (canvas.width * place, canvas.height * rng.uniform(0.26, 0.4))
    sun(canvas, light, canvas.unit * rng.uniform(0.08, 0.12), palette)
    sand = mix(palette.accent, palette.sky[-1], 0.45)
    for n in range(5):
        depth = n / 4
        crest = rolling(rng, 0.56 + 0.32 * depth**1.2, 0.05 + 0.05 * depth, 0.9 + 0.5 * (1 - depth))
        lit = mix(mix(palette.haze, sand, 0.35 + 0.65 * depth), palette.near, 0.1 * depth)
        canvas.shapes([below(canvas, crest)], mix(lit, palette.sun, 0.22), foot=mix(lit, palette.near, 0.35))
        _shade(canvas, rng, crest, mix(lit, palette.near, 0.45 + 0.2 * depth), 1 if place < 0.5 else -1)
    canvas.shapes(birds(canvas, rng, (light[0], light[1] - canvas.height * 0.16), 5), palette.near, alpha=0.7)


def _shade(canvas: Canvas, rng: random.Random, crest: Crest, colour: Colour, away: int) -> None:
    steps, phase = 240, rng.uniform(0, math.tau)
    line: list[Point] = []
    edge: list[Point] = []
    for i in range(-20, steps + 21):
        x = i / steps
        slope = away * (crest(x + 0.012) - crest(x - 0.012))
        drop = max(0.0, slope * 7 + 0.05) * (1 + 0.3 * math.sin(x * 8 + phase))
        line.append((x * canvas.width, crest(x) * canvas.height))
        edge.append(((x + away * drop * 0.45) * canvas.width, (crest(x) + drop) * canvas.height))
    for reach, alpha in ((1.0, 0.3), (0.72, 0.35)):
        near = [(a[0] + (b[0] - a[0]) * reach, a[1] + (b[1] - a[1]) * reach) for a, b in zip(line, edge, strict=True)]
        canvas.shapes([[*line, *near[::-1]]], colour, alpha=alpha, blur=canvas.unit * 0.003)


def _mirror(canvas: Canvas, rng: random.Random, shore: float, palette: Palette) -> None:
    line = round(canvas.height * shore)
    depth = canvas.height - line
    above = canvas.image.crop((0, max(0, line - round(depth * 1.25)), canvas.width, line))
    water = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((canvas.width, depth), Image.Resampling.BICUBIC)
    water = _rippled(water, rng, canvas.unit * 0.010).filter(ImageFilter.BoxBlur((canvas.unit * 0.002, 1)))
    deep = Image.new("RGB", water.size, mix(palette.sky[0], palette.near, 0.35))
    fade = Image.linear_gradient("L").point([round(40 + i * 0.5) for i in range(256)]).resize(water.size)
    canvas.image.paste(Image.composite(deep, water, fade), (0, line))
    canvas.shapes(
        [[(0, line - 1), (canvas.width, line - 1), (canvas.width, line + 1.5), (0, line + 1.5)]],
        mix(palette.sun, palette.haze, 0.5),
        alpha=0.5,
    )


def _rippled(water: Image.Image, rng: random.Random, swing: float) -> Image.Image:
    width, height = water.size
    strips = min(height, 150)
    mesh = []
    phase = rng.uniform(0, math.tau)
    for n in range(strips):
        top, bottom = height * n // strips, height * (n + 1) // strips
        near = n / strips
        shift = swing * (0.15 + near) * math.sin(phase + 60 * math.sqrt(near + 0.02)) * math.sin(n * 1.7)
        quad = (shift, top, shift, bottom, width + shift, bottom, width + shift, top)
        mesh.append(((0, top, width, bottom), quad))
    padded = water.transform(water.size, Image.Transform.MESH, mesh, Image.Resampling.BILINEAR)
    edge = round(swing * 1.2) + 1
    inner = padded.crop((edge, 0, width - edge, height)) if width > 4 * edge else padded
    return inner.resize(water.size, Image.Resampling.BICUBIC)


def _glitter(canvas: Canvas, rng: random.Random, x: float, radius: float, shore: float, palette: Palette) -> None:
    glints: list[Outline] = []
    for n in range(64):
        near = (n + rng.random()) / 64
        y = canvas.height * (shore + (1 - shore) * near**1.25)
        spread = radius * (0.55 + 1.3 * near)
        half = radius * rng.uniform(0.15, 0.6) * (0.4 + 1.1 * near)
        glints.append(ellipse((rng.gauss(x, spread * 0.45), y), half, canvas.unit * 0.0016 * (0.6 + 1.8 * near)))
    canvas.shapes(glints, palette.sun, alpha=0.62)


def _aurora(canvas: Canvas, rng: random.Random, palette: Palette) -> None:
    for strength, colour in ((0.75, palette.accent), (0.5, mix(palette.accent, palette.sky[2], 0.6))):
        phase, height = rng.uniform(0, math.tau), rng.uniform(0.46, 0.6)

        def light(x: float, y: float, phase: float = phase, height: float = height, top: float = strength) -> float:
            foot = height + 0.07 * math.sin(x * 5 + phase) + 0.03 * math.sin(x * 13 + phase * 2)
            folds = 0.6 + 0.4 * math.sin(x * 31 + 3 * math.sin(x * 6 + phase))
            above = foot - y
            return top * folds * (math.exp(-above / 0.16) if above > 0 else math.exp(above / 0.02)) * 0.8

        canvas.field(colour, light)


def _house(canvas: Canvas, place: float, ground: float, palette: Palette) -> None:
    x, y, size = place * canvas.width, ground * canvas.height + 2, canvas.unit * 0.075
    lamp = (255, 205, 120)
    canvas.glow((x, y - size * 0.4), size * 3.5, lamp, 0.5)
    walls = [
        (x - size * 0.6, y + size * 0.3),
        (x - size * 0.6, y - size * 0.55),
        (x + size * 0.6, y - size * 0.55),
        (x + size * 0.6, y + size * 0.3),
    ]
    roof = [(x - size * 0.75, y - size * 0.5), (x, y - size * 1.15), (x + size * 0.75, y - size * 0.5)]
    chimney = [
        (x + size * 0.28, y - size * 0.7),
        (x + size * 0.28, y - size * 1.15),
        (x + size * 0.45, y - size * 1.15),
        (x + size * 0.45, y - size * 0.7),
    ]
    canvas.shapes([walls, roof, chimney], palette.near)
    for dx in (-0.3, 0.18):
        left, top, side = x + dx * size, y - size * 0.32, size * 0.2
        canvas.shapes([[(left, top), (left + side, top), (left + side, top + side), (left, top + side)]], lamp)
