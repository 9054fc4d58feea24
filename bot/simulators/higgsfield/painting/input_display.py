"""The input pictures in a scene: one on an easel, several on a line."""

from __future__ import annotations

import math

from PIL import Image, ImageOps

from bot.simulators.higgsfield.painting.canvas import Canvas, Outline, Point, ribbon
from bot.simulators.higgsfield.painting.palettes import Colour, mix

WOOD: Colour = (150, 104, 62)
DARK_WOOD: Colour = (88, 56, 34)
CARD: Colour = (250, 246, 238)
SHADOW: Colour = (16, 12, 24)


def show(canvas: Canvas, pictures: list[Image.Image]) -> None:
    """Put the input pictures in front of the scene, upright and whole."""
    if len(pictures) == 1:
        _easel(canvas, pictures[0])
    elif pictures:
        _line(canvas, pictures)


def _easel(canvas: Canvas, picture: Image.Image) -> None:
    room = (round(canvas.width * 0.66), round(canvas.height * 0.6))
    art = ImageOps.contain(picture, room, Image.Resampling.LANCZOS)
    x, y = canvas.width / 2, canvas.height * 0.1 + room[1] / 2
    half = (art.width / 2, art.height / 2)
    bar = canvas.unit * 0.022
    ledge = y + half[1] + bar * 1.6
    top, floor = y - half[1] - canvas.height * 0.07, canvas.height * 0.965
    spread = min(half[0] * 0.85, canvas.unit * 0.26)
    canvas.disc((x, floor), spread * 1.5, SHADOW, alpha=0.35, blur=bar, flat=0.07)
    prop = _bar((x + bar * 0.3, top + bar), (x + spread * 0.28, floor - canvas.height * 0.035), bar * 0.8)
    canvas.shapes([prop], DARK_WOOD)
    legs = [_bar((x + side * bar * 0.3, top), (x + side * spread, floor), bar) for side in (-1, 1)]
    canvas.shapes(legs, mix(WOOD, CARD, 0.12), foot=mix(WOOD, DARK_WOOD, 0.6))
    _framed(canvas, art, (x, y), bar)
    wide = half[0] * 0.55 + spread * 0.45
    canvas.shapes([_bar((x - wide, ledge), (x + wide, ledge), bar * 1.1)], mix(WOOD, CARD, 0.18), foot=DARK_WOOD)


def _framed(canvas: Canvas, art: Image.Image, at: Point, bar: float) -> None:
    for reach, colour in ((bar * 1.15, DARK_WOOD), (bar, mix(WOOD, CARD, 0.25)), (bar * 0.3, CARD)):
        outline = _rectangle(at, art.width / 2 + reach, art.height / 2 + reach)
        if colour is DARK_WOOD:
            lower = [(x, y + bar * 0.6) for x, y in outline]
            canvas.shapes([lower], SHADOW, alpha=0.5, blur=bar)
        canvas.shapes([outline], colour, foot=mix(colour, DARK_WOOD, 0.18))
    canvas.image.paste(art, (round(at[0] - art.width / 2), round(at[1] - art.height / 2)))


def _line(canvas: Canvas, pictures: list[Image.Image]) -> None:
    rows = 1 if len(pictures) <= 4 and canvas.width >= canvas.height * 0.8 else 2
    columns = math.ceil(len(pictures) / rows)
    for row in range(rows):
        here = pictures[row * columns : (row + 1) * columns]
        _washing_line(canvas, here, columns, canvas.height * (0.16 + 0.42 * row), rows)


def _washing_line(canvas: Canvas, pictures: list[Image.Image], columns: int, y: float, rows: int) -> None:
    sag = canvas.height * 0.035
    string = [(canvas.width * i / 60, y + sag * math.sin(math.pi * i / 60)) for i in range(61)]
    canvas.shapes([ribbon(string, lambda t: max(1.0, canvas.unit * 0.004))], DARK_WOOD)
    cell = canvas.width * 0.94 / columns
    room = (max(2, round(cell * 0.84)), max(2, round(canvas.height * (0.56 if rows == 1 else 0.32))))
    for n, picture in enumerate(pictures):
        x = canvas.width / 2 + (n - (len(pictures) - 1) / 2) * cell
        hang = y + sag * math.sin(math.pi * x / canvas.width)
        _print(canvas, ImageOps.contain(picture, room, Image.Resampling.LANCZOS), x, hang)


def _print(canvas: Canvas, art: Image.Image, x: float, top: float) -> None:
    border = max(1.0, canvas.unit * 0.012)
    middle = (x, top + border + art.height / 2)
    card = _rectangle(middle, art.width / 2 + border, art.height / 2 + border)
    canvas.shapes([[(px, py + border * 0.7) for px, py in card]], SHADOW, alpha=0.45, blur=border)
    canvas.shapes([card], CARD, foot=mix(CARD, WOOD, 0.12))
    canvas.image.paste(art, (round(x - art.width / 2), round(top + border)))
    for side in (-1, 1):
        peg: Point = (x + side * art.width * 0.32, top)
        canvas.shapes([_rectangle(peg, border * 0.45, border * 1.5)], WOOD, foot=DARK_WOOD)


def _bar(start: Point, stop: Point, width: float) -> Outline:
    return ribbon([start, stop], lambda t: width)


def _rectangle(at: Point, half_width: float, half_height: float) -> list[Point]:
    x, y = at
    return [
        (x - half_width, y - half_height),
        (x + half_width, y - half_height),
        (x + half_width, y + half_height),
        (x - half_width, y + half_height),
    ]
