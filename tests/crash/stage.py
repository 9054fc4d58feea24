"""The world around the bot's processes: it outlives each of them, and starts the next when one dies."""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import signal
import socket
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing, suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from bot.cli.demo import TOKEN
from bot.simulators.discord import Call, FakeDiscord, Message, Person
from bot.simulators.discord.models import Change
from bot.simulators.higgsfield import AccountOptions, FakeHiggsfield, Request
from tests.crash import child, trap
from tests.crash.child import Orders
from tests.crash.trap import Point

QUICK = AccountOptions(small=True, queued_s=0, drawing_s=(0.02, 0.02), pace=0)
NEVER = float("inf")
LAST_WISH_S = 61.0  # by then even a slot held for an unclear order is free
PATIENCE_S = 30.0
FINAL = ("succeeded", "failed", "cancelled")
CROSS = "❌"

nursery = multiprocessing.get_context("forkserver")
nursery.set_forkserver_preload(["__main__", child.__name__])


class Stuck(AssertionError):
    """Something that should have come never came."""


class Stage:
    """People, Discord, the vendor and one folder; the bot's processes come and go."""

    def __init__(
        self, fake_discord: FakeDiscord, vendor: FakeHiggsfield, folder: Path, plant: Callable[[], None] | None
    ) -> None:
        self.fake_discord = fake_discord
        self.vendor = vendor
        self.folder = folder
        self.settings: dict[str, object] = {}
        self.calls: list[Call] = []  # the orders, as people gave them
        self.traces: list[list[Point]] = []  # one a process that ended
        self.deaths = 0
        self.held = 0  # slots at the vendor, at the end
        self._ahead_s = 0.0
        self._plant = plant
        self._process: BaseProcess | None = None
        self._line: Connection | None = None
        self._trace = folder
        self._given_at: dict[int, int] = {}  # order -> deaths before it
        self.written: list[Message] = []  # every message of the bot that others can see, taken away since or not
        fake_discord.state.listeners.append(self._note)

    # the bot's processes

    async def run(self, deaths: Sequence[Point], play: Callable[[Stage], Any]) -> None:
        """Let people play while the bot dies at each of these points in turn; then let everything come to its end."""
        playing = asyncio.ensure_future(play(self))
        try:
            for death in (*deaths, None):
                await self._start(death)
                living, died = asyncio.create_task(self._live(playing)), asyncio.create_task(self._died())
                await asyncio.wait({living, died}, return_when=asyncio.FIRST_COMPLETED)
                if living.done() and living.result():
                    await died
                    return
                await died
                living.cancel()
                await asyncio.gather(living, return_exceptions=True)
            raise Stuck("the bot ended by itself")
        finally:
            playing.cancel()
            await asyncio.gather(playing, return_exceptions=True)
            await self._end()

    async def _start(self, death: Point | None) -> None:
        number = len(self.traces)
        self._trace = self.folder.parent / f"trace-{number}"
        self._trace.touch()
        orders = Orders(
            settings=self._settings(),
            trace=self._trace,
            log=self.folder.parent / f"log-{number}",
            death=death,
            ahead_s=self._ahead_s,
            plant=self._plant,
        )
        self._line, theirs = nursery.Pipe()
        self._process = nursery.Process(target=child.main, args=(orders, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def _settings(self) -> dict[str, object]:
        usual = {
            "higgsfield_base_url": self.vendor.url,
            "bot_discord_url": self.fake_discord.url,
            "bot_data_dir": self.folder,
            "bot_min_free_mb": 1,
        }
        return usual | self.settings

    async def _live(self, playing: asyncio.Task[None]) -> bool:
        """Wait until people have what they wanted, and all that came of it is over; False where it died in between."""
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.shield(playing)
            await self.until(self.is_settled)
            await self.until(self.is_online)
            held = await self._say("stop", LAST_WISH_S)
        self.held = held or 0
        return held is not None

    async def _died(self) -> None:
        """Wait for the process's end, which is no accident."""
        assert self._process
        loop, gone = asyncio.get_running_loop(), asyncio.Event()
        sentinel = self._process.sentinel
        loop.add_reader(sentinel, gone.set)
        try:
            await gone.wait()
        finally:
            loop.remove_reader(sentinel)
        self._process.join()
        assert self._process.exitcode in (0, -signal.SIGKILL), f"exit code {self._process.exitcode}"
        self.deaths += self._process.exitcode != 0
        self.traces.append(trap.read(self._trace))
        await self.until(lambda: not self.is_online())

    async def _say(self, word: str, seconds: float) -> Any:
        """Tell the process something, and return its answer."""
        assert self._line
        loop, answers = asyncio.get_running_loop(), asyncio.Queue[Any]()
        loop.add_reader(self._line.fileno(), self._hear, answers)
        try:
            with suppress(OSError):  # it died: its successor is told by its orders
                self._line.send((word, seconds))
            return await answers.get()
        finally:
            loop.remove_reader(self._line.fileno())

    def _hear(self, answers: asyncio.Queue[Any]) -> None:
        assert self._line
        try:
            answers.put_nowait(self._line.recv())
        except (EOFError, OSError):
            asyncio.get_running_loop().remove_reader(self._line.fileno())
            answers.put_nowait(None)

    async def _end(self) -> None:
        if self._process is not None and self._process.is_alive():
            self._process.kill()
            await asyncio.to_thread(self._process.join)
        if self._line is not None:
            self._line.close()

    async def skip(self, *, minutes: float) -> None:
        """Let the calendar go on for the bot, whichever process of it is alive."""
        self._ahead_s += minutes * 60
        await self._say("skip", minutes * 60)

    # people

    def person(self, name: str = "mara") -> Person:
        return self.fake_discord.person(name)

    def is_online(self) -> bool:
        return self.fake_discord.bot_online

    async def order(self, prompt: str = "a cat", *, by: str = "mara", **options: Any) -> Call:
        """Type a command, once the bot is there, and wait for the answer, as long as one can still come."""
        await self.until(self.is_online)
        self._given_at[len(self.calls)] = before = self.deaths
        call = await self.person(by).slash("banana", prompt=prompt, **options)
        self.calls.append(call)
        await self.until(lambda: call.answered or call.failed or self.deaths > before)
        return call

    async def press_cancel(self, call: Call, *, by: str = "mara") -> None:
        """Press the button, and again where nothing answered: until the wish is heard or the job is over."""
        while not self._is_heard(call) and await self.reaches(call, lambda: self._may_press(call)):
            button, before = self._cancel_button(call), self.deaths
            if call.message is None or button is None:
                continue
            press = await self.person(by).click(call.message, button)
            await self.until(lambda p=press, b=before: p.answered or p.failed or self.deaths > b)
            if press.answered:
                await self.reaches(call, lambda b=before: self._is_heard(call) or self.deaths > b)

    def _cancel_button(self, call: Call) -> str | None:
        message = call.message
        ids = [str(b["custom_id"]) for b in message.buttons] if message and not message.deleted else []
        return next((custom_id for custom_id in ids if ":cancel:" in custom_id), None)

    def _may_press(self, call: Call) -> bool:
        return self._cancel_button(call) is not None and self.is_online()

    def _is_heard(self, call: Call) -> bool:
        rows = self.query("SELECT cancel_at FROM job WHERE id = ?", call.id)
        return bool(rows) and rows[0]["cancel_at"] is not None

    # what is

    def is_too_late(self, call: Call) -> bool:
        """Tell whether the vendor has said so of a wish to cancel."""
        return bool(self.query("SELECT 1 FROM job WHERE id = ? AND cancel_refused", call.id))

    async def until(self, true: Callable[[], object], *, every: float = 0.01) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not true():
                await asyncio.sleep(every)

    async def reaches(self, call: Call, true: Callable[[], object]) -> bool:
        """Wait until this is so; False where the order is over before, or never was one."""
        while not true():
            if self.is_over(call):
                return False
            await asyncio.sleep(0.01)
        return True

    def is_over(self, call: Call) -> bool:
        """Tell whether nothing more will come of an order: its row is final, or it has none and never will."""
        rows = self.query("SELECT state FROM job WHERE id = ?", call.id)
        if rows:
            return rows[0]["state"] in FINAL
        return call.failed or self.deaths > self._given_at[self.calls.index(call)]

    def request(self, call: Call) -> Request | None:
        """Return what the vendor took for an order, last."""
        rows = self.query("SELECT idempotency_key AS key FROM job WHERE id = ?", call.id)
        return next((r for r in reversed(self.requests) if rows and r.idempotency_key == rows[0]["key"]), None)

    @property
    def requests(self) -> list[Request]:
        return list(self.vendor.requests.values())

    def is_at_the_vendor(self, call: Call, *statuses: str) -> bool:
        request = self.request(call)
        return request is not None and request.status in statuses

    def finish_drawing(self) -> None:
        """Let the vendor be done with what it draws, and at once with what is still to come."""
        self.terms(drawing_s=(0.0, 0.0), queued_s=0)
        for request in self.requests:
            if not request.is_over:
                self.vendor.finish(request)

    def enable_webhooks(self) -> None:
        """Let the vendor ring, time and again while nobody answers."""
        port = _lasting_port()
        self.settings |= {
            "bot_public_url": f"http://127.0.0.1:{port}",
            "bot_host": "127.0.0.1",
            "bot_port": port,
        }
        self.terms(webhook_pauses_s=(0.0, *[0.1] * 25))

    def terms(self, **changes: Any) -> None:
        self.vendor.options = replace(self.vendor.options, **changes)

    def _note(self, news: Change) -> None:
        message = news.message
        if news.kind == "create" and message is not None and message.ephemeral_for is None:
            self.written += [message] if message.author_id == self.fake_discord.state.bot.id else []

    def __str__(self) -> str:
        columns = "state, failure, cancel_at, cancel_refused, message_id, rev, shown_rev, delivered"
        rows = [tuple(row) for row in self.query(f"SELECT {columns} FROM job")]
        requests = [request.status for request in self.requests]
        return f"jobs ({columns}): {rows}; requests: {requests}; {self.deaths} deaths; online: {self.is_online()}"

    def is_settled(self) -> bool:
        """Tell whether every order is over, and everyone has been told who can be."""
        if not all(map(self.is_over, self.calls)) or not all(request.is_over for request in self.requests):
            return False
        untold = """SELECT 1 FROM job WHERE delivered IS NULL OR shown_rev < rev AND delivered = 'message'
                    UNION SELECT 1 FROM incident WHERE told_at IS NULL"""
        return not self.query(untold)

    def query(self, sql: str, *values: object) -> list[sqlite3.Row]:
        path = self.folder / "bot.sqlite3"
        if not path.exists():
            return []
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20)) as books:
            books.row_factory = sqlite3.Row
            try:
                return books.execute(sql, values).fetchall()
            except sqlite3.OperationalError as error:
                if "no such table" in str(error):  # its first start is under way
                    return []
                raise


def _lasting_port() -> int:
    """Return a port that no outgoing connection takes while the bot is dead: none of the ephemeral ones."""
    while True:
        port = random.randrange(10_000, 32_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


@asynccontextmanager
async def open_stage(folder: Path, *, plant: Callable[[], None] | None = None) -> AsyncIterator[Stage]:
    """Set up a world of its own, with nobody serving it yet."""
    async with AsyncExitStack() as stack:
        vendor = await stack.enter_async_context(FakeHiggsfield(QUICK))
        fake_discord = await stack.enter_async_context(FakeDiscord(token=TOKEN))
        yield Stage(fake_discord, vendor, folder / "data", plant)
