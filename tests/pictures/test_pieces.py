"""A PNG is read as the pieces of it that matter, where it lies."""

from __future__ import annotations

import tracemalloc
from io import BytesIO
from typing import Any
from zlib import crc32

from PIL import Image

from bot.pictures.repair import bare_png

TINY = bytes(4) + b"IDAT" + crc32(b"IDAT").to_bytes(4, "big")


def test_a_picture_in_many_parts_takes_no_more_memory_than_one_in_a_few(paint: Any) -> None:
    data = paint("PNG")
    file = BytesIO(data[:33] + TINY * 20_000 + data[33:])
    tracemalloc.start()
    bare = bare_png(file)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 500_000
    assert Image.open(bare.file).tobytes() == Image.open(BytesIO(data)).tobytes()
