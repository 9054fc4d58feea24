"""One process of the real bot, forked where its modules are loaded already, with a trap set."""

from __future__ import annotations

import asyncio
import importlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bot import app, discord_side
from bot.cli.demo_stack import demo_settings
from bot.core import Core
from bot.i18n import Texts
from bot.runtime.retry import Backoff
from bot.store import connection
from bot.ui import discord_internals
from bot.ui.client import BananaBot, feature_modules
from bot.worker import backoff
from tests.clocks import UncorrectedClock
from tests.counted_queue import CountedQueue
from tests.crash.trap import Point, Trap

for feature in feature_modules():  # once here, not in every fork
    importlib.import_module(feature)

HURRY = 0.01  # the worker's waits, of what they are at a real vendor
SETTLE_S = 3.0
TEXTS = Texts()


@dataclass(frozen=True, kw_only=True)
class Orders:
    """What a process is started with."""

    settings: dict[str, object]
    trace: Path
    log: Path
    death: Point | None = None
    ahead_s: float = 0.0  # of the machine's clock
    plant: Callable[[], None] | None = None  # a bug, for the tests of the tests


class Patient:
    """An attribute that stays at many years, whatever is written to it."""

    def __get__(self, owner: object, kind: object) -> float:
        return 1e9

    def __set__(self, owner: object, value: float) -> None:
        pass


class Leaping(UncorrectedClock):
    """The machine's clock, with leaps; the event loop leaps along, so whatever sleeps wakes when it should."""

    def __init__(self, ahead_s: float) -> None:
        super().__init__()
        self._ahead_s = ahead_s
        self._leapt_s = 0.0

    def join(self, loop: asyncio.AbstractEventLoop) -> None:
        usual = loop.time
        loop.time = lambda: usual() + self._leapt_s  # type: ignore[method-assign]

    def now(self) -> int:
        return super().now() + int((self._ahead_s + self._leapt_s) * 1000)

    def monotonic(self) -> float:
        return time.monotonic() + self._leapt_s

    def skip(self, seconds: float) -> None:
        """Let the calendar go on; nothing that is under way waits any longer for it."""
        self._ahead_s += seconds

    def leap(self, seconds: float) -> None:
        """Let so much time pass for everything."""
        self._leapt_s += seconds


@dataclass
class Seen:
    """The bot's parts, as they were built."""

    clock: Leaping
    parts: list[tuple[BananaBot, Core]] = field(default_factory=list)
    line: CountedQueue | None = None

    def is_quiet(self) -> bool:
        """Return True if nothing is under way in the worker, the card updater and its tasks."""
        ((bot, services),) = self.parts
        return services.worker.is_idle() and bot.surface.card_updater.is_idle()

    @property
    def held(self) -> int:
        """How many slots at the vendor are taken."""
        assert self.line is not None
        return self.line.occupied

    def build_line(self, slots: int) -> CountedQueue:
        """Build the line before the vendor, and keep it in sight."""
        self.line = CountedQueue(slots)
        return self.line


def main(orders: Orders, line: Connection) -> None:
    """Serve until told to stop, or until the trap springs."""
    logging.basicConfig(filename=orders.log, level=logging.WARNING, force=True)
    seen = Seen(Leaping(orders.ahead_s))
    _prepare(seen)
    trap = Trap(orders.trace, orders.death)
    trap.set()
    if orders.plant:
        orders.plant()
    asyncio.run(_serve(orders, seen, trap, line))


def _prepare(seen: Seen) -> None:
    """Make the bot quick, its parts visible, and each transaction a point of its own."""
    connection.AT_ONCE = 1
    for name in ("first_poll", "next_poll"):
        usual = getattr(backoff, name)
        setattr(backoff, name, lambda *args, usual=usual, **options: usual(*args, **options) * HURRY)
    for name in ("RETRY", "DOWNLOAD_RETRY"):
        slow = getattr(backoff, name)
        setattr(backoff, name, Backoff(first=slow.first * HURRY, longest=slow.longest * HURRY))
    build = app.build_bot

    def build_bot(settings: Any, services: Core) -> BananaBot:
        bot = build(settings, services)
        seen.parts.append((bot, services))
        return bot

    app.Clock = lambda: seen.clock  # type: ignore[misc, assignment]
    discord_side.Texts = lambda: TEXTS  # type: ignore[misc, assignment]
    app.build_bot = build_bot
    app.FairQueue = seen.build_line  # type: ignore[assignment, misc]
    # A leap is no silence of the gateway: else each one would cut the line.
    discord_internals.DiscordWebSocket._max_heartbeat_timeout = Patient()  # type: ignore[attr-defined]


async def _serve(orders: Orders, seen: Seen, trap: Trap, line: Connection) -> None:
    loop = asyncio.get_running_loop()
    seen.clock.join(loop)
    said: asyncio.Queue[tuple[str, float]] = asyncio.Queue()
    loop.add_reader(line.fileno(), lambda: said.put_nowait(line.recv()))
    stop = asyncio.Event()
    serving = asyncio.create_task(app.serve(demo_settings(**orders.settings), stop))
    try:
        await asyncio.wait(
            {serving, asyncio.create_task(_obey(said, seen, trap, line))}, return_when=asyncio.FIRST_COMPLETED
        )
    finally:
        loop.remove_reader(line.fileno())
        stop.set()
        await serving


async def _obey(said: asyncio.Queue[tuple[str, float]], seen: Seen, trap: Trap, line: Connection) -> None:
    while True:
        word, seconds = await said.get()
        if word == "skip":
            seen.clock.skip(seconds)
            line.send("skipped")
        else:
            await _until(seen.is_quiet)
            trap.settle()
            seen.clock.leap(seconds)
            await _until(lambda: not seen.held)
            line.send(seen.held)
            return


async def _until(true: Callable[[], bool]) -> None:
    """Wait for it, but not for ever: whoever asked looks himself."""
    until = time.monotonic() + SETTLE_S
    while not true() and time.monotonic() < until:
        await asyncio.sleep(0.005)
