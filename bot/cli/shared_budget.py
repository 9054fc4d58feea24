"""The owner's caps, which orders of the terminal share with the bot's: both stand on one bill."""

from __future__ import annotations

from contextlib import suppress

from bot.domain.errors import StartError, StorageUnavailable
from bot.domain.jobs import Order
from bot.domain.quota import LONGEST_CAP
from bot.settings import Settings
from bot.store import Store
from bot.store.shared import open_shared_store


class SharedBudget:
    """The books of the bot, as far as the terminal's orders count in them: their rows are in books of their own."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.bot_data_dir
        self._caps = settings.caps()

    async def reserve(self, order: Order, cost: int, *, now: int) -> None:
        """Reserve an order's credits; raises OutOfQuota where a cap has no room for them, or StartError."""
        async with open_shared_store(self._folder, may_create=True) as store:
            await store.billing.reserve(
                order.id,
                user_id=order.user_id,
                model=order.model,
                cost=cost,
                caps=self._caps,
                now=now,
            )

    async def settle(self, terminal: Store, *, now: int) -> None:
        """Note what became of the terminal's orders, or leave it to the next run: till then their credits count."""
        with suppress(StartError, StorageUnavailable):
            async with open_shared_store(self._folder) as store:
                for job_id in await store.billing.unsaid(since=now - LONGEST_CAP * 1000):
                    if entry := await terminal.billing.entry(job_id):
                        await store.billing.enter(job_id, entry, now=now)


class NoBudget(SharedBudget):
    """The emulator's: it costs nothing."""

    async def reserve(self, order: Order, cost: int, *, now: int) -> None:
        """Reserve nothing."""

    async def settle(self, terminal: Store, *, now: int) -> None:
        """Note nothing."""
