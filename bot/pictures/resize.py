"""Making pictures fit a message: the original where it can, else high quality, else smaller. Blocking: for threads."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from bot.domain.errors import PictureError
from bot.pictures import Fitted
from bot.pictures.sanitize import MOST_PIXELS, decode, encode, halve_large, suffix, to_rgb

log = logging.getLogger(__name__)

THUMBNAIL_SIDE = 320
SMALLEST_SIDE = 64
WEBP_SIDE = 16_383  # the longest that the format holds
HIGH, GOOD = 92, 85


@dataclass(kw_only=True)
class _Candidate:
    """A picture at its present step of quality and size."""

    number: int
    source: Path
    now: Fitted
    step: int = 0  # the next one to try

    @property
    def size(self) -> int:
        """The size in bytes now."""
        return len(self.now.data)

    def shrink(self) -> bool:
        """Go on to the next step that is really smaller; False when there is none."""
        while rendering := render(self.source, self.step):
            self.step += 1
            ending, data = rendering
            if len(data) < self.size:
                self.now = replace(self.now, filename=_name(self.number, ending), data=data, shrunk=True)
                return True
        return False


def fit(sources: Sequence[Path | None], file_limit: int, total_limit: int) -> tuple[Fitted, ...]:
    """Return the pictures as files of a message; one that is gone or cannot be made to fit is left out."""
    members = [_begin(number, source) for number, source in enumerate(sources, 1) if source]
    fitting = [member for member in members if member and _shrink_to(member, file_limit)]
    while sum(member.size for member in fitting) > total_limit:
        largest_first = sorted(fitting, key=lambda member: member.size, reverse=True)
        if not any(member.shrink() for member in largest_first):
            fitting.remove(largest_first[0])
    return tuple(member.now for member in fitting)


def render(source: Path, step: int) -> tuple[str, bytes] | None:
    """Return ending and bytes: step 0 at high quality, 1 at good, then half the size, a quarter …; None below.

    The very largest begin at half the size: writing them anew would take several times the memory of reading them.
    """
    try:
        image = to_rgb(decode(source.read_bytes()))
    except (PictureError, OSError) as error:
        log.warning("a kept picture cannot be read again: %s", error)
        return None
    scale = 2 ** max(0, step - 1) * (2 if image.width * image.height > MOST_PIXELS // 2 else 1)
    if scale > 1 and max(image.size) // scale < SMALLEST_SIDE:
        return None
    image = image.reduce(scale)
    image.thumbnail((WEBP_SIDE, WEBP_SIDE))
    kind, ending = ("WEBP", "webp") if image.mode == "RGBA" else ("JPEG", "jpg")
    return ending, encode(image, kind, quality=GOOD if step else HIGH)


def thumbnail(source: Path) -> bytes:
    """Return a small JPEG. Raises PictureError or OSError."""
    image = to_rgb(halve_large(decode(source.read_bytes(), draft_to=THUMBNAIL_SIDE)))
    image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    if image.mode == "RGBA":
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image).convert("RGB")
    return encode(image, "JPEG", quality=GOOD)


def _begin(number: int, source: Path) -> _Candidate | None:
    try:
        data = source.read_bytes()
        ending = suffix(data)
    except (OSError, PictureError) as error:
        log.warning("a kept picture cannot be sent: %s", error)
        return None
    fitted = Fitted(filename=_name(number, ending), data=data, original_bytes=len(data), shrunk=False)
    return _Candidate(number=number, source=source, now=fitted)


def _shrink_to(member: _Candidate, limit: int) -> bool:
    while member.size > limit:
        if not member.shrink():
            return False
    return True


def _name(number: int, ending: str) -> str:
    return f"banana-{number}.{ending}"
