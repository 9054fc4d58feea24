"""The bot without Discord: booking, worker, vendor, pictures, as a process that is told how many orders to place.

`running` is what a part calls, `python -m bench.engine` the process behind it: a number and a model on its standard
input place so many orders at once and are answered with `ordered`, a `wait` with `idle` once all of them are over.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bench.harness import Bench, StandIn
from bench.processes import Process
from bot import app
from bot.core import Core
from bot.domain.catalog import Params
from bot.domain.jobs import Job, Order
from bot.domain.limits import snowflake
from bot.runtime.garbage import spare_what_stays
from bot.settings import load
from bot.web.webhook_server import WebhookServer, serve_webhooks

PEOPLE = 50
LOOK_S = 0.05
DRAIN_S = 5.0
MODEL, OTHER_MODEL = "banana", "banana-pro"
FIRST_ORDERS = 8


@dataclass(frozen=True, kw_only=True)
class Engine:
    """The process of the bot without Discord."""

    process: Process

    async def order(self, orders: int, *, model: str = MODEL) -> None:
        """Place so many orders at once, and return when all are booked."""
        await self.process.tell(f"{orders} {model}")
        await self.process.line()

    async def begin(self, higgsfield: StandIn, **options: float) -> None:
        """Have its first orders drawn at once, then set the stand-in's options.

        What a process does once in its life is no order's; of another model, they teach nothing.
        """
        await higgsfield.tell("options", queued_s=0.0, drawing_s=0.1)
        await self.order(FIRST_ORDERS, model=OTHER_MODEL)
        await self.until_idle()
        await higgsfield.tell("options", **options)

    async def until_idle(self) -> None:
        """Wait until every order is over."""
        await self.process.tell("wait")
        await self.process.line()


@asynccontextmanager
async def running(
    bench: Bench, higgsfield: StandIn, *, data: Path | None = None, slots: int = 256, **settings: str
) -> AsyncIterator[Engine]:
    """Run it against the stand-in for Higgsfield; `settings` are variables of the environment, in small letters.

    `slots` may be more than what the setting takes.
    """
    environment = bench.environment(higgsfield, data, settings)
    async with bench.python("-m", "bench.engine", str(slots), environment=environment) as process:
        await process.line()
        yield Engine(process=process)


async def _main(slots: int) -> None:
    stop = app.stop_on_signals()
    settings = replace(load(), higgsfield_concurrency=slots)
    async with app.open_core(settings) as core, AsyncExitStack() as stack:
        if core.webhook_urls:
            server = WebhookServer(orders=core.orders, webhook_urls=core.webhook_urls, clock=core.clock)
            await stack.enter_async_context(serve_webhooks(server, host=settings.bot_host, port=settings.bot_port))
        await core.worker.resume()
        work = [asyncio.create_task(one) for one in (core.worker.run(), _obey(core))]
        await stop.wait()
        for task in work:
            task.cancel()
        await core.worker.drain(seconds=DRAIN_S)


class UnderWay:
    """The orders that have not ended, by what the worker tells: who looks again and again pays for each look."""

    def __init__(self) -> None:
        self._ids: set[int] = set()
        self.over = asyncio.Event()

    def begin(self, ids: Iterable[int]) -> None:
        """Note orders that are being placed."""
        self._ids.update(ids)
        self.over.clear()

    def moved(self, job: Job) -> None:
        """Note a job that stands in another state."""
        if job.is_final:
            self._ids.discard(job.id)
            if not self._ids:
                self.over.set()


async def _obey(core: Core) -> None:
    spare_what_stays()  # as `run` does
    under_way = UnderWay()
    core.worker_events.moved.subscribe(under_way.moved)
    print("ready", flush=True)
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := (await lines.readline()).decode().strip():
        if line == "wait":
            await under_way.over.wait()
            while not core.worker.is_idle() or core.worker.next_due() is not None:
                await asyncio.sleep(LOOK_S)
            print("idle", flush=True)
        else:
            orders, model = line.split()
            placed = [_order(core, n, model) for n in range(int(orders))]
            under_way.begin(order.id for order in placed)
            await asyncio.gather(*(core.orders.order(order) for order in placed))
            print("ordered", flush=True)


def _order(core: Core, n: int, model: str) -> Order:
    """Return one member's order at the terminal, which needs no message to be bound to."""
    return Order(
        id=snowflake(core.clock.now()) + n,
        guild_id=0,
        channel_id=0,
        user_id=1 + n % PEOPLE,
        model=model,
        prompt=f"a lighthouse {n}",
        params=Params(),
    )


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1])))
