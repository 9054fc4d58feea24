"""Orders that were turned down, as a server's log tells them."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from bot.domain.errors import (
    BadOption,
    BadPrompt,
    DiskFull,
    NotHere,
    PriceChanged,
    Refusal,
    StorageUnavailable,
    UnreadFormat,
)
from bot.domain.guild_log import LogEvent, LogKind
from bot.domain.jobs import Order
from bot.runtime.clock import Clock
from bot.store import Store

#: What no rule of a server has to do with: a slip of the hand, or a trouble of the bot's.
UNTOLD = (BadOption, BadPrompt, DiskFull, NotHere, PriceChanged, StorageUnavailable, UnreadFormat)
LONGEST_FACT = 100  # characters
NOTE_S = 0.5  # a disk that is slower loses the line: who is turned down is told within Discord's three seconds


class RefusalLog:
    """Notes each, in a transaction of its own: the order's has come to nothing."""

    def __init__(self, *, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def refused(self, order: Order, refusal: Refusal) -> None:
        """Note that an order was turned down, where its server wants that told; never raises."""
        if not order.guild_id or isinstance(refusal, UNTOLD):
            return
        facts = {name: _short(value) for name, value in refusal.values().items() if isinstance(value, str | int | None)}
        with suppress(StorageUnavailable, TimeoutError):
            async with asyncio.timeout(NOTE_S):
                await self._store.guild_log.note(
                    LogEvent(
                        guild_id=order.guild_id,
                        kind=LogKind.REFUSED,
                        what=refusal.text_id().removeprefix("refused-"),
                        user_id=order.user_id,
                        channel_id=order.channel_id,
                        words=order.prompt,
                        facts=facts,
                    ),
                    now=self._clock.now(),
                )


def _short(value: str | int | None) -> str | int | None:
    return value[:LONGEST_FACT] if isinstance(value, str) else value
