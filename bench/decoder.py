"""What pictures take while they are read: the peak memory of the decoder's process, the whole of it, and the time.

    python -m bench.decoder [FILE …]

Without files the largest picture of each format that is taken, and a few larger ones. Linux tells a process's peak.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from PIL import Image

from bot.domain.errors import PictureError
from bot.pictures.answers import MOST_PIXELS
from bot.pictures.decode import MOST_AVIF_PIXELS, MOST_PROGRESSIVE_PIXELS, MOST_WEBP_PIXELS
from bot.pictures.decoder import Decoder, Need

Image.MAX_IMAGE_PIXELS = None
USES: dict[str, tuple[str, dict[str, Any]]] = {
    "input": ("sanitize", {}),
    "result": ("verify", {"came_whole": True}),
    "preview": ("thumbnail", {}),
    "message": ("shrink", {"step": 0, "below": 100_000_000}),
}


def side(pixels: int) -> int:
    """Return the side of a square of so many pixels."""
    return int(pixels**0.5)


#: name -> format, mode, width, height, options
LARGEST: dict[str, tuple[str, str, int, int, dict[str, Any]]] = {
    "WebP": ("WEBP", "RGB", side(MOST_WEBP_PIXELS), side(MOST_WEBP_PIXELS), {}),
    "WebP of glass": ("WEBP", "RGBA", side(MOST_WEBP_PIXELS), side(MOST_WEBP_PIXELS), {"lossless": True}),
    "AVIF": ("AVIF", "RGB", side(MOST_AVIF_PIXELS), side(MOST_AVIF_PIXELS), {"speed": 10}),
    "AVIF of glass": ("AVIF", "RGBA", side(MOST_AVIF_PIXELS), side(MOST_AVIF_PIXELS), {"speed": 10}),
    "PNG": ("PNG", "RGB", side(MOST_PIXELS), side(MOST_PIXELS), {}),
    "PNG of glass": ("PNG", "RGBA", side(MOST_PIXELS), side(MOST_PIXELS), {}),
    "PNG of grey glass": ("PNG", "LA", side(MOST_PIXELS), side(MOST_PIXELS), {}),
    "PNG with a palette of glass": ("PNG", "P", side(MOST_PIXELS), side(MOST_PIXELS), {"transparency": 0}),
    "PNG of 16 bits": ("PNG", "I;16", side(MOST_PIXELS), side(MOST_PIXELS), {}),
    "GIF": ("GIF", "P", side(MOST_PIXELS), side(MOST_PIXELS), {}),
    "GIF of glass": ("GIF", "P", side(MOST_PIXELS), side(MOST_PIXELS), {"transparency": 0}),
    "JPEG of 50 megapixels": ("JPEG", "RGB", 8160, 6120, {"quality": 90}),
    "JPEG of 64 megapixels": ("JPEG", "RGB", 9248, 6936, {"quality": 90}),
    "JPEG of 108 megapixels": ("JPEG", "RGB", 12000, 9000, {"quality": 90}),
    "JPEG of 200 megapixels": ("JPEG", "RGB", 16320, 12240, {"quality": 90}),
    "JPEG of 200 megapixels in CMYK": ("JPEG", "CMYK", 16320, 12240, {}),
    "JPEG panorama": ("JPEG", "RGB", 13800, 3628, {"quality": 90}),
    "JPEG in steps": (
        "JPEG",
        "RGB",
        side(MOST_PROGRESSIVE_PIXELS),
        side(MOST_PROGRESSIVE_PIXELS),
        {"progressive": True, "subsampling": 0},
    ),
    "WebP of 49 megapixels in 40 bytes": ("WEBP", "RGBA", 7000, 7000, {"lossless": True}),
}


def drawn(folder: Path, name: str) -> Path:
    """Draw one of LARGEST into a file."""
    kind, mode, width, height, options = LARGEST[name]
    path = folder / name
    Image.new(mode, (width, height)).save(path, kind, **options)
    return path


async def measure(source: Path, use: str) -> tuple[int, float, str]:
    """Return the peak in MiB, the seconds, and what went wrong, of one use of a file in a process of its own."""
    verb, values = USES[use]
    async with Decoder() as decoder:
        start, why = time.monotonic(), ""
        try:
            await decoder.work(verb, source, need=Need.RESULT, **values)
        except (PictureError, OSError) as error:
            why = f"{type(error).__name__}: {error}"
        return peak(decoder.pid), time.monotonic() - start, why


def peak(pid: int | None) -> int:
    """Return the most memory that a process had at once, in MiB; 0 where it is gone."""
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) // 1024 if found else 0


async def main(files: list[Path]) -> None:
    """Print a table."""
    print(f"{'':36}", *(f"{use:>16}" for use in USES))
    with tempfile.TemporaryDirectory() as folder:
        for name in files or LARGEST:
            source = name if isinstance(name, Path) else await asyncio.to_thread(drawn, Path(folder), name)
            cells, notes = [], set()
            for use in USES:
                mib, seconds, why = await measure(source, use)
                cells.append(f"{mib:4} MiB {seconds:5.2f} s")
                notes |= {why} - {""}
            print(f"{source.name:36}", *(f"{cell:>16}" for cell in cells), *sorted(notes), flush=True)
            if not files:
                source.unlink()


if __name__ == "__main__":
    asyncio.run(main([Path(name) for name in sys.argv[1:]]))
