"""Formats of pictures by their first bytes, which decide, and by name and type, where there are no bytes yet."""

from __future__ import annotations

from collections.abc import Mapping

HEAD_BYTES = 64  # that tell a format
NO_PICTURE = "no picture"  # instead of a format, where the bytes are of none

#: The formats that are read, by the ending that a file of each gets.
READ: Mapping[str, str] = {"PNG": "png", "JPEG": "jpg", "WebP": "webp", "GIF": "gif", "AVIF": "avif"}

_MAGIC: Mapping[bytes, str] = {
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
    b"\xff\x0a": "JPEG XL",
    b"\0\0\0\x0cJXL ": "JPEG XL",
    b"\0\0\0\x0cjP  ": "JPEG 2000",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"%PDF-": "PDF",
    b"8BPS": "PSD",
    b"\x1aE\xdf\xa3": "video",
}
#: Kinds of files in the boxes of ISO's media format, https://mp4ra.org/registered-types/brands
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
_AVIF = frozenset({b"avif", b"avis"})
_PICTURES = frozenset({b"mif1", b"msf1"})
_TYPES: Mapping[str, str] = {
    "image/png": "PNG",
    "image/apng": "PNG",
    "image/jpeg": "JPEG",
    "image/jpg": "JPEG",
    "image/webp": "WebP",
    "image/gif": "GIF",
    "image/avif": "AVIF",
    "image/heic": "HEIC",
    "image/heif": "HEIC",
    "image/heic-sequence": "HEIC",
    "image/heif-sequence": "HEIC",
    "image/tiff": "TIFF",
    "image/bmp": "BMP",
    "image/x-ms-bmp": "BMP",
    "image/jxl": "JPEG XL",
    "image/jp2": "JPEG 2000",
    "image/svg+xml": "SVG",
    "image/vnd.adobe.photoshop": "PSD",
    "application/pdf": "PDF",
}
_ENDINGS: Mapping[str, str] = {
    "png": "PNG",
    "apng": "PNG",
    "jpg": "JPEG",
    "jpeg": "JPEG",
    "jfif": "JPEG",
    "webp": "WebP",
    "gif": "GIF",
    "avif": "AVIF",
    "heic": "HEIC",
    "heif": "HEIC",
    "hif": "HEIC",
    "tif": "TIFF",
    "tiff": "TIFF",
    "bmp": "BMP",
    "jxl": "JPEG XL",
    "jp2": "JPEG 2000",
    "svg": "SVG",
    "psd": "PSD",
    "pdf": "PDF",
    "mp4": "video",
    "mov": "video",
    "webm": "video",
    "mkv": "video",
}


def by_bytes(head: bytes) -> str | None:
    """Return the format that a file's first bytes tell, like PNG or HEIC; None where they tell none that is known."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WebP"
    if head[4:8] == b"ftyp":
        return _in_boxes(head)
    if head[:2] == b"BM" and head[6:10] == bytes(4):
        return "BMP"
    if b"<svg" in head.lower():
        return "SVG"
    return next((name for magic, name in _MAGIC.items() if head.startswith(magic)), None)


def by_name(name: str, content_type: str | None) -> str | None:
    """Return the format that a file's type says, else its name's ending; None where neither is known."""
    kind = (content_type or "").partition(";")[0].strip().lower()
    if kind.startswith("video/"):
        return "video"
    return _TYPES.get(kind) or _ENDINGS.get(name.lower().rpartition(".")[2])


def _in_boxes(head: bytes) -> str:
    end = max(16, int.from_bytes(head[:4], "big"))
    brands = {head[8:12], *(head[place : place + 4] for place in range(16, min(end, len(head)), 4))}
    if brands & _AVIF:
        return "AVIF"
    return "HEIC" if brands & (_HEIC | _PICTURES) else "video"
