"""The input pictures: one fills the canvas, several hang on a line in the scene."""

from __future__ import annotations

import math

from PIL import Image, ImageFilter, ImageOps

from bot.simulators.higgsfield.painting.canvas import Canvas, Point, ribbon
from bot.simulators.higgsfield.painting.palettes import Colour, mix

WOOD: Colour = (150, 104, 62)
DARK_WOOD: Colour = (88, 56, 34)
CARD: Colour = (250, 246, 238)
SHADOW: Colour = (16, 12, 24)
MOST_CROPPED = 1.4  # times


def fill(canvas: Canvas, picture: Image.Image, number: int) -> None:
    """Fill the canvas with a picture; each later one of an order comes a little closer, so that no two are alike."""
    size = canvas.image.size
    bleed = 0.015 * (number - 1)
    canvas.image = ImageOps.fit(picture, size, Image.Resampling.LANCZOS, bleed=bleed)
    kept = canvas.width * picture.height / (canvas.height * picture.width)
    if max(kept, 1 / kept) > MOST_CROPPED:  # a very different shape: the picture whole, its own colours around it
        canvas.image = canvas.image.filter(ImageFilter.GaussianBlur(canvas.unit * 0.06))
        whole = _contained(picture, size)
        canvas.image.paste(whole, ((canvas.width - whole.width) // 2, (canvas.height - whole.height) // 2))


def hang(canvas: Canvas, pictures: list[Image.Image]) -> None:
    """Hang pictures on a line in front of the scene, upright and whole."""
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
        _print(canvas, _contained(picture, room), x, hang)


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


def _rectangle(at: Point, half_width: float, half_height: float) -> list[Point]:
    x, y = at
    return [
        (x - half_width, y - half_height),
        (x + half_width, y - half_height),
        (x + half_width, y + half_height),
        (x - half_width, y + half_height),
    ]


def _contained(picture: Image.Image, room: tuple[int, int]) -> Image.Image:
    """Return the whole picture in the largest size that fits, however thin it is."""
    scale = min(room[0] / picture.width, room[1] / picture.height)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS)
