"""The brake on what is free for one member and costs the host, the channel or the vendor something."""

from __future__ import annotations

from bot.domain.errors import TooFast
from bot.domain.jobs import Order
from bot.runtime.clock import Clock
from bot.runtime.recent import RecentKeys
from bot.runtime.token_buckets import Allowance, TokenBuckets

#: Commands, presses, forms, replies and reactions: nobody on a phone is that quick for that long.
ACTIONS = Allowance(burst=40, a_minute=30)
#: What becomes an order, beside: the day's usual credits fit at once.
ORDERS = Allowance(burst=20, a_minute=10)
TOLD_S = 30.0  # one public sentence to a member in a channel
DOUBLE_TAP_S = 3.0  # the same order from the same card again is a finger's slip


class Brakes:
    """One for all members and features; a stop forgets it."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._actions = TokenBuckets(ACTIONS, monotonic=clock.monotonic)
        self._orders = TokenBuckets(ORDERS, monotonic=clock.monotonic)
        self._told = RecentKeys(seconds=TOLD_S, monotonic=clock.monotonic)
        self._taps = RecentKeys(seconds=DOUBLE_TAP_S, monotonic=clock.monotonic)

    def check_action(self, user_id: int) -> None:
        """Raise TooFast where a member does more than anybody needs to."""
        self._check(self._actions, user_id)

    def check_order(self, user_id: int) -> None:
        """Raise TooFast where a member orders more than anybody needs to."""
        self._check(self._orders, user_id)

    def is_told(self, user_id: int, channel_id: int, message_id: int) -> bool:
        """Note a public sentence that a member's message calls for; True where another one just did."""
        return self._told.is_repeat((user_id, channel_id), message_id)

    def is_double_tap(self, order: Order) -> bool:
        """Note an order from a card; True where another press brought the same one within three seconds."""
        return order.parent_id is not None and self._taps.is_repeat(_same(order), order.id)

    def order_failed(self, order: Order) -> None:
        """Let the same order come anew at once: the first try of it was refused."""
        self._taps.forget(_same(order))

    def _check(self, buckets: TokenBuckets, user_id: int) -> None:
        if wait := buckets.take(user_id):
            raise TooFast(again_at=self._clock.now() + int(wait * 1000) + 1000)


def _same(order: Order) -> int:
    """What makes two orders the same, beside when they came; their options are unchecked, and their words not kept."""
    pictures = [image.path or image.url.partition("?")[0] for image in order.inputs]
    asked = (order.user_id, order.channel_id, order.parent_id, order.model, order.prompt, order.params, pictures)
    return hash(repr(asked))
