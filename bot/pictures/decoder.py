"""Pictures are decoded in a process of their own: strangers made them, and what one takes or breaks is not the bot's.

The process starts when there is something to read, and ends when there was nothing for a while. One picture at a time:
two at once would not fit a host of 512 MB. What is paid for comes first, then what is ordered with. Thumbnails have a
lane of their own, a second such process held to less memory: an answer waits behind no large picture.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, nullcontext, suppress
from enum import IntEnum
from pathlib import Path
from typing import Any, Self

from bot.domain.errors import NotAPicture, PictureError, PictureTooBig, PictureUnavailable
from bot.domain.limits import MIB
from bot.runtime.background import BackgroundTasks

log = logging.getLogger(__name__)


class Need(IntEnum):
    """Who waits for a picture: the lower comes first."""

    RESULT = 0  # it is paid for
    INPUT = 1  # of an order; as long as it is read, nobody has paid
    PREVIEW = 2  # nobody pays for it


LIMITS_S: Mapping[Need, float] = {Need.RESULT: 60.0, Need.INPUT: 20.0, Need.PREVIEW: 10.0}  # what one picture may take
START_S = 30.0
STOP_S = 1.0
IDLE_S = 60.0
MEMORY = 336 * MIB  # beside what the process begins with; bench/decoder.py measures what pictures take
MEMORY_FOR_SMALL = 96 * MIB  # as much as a thumbnail of 16 million pixels takes
MOST_PICTURES = 200  # of one process: what its libraries may leak goes with it
LARGEST_ANSWER = 64 * MIB
LONGEST_LINE = 4096
COMMAND = ("-P", "-m", "bot.pictures.decoder_child")
#: What the process needs of the environment: none of the bot's secrets are among it.
ENVIRONMENT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "HOME")
PREFIXES = ("PYTHON", "LD_", "DYLD_", "LC_", "COVERAGE_")
#: One pool, from which a picture's memory goes back at once: else glibc keeps what the first one took
#: (https://man7.org/linux/man-pages/man3/mallopt.3.html, "dynamic mmap threshold").
MALLOC = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072"}

Answer = tuple[Mapping[str, Any], bytes]


class Died(Exception):
    """The process ended in the middle of a picture."""


class NoDecoder(PictureUnavailable):
    """The host lets no process begin: it says nothing of a picture."""


class Overran(Died):
    """It was ended, since a picture took too long."""


class DecoderProcess:
    """The process, for one caller at a time. Blocking, and for threads, but for `kill`."""

    def __init__(self, *, memory: int = MEMORY) -> None:
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = 0
        self._lock = threading.RLock()

    @property
    def pid(self) -> int | None:
        """The id of the process that runs now."""
        process = self._process
        return process.pid if process else None

    def ask(self, request: Mapping[str, Any], seconds: float, unwanted: threading.Event) -> Answer:
        """Return the answer to a request; raises Died, or NoDecoder where no process can be had."""
        with self._lock:
            process = self._process or self._start(unwanted)
            self._asked += 1
            overran = threading.Event()
            try:
                if unwanted.is_set():
                    raise EOFError
                with _killing_after(process, seconds, overran):
                    answer = _exchange(process, {**request, "seconds": seconds})
            except (OSError, EOFError, ValueError, LookupError, TypeError, AttributeError) as error:
                self.kill()  # whatever it answers was made of strangers' bytes
                self.end()
                raise (Overran if overran.is_set() else Died) from error
            if self._asked >= MOST_PICTURES:
                self.end()
            return answer

    def kill(self) -> None:
        """End the process at once, whatever it does."""
        if process := self._process:
            process.kill()

    def end(self) -> None:
        """Let the process end, and wait until it has."""
        with self._lock:
            process, self._process, self._asked = self._process, None, 0
            if process is None:
                return
            with suppress(OSError):
                if process.stdin:
                    process.stdin.close()
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout:
                process.stdout.close()

    def _start(self, unwanted: threading.Event) -> subprocess.Popen[bytes]:
        try:
            self._process = process = subprocess.Popen(  # noqa: S603
                [sys.executable, *COMMAND, str(self._memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(),
                start_new_session=sys.platform != "win32",
            )
            with _killing_after(process, START_S, threading.Event()):
                _line(process)
        except (OSError, EOFError) as error:
            self.kill()
            self.end()
            if not unwanted.is_set():  # else it was ended by us, as the bot stops
                log.error("the process that reads pictures can't be started (%s)", type(error).__name__)
            raise NoDecoder("the process that reads pictures can't be started") from error
        return process


class Decoder:
    """Reads pictures one after the other, by need; `async with Decoder() as decoder`."""

    def __init__(
        self, *, limits_s: Mapping[Need, float] = LIMITS_S, idle_s: float = IDLE_S, memory: int = MEMORY
    ) -> None:
        self._limits = limits_s
        self._idle_s = idle_s
        self._process = DecoderProcess(memory=memory)
        self._turn = asyncio.Condition()
        self._busy = False
        self._waiting: Counter[Need] = Counter()
        self._background = BackgroundTasks()
        self._idling: asyncio.Task[None] | None = None
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closed = True
        await self._background.close()
        self._process.kill()
        await asyncio.to_thread(self._process.end)

    @property
    def pid(self) -> int | None:
        """The id of the process that runs now; None where none does."""
        return self._process.pid

    async def work(
        self,
        verb: str,
        *sources: Path,
        need: Need,
        attempt: AbstractAsyncContextManager[None] | None = None,
        **values: object,
    ) -> Answer:
        """Return what the process answers, facts and bytes. Raises PictureError or OSError.

        A picture that takes too long, or ends the process twice, is PictureTooBig. `attempt` is entered when it is
        the picture's turn: what ends the bot meanwhile is none of those that wait.
        """
        request = {"verb": verb, "sources": [str(source.absolute()) for source in sources], **values}
        async with self._my_turn(need), attempt or nullcontext():
            try:
                answer = await self._ask(request, self._limits[need])
            except Overran:
                log.warning("a picture took longer than %.0f s to read", self._limits[need])
                raise PictureTooBig("it takes too long") from None
            except Died:
                log.warning("the process that reads pictures crashed while reading one")
                answer = await self._ask_again(request, self._limits[need])
        return _checked(answer)

    async def _ask_again(self, request: Mapping[str, Any], seconds: float) -> Answer:
        """Ask once more: the system may have ended the process for want of memory that somebody else took."""
        try:
            return await self._ask(request, seconds)
        except Died:
            raise PictureTooBig("it ends the process that reads it") from None

    async def _ask(self, request: Mapping[str, Any], seconds: float) -> Answer:
        if self._closed:
            raise PictureUnavailable("no more pictures are read")
        unwanted = threading.Event()
        thread = asyncio.ensure_future(asyncio.to_thread(self._process.ask, request, seconds, unwanted))
        try:
            return await asyncio.shield(thread)
        except asyncio.CancelledError:  # a thread can't be stopped, but the process can; its files must outlive it
            unwanted.set()
            self._process.kill()
            await asyncio.gather(thread, return_exceptions=True)
            raise

    @asynccontextmanager
    async def _my_turn(self, need: Need) -> AsyncIterator[None]:
        async with self._turn:
            self._waiting[need] += 1
            try:
                await self._turn.wait_for(lambda: not self._busy and not self._is_before(need))
                self._busy = True
            finally:
                self._waiting[need] -= 1
                self._turn.notify_all()
        if self._idling:
            self._idling.cancel()
        try:
            yield
        finally:
            self._busy = False
            self._idling = self._background.start(self._end_when_idle(), name="idle decoder")
            async with self._turn:
                self._turn.notify_all()

    def _is_before(self, need: Need) -> bool:
        return any(self._waiting[other] for other in Need if other < need)

    async def _end_when_idle(self) -> None:
        await asyncio.sleep(self._idle_s)
        if not self._busy:
            await asyncio.to_thread(self._process.end)


_ERRORS: Mapping[str, type[PictureError]] = {
    error.__name__: error for error in (NotAPicture, PictureTooBig, PictureUnavailable)
}


def _checked(answer: Answer) -> Answer:
    facts, _ = answer
    match facts.get("error"):
        case None:
            return answer
        case "OSError":
            raise OSError(facts["number"], facts["why"])
        case name:
            raise _ERRORS[name](facts["why"])


def environment() -> dict[str, str]:
    """Return what a process that is given strangers' work needs of the environment."""
    own = {name: value for name, value in os.environ.items() if name in ENVIRONMENT or name.startswith(PREFIXES)}
    return {**own, "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path), **MALLOC}


@contextmanager
def _killing_after(process: subprocess.Popen[bytes], seconds: float, overran: threading.Event) -> Iterator[None]:
    """End the process if what is inside takes longer; by real time, whatever clocks and event loops do meanwhile."""

    def kill() -> None:
        overran.set()
        process.kill()

    alarm = threading.Timer(seconds, kill)
    alarm.daemon = True
    alarm.start()
    try:
        yield
    finally:
        alarm.cancel()


def _exchange(process: subprocess.Popen[bytes], request: Mapping[str, Any]) -> Answer:
    if process.stdin is None or process.stdout is None:
        raise EOFError
    process.stdin.write(json.dumps(request).encode() + b"\n")
    process.stdin.flush()
    facts = json.loads(_line(process))
    size = int(facts.pop("size"))
    if not 0 <= size <= LARGEST_ANSWER:
        raise ValueError(size)
    data = process.stdout.read(size)
    if len(data) < size:
        raise EOFError
    return facts, data


def _line(process: subprocess.Popen[bytes]) -> bytes:
    line = process.stdout.readline(LONGEST_LINE) if process.stdout else b""
    if not line.endswith(b"\n"):
        raise EOFError
    return line
