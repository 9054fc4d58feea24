"""Nothing that people or the vendor send holds the event loop: what is heavy is done beside it.

The world around the bot runs in a thread of its own, so that the loop's thread does the bot's work alone.
"""

from __future__ import annotations

import asyncio
import base64
import gc
import gzip
import io
import json
import threading
import time
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest
from PIL import Image

from bot import app
from bot.cli.demo_stack import TOKEN, demo_settings
from bot.i18n import Texts
from bot.simulators.discord import FakeDiscord
from bot.simulators.higgsfield import AccountOptions, FakeHiggsfield

Studio = Any
T = TypeVar("T")
LIMIT_S = 0.2  # of the loop thread's own processor time: twice the promise, since a crowded machine stretches even that
PATIENCE_S = 120.0  # for pictures that are heavy on purpose, on a machine that others use too
RESULT, STATUS = ("GET", "/cdn/results/*"), ("GET", "/requests/*")


class Elsewhere:
    """A thread with an event loop of its own."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever)
        self._thread.start()

    async def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Have it done there."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self.loop))

    async def close(self) -> None:
        await self.do(self.loop.shutdown_default_executor())
        self.loop.call_soon_threadsafe(self.loop.stop)
        await asyncio.to_thread(self._thread.join)
        self.loop.close()


@dataclass
class Watchdog:
    """Measures every callback of this thread's loop."""

    longest: dict[str, float] = field(default_factory=dict)  # what ran -> seconds of processor time

    def note(self, handle: asyncio.Handle, seconds: float) -> None:
        if seconds > self.longest.get(name := repr(handle)[:300], LIMIT_S / 10):
            self.longest[name] = seconds


@pytest.fixture
def watchdog(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watchdog]:
    watchdog, run, me = Watchdog(), asyncio.Handle._run, threading.get_ident()

    def measured(handle: asyncio.Handle) -> None:
        if threading.get_ident() != me:
            return run(handle)
        began = time.thread_time()
        run(handle)
        return watchdog.note(handle, time.thread_time() - began)

    monkeypatch.setattr(asyncio.Handle, "_run", measured)
    gc.collect()
    gc.freeze()  # what other tests left behind is not swept on our time
    yield watchdog
    gc.unfreeze()


@pytest.fixture
async def world(closed_studio: Studio, texts: Texts, tmp_path: Path) -> AsyncIterator[Studio]:
    """The bot on this loop, and a studio whose methods are to be called elsewhere."""
    elsewhere = Elsewhere()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(elsewhere.close)
        vendor = await elsewhere.do(_open(FakeHiggsfield(AccountOptions(queued_s=0, drawing_s=(0.02, 0.02), pace=0))))
        stack.push_async_callback(elsewhere.do, vendor.stop())
        fake_discord = await elsewhere.do(_open(FakeDiscord(token=TOKEN)))
        stack.push_async_callback(lambda: elsewhere.do(fake_discord.stop()))
        studio = type(closed_studio)(fake_discord=fake_discord, vendor=vendor, folder=tmp_path / "d", clock=None)
        stop = asyncio.Event()
        known = {"higgsfield_base_url": vendor.url, "bot_discord_url": fake_discord.url, "bot_min_free_mb": 1}
        bot = asyncio.create_task(app.serve(demo_settings(**known, bot_data_dir=studio.folder), stop))
        await elsewhere.do(fake_discord.until(lambda: fake_discord.bot_online))
        yield SimpleNamespace(studio=studio, do=elsewhere.do)
        stop.set()
        await bot


async def _open(server: T) -> T:
    await server.start()  # type: ignore[attr-defined]
    return server


def photo() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((4000, 3000), 60).convert("RGB").save(file, "JPEG", quality=85)
    return file.getvalue()


def hostile_answers() -> list[str]:
    wide = json.dumps({"status": "in_progress", "images": [{"url": "https://a"}] * 45_000}).encode()
    flat, many = b"[" + b"1," * 450_000 + b"1]", b'{"detail": [' + b'{"loc":[1]},' * 80_000 + b"1]}"
    deep, endless = b'{"a":' * 200_000, b"{" + b" " * 30_000_000
    return [base64.b64encode(body).decode() for body in (wide, flat, many, b"[" * 900_000, deep, endless)]


def zip_bomb() -> str:
    return base64.b64encode(gzip.compress(bytes(300_000_000))).decode()


async def test_pictures_large_and_many_never_hold_the_loop(world: Any, watchdog: Watchdog) -> None:
    studio = world.studio
    image = ("photo.jpg", await asyncio.to_thread(photo))
    call = await world.do(studio.order("mountains [huge]", count=4, image=image))
    card = await world.do(_end(studio, call))
    assert len(card.media) == 5 and studio.ledger(call) == [("reserve", 4), ("settle", 0)]
    assert sum(len(file.data) for file in card.attachments) > 8_000_000
    assert not {name: s for name, s in watchdog.longest.items() if s > LIMIT_S}


async def test_answers_large_and_hostile_never_hold_the_loop(world: Any, watchdog: Watchdog) -> None:
    studio = world.studio
    call = await world.do(studio.order("a boat [stuck]"))
    await world.do(studio.taken(call.message))
    for body in await asyncio.to_thread(hostile_answers):
        studio.vendor.fail(*STATUS, how="bytes", data=body, content_type="application/json")
    zipped = {"data": await asyncio.to_thread(zip_bomb), "headers": {"Content-Encoding": "gzip"}}
    studio.vendor.fail(*STATUS, how="bytes", **zipped)
    await world.do(studio.until(lambda: not any(f.times for f in studio.vendor.faults), PATIENCE_S))
    studio.vendor.fail(*RESULT, how="bytes", **zipped, times=9)
    await world.do(_finish_drawing(studio))
    card = await world.do(_end(studio, call))
    assert "sent no picture. Nothing was charged." in card.text
    assert not {name: s for name, s in watchdog.longest.items() if s > LIMIT_S}


async def _end(studio: Studio, call: Any) -> Any:
    await studio.until(lambda: studio.is_shown_final(call), PATIENCE_S)
    return call.message


async def _finish_drawing(studio: Studio) -> None:
    studio.finish_drawing()
