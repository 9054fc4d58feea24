"""What the owner must mend on the machine: the disk, the database, the way of the webhooks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from bot.pictures import Pictures
from bot.runtime.clock import Clock
from bot.store import Store
from bot.worker.worker import Worker

STARTED_S = 60.0  # after which a start's own work is done

#: Returns what is wrong, in a few words, or nothing.
Check = Callable[[], Awaitable[str]]


def machine_checks(*, store: Store, pictures: Pictures, worker: Worker, clock: Clock) -> Mapping[str, Check]:
    """Return the checks, by what they are about."""

    async def disk() -> str:
        return "" if pictures.has_room() else "full"

    async def database() -> str:
        return await store.obstacle(now=clock.now())

    async def webhooks() -> str:
        return "missing" if worker.are_webhooks_missing() else ""

    return {"disk": disk, "database": database, "webhooks": webhooks}


async def check_pages(store: Store) -> None:
    """Look through every page of a large database once, when the start is over."""
    await asyncio.sleep(STARTED_S)
    await store.check_pages()
