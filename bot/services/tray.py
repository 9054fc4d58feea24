"""A person's tray: pictures set aside as inputs, over all servers, until they are drawn with or forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict

from bot.domain.catalog import MAX_INPUTS
from bot.domain.errors import TrayEmpty, TrayFull
from bot.domain.jobs import Image
from bot.pictures import Pictures
from bot.runtime.clock import Clock
from bot.services.pending_orders import in_order, is_gone, read_images
from bot.store import Album, Pending

KIND = "tray"
KEPT_MS = 15 * 60_000  # from the last use


class Tray:
    """Keeps up to MAX_INPUTS pictures for each person; using it prolongs it."""

    def __init__(self, *, album: Album, pictures: Pictures, clock: Clock) -> None:
        self._album = album
        self._pictures = pictures
        self._clock = clock
        self._changing = asyncio.Lock()  # between reading a tray and writing it
        self._lent: set[int] = set()  # people whose tray is being ordered with

    async def add(self, user_id: int, images: Sequence[Image]) -> Sequence[Image]:
        """Put pictures in and return all that are in now; raises TrayFull with nothing put in."""
        async with self._changing:
            both = {_name(image): image for image in (*await self._read(user_id), *images)}
            if len(both) > MAX_INPUTS:
                raise TrayFull(limit=MAX_INPUTS)
            return await self._write(user_id, list(both.values()))

    async def pictures(self, user_id: int) -> Sequence[Image]:
        """Return what is in."""
        async with self._changing:
            return await self._write(user_id, await self._read(user_id))

    async def remove(self, user_id: int, n: int) -> Sequence[Image]:
        """Take the picture of that position out and return what is left."""
        async with self._changing:
            return await self._write(user_id, [i for i in await self._read(user_id) if i.position != n])

    async def clear(self, user_id: int) -> None:
        """Take everything out."""
        async with self._changing:
            await self._album.drop_pending(user_id, user_id)

    @asynccontextmanager
    async def reserve(self, user_id: int) -> AsyncIterator[Sequence[Image]]:
        """Lend the pictures to one order at a time; raises TrayEmpty where there are none, or they are lent already."""
        images = () if user_id in self._lent else await self.pictures(user_id)
        if not images or user_id in self._lent:
            raise TrayEmpty
        self._lent.add(user_id)
        try:
            yield images
        finally:
            self._lent.discard(user_id)

    async def consume(self, user_id: int, images: Sequence[Image]) -> None:
        """Take out what was ordered with; what was put in meanwhile stays."""
        async with self._changing:
            spent = set(map(_name, images))
            await self._write(user_id, [i for i in await self._read(user_id) if _name(i) not in spent])

    async def previews(self, images: Sequence[Image]) -> Sequence[bytes | None]:
        """Return a small JPEG of each; None where it can't be had soon."""
        return await asyncio.gather(*(self._pictures.preview(image) for image in images))

    async def _read(self, user_id: int) -> Sequence[Image]:
        draft = await self._album.pending(user_id, user_id, KIND, now=self._clock.now())
        images = read_images(draft.body["images"]) if draft else ()
        return [image for image in images if not is_gone(self._pictures, image)]

    async def _write(self, user_id: int, images: Sequence[Image]) -> Sequence[Image]:
        images = in_order(images)
        if not images:
            await self._album.drop_pending(user_id, user_id)
            return images
        now = self._clock.now()
        body = {"images": [asdict(image) for image in images]}
        draft = Pending(id=user_id, user_id=user_id, kind=KIND, body=body, until=now + KEPT_MS)
        await self._album.keep_pending(draft, now=now)
        return images


def _name(image: Image) -> str:
    """What makes two pictures the same: the signature of an address changes with every look."""
    return image.path or image.url.partition("?")[0]
