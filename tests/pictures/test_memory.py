"""What the largest pictures take while they are worked on: measured in a process of its own, as peak of its memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.domain.errors import PictureTooBig, PictureUnavailable
from bot.pictures.resize import fit, thumbnail
from bot.pictures.sanitize import MOST_PIXELS, MOST_WEBP_PIXELS, sanitize_input, verify_output
from bot.pictures.side_by_side import side_by_side

MOST_MIB = 400
SIDE, WEBP_SIDE = int(MOST_PIXELS**0.5), int(MOST_WEBP_PIXELS**0.5)
LARGEST: dict[str, tuple[str, str, int, dict[str, Any]]] = {
    "WebP": ("WEBP", "RGB", WEBP_SIDE, {}),
    "WebP of glass": ("WEBP", "RGBA", WEBP_SIDE, {"lossless": True}),
    "PNG": ("PNG", "RGB", SIDE, {}),
    "PNG of glass": ("PNG", "RGBA", SIDE, {}),
    "PNG of grey glass": ("PNG", "LA", SIDE, {}),
    "PNG with a palette of glass": ("PNG", "P", SIDE, {"transparency": 0}),
    "PNG of 16 bits": ("PNG", "I;16", SIDE, {}),
    "GIF": ("GIF", "P", SIDE, {}),
    "GIF of glass": ("GIF", "P", SIDE, {"transparency": 0}),
    "JPEG": ("JPEG", "RGB", SIDE, {}),
    "JPEG in steps": ("JPEG", "RGB", SIDE, {"progressive": True}),
}
SCRIPT = """
import re, sys
from pathlib import Path
from bot.pictures.resize import thumbnail
from bot.pictures.sanitize import sanitize_input, verify_output
{"input": sanitize_input, "result": verify_output, "preview": thumbnail}[sys.argv[2]](Path(sys.argv[1]))
print(int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def draw(path: Path, kind: str, mode: str, side: int, **options: Any) -> Path:
    Image.new(mode, (side, side)).save(path, kind, **options)
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process does not tell its own peak")
@pytest.mark.parametrize("what", LARGEST)
def test_the_largest_pictures_that_are_taken_take_bounded_memory(what: str, tmp_path: Path) -> None:
    kind, mode, side, options = LARGEST[what]
    source = draw(tmp_path / "x", kind, mode, side, **options)
    peaks = {}
    for use in ("input", "result", "preview"):
        command = [sys.executable, "-c", SCRIPT, str(source), use]
        peaks[use] = int(subprocess.run(command, capture_output=True, check=True, cwd=Path.cwd()).stdout)
    assert max(peaks.values()) <= MOST_MIB, peaks


@pytest.fixture
def large_webp(tmp_path: Path) -> Path:
    """A WebP with more pixels than are read, in a few bytes."""
    return draw(tmp_path / "large", "WEBP", "RGBA", WEBP_SIDE + 1, lossless=True)


def test_a_webp_that_would_take_too_much_memory_is_too_big(large_webp: Path, tmp_path: Path) -> None:
    small = draw(tmp_path / "small", "PNG", "RGB", 8)
    for read in (sanitize_input, thumbnail, lambda path: side_by_side(small, path)):
        with pytest.raises(PictureTooBig):
            read(large_webp)


def test_such_a_webp_as_a_paid_result_is_kept_and_sent_if_it_is_whole(large_webp: Path) -> None:
    assert verify_output(large_webp) == "webp"
    [sent] = fit([large_webp], 10_000, 10_000)
    assert sent.data == large_webp.read_bytes()
    large_webp.write_bytes(large_webp.read_bytes()[:-2])
    with pytest.raises(PictureUnavailable):
        verify_output(large_webp)


@pytest.mark.parametrize(
    ("mode", "pixel", "wanted"),
    [
        ("RGBA", (200, 100, 50, 128), (200, 100, 50, 128)),
        ("RGBA", (9, 8, 7, 255), (9, 8, 7)),
        ("LA", (90, 128), (90, 90, 90, 128)),
        ("I;16", 90 * 256, (90, 90, 90)),
    ],
)
def test_a_picture_that_is_read_in_strips_looks_the_same(
    mode: str, pixel: Any, wanted: tuple[int, ...], tmp_path: Path
) -> None:
    source = tmp_path / "x"
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    Image.new(mode, (4101, 4200), pixel).save(source, "PNG", exif=exif)
    (tmp_path / "taken").write_bytes(sanitize_input(source).data)
    with Image.open(tmp_path / "taken") as taken:
        assert taken.size == (2048, 2000)
        for place in ((0, 0), (2047, 0), (0, 1999), (2047, 1999), (1000, 1000)):
            found = taken.getpixel(place)
            assert isinstance(found, tuple) and len(found) == len(wanted)
            assert all(abs(a - b) <= 2 for a, b in zip(found, wanted, strict=True))
