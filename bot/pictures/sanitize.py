"""What is in a file: which picture, whether it is whole, and how an input is made clean. Blocking: for threads."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from bot.domain.errors import NotAPicture, PictureTooBig, PictureUnavailable
from bot.domain.limits import INPUT_LIMIT_MB, MIB

LARGEST_INPUT = INPUT_LIMIT_MB * MIB
LARGEST_OUTPUT = 100 * MIB
MOST_PIXELS = 50_000_000
MOST_WEBP_PIXELS = 4096 * 4096  # its decoder takes 16 bytes for each, and can't be told to read it smaller
LONGEST_SIDE = 2048
LARGE_PIXELS = (2 * LONGEST_SIDE) ** 2  # half of a larger one is still long enough
STRIP_PIXELS = 4_000_000
SMALL_PNG = 4 * MIB  # a PNG up to here stays one
QUALITY = 92

PNG_END = b"IEND\xaeB`\x82"
_LOSSLESS = ("PNG", "GIF")
_PLAIN = ("RGB", "L", "CMYK")
_MAGIC = {
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpg",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
}


@dataclass(frozen=True, kw_only=True)
class Sanitized:
    """An input ready to be kept."""

    data: bytes
    suffix: str


class Broken(NotAPicture):
    """It begins like a picture, but cannot be read to its end."""


class TooHeavy(PictureTooBig):
    """It may be whole, but reading it would take too much memory."""


def sanitize_input(source: Path) -> Sanitized:
    """Return the picture upright, in sRGB, at most LONGEST_SIDE long and without metadata.

    Raises NotAPicture or PictureTooBig.
    """
    data = _read(source, LARGEST_INPUT)
    image = decode(data, draft_to=LONGEST_SIDE)
    lossless = image.format in _LOSSLESS
    return _write(_bare(image), lossless=lossless)


def verify_output(source: Path) -> str:
    """Return the ending that fits a result's bytes.

    Raises NotAPicture, PictureTooBig, or PictureUnavailable if cut short.
    A result is paid for: one that is too heavy to read is kept if it is as long as it says.
    """
    data = _read(source, LARGEST_OUTPUT)
    if not data or (suffix(data) == "png" and PNG_END not in data):  # Pillow reads a PNG that lacks only its end
        raise PictureUnavailable("the file is not whole")
    try:
        decode(data)
    except TooHeavy:
        if len(data) < 8 + int.from_bytes(data[4:8], "little"):
            raise PictureUnavailable("the file is not whole") from None
    except Broken as error:
        raise PictureUnavailable(str(error)) from None
    return suffix(data)


def suffix(data: bytes) -> str:
    """Return the file's ending by its first bytes. Raises NotAPicture."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    for magic, name in _MAGIC.items():
        if data.startswith(magic):
            return name
    raise NotAPicture("its first bytes are no picture's")


def decode(data: bytes, *, draft_to: int | None = None) -> Image.Image:
    """Read the (first) picture to its end. Raises NotAPicture, Broken or PictureTooBig."""
    suffix(data)
    try:
        image = Image.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP", "GIF"))
        _check_pixels(image)
        if draft_to:
            image.draft(None, (draft_to, draft_to))
        image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise PictureTooBig("too many pixels") from None
    except PictureTooBig:
        raise
    except Exception as error:  # Pillow raises nearly anything on hostile bytes
        raise Broken(f"it cannot be read to its end ({type(error).__name__})") from None
    return image


def has_alpha(image: Image.Image) -> bool:
    """Return True if any pixel may be transparent."""
    return "A" in image.getbands() or "transparency" in image.info


def to_rgb(image: Image.Image) -> Image.Image:
    """Return it as RGB, or RGBA where something is transparent indeed."""
    if image.mode.startswith("I"):  # 16 bits of grey, which convert() would clip
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    if not has_alpha(image):
        return image if image.mode == "RGB" else image.convert("RGB")
    image = image if image.mode == "RGBA" else image.convert("RGBA")
    opaque = image.getchannel("A").getextrema() == (255, 255)
    return image.convert("RGB") if opaque else image


def halve_large(image: Image.Image) -> Image.Image:
    """Return it at half the size where it is large and to be converted: done whole, that takes thrice the memory."""
    is_plain = image.mode in _PLAIN and not has_alpha(image)
    if is_plain or image.width * image.height <= LARGE_PIXELS:
        return image
    half = Image.new("RGBA", ((image.width + 1) // 2, (image.height + 1) // 2))
    half.info = {name: value for name, value in image.info.items() if name != "transparency"}
    rows = max(1, STRIP_PIXELS // image.width // 2) * 2
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        half.paste(to_rgb(strip).reduce(2), (0, top // 2))
    return half


def encode(image: Image.Image, kind: str, *, quality: int = QUALITY) -> bytes:
    """Return it as PNG, JPEG or WEBP, without any metadata."""
    image.info = {}
    file = BytesIO()
    options: dict[str, int | bool] = {"compress_level": 6} if kind == "PNG" else {"quality": quality}
    image.save(file, kind, **options)
    return file.getvalue()


def _read(source: Path, limit: int) -> bytes:
    with source.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise PictureTooBig(f"more than {limit} bytes")
    return data


def _check_pixels(image: Image.Image) -> None:
    pixels = image.width * image.height
    if pixels > MOST_PIXELS:
        raise PictureTooBig(f"{image.width} × {image.height} pixels")
    if image.format == "WEBP" and pixels > MOST_WEBP_PIXELS:
        raise TooHeavy(f"{image.width} × {image.height} pixels of WebP")


def _bare(image: Image.Image) -> Image.Image:
    """Return the picture upright, small and without metadata; shrunk first, so that the rest costs little memory."""
    profile = image.info.get("icc_profile")
    if image.mode not in _PLAIN or has_alpha(image):
        image = to_rgb(halve_large(image))
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return to_rgb(_to_srgb(_upright(image), profile))


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # EXIF is often broken in pictures that are fine
        return image


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if not profile:
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, source, srgb, outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image  # a broken profile, or one for another kind of colours


def _write(image: Image.Image, *, lossless: bool) -> Sanitized:
    if lossless or image.mode == "RGBA":
        data = encode(image, "PNG")
        if image.mode == "RGBA" or len(data) <= SMALL_PNG:
            return Sanitized(data=data, suffix="png")
    return Sanitized(data=encode(image, "JPEG"), suffix="jpg")
