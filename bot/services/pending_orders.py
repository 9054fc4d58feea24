"""Orders that are not complete yet: what they would change, kept for one person and for a while."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.domain.catalog import BANANA, INPUT_RATIO, Params
from bot.domain.errors import Deleted, NotForYou, PendingExpired
from bot.domain.jobs import Image, Job, Order
from bot.pictures import Pictures
from bot.runtime.clock import Clock
from bot.services.orders import LAST_ID
from bot.store import Album, Pending

KEPT_MS = 15 * 60_000
EDIT, REPLY = "menu", "reply"  # what asked for it: a message's menu, a reply to a card


@dataclass(frozen=True, kw_only=True)
class PendingOrder:
    """An order that still lacks somebody's word; one of its pictures is what it changes."""

    id: int  # a snowflake: of the interaction or the message that began it
    user_id: int
    kind: str  # EDIT | REPLY
    pictures: tuple[Image, ...]
    picked: int = 0  # which of them
    prompt: str = ""
    extras: tuple[Image, ...] = ()  # further inputs
    model: str = BANANA.name
    params: Params = Params(ratio=INPUT_RATIO)
    locale: str = "en"
    parent_id: int | None = None
    version: int = 1

    def pick(self, n: int) -> PendingOrder:
        """Return it about another of its pictures; what names one may be made up."""
        return replace(self, picked=n if n < len(self.pictures) else 0)

    def order(self) -> Order:
        """Return what it orders; who pays, and where the card stands, is the caller's to fill in."""
        return Order(
            id=0,
            guild_id=0,
            channel_id=0,
            user_id=self.user_id,
            model=self.model,
            prompt=self.prompt,
            params=self.params,
            inputs=in_order((self.pictures[self.picked], *self.extras)),
            locale=self.locale,
            parent_id=self.parent_id,
            version=self.version,
        )


class PendingOrders:
    """Keeps sketches, so that they outlive a restart."""

    def __init__(self, *, album: Album, pictures: Pictures, clock: Clock) -> None:
        self._album = album
        self._pictures = pictures
        self._clock = clock

    async def keep(self, pending: PendingOrder) -> None:
        """Keep a sketch, in place of how it stood before."""
        now = self._clock.now()
        body = {name: value for name, value in asdict(pending).items() if name not in ("id", "user_id", "kind")}
        draft = Pending(id=pending.id, user_id=pending.user_id, kind=pending.kind, body=body, until=now + KEPT_MS)
        await self._album.keep_pending(draft, now=now)

    async def find(self, sketch_id: int, user_id: int, kind: str) -> PendingOrder:
        """Return a person's own sketch; raises NotAsked, SketchGone, or Deleted where a picture of ours is no more."""
        if sketch_id > LAST_ID:
            raise PendingExpired
        now = self._clock.now()
        draft = await self._album.pending(sketch_id, user_id, kind, now=now)
        if draft is not None:
            pending = _read(draft)
            if any(is_gone(self._pictures, image) for image in pending.pictures):
                raise Deleted
            return pending
        owner_id = await self._album.pending_owner(sketch_id, kind, now=now)
        raise PendingExpired if owner_id is None else NotForYou(owner_id=owner_id)

    async def take(self, pending: PendingOrder) -> bool:
        """Take a sketch out; True for the one call that did, so that nothing is ordered twice of it."""
        return await self._album.drop_pending(pending.id, pending.user_id)

    async def preview(self, pending: PendingOrder) -> bytes | None:
        """Return a small JPEG of the picture that it changes."""
        return await self._pictures.preview(pending.pictures[pending.picked])

    async def draws_at_once(self, user_id: int) -> bool:
        """Tell whether somebody wants no question asked before a reply is drawn."""
        return (await self._album.preferences(user_id)).get("at_once") is True

    async def is_first_time(self, user_id: int, what: str) -> bool:
        """Tell whether somebody meets this for the first time; True once."""
        return await self._album.mark_seen(user_id, what)


def next_version_fields(job: Job) -> Mapping[str, Any]:
    """Return what a sketch of a job's card begins with: its pictures, one to come, the next version."""
    return {
        "pictures": tuple(replace(image, name=f"picture-{image.position + 1}") for image in job.outputs),
        "model": job.model,
        "params": replace(job.params, ratio=INPUT_RATIO, count=1),
        "parent_id": job.id,
        "version": job.version + 1,
    }


def is_gone(pictures: Pictures, image: Image) -> bool:
    """Tell whether a picture was ours and is deleted: its old address may still work, and is not asked."""
    return image.path is not None and pictures.path(image) is None


def in_order(images: Sequence[Image]) -> tuple[Image, ...]:
    """Return pictures numbered as they stand."""
    return tuple(replace(image, position=number) for number, image in enumerate(images))


def read_images(rows: object) -> tuple[Image, ...]:
    """Return pictures as a draft keeps them."""
    return tuple(Image(**row) for row in rows) if isinstance(rows, list) else ()


def _read(draft: Pending) -> PendingOrder:
    body: dict[str, Any] = dict(draft.body)
    body |= {name: read_images(body[name]) for name in ("pictures", "extras")}
    body["params"] = Params(**body["params"])
    return PendingOrder(id=draft.id, user_id=draft.user_id, kind=draft.kind, **body)
