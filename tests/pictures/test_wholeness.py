"""A PNG is whole where each of its parts agrees with its checksum, in whatever pieces it comes."""

from __future__ import annotations

import tracemalloc
from typing import Any
from zlib import crc32

import pytest

from bot.domain.jobs import Image
from bot.pictures.answers import MOST_PIXELS
from bot.pictures.decoder import Decoder
from bot.pictures.file_store import PictureStore
from bot.pictures.wholeness import PngProof


def proof(data: bytes, piece: int = 1 << 20) -> PngProof:
    told = PngProof()
    for at in range(0, len(data), piece):
        told.add(data[at : at + piece])
    return told


@pytest.mark.parametrize("piece", [1, 2, 7, 16, 100, 1 << 20])
def test_a_whole_picture_is_whole_in_any_pieces(piece: int, noise: Any) -> None:
    data = noise("PNG", (40, 30))
    told = proof(data, piece)
    assert told.is_whole and (told.width, told.height) == (40, 30)
    assert proof(data + b"more", piece).is_whole, "what follows a picture's end is no part of it"


def test_no_picture_that_lacks_its_end_is_whole(paint: Any) -> None:
    data = paint("PNG", size=(4, 4))
    assert not any(proof(data[:size]).is_whole for size in range(len(data)))


def test_no_picture_with_a_wrong_bit_is_whole(paint: Any) -> None:
    data = paint("PNG", size=(4, 4))
    for at in range(len(data)):
        wrong = bytearray(data)
        wrong[at] ^= 4
        assert not proof(bytes(wrong)).is_whole, at


@pytest.mark.parametrize(
    "without",
    [lambda d: d[:33] + d[-12:], lambda d: d[:8] + d[33:], lambda d: b"", lambda d: d[:16] + bytes(4) + d[20:]],
)
def test_what_has_no_header_or_no_pixels_is_not_whole(without: Any, paint: Any) -> None:
    assert not proof(without(paint("PNG"))).is_whole


def test_a_header_of_a_hundred_megabytes_is_not_taken_into_memory(paint: Any) -> None:
    data, more = paint("PNG"), bytes(8_000_000)
    body = b"IHDR" + more
    told, second = PngProof(), len(more).to_bytes(4, "big") + body + crc32(body).to_bytes(4, "big")
    tracemalloc.start()
    told.add(data[:33] + second)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    told.add(data[33:])
    assert not told.is_whole and most < 2 * len(more)


def test_pixels_that_hold_nothing_are_none(paint: Any) -> None:
    nothing = bytes(4) + b"IDAT" + crc32(b"IDAT").to_bytes(4, "big")
    data = paint("PNG")
    assert not proof(data[:33] + nothing + data[-12:]).is_whole


async def test_a_result_that_proves_itself_is_not_decoded(
    folder: PictureStore, decoder: Decoder, site: Any, noise: Any
) -> None:
    """Neither the time nor the memory of its pixels is taken: it goes on as it came."""
    data = noise("PNG", (300, 200))
    kept = await folder.download_output(7, 0, site.serve("/x.png", data))
    assert kept.path == "images/7/output-0.png" and not kept.unread
    assert decoder.pid is None


async def test_one_that_does_not_or_is_too_large_to_be_read_is_left_to_the_decoder(
    folder: PictureStore, decoder: Decoder, site: Any, paint: Any, noise: Any
) -> None:
    large = paint("PNG", mode="1", size=(10_000, MOST_PIXELS // 10_000 + 1))
    assert (await folder.download_output(7, 0, site.serve("/large.png", large))).unread
    jpeg = await folder.download_output(7, 1, site.serve("/x.jpg", noise("JPEG")))
    assert jpeg == Image(position=1, url=jpeg.url, path="images/7/output-1.jpg", sha256=jpeg.sha256)
    assert decoder.pid is not None
