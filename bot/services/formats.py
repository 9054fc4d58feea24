"""Formats of pictures that members bring: the file's own first bytes decide, before anything is booked or shown."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.domain.errors import BadAttachment, Refusal, UnreadFormat
from bot.domain.jobs import Image
from bot.domain.limits import INPUT_LIMIT_MB
from bot.domain.picture_formats import NO_PICTURE, READ, by_name
from bot.pictures import Pictures


async def check_formats(pictures: Pictures, images: Sequence[Image]) -> None:
    """Raise UnreadFormat or BadAttachment for the first file that is surely no picture of a format that is read."""
    for image, unread in zip(images, await _unread(pictures, images), strict=True):
        if unread:
            raise _refusal(image, unread)


async def readable(pictures: Pictures, images: Sequence[Image]) -> list[Image]:
    """Return the pictures but for those that surely can't be read; raises as `check_formats` where none is left."""
    unread = await _unread(pictures, images)
    if images and all(unread):
        raise _refusal(images[0], str(unread[0]))
    return [image for image, kind in zip(images, unread, strict=True) if not kind]


def _refusal(image: Image, unread: str) -> Refusal:
    if unread == NO_PICTURE:
        return BadAttachment(name=image.name, limit_mb=INPUT_LIMIT_MB)
    return UnreadFormat(name=image.name, format=unread)


async def _unread(pictures: Pictures, images: Sequence[Image]) -> Sequence[str | None]:
    if not images:  # most orders bring none, and gather would wait for the loop's next turn
        return ()
    return await asyncio.gather(*(_unread_format(pictures, image) for image in images))


async def _unread_format(pictures: Pictures, image: Image) -> str | None:
    if image.path is not None:
        return None  # ours, and read before
    kind = await pictures.format_of(image) or by_name(image.name, None)
    return kind if kind not in READ else None
