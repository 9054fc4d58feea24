"""Processes of the bench: started, asked for their processor time and memory, and ended again."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
ENDS_S = 20.0  # how long a process may take to end by itself
LOOK_S = 0.05  # between two looks at the memory
LONGEST_LINE = 2**24


class Ended(RuntimeError):
    """A process that ended, or said nothing, where it should have gone on."""


@dataclass(kw_only=True)
class Process:
    """A process and all that it started, itself first."""

    process: asyncio.subprocess.Process
    started: float  # of the machine's monotonic clock
    log: Path
    online: float = 0.0  # of the same clock: since when Discord has the bot online

    @property
    def start_s(self) -> float:
        """The seconds from a bot's birth until it was online."""
        return self.online - self.started

    @property
    def pid(self) -> int:
        """The id of the process itself."""
        return self.process.pid

    def cpu(self) -> float:
        """Return the seconds of processor time of all of them, those that ended included."""
        return sum(sum(map(int, fields[11:15])) for fields in self._stats()) / TICKS

    def rss(self) -> float:
        """Return the resident memory of all of them, in MB; what two of them share counts twice."""
        return sum(int(fields[21]) for fields in self._stats()) * PAGE / 2**20

    def _stats(self) -> Iterator[Sequence[str]]:
        for pid in tree(self.pid):
            with suppress(OSError):
                yield Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[Use]:
        """Yield what is used while this is entered: complete once it is left."""
        use = Use(rss_before=self.rss())
        cpu, started = self.cpu(), time.monotonic()
        looking = asyncio.create_task(self._look(use))
        try:
            yield use
        finally:
            looking.cancel()
            use.cpu, use.seconds = self.cpu() - cpu, time.monotonic() - started
            use.rss_peak = max(use.rss_peak, self.rss())

    async def _look(self, use: Use) -> None:
        while True:
            use.rss_peak = max(use.rss_peak, self.rss())
            await asyncio.sleep(LOOK_S)

    async def line(self) -> str:
        """Return the next line of the standard output. Raises Ended with the log's end where none comes any more."""
        assert self.process.stdout
        line = await self.process.stdout.readline()
        if not line:
            raise self.ended()
        return line.decode().rstrip("\n")

    def ended(self) -> Ended:
        """Return the error that says what it said last."""
        return Ended(f"process {self.pid} ended early:\n{self.log.read_text(errors='replace')[-2000:]}")

    async def tell(self, line: str) -> None:
        """Write a line to the standard input."""
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n".encode())
        await self.process.stdin.drain()

    def kill(self) -> None:
        """End it at once, as a crash would."""
        with suppress(ProcessLookupError):
            self.process.kill()

    async def end(self) -> int:
        """Ask it to end, and return its exit code."""
        with suppress(ProcessLookupError):
            self.process.terminate()
        try:
            return await asyncio.wait_for(self.process.wait(), ENDS_S)
        except TimeoutError:
            self.kill()
            return await self.process.wait()


@dataclass(kw_only=True)
class Use:
    """What a process and its children used over a while."""

    rss_before: float  # MB
    rss_peak: float = 0.0  # MB, by a look every LOOK_S
    cpu: float = 0.0  # seconds
    seconds: float = field(default=0.0)

    @property
    def rss_more(self) -> float:
        """How much the memory grew at most, in MB."""
        return self.rss_peak - self.rss_before

    @property
    def core(self) -> float:
        """The percentage of one core that was used."""
        return 100 * self.cpu / self.seconds


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def tree(pid: int) -> list[int]:
    """Return a process's id and those of all its descendants."""
    found = [pid]
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += tree(int(child))
    return found


@asynccontextmanager
async def running(
    *arguments: str, log: Path, folder: Path, environment: Mapping[str, str] | None = None
) -> AsyncIterator[Process]:
    """Run Python with these arguments in a folder, where no `.env` lies; its standard error goes to a file."""
    base = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    with log.open("ab") as errors:
        started = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            env={**base, "PYTHONPATH": str(ROOT), **(environment or {})},
            cwd=folder,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
            process_group=0,  # Ctrl+C is for the bench, which ends them in their order
            limit=LONGEST_LINE,
        )
    one = Process(process=process, started=started, log=log)
    try:
        yield one
    finally:
        await one.end()
