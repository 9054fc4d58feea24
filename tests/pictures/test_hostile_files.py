"""Files made to hurt: whatever they are, only errors of our own come out, and the memory they take is bounded.

FUZZ_CASES in the environment says how many damaged files are tried.
"""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.domain.errors import PictureError
from bot.pictures.resize import shrink, thumbnail
from bot.pictures.sanitize import LONGEST_SIDE, sanitize_input, verify_output

CASES = int(os.environ.get("FUZZ_CASES", "60"))
MOST_MB = 500  # what reading, shrinking and fitting the largest picture may take
HEAD = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *, between: bytes = b"", rows: bytes | None = None, alpha: bool = False) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 6 if alpha else 2, 0, 0, 0)
    data = zlib.compress(bytes((width * (4 if alpha else 3) + 1) * height) if rows is None else rows, 1)
    return HEAD + chunk(b"IHDR", head) + between + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def film(kind: str, frames: int) -> bytes:
    pictures = [Image.new("RGB", (24, 16), (n % 256, n // 256, 0)) for n in range(frames)]
    file = io.BytesIO()
    pictures[0].save(file, kind, save_all=True, append_images=pictures[1:], duration=10, lossless=True)
    return file.getvalue()


def still(kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize((40, 30)).convert("RGB").save(file, kind, **options)
    return file.getvalue()


def wide_webp(side: int) -> bytes:
    """An animation of two small frames whose canvas is said to be huge."""
    data = bytearray(film("WEBP", 2))
    place = data.index(b"VP8X") + 12
    data[place : place + 6] = (side - 1).to_bytes(3, "little") * 2
    return bytes(data)


def wide_jpeg() -> bytes:
    data = still("JPEG")
    place = data.index(b"\xff\xc0") + 5
    return data[:place] + struct.pack(">HH", 65_500, 65_500) + data[place + 4 :]


def passes(count: int) -> bytes:
    """A JPEG whose last pass over its pixels comes so often."""
    data = still("JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * count + data[-2:]


def packed(kind: bytes, size: int) -> bytes:
    return chunk(kind, b"x\0\0" + zlib.compress(bytes(size)))


GIF_FRAME = (
    b"GIF89a" + struct.pack("<HH", 9, 9) + b"\x80\0\0" + bytes(6) + b"," + struct.pack("<HHHH", 0, 0, 65_535, 65_535)
)

#: what it is -> its bytes, and whether it is a picture all the same
FILES: dict[str, tuple[Callable[[], bytes], bool]] = {
    "a film of 3,000 frames": (lambda: film("GIF", 3000), True),
    "an animated PNG": (lambda: film("PNG", 500), True),
    "an animated WebP": (lambda: film("WEBP", 500), True),
    "a strip": (lambda: png(50_000, 1), True),
    "a pole": (lambda: png(1, 50_000), True),
    "a line of five million": (lambda: png(5_000_000, 1), True),
    "more rows than it says": (lambda: png(64, 64, rows=bytes(50_000_000)), True),
    "a page at its end": (lambda: still("PNG") + b"<script>alert(1)</script>", True),
    "an archive at its end": (lambda: still("JPEG") + b"PK\3\4" + bytes(500), True),
    "a comment with a page": (lambda: still("JPEG", comment=b"<script>alert(1)</script>"), True),
    "two pictures in one": (lambda: still("MPO", save_all=True, append_images=[Image.new("RGB", (40, 30))]), True),
    "36 million pixels of glass": (lambda: png(6000, 6000, alpha=True), True),
    "no width": (lambda: png(0, 9), False),
    "a bomb": (lambda: png(30_000, 30_000, rows=bytes(1_000_000)), False),
    "a colour profile that swells": (lambda: png(9, 9, between=packed(b"iCCP", 100_000_000)), True),
    "a text that swells": (lambda: png(9, 9, between=packed(b"zTXt", 100_000_000)), True),
    "a thousand texts that swell": (lambda: png(9, 9, between=packed(b"zTXt", 1_000_000) * 1000), True),
    "a canvas without end": (lambda: wide_webp(16_383), False),
    "a canvas beyond the format": (lambda: wide_webp(1 << 24), False),
    "a JPEG of 65,500 lines": (wide_jpeg, False),
    "a JPEG of fifty passes": (lambda: passes(50), True),
    "a JPEG of five hundred passes": (lambda: passes(500), False),
    "a frame larger than its film": (lambda: GIF_FRAME + b"\0\x02\x02\x4c\x01\0;", False),
    "a PNG that is a JPEG inside": (lambda: HEAD + still("JPEG"), False),
    "a head alone": (lambda: HEAD, False),
}


def read_everywhere(source: Path) -> list[str]:
    """Do with a file all that is ever done with one; return what worked."""
    worked = []
    for name, read in (
        ("result", verify_output),
        ("input", sanitize_input),
        ("thumbnail", thumbnail),
        ("message", lambda path: shrink(path, step=0, below=2_000)),
    ):
        with suppress(PictureError):
            read(source)
            worked.append(name)
    return worked


@pytest.mark.parametrize("what", FILES)
def test_a_hostile_file_is_a_picture_or_one_of_our_errors_in_bounded_memory(what: str, tmp_path: Path) -> None:
    make, is_picture = FILES[what]
    is_kept = what not in ("no width", "a head alone", "a PNG that is a JPEG inside")  # those are cut, perhaps
    source = tmp_path / "x"
    source.write_bytes(make())
    script = (
        "import resource, sys; from pathlib import Path; "
        "from tests.pictures.test_hostile_files import read_everywhere; "
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss; "
        "print(*read_everywhere(Path(sys.argv[1]))); "
        "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(source)], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    worked, megabytes = run.stdout.splitlines()
    assert worked == ("result input thumbnail message" if is_picture else "result" if is_kept else "")
    assert int(megabytes) < MOST_MB


def test_what_is_kept_of_a_polyglot_is_the_picture_alone(tmp_path: Path) -> None:
    source = tmp_path / "x"
    for kind in ("PNG", "JPEG", "GIF", "WEBP"):
        source.write_bytes(still(kind) + b"<script>alert(1)</script>PK\3\4")
        assert b"script" not in sanitize_input(source).data


def test_a_strip_stays_within_the_longest_side(tmp_path: Path) -> None:
    source = tmp_path / "x"
    for size in ((50_000, 1), (1, 50_000)):
        source.write_bytes(png(*size))
        image = Image.open(io.BytesIO(sanitize_input(source).data))
        assert max(image.size) == LONGEST_SIDE and min(image.size) == 1


SEEDS = [
    *(still(kind) for kind in ("PNG", "JPEG", "WEBP", "GIF")),
    *(film(kind, 3) for kind in ("GIF", "PNG", "WEBP")),
    still("JPEG", progressive=True, exif=Image.Exif()),
    still("PNG", icc_profile=b"no profile"),
]


@settings(max_examples=CASES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_damaged_anywhere_ends_in_a_picture_or_in_one_of_our_errors(tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from(SEEDS)))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(whole)))
        end = start + data.draw(st.sampled_from([0, 1, 2, 4, 8, 64]))
        whole[start:end] = data.draw(st.binary(max_size=8) | st.just(b"\xff" * 4) | st.just(bytes(4)))
    source = tmp_path / "x"
    source.write_bytes(bytes(whole))
    read_everywhere(source)
