"""The real process, `python -m bot run`, between a loopback Discord and an emulated vendor that outlive it."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from bot.runtime.work_progress import SILENT, ProgressLines, WorkProgress
from bot.simulators.discord import FakeDiscord, Message
from bot.simulators.higgsfield import AccountOptions, FakeHiggsfield
from tests.crash import books
from tests.crash.campaign import SEED, Tally
from tests.crash.trap import is_decoder

T = TypeVar("T")
CHRONICLE = pytest.StashKey[list[Tally]]()
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Books:
    """What stands in the ledger for one job."""

    kinds: tuple[str, ...]
    charged: int
    state: str
    failure: str | None


class Process:
    """The bot as a process of its own, which tests may kill."""

    def __init__(
        self, environment: dict[str, str], fake_discord: FakeDiscord, fake_higgsfield: FakeHiggsfield, data: Path
    ) -> None:
        self.environment = environment
        self.fake_discord = fake_discord
        self.fake_higgsfield = fake_higgsfield
        self.data = data
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=ROOT, env=self.environment
        )
        await self.fake_discord.until(lambda: self.fake_discord.bot_online, timeout=30)

    async def kill(self) -> None:
        """SIGKILL: nothing in the process gets to clean up."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """SIGTERM, and the exit code."""
        return await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        children = _children(process.pid)
        if process.returncode is None:
            process.send_signal(how)
        code = await asyncio.wait_for(process.wait(), 20)
        await self.until(lambda: not any(map(is_decoder, children)))
        await self.fake_discord.until(lambda: not self.fake_discord.bot_online)
        return code

    async def card(self, message: Message, *words: str) -> Message:
        """Wait until the card says one of these."""
        return await self.fake_discord.until(
            lambda: message if any(word in message.text for word in words) else None, timeout=30
        )

    async def taken(self, message: Message) -> Message:
        """Wait until the card says that Higgsfield has the order, however far it is."""
        return await self.card(message, "Sent to Higgsfield", "Waiting in line at Higgsfield", "Drawing:")

    async def until(self, true: Callable[[], T | None | bool]) -> T:
        """Wait for something that the simulated Discord does not announce, like a call to the vendor."""
        async with asyncio.timeout(20):
            while not (value := true()):
                await asyncio.sleep(0.005)
        return value

    def books(self) -> list[Books]:
        with closing(sqlite3.connect(f"file:{self.data / 'bot.sqlite3'}?mode=ro", uri=True)) as db:
            jobs = db.execute("SELECT id, state, failure FROM job ORDER BY id").fetchall()
            return [
                Books(
                    kinds=tuple(kind for kind, _ in entries),
                    charged=sum(amount for _, amount in entries),
                    state=state,
                    failure=failure,
                )
                for job_id, state, failure in jobs
                if (
                    entries := db.execute(
                        "SELECT kind, amount FROM ledger WHERE job_id = ? ORDER BY id", (job_id,)
                    ).fetchall()
                )
                is not None
            ]

    def counted(self, idempotency_key: str | None) -> int:
        """How many credits of an order the host's cap counts."""
        return books.Books(self.data).counted(idempotency_key) or 0

    def submits(self) -> int:
        """How often the vendor was asked to draw."""
        return len([c for c in self.fake_higgsfield.calls if c.method == "POST" and c.path.startswith("/nano-banana")])


def _children(pid: int) -> list[int]:
    return [int(child) for tasks in Path(f"/proc/{pid}/task").glob("*/children") for child in tasks.read_text().split()]


@pytest.fixture
async def process(tmp_path: Path) -> AsyncIterator[Process]:
    async with AsyncExitStack() as stack:
        terms = AccountOptions(small=True, queued_s=0.1, drawing_s=(0.3, 0.5))
        fake_higgsfield = await stack.enter_async_context(FakeHiggsfield(terms))
        fake_discord = await stack.enter_async_context(FakeDiscord())
        environment = {
            "PATH": os.environ["PATH"],
            "DISCORD_TOKEN": "demo-token",
            "HIGGSFIELD_API_KEY_ID": terms.key_id,
            "HIGGSFIELD_API_KEY_SECRET": terms.secret,
            "HIGGSFIELD_BASE_URL": fake_higgsfield.url,
            "BOT_DISCORD_URL": fake_discord.url,
            "BOT_DATA_DIR": str(tmp_path),
            "BOT_MIN_FREE_MB": "1",
            "BOT_USER_CREDITS": "10000",
            "BOT_USER_DAILY_CREDITS": "10000",
            "BOT_DAILY_CREDITS": "10000",
            "BOT_LOG_LEVEL": "warning",
        }
        process = Process(environment, fake_discord, fake_higgsfield, tmp_path)
        try:
            await process.start()
            yield process
        finally:
            await process.kill()


@pytest.fixture(scope="session")
def chronicle(pytestconfig: pytest.Config) -> list[Tally]:
    """What was tried and what came of it, for the table at the end."""
    return pytestconfig.stash.setdefault(CHRONICLE, [])


@pytest.fixture
def progress(pytestconfig: pytest.Config) -> WorkProgress:
    """Who is told how far long runs are: the terminal of `make crash`, past what pytest holds back."""
    if "CRASH_ROUNDS" not in os.environ or hasattr(pytestconfig, "workerinput"):
        return SILENT
    terminal, capture = pytestconfig.get_terminal_writer(), pytestconfig.pluginmanager.getplugin("capturemanager")

    def write(line: str) -> None:
        with capture.global_and_fixture_disabled():
            terminal.line(f"\n  {line}")

    return ProgressLines(write)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Show the table of the runs."""
    tallies = config.stash.get(CHRONICLE, [])
    if not tallies:
        return
    terminalreporter.section(f"killed at every point (seed {SEED})")
    numbers = ("points", "singles", "pairs", "missed", "lost", "double")
    terminalreporter.line(f"{'life':24}" + "".join(f"{name:>9}" for name in (*numbers, "seconds")))
    for tally in [*tallies, _sum(tallies)]:
        counts = "".join(f"{getattr(tally, name):>9}" for name in numbers)
        terminalreporter.line(f"{tally.life:24}{counts}{tally.seconds:>9.1f}")


def _sum(tallies: list[Tally]) -> Tally:
    whole = Tally("together")
    for tally in tallies:
        for name in ("points", "singles", "pairs", "missed", "lost", "double", "seconds"):
            setattr(whole, name, getattr(whole, name) + getattr(tally, name))
    return whole
