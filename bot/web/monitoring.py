"""Monitoring, put together: what is heard, what is asked, and the port at which both are told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager, suppress
from functools import partial

from prometheus_client import (
    CollectorRegistry,
    Gauge,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from bot import __version__
from bot.core import Core
from bot.domain.errors import StorageUnavailable
from bot.runtime.background import BackgroundTasks
from bot.runtime.heartbeats import Heartbeat
from bot.store import Store
from bot.ui.caretaker import Caretaker
from bot.ui.client import BananaBot
from bot.web.gauges import Gauges
from bot.web.health import Health
from bot.web.monitoring_server import MonitoringServer, serve_monitoring
from bot.web.observer import Observer

LAG_EVERY_S = 0.25
WATCH_EVERY_S = 5.0
SLOW_S = 10.0  # of the database: then orders are refused
DATABASE_PATIENCE_S = 120.0  # a backup's copy may hold the thread for a minute


@asynccontextmanager
async def monitored(core: Core, bot: BananaBot, caretaker: Caretaker, *, host: str, port: int) -> AsyncIterator[int]:
    """Watch the bot, from before its log-in, and answer whoever asks; yields the port. Raises StartError."""
    registry = new_registry()
    models = [model.name for model in core.orders.offer.models]
    observer = Observer(registry, models=models, known=partial(_names, bot), now=core.clock.now)
    database = Heartbeat(patience_s=DATABASE_PATIENCE_S)
    health = _health(core, bot, caretaker, database)
    gauges = Gauges(
        registry,
        counting=core.store.counting,
        budget=core.budget,
        worker=core.worker,
        health=health,
        models=models,
        clock=core.clock,
    )

    async def figures() -> bytes:
        await gauges.read()
        return generate_latest(registry)

    _listen(observer, core, bot)
    tasks = BackgroundTasks()
    tasks.start(_watch_loop(observer.loop_woke), name="loop lag")
    tasks.start(_watch_gateway(bot), name="gateway watch")
    tasks.start(_watch_database(core.store, database, observer.database_answered), name="database watch")
    server = MonitoringServer(health=health, figures=figures, content_type=CONTENT_TYPE_PLAIN_0_0_4)
    try:
        async with serve_monitoring(server, host=host, port=port) as bound:
            yield bound
    finally:
        await tasks.close()


def new_registry() -> CollectorRegistry:
    """Return a registry that knows the process and its version."""
    disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each counter, which nobody reads
    registry = CollectorRegistry(auto_describe=False)
    ProcessCollector(registry=registry)
    Gauge("banana_info", "The version that runs.", ["version"], registry=registry).labels(__version__).set(1)
    return registry


def _health(core: Core, bot: BananaBot, caretaker: Caretaker, database: Heartbeat) -> Health:
    return Health(
        heartbeats={
            "gateway": bot.gateway_heartbeat,
            "worker": core.worker.heartbeat,
            "card updater": bot.surface.card_updater.heartbeat,
            "database": database,
            **bot.surface.cancel_reactions.heartbeats,
            **caretaker.heartbeats,
        },
        readiness={
            "gateway": bot.gateway_trouble,
            "database": lambda: "slow" if database.silent_s > SLOW_S else core.store.counting.obstacle,
            "higgsfield": lambda: core.worker.trouble() or "",
        },
    )


def _listen(observer: Observer, core: Core, bot: BananaBot) -> None:
    core.worker_events.moved.subscribe(observer.moved)
    core.worker_events.noticed.subscribe(observer.noticed)
    core.worker_events.vendor_called.subscribe(observer.vendor_called)
    observer.watch_requests(bot.trace)
    bot.interacted.subscribe(observer.interacted)


def _names(bot: BananaBot, kind: str) -> Collection[str]:
    """Return the names that an interaction of a kind may have."""
    match kind:
        case "button":
            return bot.router.handlers.keys()
        case "form":
            return bot.router.forms.keys()
        case _:
            return {command.name for command in bot.tree.get_commands()}


async def _watch_loop(woke: Callable[[float], None]) -> None:
    """Say again and again how late the event loop wakes."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + LAG_EVERY_S
        await asyncio.sleep(LAG_EVERY_S)
        woke(max(0.0, loop.time() - due))


async def _watch_gateway(bot: BananaBot) -> None:
    """Have the gateway's loop be heard while Discord answers its heartbeats; each new connection is heard by itself."""
    while True:
        if not bot.gateway_trouble():
            bot.gateway_heartbeat.beat()
        await asyncio.sleep(WATCH_EVERY_S)


async def _watch_database(store: Store, heartbeat: Heartbeat, answered: Callable[[float], None]) -> None:
    """Ask the database's thread the smallest question now and then, and say how long it took."""
    loop = asyncio.get_running_loop()
    while True:
        begun = loop.time()
        heartbeat.beat()
        with suppress(StorageUnavailable):
            await store.host_orders.outside_version()
        answered(loop.time() - begun)
        heartbeat.rest()
        await asyncio.sleep(WATCH_EVERY_S)
