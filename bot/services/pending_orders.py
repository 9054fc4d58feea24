"""Orders that wait for a member's word: what they would change, kept for a while."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.catalog import BANANA, INPUT_RATIO, Offer, Params
from bot.domain.errors import Deleted, NotForYou, PendingExpired
from bot.domain.jobs import Image, Job, Order
from bot.pictures import Pictures
from bot.runtime.clock import Clock
from bot.services.kept_records import KeptRecords
from bot.store import Members, PendingRecords

KEPT_MS = 15 * 60_000
EDIT, REPLY = "menu", "reply"  # what asked for it: a message's menu, a reply to a card
OFFER = "offer"  # it was refused, but another model can draw it
KINDS = (EDIT, REPLY, OFFER)


@dataclass(frozen=True, kw_only=True)
class PendingOrder:
    """An order that waits for a member's word; one of its pictures is what it changes."""

    id: int  # a snowflake: the interaction's or the message's that began it
    user_id: int
    kind: str  # one of KINDS
    pictures: tuple[Image, ...]
    picked: int = 0  # which of them
    prompt: str = ""
    extras: tuple[Image, ...] = ()  # further inputs
    model: str = BANANA.name
    params: Params = Params(ratio=INPUT_RATIO)
    locale: str = "en"
    parent_id: int | None = None
    version: int = 1
    shown_cost: int | None = None  # the credits that its question named
    placed_as: int = 0  # the order that was made of it, until its card surely stands

    @property
    def is_of_card(self) -> bool:
        """Return True if its pictures are those of a card."""
        return self.parent_id is not None

    def pick(self, n: int) -> PendingOrder:
        """Return the same order about another of its pictures; `n` may be made up."""
        return replace(self, picked=n if n < len(self.pictures) else 0)

    def order(self) -> Order:
        """Return the order; who pays, and where the card stands, is the caller's to fill in."""
        return Order(
            id=0,
            guild_id=0,
            channel_id=0,
            user_id=self.user_id,
            model=self.model,
            prompt=self.prompt,
            params=self.params,
            inputs=in_order((*self.pictures[self.picked : self.picked + 1], *self.extras)),
            locale=self.locale,
            parent_id=self.parent_id,
            version=self.version,
            shown_cost=self.shown_cost,
        )


class PendingOrders:
    """Keeps pending orders, so that they outlive a restart."""

    def __init__(self, *, pending: PendingRecords, members: Members, pictures: Pictures, clock: Clock) -> None:
        self._records = {
            kind: KeptRecords(PendingOrder, kind=kind, kept_ms=KEPT_MS, pending=pending, clock=clock) for kind in KINDS
        }
        self._members = members
        self._pictures = pictures

    async def keep(self, order: PendingOrder) -> None:
        """Keep a pending order, in place of how it was before."""
        await self._records[order.kind].keep(order.id, order.user_id, order)

    async def find(self, order_id: int, user_id: int, kind: str) -> PendingOrder:
        """Return a member's own pending order.

        Raises NotForYou, PendingExpired, or Deleted where a picture of ours was deleted.
        """
        order = await self._records[kind].find(order_id, user_id)
        if order is not None:
            await self._check_pictures(order)
            return order
        owner_id = await self._records[kind].owner(order_id)
        raise PendingExpired if owner_id is None else NotForYou(owner_id=owner_id)

    async def change(self, order: PendingOrder) -> bool:
        """Keep a pending order as it is now; False where it was placed or declined meanwhile: it stays so."""
        kept = self._records[order.kind]
        return await kept.change(order.id, order.user_id, lambda before: order if before else None) is not None

    async def take(self, order: PendingOrder) -> bool:
        """Delete a pending order; True for the one call that did, so that nothing is ordered twice of it."""
        return await self._records[order.kind].take(order.id, order.user_id) is not None

    async def keep_offer(self, offer_id: int, user_id: int, order: Order) -> None:
        """Keep an order that was refused, for the button that draws it with another model."""
        offer = PendingOrder(
            id=offer_id,
            user_id=user_id,
            kind=OFFER,
            pictures=order.inputs[:1],
            extras=order.inputs[1:],
            prompt=order.prompt,
            model=order.model,
            params=order.params,
            locale=order.locale,
            parent_id=order.parent_id,
            version=order.version,
            shown_cost=order.shown_cost,
        )
        await self.keep(offer)

    async def preview(self, pending: PendingOrder) -> bytes | None:
        """Return a small JPEG of the picture that an order changes."""
        return await self._pictures.preview(pending.pictures[pending.picked])

    async def draws_at_once(self, user_id: int) -> bool:
        """Return True if a member wants no confirmation before a reply is drawn."""
        return (await self._members.preferences(user_id)).get("at_once") is True

    async def is_first_time(self, user_id: int, what: str) -> bool:
        """Note that a member met something; True the first time."""
        return await self._members.mark_seen(user_id, what)

    async def _check_pictures(self, order: PendingOrder) -> None:
        """Raise Deleted where one of an order's pictures was ours and is deleted."""
        if [image for image in (*order.pictures, *order.extras) if await is_gone(self._pictures, image)]:
            raise Deleted


def next_version_fields(job: Job) -> Mapping[str, Any]:
    """Return the fields of a pending order about a job's card: its pictures, one to come, the next version."""
    return {
        "pictures": tuple(
            replace(image, name=f"picture-{image.position + 1}", owner_id=job.user_id) for image in job.outputs
        ),
        "model": job.model,
        "params": replace(job.params, ratio=INPUT_RATIO, count=1),
        "parent_id": job.id,
        "version": job.version + 1,
    }


async def is_gone(pictures: Pictures, image: Image) -> bool:
    """Return True if a picture was ours and is deleted: its old URL may still work, and is not used."""
    return image.path is not None and not await pictures.has(image)


def in_order(images: Sequence[Image]) -> tuple[Image, ...]:
    """Return pictures numbered as they stand."""
    return tuple(replace(image, position=number) for number, image in enumerate(images))


def order_instead(order: Order, offer: Offer) -> Order | None:
    """Return the same order for the model that takes input pictures where its own doesn't; None where none does."""
    other = offer.instead(order.model)
    if other is None:
        return None
    return replace(order, model=other.name, params=other.fit(order.params, has_input=bool(order.inputs)))
