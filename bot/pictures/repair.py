"""Files that lack their last bytes, or carry more than a picture: what is left of them is made readable.

Blocking, and for the decoder's own process.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import SEEK_END, BytesIO
from typing import BinaryIO

from PIL import GifImagePlugin, Image, ImageChops, ImageFile, ImageStat

from bot.pictures.pieces import Piece, in_pieces
from bot.pictures.wholeness import PNG_SIGNATURE

MOST_MISSING = 0.02  # of a picture: beyond that it is not what its member meant to send
LARGEST_PROFILE = 4 * 1024 * 1024
LARGEST_EXIF = 64 * 1024  # as much as a JPEG holds
PNG_END = b"\0\0\0\0IEND\xaeB`\x82"
JPEG_END = b"\xff\xd9"
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
WEBP_MORE = 1024
_NOISE = bytes(range(1, 200))  # no marker among them
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_BANDS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by a PNG's kind of colours


@dataclass(frozen=True, kw_only=True)
class Bare:
    """A file without what is no picture in it, to be read as long as that one is open."""

    file: BinaryIO
    profile: bytes | None = None  # of its colours, where it was taken out of the file
    is_cut: bool = False  # its end is missing


def bare_png(file: BinaryIO) -> Bare:
    """Return a PNG without its texts and other notes, which may swell when they are read; its end is put back."""
    profile, is_cut = None, True
    kept: list[Piece] = [PNG_SIGNATURE]
    for chunk in _chunks(file):
        if chunk.kind == b"IEND":
            is_cut = not chunk.is_whole
            break
        if chunk.kind == b"iCCP":
            profile = _profile(chunk.body())
        if chunk.kind in _PNG_KEPT or (chunk.kind == b"eXIf" and chunk.size <= LARGEST_EXIF):
            _keep(kept, (chunk.start, chunk.size + 12) if chunk.is_whole else _chunk(chunk.kind, chunk.body()))
    return Bare(file=in_pieces(file, [*kept, PNG_END]), profile=profile, is_cut=is_cut)


def _keep(kept: list[Piece], piece: Piece) -> None:
    """Add a piece, to the last one where it follows that in the file: there may be a million of them."""
    last = kept[-1]
    if isinstance(piece, tuple) and isinstance(last, tuple) and sum(last) == piece[0]:
        kept[-1] = (last[0], last[1] + piece[1])
    else:
        kept.append(piece)


def repaired(data: bytes, kind: str) -> bytes | None:
    """Return a file that can be read to an end, where so little is missing that nobody would see it; else None."""
    match kind:
        case "JPEG":
            data = data.rstrip(b"\xff")
            return data + JPEG_END if _missing_of_jpeg(data) <= MOST_MISSING else None
        case "PNG":
            return data if _missing_of_png(data) <= MOST_MISSING else None
        case "GIF":
            return data if _missing_of_gif(data) <= MOST_MISSING else None
        case "WebP":
            return _filled_webp(data)
        case _:
            missing = _size_of_boxes(data) - len(data)
            return data + bytes(missing) if 0 < missing <= len(data) * MOST_MISSING else None


def webp_size(data: bytes) -> tuple[int, int]:
    """Return the width and height of a WebP, by whichever head it has; (0, 0) where that is cut off."""
    head, body = data[12:16], data[20:30]
    if head == b"VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if head == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF


@dataclass(frozen=True, kw_only=True)
class _Chunk:
    """One part of a PNG; the last one may be cut short."""

    file: BinaryIO
    kind: bytes
    start: int
    size: int  # of its body, as far as it is there
    is_whole: bool

    def body(self) -> bytes:
        """Return its bytes."""
        self.file.seek(self.start + 8)
        return self.file.read(self.size)


def _chunks(file: BinaryIO) -> Iterator[_Chunk]:
    start, length = len(PNG_SIGNATURE), file.seek(0, SEEK_END)
    while start + 8 <= length:
        file.seek(start)
        size, kind = int.from_bytes(file.read(4), "big"), file.read(4)
        there = min(size, length - start - 8)
        yield _Chunk(file=file, kind=kind, start=start, size=there, is_whole=start + 12 + size <= length)
        start += 12 + size


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def _profile(body: bytes) -> bytes | None:
    """Return the colour profile of a chunk; None where it is broken, or larger than any that means something."""
    packed = body.partition(b"\0")[2][1:]
    try:
        unpacking = zlib.decompressobj()
        profile = unpacking.decompress(packed, LARGEST_PROFILE)
    except zlib.error:
        return None
    return profile if unpacking.eof else None


def _missing_of_png(data: bytes) -> float:
    """Return the share of a PNG's lines that its packed data does not bring."""
    wanted, brought, unpacking = 0, 0, zlib.decompressobj()
    for chunk in _chunks(BytesIO(data)):
        if chunk.kind == b"IHDR":
            wanted = _unpacked_size(chunk.body())
        elif chunk.kind == b"IDAT":
            left = chunk.body()
            while left and brought < wanted:
                brought += len(unpacking.decompress(left, 1 << 20))
                left = unpacking.unconsumed_tail
    return 1 - brought / wanted if wanted else 1.0


def _unpacked_size(head: bytes) -> int:
    width, height = int.from_bytes(head[:4], "big"), int.from_bytes(head[4:8], "big")
    bits = head[8] * _BANDS.get(head[9], 4)
    passes = _ADAM7 if head[12] else ((0, 0, 1, 1),)
    sizes = [(-(-(width - x) // across), -(-(height - y) // down)) for x, y, across, down in passes]
    return sum(rows * (1 + -(-columns * bits // 8)) for columns, rows in sizes if columns > 0 and rows > 0)


def _missing_of_jpeg(data: bytes) -> float:
    """Return the share of a JPEG that depends on bytes which are not there: what looks different with others."""
    return _unlike(_small_jpeg(data + JPEG_END), _small_jpeg(data + _noise_after(data) + JPEG_END))


def _noise_after(data: bytes) -> bytes:
    """Return as much noise as a JPEG may be missing, with the marks between its parts that it would have."""
    marks = [mark[0][1] - 0xD0 for mark in re.finditer(b"\xff[\xd0-\xd7]", data)]
    part = _NOISE * (1 + len(data) // (1 + len(marks)) // len(_NOISE))
    if not marks:
        return part
    return part + b"".join(bytes([0xFF, 0xD0 + (marks[-1] + n) % 8]) + part for n in range(1, 2 + len(marks)))


def _small_jpeg(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data), formats=("JPEG",))
    image.draft(None, (1024, 1024))
    return image.convert("RGB")


def _missing_of_gif(data: bytes) -> float:
    """Return the share of a GIF's first frame that its data does not bring: what stays as it was before."""
    return _unlike(_frame_over(data, 0), _frame_over(data, 255))


def _frame_over(data: bytes, value: int) -> Image.Image:
    image = Image.open(BytesIO(data), formats=("GIF",))
    if not isinstance(image, GifImagePlugin.GifImageFile):
        raise OSError("no GIF")
    place, prepare = image.tile[0].extents, image.load_prepare

    def prefilled() -> None:
        prepare()
        image.im = Image.new(image.im.mode, image.im.size, value).im

    image.load_prepare = prefilled  # type: ignore[method-assign]
    with truncated_allowed():
        image.load()
    return Image.frombytes("L", image.size, image.tobytes()).crop(place)


def _unlike(one: Image.Image, other: Image.Image) -> float:
    difference = ImageChops.difference(one, other).convert("L").point(lambda value: 255 if value else 0)
    return ImageStat.Stat(difference).mean[0] / 255


def _filled_webp(data: bytes) -> bytes | None:
    """Return a WebP with nothing in place of its last bytes, and a little more: its decoder reads on past the end."""
    size, place, last = 8 + int.from_bytes(data[4:8], "little"), 12, 12
    if not 0 < size - len(data) <= size * MOST_MISSING:
        return None
    while place + 8 <= len(data):
        last, length = place, int.from_bytes(data[place + 4 : place + 8], "little")
        place += 8 + length + length % 2
    filled = bytearray(data + bytes(size - len(data) + WEBP_MORE))
    filled[4:8] = (len(filled) - 8).to_bytes(4, "little")
    filled[last + 4 : last + 8] = (len(filled) - last - 8).to_bytes(4, "little")
    return bytes(filled)


def _size_of_boxes(data: bytes) -> int:
    """Return how long a file of ISO's media format is, by its boxes."""
    place = 0
    while place + 8 <= len(data):
        size = int.from_bytes(data[place : place + 4], "big")
        if size < 8:  # to the end of the file, or in a longer number: nobody can say
            return len(data)
        place += size
    return place


@contextmanager
def truncated_allowed() -> Iterator[None]:
    """Let Pillow read what ends too soon."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
