"""The bot as it is, which beside that says how long its longest callback on the event loop was.

`INSTRUMENTED` is what a part runs instead of `-m bot run`; `longest_ms` asks the process.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from asyncio import events

from bench.processes import Process
from bot.cli import main

INSTRUMENTED = "from bench.callbacks import instrumented; instrumented()"
MARK = "longest callback"


class Callbacks:
    """The longest one since it was last asked for, by the processor time of the loop's thread."""

    def __init__(self) -> None:
        self._longest = 0.0  # seconds

    def watch(self) -> None:
        """Measure every callback from now on, and say the longest on SIGUSR1."""
        run, clock = events.Handle._run, time.thread_time

        def measured(handle: asyncio.Handle) -> None:
            started = clock()
            run(handle)
            self._longest = max(self._longest, clock() - started)

        events.Handle._run = measured  # type: ignore[assignment, method-assign]
        signal.signal(signal.SIGUSR1, lambda *_: self._say())

    def _say(self) -> None:
        print(f"{MARK} {1000 * self._longest:.1f}", flush=True)
        self._longest = 0.0


def instrumented() -> None:
    """Run the bot with its callbacks measured."""
    Callbacks().watch()
    sys.exit(main(["run"]))


async def longest_ms(process: Process) -> float:
    """Return the longest callback since this was last asked, in milliseconds of processor time."""
    process.process.send_signal(signal.SIGUSR1)
    while not (line := await process.line()).startswith(MARK):
        pass
    return float(line.removeprefix(MARK))
