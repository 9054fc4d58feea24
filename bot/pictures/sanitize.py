"""What becomes of an input, and what is said of a result. Blocking, and for the decoder's own process."""

from __future__ import annotations

from pathlib import Path

from bot.domain.errors import PictureTooBig, PictureUnavailable
from bot.domain.limits import MIB
from bot.domain.picture_formats import READ
from bot.pictures.answers import LARGEST_INPUT, LARGEST_OUTPUT, Sanitized, Verified
from bot.pictures.decode import LOSSLESS, Broken, encode, format_of, is_whole, read

LONGEST_SIDE = 2048
SMALL_PNG = 4 * MIB  # a PNG up to here stays one


def sanitize_input(source: Path) -> Sanitized:
    """Return the picture upright, in sRGB, at most LONGEST_SIDE long and without metadata.

    Raises NotAPicture or PictureTooBig.
    """
    picture = read(source, side=LONGEST_SIDE, limit=LARGEST_INPUT)
    is_clear = picture.image.mode == "RGBA"
    if picture.format in LOSSLESS or is_clear:
        data = encode(picture.image, "PNG")
        if is_clear or len(data) <= SMALL_PNG:
            return Sanitized(data=data, suffix="png")
    return Sanitized(data=encode(picture.image, "JPEG"), suffix="jpg")


def verify_output(source: Path, *, came_whole: bool = False) -> Verified:
    """Return the ending that fits a result's bytes, which are paid for: odd ones are kept once they came whole.

    Raises NotAPicture, PictureTooBig, or PictureUnavailable if cut on the way.
    """
    if not source.stat().st_size:
        raise PictureUnavailable("the file is empty")
    suffix = READ[format_of(source, LARGEST_OUTPUT)]
    try:
        is_readable, why = is_whole(source) or came_whole, "its last bytes are missing"
    except Broken as error:
        is_readable, why = False, str(error)
    except PictureTooBig:
        return Verified(suffix=suffix, is_readable=False)
    if not is_readable and not came_whole:
        raise PictureUnavailable(why)
    return Verified(suffix=suffix, is_readable=is_readable)
