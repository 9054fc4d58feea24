"""Orders that were refused, but that /banana can take: kept for a while for the button under the refusal."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from bot.domain.catalog import BANANA, effective_ratio
from bot.domain.jobs import Order
from bot.runtime.clock import Clock

KEPT = 500
KEPT_S = 15 * 60  # as long as Discord would let us answer


class RefusedOrders:
    """A few orders in memory; a restart forgets them, and the button then says so."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._orders: OrderedDict[tuple[int, int], tuple[float, Order]] = OrderedDict()

    def keep(self, offer_id: int, user_id: int, order: Order) -> None:
        """Keep a member's order; the oldest goes where there are too many."""
        self._orders[offer_id, user_id] = (self._clock.monotonic() + KEPT_S, order)
        while len(self._orders) > KEPT:
            self._orders.popitem(last=False)

    def take(self, offer_id: int, user_id: int) -> Order | None:
        """Return a member's own order, once; None where it is forgotten or another's: the offer was private."""
        until, order = self._orders.pop((offer_id, user_id), (0.0, None))
        return order if self._clock.monotonic() < until else None


def as_banana(order: Order) -> Order:
    """Return the same order for the model that takes input pictures, and is cheaper."""
    ratio = effective_ratio(order.params.ratio, has_input=bool(order.inputs))
    return replace(order, model=BANANA.name, params=replace(order.params, resolution=None, ratio=ratio))
