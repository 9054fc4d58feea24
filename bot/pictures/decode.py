"""The one way to read a picture: whatever it is for, it comes out upright, in sRGB, without metadata, and bounded.

Blocking, and for the decoder's own process: what Pillow is given was made by strangers.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps

from bot.domain.errors import NotAPicture, PictureError, PictureTooBig
from bot.domain.picture_formats import HEAD_BYTES, READ, by_bytes
from bot.pictures.answers import LARGEST_OUTPUT, MOST_PIXELS
from bot.pictures.repair import Bare, bare_png, repaired, truncated_allowed, webp_size

#: The most pixels in memory, a JPEG's after it was read at a fraction of its size, by what each format's decoder takes.
#: Measured: bench/decoder.py. Linux holds the decoder to a limit of bytes beside; elsewhere this is the limit.
MOST_WEBP_PIXELS = 4096 * 4096  # its decoder takes 16 bytes for each, and can't be told to read it smaller
MOST_AVIF_PIXELS = 4096 * 4096
MOST_JPEG_PIXELS = 270_000_000  # in the file: what the largest phones take is 200 million
MOST_SCANS = 100  # of those: each one goes over all pixels again, and takes a file a few bytes
MOST_PROGRESSIVE_PIXELS = 25_000_000  # all of its coefficients are kept until the last pass, 6 bytes a pixel
LARGE_PIXELS = 4096**2  # half of a larger one is still long enough for any use
MOST = {"WebP": MOST_WEBP_PIXELS, "AVIF": MOST_AVIF_PIXELS, "JPEG": MOST_JPEG_PIXELS}
CHECKED_SIDE = 4096  # of a JPEG that is only looked at
SCAN = b"\xff\xda"  # begins one; among the packed pixels no such bytes stand
STRIP_PIXELS = 4_000_000
QUALITY = 92
LOSSLESS = ("PNG", "GIF")

Image.MAX_IMAGE_PIXELS = None  # Pillow's own limit counts what is in the file: ours, what is in memory

_PLAIN = ("RGB", "L", "CMYK")


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture as it was read."""

    image: Image.Image  # RGB, or RGBA where something is transparent
    format: str  # of the file: one of READ


@dataclass(kw_only=True)
class _Loaded:
    """A picture in its file's own colours; mutable, so that whoever goes on from it can let go of it."""

    image: Image.Image
    is_cut: bool  # the last bytes of its file are missing


class Broken(NotAPicture):
    """It begins like a picture, but cannot be read to its end."""


def read(source: Path, *, side: int | None = None, limit: int = LARGEST_OUTPUT) -> Picture:
    """Return the (first) picture of a file; with `side`, at most so long.

    Raises NotAPicture, Broken or PictureTooBig.
    """
    kind = format_of(source, limit)
    return Picture(image=_finished(_load(source, kind, side), side), format=kind)


def is_whole(source: Path) -> bool:
    """Read a picture to its end, and drop it; returns False where its last bytes are missing. Raises as `read` does."""
    return not _load(source, format_of(source, LARGEST_OUTPUT), CHECKED_SIDE).is_cut


def size_of(source: Path) -> tuple[int, int]:
    """Return a picture's width and height in pixels, as its file says. Raises as `read` does."""
    kind = format_of(source, LARGEST_OUTPUT)
    with source.open("rb") as file, _our_errors():
        return _opened(file, kind, side=1, draft=False).image.size


def format_of(source: Path, limit: int) -> str:
    """Return the format that the first bytes of a file tell, one of READ. Raises NotAPicture or PictureTooBig."""
    with source.open("rb") as file:
        kind = by_bytes(file.read(HEAD_BYTES))
        if file.seek(0, SEEK_END) > limit:
            raise PictureTooBig(f"more than {limit} bytes")
    if kind not in READ:
        raise NotAPicture("it doesn't start like a picture" if kind is None else f"{kind} is not read")
    return str(kind)


@contextmanager
def _our_errors() -> Iterator[None]:
    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise PictureTooBig("it takes too much memory") from None
    except PictureError:
        raise
    except Exception as error:  # Pillow raises nearly anything on hostile bytes
        raise Broken(f"it cannot be read to its end ({type(error).__name__})") from None


def _load(source: Path, kind: str, side: int | None) -> _Loaded:
    """Return a picture with all of its pixels."""
    with source.open("rb") as file, _our_errors():
        try:
            loaded = _opened(file, kind, side)
            loaded.image.load()
        except (OSError, SyntaxError, ValueError, EOFError, IndexError, RuntimeError):
            enough = repaired(source.read_bytes(), kind)
            if enough is None:
                raise
            with truncated_allowed():
                loaded = replace(_opened(BytesIO(enough), kind, side), is_cut=True)
                loaded.image.load()
    return loaded


def _opened(file: BinaryIO, kind: str, side: int | None = None, *, draft: bool = True) -> _Loaded:
    """Return a picture before its pixels are read. Raises PictureTooBig."""
    data = file.read() if kind != "PNG" else b""
    if kind == "WebP":  # its decoder takes the memory for all pixels at once
        _check_pixels(webp_size(data), kind, MOST[kind])
    bare = bare_png(file) if kind == "PNG" else Bare(file=BytesIO(data))
    image = Image.open(bare.file, formats=(kind,))
    if bare.profile:
        image.info["icc_profile"] = bare.profile
    _check_pixels(image.size, kind, MOST.get(kind, MOST_PIXELS))
    if kind == "JPEG" and draft:
        progressive = image.info.get("progressive") or image.info.get("progression")
        _check_pixels(image.size, kind, MOST_PROGRESSIVE_PIXELS if progressive else MOST[kind])
        if data.count(SCAN) > MOST_SCANS:
            raise PictureTooBig(f"more than {MOST_SCANS} scans")
        _draft(image, side or max(image.size))
        _check_pixels(image.size, kind, MOST_PIXELS)
    return _Loaded(image=image, is_cut=bare.is_cut)


def _draft(image: Image.Image, side: int) -> None:
    """Have a JPEG read at a half, a quarter or an eighth of its size, where its longer side stays at least so long."""
    share = min(1, side / max(image.size))
    image.draft(None, (max(1, int(image.width * share)), max(1, int(image.height * share))))


def _check_pixels(size: tuple[int, int], kind: str, most: int) -> None:
    width, height = size
    if width * height > most:
        raise PictureTooBig(f"{width} × {height} pixels of {kind}")


def _finished(loaded: _Loaded, side: int | None) -> Image.Image:
    """Return a picture upright, in sRGB and small; shrunk first, so that the rest costs little memory."""
    image, profile = loaded.image, loaded.image.info.get("icc_profile")
    del loaded.image
    with _our_errors():
        if image.mode not in _PLAIN or has_alpha(image):
            image = halve_large(image) if side else image
            image = to_rgb(image)
        if side:
            image = _reduced(image, side)
            image.thumbnail((side, side), Image.Resampling.LANCZOS)
        image = _upright(image)
        image = to_rgb(_to_srgb(image, profile))
        image.info = {}
        return image


def _reduced(image: Image.Image, side: int) -> Image.Image:
    """Return a large picture at a whole fraction of its size, in little memory, where that is still long enough."""
    times = max(image.size) // side
    return image.reduce(times) if times > 1 and image.width * image.height > LARGE_PIXELS else image


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
    if image.width * image.height <= LARGE_PIXELS:
        return image
    half = Image.new("RGBA", ((image.width + 1) // 2, (image.height + 1) // 2))
    half.info = {name: value for name, value in image.info.items() if name != "transparency"}
    rows = max(1, STRIP_PIXELS // image.width // 2) * 2
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        half.paste(to_rgb(strip).reduce(2), (0, top // 2))
    return half


def on_white(image: Image.Image) -> Image.Image:
    """Return it as RGB, what is transparent on white."""
    if image.mode != "RGBA":
        return image
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")


def encode(image: Image.Image, kind: str, *, quality: int = QUALITY) -> bytes:
    """Return it as PNG, JPEG or WEBP, without any metadata."""
    image.info = {}
    file = BytesIO()
    options: dict[str, int | bool] = {"compress_level": 6} if kind == "PNG" else {"quality": quality}
    image.save(file, kind, **options)
    return file.getvalue()


def _upright(image: Image.Image) -> Image.Image:
    with suppress(Exception):  # EXIF is often broken in pictures that are fine
        ImageOps.exif_transpose(image, in_place=True)  # else one that stands upright is copied
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
