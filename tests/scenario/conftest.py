"""The whole bot in one process: the real client, service, worker and books between two loopback stand-ins."""

from __future__ import annotations

import asyncio
import io
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, closing, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PIL import Image

from bot import app, discord_side
from bot.cli.demo_stack import TOKEN, demo_settings
from bot.i18n import Texts
from bot.runtime.retry import Backoff
from bot.runtime.token_buckets import Allowance
from bot.services import brakes
from bot.simulators.discord import Call, FakeDiscord, Message, Person
from bot.simulators.higgsfield import AccountOptions, FakeHiggsfield
from bot.ui import discord_internals
from bot.worker import backoff
from bot.worker.worker import Worker
from tests.clocks import UncorrectedClock
from tests.counted_steps import count_steps
from tests.kept_parts import KeptParts
from tests.under_way import UnderWay

T = TypeVar("T")
HURRY = 0.01  # the worker's waits, of what they are at a real vendor
QUICK = AccountOptions(small=True, queued_s=0, drawing_s=(0.02, 0.02), pace=0)
NEVER = float("inf")
OURS = tuple(str(Path(__file__).parents[2] / top) for top in ("bot", "cogs"))  # discord.py leaves some of its errors
PATIENCE_S = 40.0  # what the bot may take to start or to stop on a busy machine


class Leaping(UncorrectedClock):
    """The machine's clock, with leaps; the event loop leaps along, so whatever sleeps wakes when it should."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self.ahead = 0.0
        self._shifted = 0  # ms between what it says and what the machine's does
        self.under_way: UnderWay | None = None
        self._loop_time = loop.time
        loop.time = self.loop_time  # type: ignore[method-assign]

    def loop_time(self) -> float:
        return self._loop_time() + self.ahead

    def now(self) -> int:
        return super().now() + int(self.ahead * 1000) + self._shifted

    def set(self, moment: int) -> None:
        """Let it be this moment (epoch ms) without any time passing."""
        self._shifted += moment - self.now()

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead

    async def leap(self, *, seconds: float = 0, minutes: float = 0) -> None:
        """Let so much time pass at once, as soon as nothing is under way that it would cut short."""
        if self.under_way is not None:
            await self.under_way.over()
        self.ahead += seconds + 60 * minutes
        await asyncio.sleep(0)


class Patient:
    """An attribute that stays at many years, whatever is written to it."""

    def __get__(self, owner: object, kind: object) -> float:
        return 1e9

    def __set__(self, owner: object, value: float) -> None:
        pass


@dataclass(kw_only=True)
class Studio:
    """A bot that can be stopped and started, the world around it, and its books as the disk holds them."""

    fake_discord: FakeDiscord
    vendor: FakeHiggsfield
    folder: Path
    clock: Leaping
    settings: dict[str, object] = field(default_factory=dict)
    steps: Counter[int] = field(default_factory=Counter)  # of the worker, by job
    client: Any = None  # the Discord client of the running bot
    worker: Worker | None = None  # the running bot's
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _bot: asyncio.Task[None] | None = None

    async def start(self, **settings: object) -> None:
        """Start the bot and wait until it is there; what is set stays set for later starts."""
        self.begin(**settings)
        await self.fake_discord.until(lambda: self.fake_discord.bot_online or (self._bot and self._bot.done()))

    def begin(self, **settings: object) -> None:
        """Start the bot, however long it takes."""
        self.settings |= settings
        known = {"higgsfield_base_url": self.vendor.url, "bot_discord_url": self.fake_discord.url}
        self._stop = asyncio.Event()
        self._bot = asyncio.create_task(
            app.serve(
                demo_settings(**known, bot_data_dir=self.folder, **({"bot_min_free_mb": 1} | self.settings)), self._stop
            )
        )

    async def stop(self) -> None:
        """Stop the bot cleanly."""
        if self._bot is not None:
            self._stop.set()
            bot, self._bot, self.worker = self._bot, None, None
            await bot

    async def end(self) -> None:
        """Wait until the bot ends by itself; raises what it ends with."""
        assert self._bot is not None
        bot, self._bot = self._bot, None
        async with asyncio.timeout(PATIENCE_S):
            await bot

    async def put_away(self) -> None:
        """Stop the bot, even one that does not stop."""
        async with asyncio.timeout(PATIENCE_S):  # awaited at its end, it is cancelled with its waiter
            await self.stop()

    async def restart(self, **settings: object) -> None:
        """Stop, and start again on the same data."""
        await self.stop()
        await self.start(**settings)

    def terms(self, **changes: Any) -> None:
        """Change what the vendor's account is like."""
        self.vendor.options = replace(self.vendor.options, **changes)

    def finish_drawing(self) -> None:
        """Let the vendor be done at once with what it draws."""
        for request in self.vendor.requests.values():
            if not request.is_over:
                self.vendor.advance(request, "completed")

    def loud(self) -> list[str]:
        """Return what the bot wrote without saying that it pings nobody, or nobody but one who ordered."""
        silent: dict[str, list[int]] = {"parse": []}
        ordered = self.query("SELECT DISTINCT user_id FROM job") if (self.folder / "bot.sqlite3").exists() else []
        calls = [{**silent, "users": [row["user_id"]]} for row in ordered]
        return [
            f"{entry.method} {entry.path}"
            for entry in self.fake_discord.calls
            if entry.speaks and entry.allowed_mentions not in (silent, *calls)
        ]

    # people

    def person(self, name: str = "mara") -> Person:
        return self.fake_discord.person(name)

    async def order(self, prompt: str = "a cat", *, by: str = "mara", command: str = "banana", **options: Any) -> Call:
        """Type a command and wait for its first answer."""
        return await (await self.person(by).slash(command, prompt=prompt, **options)).done()

    async def press(self, card: Message, verb: str, *, by: str = "mara", locale: str = "en-US") -> Call:
        """Press the card's button of that verb, once it stands there, and wait for the first answer."""
        custom_id = await self.until(
            lambda: next((str(b["custom_id"]) for b in card.buttons if f":{verb}:" in str(b["custom_id"])), "")
        )
        return await (await self.person(by).click(card, custom_id, locale=locale)).done()

    async def until(self, predicate: Callable[[], T | None | bool], timeout: float = 40) -> T:  # noqa: ASYNC109
        return await self.fake_discord.until(predicate, timeout)

    async def leap_until(self, predicate: Callable[[], object], *, seconds: float = 61, leaps: int = 100) -> None:
        """Let time pass in leaps until this is so."""
        for _ in range(leaps):
            with suppress(TimeoutError):
                return await self.until(lambda: bool(predicate()), timeout=0.2)
            await self.clock.under_way.over()
            if predicate():  # a busy machine was in the middle of it
                return None
            await self.clock.leap(seconds=seconds)
        raise AssertionError(f"not within {leaps} leaps of {seconds} s")

    async def says(self, card: Message, words: str) -> Message:
        """Wait until the card says this."""
        try:
            await self.until(lambda: words in card.text)
        except TimeoutError:
            raise AssertionError(f"{words!r} never came; the card says:\n{card.text}") from None
        return card

    async def taken(self, card: Message) -> Message:
        """Wait until the card says that Higgsfield has the order, however far it is."""
        english = ("Sent to Higgsfield", "Waiting in line at Higgsfield", "Drawing:")
        words = (*english, "Envoyée", "Dans la file de Higgsfield", "En cours")
        await self.until(lambda: any(each in card.text for each in words))
        return card

    async def ended(self, call: Call) -> Message:
        """Wait until the order's end stands on its card."""
        assert call.message is not None, "no answer came"
        await self.until(partial(self.is_shown_final, call))
        return call.message

    def is_shown_final(self, call: Call) -> bool:
        """Return True if the order's end stands on its card, or wherever it could be brought."""
        rows = self.query("SELECT delivered FROM job WHERE id = ?", call.id)
        return bool(rows) and rows[0]["delivered"] is not None

    async def finish(self, prompt: str = "a cat", **options: Any) -> tuple[Call, Message]:
        """Order, and wait for the end."""
        call = await self.order(prompt, **options)
        return call, await self.ended(call)

    async def quota(self, by: str = "mara", **options: Any) -> str:
        """Return what /quota says."""
        call = await (await self.person(by).slash("quota", **options)).done()
        assert call.ephemeral and call.message is not None
        return call.message.text

    # the books

    def query(self, sql: str, *values: object) -> list[sqlite3.Row]:
        with closing(sqlite3.connect(f"file:{self.folder / 'bot.sqlite3'}?mode=ro", uri=True)) as books:
            books.row_factory = sqlite3.Row
            return books.execute(sql, values).fetchall()

    def row(self, call: Call) -> sqlite3.Row:
        """Return the order's row."""
        (row,) = self.query("SELECT * FROM job WHERE id = ?", call.id)
        return row

    def ledger(self, call: Call) -> list[tuple[str, int]]:
        """Return the order's lines in the books."""
        lines = self.query("SELECT kind, amount FROM ledger WHERE job_id = ? ORDER BY id", call.id)
        return [(line["kind"], line["amount"]) for line in lines]

    @property
    def spent(self) -> int:
        """Return what stands in the books in all."""
        return int(self.query("SELECT COALESCE(SUM(amount), 0) AS spent FROM ledger")[0]["spent"])

    @property
    def orders(self) -> int:
        """Return how many orders were ever booked."""
        return int(self.query("SELECT COUNT(*) AS n FROM job")[0]["n"])

    @property
    def posts(self) -> int:
        """Return how many orders the vendor was sent."""
        orders = (call for call in self.vendor.calls if not call.path.startswith("/estimate/"))
        return sum(call.method == "POST" and "banana" in call.path for call in orders)

    def sent(self) -> list[dict[str, Any]]:
        """Return the bodies of the orders that the vendor took."""
        return [dict(request.order.params) for request in self.vendor.requests.values()]


def hasten(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("first_poll", "next_poll"):
        usual = getattr(backoff, name)
        monkeypatch.setattr(backoff, name, lambda *args, usual=usual, **options: usual(*args, **options) * HURRY)
    for name in ("RETRY", "DOWNLOAD_RETRY"):
        slow = getattr(backoff, name)
        monkeypatch.setattr(backoff, name, Backoff(first=slow.first * HURRY, longest=slow.longest * HURRY))


@pytest.fixture(scope="session")
def texts() -> Texts:
    """Both languages, parsed once."""
    return Texts()


@pytest.fixture(scope="session")
def kept_parts() -> Iterator[KeptParts]:
    parts = KeptParts()
    yield parts
    parts.decoder.close()


@pytest.fixture
async def clock(monkeypatch: pytest.MonkeyPatch) -> Leaping:
    clock = Leaping(asyncio.get_running_loop())
    monkeypatch.setattr(app, "Clock", lambda: clock)
    return clock


@pytest.fixture
async def closed_studio(
    tmp_path: Path, clock: Leaping, texts: Texts, kept_parts: KeptParts, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Studio]:
    """A studio whose bot the test starts by itself."""
    unseen = _unseen_errors()
    hasten(monkeypatch)
    kept_parts.lend(monkeypatch)
    for allowance in ("ACTIONS", "ORDERS"):  # one test's member does what takes people hours
        monkeypatch.setattr(brakes, allowance, Allowance(burst=10_000, a_minute=10_000))
    monkeypatch.setattr(discord_side, "Texts", lambda: texts)
    # A leap is no silence of the gateway: else each one would cut the line, or its beginning.
    monkeypatch.setattr(discord_internals.DiscordWebSocket, "_max_heartbeat_timeout", Patient(), raising=False)
    monkeypatch.setattr(discord_internals, "SESSION_WAIT", Backoff(first=1e9, longest=1e9))
    for seam in ((discord_internals.Route, "BASE"), (discord_internals.DiscordWebSocket, "DEFAULT_GATEWAY")):
        monkeypatch.setattr(*seam, getattr(*seam))
    async with AsyncExitStack() as stack:
        vendor = await stack.enter_async_context(FakeHiggsfield(QUICK))
        fake_discord = await stack.enter_async_context(FakeDiscord(token=TOKEN))
        fake_discord.ack_seconds = 10  # how quick the machine is says nothing of the bot
        monkeypatch.setattr("bot.ui.order_placement.BOOKING_S", 8.0)  # of a refusal it would make a deferred one
        studio = Studio(fake_discord=fake_discord, vendor=vendor, folder=tmp_path / "data", clock=clock)
        clock.under_way = UnderWay(lambda: vendor.held, lambda: studio.worker is None or studio.worker.is_idle())
        clock.under_way.watch(monkeypatch)
        monkeypatch.setattr(app, "build_bot", partial(_build_bot, studio, app.build_bot))
        stack.push_async_callback(studio.put_away)
        yield studio
    with suppress(TimeoutError):  # what ends by itself may take its moment
        await fake_discord.until(lambda: not _our_tasks(), 5)
    assert (left := _our_tasks()) == [], f"left running: {left}"
    assert unseen == [], "an error that no code looked at"
    assert studio.loud() == [], "the bot wrote something that may ping"


def _unseen_errors() -> list[str]:
    """Return a list that grows with each of our tasks whose error only the event loop has seen."""
    unseen: list[str] = []

    def note(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        code = getattr(getattr(context.get("future"), "get_coro", lambda: None)(), "cr_code", None)
        if context.get("exception") and code and code.co_filename.startswith(OURS):
            unseen.append(f"{code.co_qualname}: {context['exception']!r}")
        loop.default_exception_handler(context)

    asyncio.get_running_loop().set_exception_handler(note)
    return unseen


def _our_tasks() -> list[asyncio.Task[Any]]:
    """Return what of the bot still runs; what discord.py leaves waiting ends with the loop."""
    frames = ((task, getattr(task.get_coro(), "cr_frame", None)) for task in asyncio.all_tasks())
    return [task for task, frame in frames if frame and frame.f_globals["__name__"].startswith(("bot.", "cogs."))]


def _build_bot(studio: Studio, usual: Callable[..., Any], settings: Any, services: app.Core) -> Any:
    count_steps(services.worker, studio.steps)
    studio.worker, studio.client = services.worker, usual(settings, services)
    return studio.client


@pytest.fixture
async def studio(closed_studio: Studio) -> Studio:
    await closed_studio.start()
    return closed_studio


@pytest.fixture
def calm(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever happens at Discord, the log holds no traceback of ours."""
    yield
    loud = [r for r in caplog.get_records("call") if r.exc_info and r.name.startswith(("bot", "cogs", "asyncio"))]
    assert [f"{record.name}: {record.getMessage()}" for record in loud] == []


@pytest.fixture
def picture() -> bytes:
    """A small picture, red above blue."""
    image = Image.new("RGB", (40, 30), "red")
    image.paste("blue", (0, 15, 40, 30))
    return _png(image)


@pytest.fixture
def photo() -> bytes:
    """A phone's picture: lying on its side, with the place where it was taken, larger than is useful."""
    image = Image.new("RGB", (3000, 2000), "red")
    image.paste("blue", (1500, 0, 3000, 2000))
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: show it a quarter to the right
    exif[0x010F] = "Secret Maker"
    exif[0x8825] = {1: "N", 2: (48.0, 51.0, 29.0), 3: "E", 4: (2.0, 17.0, 40.0)}
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif)
    return file.getvalue()


def _png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
