"""What was made of a picture, kept beside it: so none lies in memory, nor is made again for each try."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from bot.pictures.answers import Rendering
from bot.pictures.durable import check_room, settle


@dataclass(frozen=True, kw_only=True)
class Smaller:
    """A picture at a step of quality and size, as `Rendering`; it lies on disk, or in memory where that is full."""

    step: int
    suffix: str
    content: Path | bytes
    size: int


def kept_rendering(source: Path, step: int, below: int) -> Smaller | None:
    """Return what was made of a picture for the same request; None where it was not. Blocking."""
    for path in source.parent.glob(f"{_stem(source, step, below)}.*"):
        with suppress(OSError, ValueError):
            result = int(path.suffixes[-2].removeprefix("."))
            return Smaller(step=result, suffix=path.suffix.removeprefix("."), content=path, size=path.stat().st_size)
    return None


def keep_rendering(source: Path, step: int, below: int, rendering: Rendering, *, spare: int) -> Smaller:
    """Keep what was made of a picture as long as that is kept; where the disk is full it stays in memory. Blocking.

    `spare` bytes of the disk are left. It is sent as the picture itself, so it outlasts a crash of the machine too.
    """
    stem = _stem(source, step, below)
    path = source.with_name(f"{stem}.{rendering.step}.{rendering.suffix}")
    partial = source.with_name(f".{stem}.{token_hex(4)}.part")  # one's own: somebody may be keeping the same
    size = len(rendering.data)
    try:
        if not source.is_file():
            raise FileNotFoundError  # deleted meanwhile
        check_room(source.parent, spare=spare, size=size)
        partial.write_bytes(rendering.data)
        settle(partial, path.name)
        content: Path | bytes = path
    except OSError:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        content = rendering.data
    return Smaller(step=rendering.step, suffix=rendering.suffix, content=content, size=size)


def cache(path: Path, data: bytes, sources: Sequence[Path]) -> None:
    """Keep what was made of pictures, unless one of them was deleted meanwhile."""
    with suppress(OSError):
        if not all(source.is_file() for source in sources):
            return
        partial = path.with_name(f".{path.name}.part")
        partial.write_bytes(data)
        partial.replace(path)


def _stem(source: Path, step: int, below: int) -> str:
    return f"{source.stem}.smaller-{step}-{below}"
