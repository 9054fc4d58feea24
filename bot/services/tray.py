"""A member's tray: pictures set aside as inputs, over all servers, until they are drawn with or expire."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.domain.catalog import MAX_INPUTS
from bot.domain.errors import TrayEmpty, TrayFull
from bot.domain.jobs import Image
from bot.pictures import Pictures
from bot.runtime.clock import Clock
from bot.services.kept_records import KeptRecords
from bot.services.pending_orders import in_order, is_gone
from bot.store import PendingRecords

KEPT_MS = 15 * 60_000  # from the last use


@dataclass(frozen=True, kw_only=True)
class _Contents:
    images: tuple[Image, ...]


class Tray:
    """Keeps up to MAX_INPUTS pictures for each member; using it prolongs it."""

    def __init__(self, *, pending: PendingRecords, pictures: Pictures, clock: Clock) -> None:
        self._records = KeptRecords(_Contents, kind="tray", kept_ms=KEPT_MS, pending=pending, clock=clock)
        self._pictures = pictures
        self._lent: set[int] = set()  # members whose tray is being ordered with

    async def add(self, user_id: int, images: Sequence[Image]) -> Sequence[Image]:
        """Add pictures and return all that are in the tray; raises TrayFull with nothing added."""

        def added(before: Sequence[Image]) -> Iterable[Image]:
            both = {_name(image): image for image in (*before, *images)}
            if len(both) > MAX_INPUTS:
                raise TrayFull(limit=MAX_INPUTS)
            return both.values()

        return await self._change(user_id, added)

    async def pictures(self, user_id: int) -> Sequence[Image]:
        """Return the pictures in the tray."""
        return await self._change(user_id, lambda images: images)

    async def remove(self, user_id: int, n: int) -> Sequence[Image]:
        """Remove the picture of a position and return the rest."""
        return await self._change(user_id, lambda images: [image for image in images if image.position != n])

    async def clear(self, user_id: int) -> None:
        """Remove every picture."""
        await self._records.take(user_id, user_id)

    @asynccontextmanager
    async def reserve(self, user_id: int) -> AsyncIterator[Sequence[Image]]:
        """Lend the pictures to one order at a time; raises TrayEmpty where there are none, or an order has them."""
        images = () if user_id in self._lent else await self.pictures(user_id)
        if not images or user_id in self._lent:
            raise TrayEmpty
        self._lent.add(user_id)
        try:
            yield images
        finally:
            self._lent.discard(user_id)

    async def consume(self, user_id: int, images: Sequence[Image]) -> None:
        """Remove the ordered pictures; those added meanwhile stay."""
        spent = set(map(_name, images))
        await self._change(user_id, lambda before: [image for image in before if _name(image) not in spent])

    async def previews(self, images: Sequence[Image]) -> Sequence[bytes | None]:
        """Return a small JPEG of each picture; None where it can't be had soon."""
        return await asyncio.gather(*(self._pictures.preview(image) for image in images))

    async def _change(self, user_id: int, change: Callable[[Sequence[Image]], Iterable[Image]]) -> Sequence[Image]:
        """Change the tray, leaving out pictures of ours that were deleted meanwhile."""
        before = await self._records.find(user_id, user_id)
        gone = {image.path for image in (before.images if before else ()) if await is_gone(self._pictures, image)}

        def changed(contents: _Contents | None) -> _Contents | None:
            images = [image for image in (contents.images if contents else ()) if image.path not in gone]
            kept = in_order([*change(images)])
            return _Contents(images=kept) if kept else None

        after = await self._records.change(user_id, user_id, changed)
        return after.images if after else ()


def _name(image: Image) -> str:
    """What makes two pictures the same: the signature of an address changes with every look."""
    return image.path or image.url.partition("?")[0]
