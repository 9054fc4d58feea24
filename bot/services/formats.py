"""Formats of pictures that members bring: the file's own first bytes decide, before anything is booked or shown."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.domain.errors import UnreadFormat
from bot.domain.jobs import Image
from bot.domain.picture_formats import READ, by_name
from bot.pictures import Pictures


async def check_formats(pictures: Pictures, images: Sequence[Image]) -> None:
    """Raise UnreadFormat for the first picture whose format is known, and not read."""
    for image, unread in zip(images, await _unread(pictures, images), strict=True):
        if unread:
            raise UnreadFormat(name=image.name, format=unread)


async def readable(pictures: Pictures, images: Sequence[Image]) -> list[Image]:
    """Return the pictures but for those whose format is known, and not read; UnreadFormat where none is left."""
    unread = await _unread(pictures, images)
    if images and all(unread):
        raise UnreadFormat(name=images[0].name, format=str(unread[0]))
    return [image for image, kind in zip(images, unread, strict=True) if not kind]


async def _unread(pictures: Pictures, images: Sequence[Image]) -> Sequence[str | None]:
    return await asyncio.gather(*(_unread_format(pictures, image) for image in images))


async def _unread_format(pictures: Pictures, image: Image) -> str | None:
    if image.path is not None:
        return None  # ours, and read before
    kind = await pictures.format_of(image) or by_name(image.name, None)
    return kind if kind not in READ else None
