"""Ready-made pictures that keep the place of those to come; `tools/placeholders.py` paints them."""

from __future__ import annotations

from collections.abc import Iterator
from math import log
from pathlib import Path

from bot.domain.catalog import Params
from bot.ui.views.card_files import PLACEHOLDER, Placeholder

FOLDER = Path(__file__).with_name("placeholders")
#: The markers of a JPEG that say its size (https://www.w3.org/Graphics/JPEG/itu-t81.pdf, table B.1).
SIZE_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class Placeholders:
    """The files by shape and number, each read once."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._shapes = {path.stem.replace("x", ":"): path.stem for path in sorted(folder.glob("*x?.webp"))}
        self._read: dict[str, Placeholder] = {}

    def of(self, params: Params, thumbnail: bytes | None) -> tuple[Placeholder, ...]:
        """Return one for each picture of an order; of the input's shape, by its small copy, where that is kept.

        A shape that none was painted in takes the square.
        """
        shape = self._shapes.get(params.ratio) or self._shapes[self._nearest(thumbnail)]
        numbers = [""] if params.count == 1 else [f"-{number}" for number in range(1, params.count + 1)]
        names = [f"{shape}{number}.webp" for number in numbers]
        return tuple(map(self._placeholder, names))

    def _nearest(self, thumbnail: bytes | None) -> str:
        width, height = jpeg_size(thumbnail or b"") or (1, 1)
        return min(self._shapes, key=lambda shape: abs(log(width / height) - log(_quotient(shape))))

    def _placeholder(self, name: str) -> Placeholder:
        if name not in self._read:
            data = (self._folder / name).read_bytes()
            self._read[name] = Placeholder(filename=PLACEHOLDER + name, data=data)
        return self._read[name]


def _quotient(shape: str) -> float:
    width, height = map(int, shape.split(":"))
    return width / height


def jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Return the width and height that a JPEG's header says; None where it says none. Nothing is decoded."""
    for marker, start in _segments(data):
        if marker in SIZE_MARKERS and len(data) >= start + 7:
            height, width = (int.from_bytes(data[at : at + 2], "big") for at in (start + 3, start + 5))
            return (width, height) if width and height else None
    return None


def _segments(data: bytes) -> Iterator[tuple[int, int]]:
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        yield data[at + 1], at + 2
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
