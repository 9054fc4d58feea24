"""The trap in the bot's own process: it names every outside call and transaction, and dies at the one it was told.

Imports nothing of the tests: it is preloaded where the bot's processes are forked from.
"""

from __future__ import annotations

import os
import pathlib
import re
import signal
import subprocess
import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from yarl import URL

from bot.domain.jobs import Transition
from bot.pictures import decoder
from bot.store import connection

BEFORE, AFTER = "before", "after"
SETTLED = "-- settled --"  # what the trace holds from here on is the end of the run, not the job's
DECODERS = "decoders"  # the ids of the processes that read pictures, in a file beside the trace
READING = ("GET ", "tx SELECT", "tx job", "tx one", "tx many", "tx usages", "decoder")


@dataclass(frozen=True, kw_only=True, order=True)
class Point:
    """A moment to die: before or after the n-th call of that name."""

    name: str
    n: int
    when: str

    def __str__(self) -> str:
        return f"{self.when} {self.name} #{self.n}"

    @property
    def is_effect(self) -> bool:
        """Whether the world or the disk is another one than at the point before."""
        return self.when == AFTER and not self.name.startswith(READING)


class Trap:
    """Writes down each point as it is reached, and ends the process at one of them, as `kill -9` would."""

    def __init__(self, trace: Path, death: Point | None) -> None:
        self._trace = os.open(trace, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._decoders = os.open(trace.with_name(DECODERS), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._death = death
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()  # transactions and renames are done in threads

    def set(self) -> None:
        """Wrap what leads out of the process."""
        self._wrap_requests()
        self._wrap_transactions()
        self._wrap_renames()
        self._wrap_decoder()

    def settle(self) -> None:
        """Say that the job's own life is over."""
        os.write(self._trace, f"{SETTLED}\n".encode())

    def _enter(self, name: str) -> int:
        with self._lock:
            self._counts[name] += 1
            n = self._counts[name]
        self._reach(Point(name=name, n=n, when=BEFORE))
        return n

    def _reach(self, point: Point) -> None:
        os.write(self._trace, f"{point.when}\t{point.n}\t{point.name}\n".encode())
        if point == self._death:
            os.kill(os.getpid(), signal.SIGKILL)

    def _leave(self, name: str, n: int) -> None:
        self._reach(Point(name=name, n=n, when=AFTER))

    def _wrap_requests(self) -> None:
        usual = aiohttp.ClientSession._request

        async def request(session: aiohttp.ClientSession, method: str, url: str | URL, **options: Any) -> Any:
            name = f"{method} {_starred(URL(url).path)}"
            n = self._enter(name)
            answer = await usual(session, method, url, **options)
            self._leave(name, n)
            return answer

        aiohttp.ClientSession._request = request  # type: ignore[method-assign]

    def _wrap_transactions(self) -> None:
        usual = connection.transact

        def transact(connection: Any, begin: Any, fn: Any, *args: Any, **options: Any) -> Any:
            name = f"tx {_verb(fn, args)}"
            n = self._enter(name)
            result = usual(connection, begin, fn, *args, **options)
            self._leave(name, n)
            return result

        connection.transact = transact

    def _wrap_renames(self) -> None:
        usual = pathlib.Path.replace

        def replace(path: Path, target: Path) -> Path:
            name = f"rename {Path(target).name}"
            n = self._enter(name)
            result = usual(path, target)
            self._leave(name, n)
            return result

        pathlib.Path.replace = replace  # type: ignore[method-assign, assignment]

    def _wrap_decoder(self) -> None:
        """Reach a point while the decoder reads a picture, and one when it has."""
        usual = decoder._line

        def line(process: subprocess.Popen[bytes]) -> bytes:
            os.write(self._decoders, f"{process.pid}\n".encode())
            n = self._enter("decoder")
            said = usual(process)
            self._leave("decoder", n)
            return said

        decoder._line = line


def decoders(folder: Path) -> list[int]:
    """Return the ids of the decoders that are still there, of all that a stage's processes had."""
    known = folder / DECODERS
    ids = set(map(int, known.read_text().split())) if known.exists() else set()
    return [pid for pid in ids if is_decoder(pid)]


def is_decoder(pid: int) -> bool:
    """Tell whether a process that reads pictures runs under this id."""
    try:
        return b"decoder_child" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def read(trace: Path) -> list[Point]:
    """Return the points that a process reached before its job's life was over."""
    points = []
    for line in trace.read_text(encoding="utf-8").splitlines():
        if line == SETTLED:
            break
        when, n, name = line.split("\t")
        points.append(Point(name=name, n=int(n), when=when))
    return points


def _starred(path: str) -> str:
    """Return a path without what differs from run to run: ids, tokens, names of uploads."""
    parts = path.removeprefix("/api/v10").split("/")
    return "/".join("*" if part.isdigit() and len(part) > 2 or len(part) > 16 else part for part in parts)


def _verb(fn: Any, args: tuple[Any, ...]) -> str:
    """Name a transaction by its function, its arrow, or the beginning of its one statement."""
    cells = [cell.cell_contents for cell in getattr(fn, "__closure__", None) or ()]
    sql = next((text for text in (*cells, *args) if isinstance(text, str) and " " in text.strip()), None)
    if arrow := next((arg for arg in args if isinstance(arg, Transition)), None):
        return f"{fn.__name__} → {arrow.to}"
    if fn.__name__ in ("one", "many") or sql is None:
        return str(fn.__name__).strip("_")
    return " ".join(re.sub(r"[(,=].*", "", sql.strip(), flags=re.DOTALL).split()[:4])
