"""The world around the bot's processes: it outlives each of them, and starts the next when one dies."""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import signal
import socket
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from bot.cli.demo_stack import TOKEN
from bot.domain.quota import Balance
from bot.simulators.discord import Call, FakeDiscord, Message, Person
from bot.simulators.discord.message_writes import Form
from bot.simulators.discord.models import Change
from bot.simulators.higgsfield import AccountOptions, FakeHiggsfield, Request
from tests.crash import child, trap
from tests.crash.books import Books
from tests.crash.child import Orders
from tests.crash.trap import Point

QUICK = AccountOptions(small=True, queued_s=0, drawing_s=(0.02, 0.02), pace=0)
NEVER = float("inf")
LAST_WISH_S = 61.0  # by then even a slot held for an unclear order is free
PATIENCE_S = 30.0
FINAL = ("succeeded", "failed", "cancelled")
CROSS = "❌"
OTHER_MARK = "another001"  # of a folder that is not the stage's

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
        self._books = Books(folder)
        self.settings: dict[str, object] = {}
        self.calls: list[Call] = []  # the orders, as people gave them
        self.traces: list[list[Point]] = []  # one a process that ended
        self.deaths = 0
        self.held = 0  # slots at the vendor, at the end
        self.left_behind: list[int] = []  # processes that read pictures, of bots that are dead
        self.shortfalls: list[str] = []  # what the vendor had charged and the books did not count, at a death
        self._ahead_s = 0.0
        self._is_dying = False
        self._plant = plant
        self._process: BaseProcess | None = None
        self._line: Connection | None = None
        self._trace = folder
        self._given_at: dict[int, int] = {}  # order -> deaths before it
        self.elsewhere: set[int] = set()  # messages of another copy of the bot
        self.taken_away: set[int] = set()  # cards whose end was shown, and that somebody deleted then
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
                    await self._bury()
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
        self._is_dying = True  # Discord has not seen it yet
        self._process.join()
        assert self._process.exitcode in (0, -signal.SIGKILL), f"exit code {self._process.exitcode}"
        self.deaths += self._process.exitcode != 0
        self.traces.append(trap.read(self._trace))
        self._compare()
        await self.until(lambda: not self.fake_discord.bot_online)
        self._is_dying = False

    async def _bury(self) -> None:
        """Wait until nothing reads pictures any more."""
        with suppress(TimeoutError):
            await self.until(lambda: not trap.decoders(self.folder.parent), every=0.05)
        self.left_behind = trap.decoders(self.folder.parent)

    def _compare(self) -> None:
        """Note what the vendor has charged and the books don't count, while nobody writes in them."""
        for request in self.requests:
            counted = self._books.counted(request.idempotency_key)
            if counted is not None and request.charged > counted:
                self.shortfalls.append(f"after death {self.deaths}: {request.charged} charged, {counted} counted")

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
        return self.fake_discord.bot_online and not self._is_dying

    async def order(self, prompt: str = "a cat", *, by: str = "mara", taken: bool = False, **options: Any) -> Call:
        """Type a command, once the bot is there, and wait for the answer; `taken`: another copy gives it."""
        await self.until(self.is_online)
        before = self.deaths
        call = await self.person(by).slash("banana", prompt=prompt, **options)
        if taken:
            self._answer_elsewhere(call)
        return await self._expected(call, before)

    async def order_by_button(self, message: Message, custom_id: str, *, by: str = "mara") -> Call:
        """Press a button that orders, once the bot is there, and wait for the answer."""
        await self.until(self.is_online)
        before = self.deaths
        return await self._expected(await self.person(by).click(message, custom_id), before)

    async def _expected(self, call: Call, before: int) -> Call:
        """Wait for the answer to an order, as long as one can still come."""
        self._given_at[len(self.calls)] = before
        self.calls.append(call)
        await self._answered(call, before)
        return call

    async def _answered(self, call: Call, before: int) -> bool:
        await self.until(lambda: call.answered or call.failed or self.deaths > before)
        return call.answered

    def _answer_elsewhere(self, call: Call) -> None:
        button = {"type": 2, "style": 2, "label": "Cancel", "custom_id": f"img1:cancel:{call.id}@{OTHER_MARK}"}
        data = {"flags": 1 << 15, "components": [{"type": 1, "components": [button]}]}
        form = Form(json={"type": 4, "data": data})
        self.fake_discord.interactions.answer(call.id, call.interaction.token, form)
        assert call.message
        self.elsewhere.add(call.message.id)

    async def press(self, message: Message, custom_id: str, *, by: str = "mara") -> bool:
        """Press a button and tell whether it was answered."""
        before = self.deaths
        return await self._answered(await self.person(by).click(message, custom_id), before)

    async def press_cancel(self, call: Call, *, by: str = "mara") -> None:
        """Press the button, and again where nothing answered: until the wish is heard or the job is over."""
        while not self._is_heard(call) and await self.reaches(call, lambda: self._may_press(call)):
            button, before = self._cancel_button(call), self.deaths
            if call.message is None or button is None:
                continue
            if await self.press(call.message, button, by=by):
                await self.reaches(call, lambda b=before: self._is_heard(call) or self.deaths > b)

    async def delete_for_good(self, message: Message, *, by: str = "mara") -> None:
        """Open the card's menu and say yes to what it asks, whatever comes of either."""
        await self.until(self.is_online)
        before = self.deaths
        asked = await self.person(by).menu("Delete this picture", message)
        if await self._answered(asked, before) and asked.message:
            for custom_id in button_ids(asked.message, "erase"):
                await self.press(asked.message, custom_id, by=by)

    def _cancel_button(self, call: Call) -> str | None:
        return next(iter(button_ids(call.message, "cancel") if call.message else []), None)

    def _may_press(self, call: Call) -> bool:
        return self._cancel_button(call) is not None and self.is_online()

    def _is_heard(self, call: Call) -> bool:
        return self.holds(call, "cancel_at IS NOT NULL")

    # what is

    def is_too_late(self, call: Call) -> bool:
        """Tell whether the vendor has said so of a wish to cancel."""
        return self.holds(call, "cancel_refused")

    def is_told(self, call: Call) -> bool:
        """Tell whether everybody knows how an order ended who can; also where there never was one."""
        return not self.query("SELECT 1 FROM job WHERE id = ? AND delivered IS NULL", call.id)

    def questions(self) -> list[Message]:
        """Return the small messages that stand and ask whether to draw."""
        return [message for message in self.written if is_question(message) and not message.deleted]

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
        return call.failed or call.ephemeral or self.deaths > self._given_at[self.calls.index(call)]

    def holds(self, call: Call, condition: str) -> bool:
        """Tell whether this is so of an order's row."""
        return bool(self.query(f"SELECT 1 FROM job WHERE id = ? AND {condition}", call.id))  # noqa: S608 - the lives'

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
        self.terms(webhook_pauses_s=(0.0, *[0.1] * 100))

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
        answers = [(call.interaction.state, call.ephemeral, self.is_over(call)) for call in self.calls]
        vendor = f"requests: {requests}; {self.deaths} deaths; online: {self.is_online()}"
        return f"jobs ({columns}): {rows}; {vendor}; answers: {answers}"

    def is_settled(self) -> bool:
        """Tell whether every order is over, and everyone has been told who can be."""
        if not all(map(self.is_over, self.calls)) or not all(request.is_over for request in self.requests):
            return False
        untold = """SELECT 1 FROM job WHERE delivered IS NULL OR shown_rev < rev AND delivered = 'message'
                    UNION SELECT 1 FROM incident WHERE told_at IS NULL"""
        return not self.query(untold)

    def query(self, sql: str, *values: object) -> list[sqlite3.Row]:
        return self._books.query(sql, *values)

    def balance(self) -> Balance:
        return self._books.balance(ahead_s=self._ahead_s)


def button_ids(message: Message, verb: str) -> list[str]:
    """Return the ids of a message's buttons for this, while it stands."""
    ids = [str(button["custom_id"]) for button in message.buttons]
    return [custom_id for custom_id in ids if f":{verb}:" in custom_id and not message.deleted]


def is_question(message: Message) -> bool:
    """Tell whether a message asks whether to draw, or asked until it was taken away."""
    return any(":reply:" in str(button["custom_id"]) for button in message.buttons)


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
