"""PNGs of a wanted size with as many bytes a pixel as a photograph: reading one costs what it does there."""

from __future__ import annotations

import io
import random
from functools import lru_cache

from PIL import Image

BYTES_A_PIXEL = 1.28  # what comes of NOISE; Nano Banana's own pictures have 1.1 to 1.4
NOISE = bytes(value & 0b11 | 0b1000000 for value in range(256))


@lru_cache(maxsize=4)
def picture(size: int) -> bytes:
    """Return a square PNG of about so many bytes."""
    side = max(16, round((size / BYTES_A_PIXEL) ** 0.5))
    noise = random.Random(size).randbytes(side * side * 3).translate(NOISE)
    file = io.BytesIO()
    Image.frombytes("RGB", (side, side), noise).save(file, "PNG", compress_level=1)
    return file.getvalue()
