"""How far an order or long work is, on standard error: on a terminal a line that counts up, else one now and then."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from bot.cli.output import write
from bot.runtime.clock import Clock
from bot.runtime.work_progress import ProgressLines, worded

NARROW = 20  # columns that every terminal has


class TerminalProgress:
    """Draws a line over the one before, where it can, and only one that says something new; without a stream, none."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self._is_live = stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"
        self._monotonic = Clock().monotonic
        self._lines = ProgressLines(self.say, self._monotonic)
        self._what, self._began = "", 0.0
        self._drawn = ""  # the line that counts up

    def say(self, line: str) -> None:
        """Write a line that stays."""
        if self._stream is not None:
            self.clear()
            write(f"{line}\n", self._stream)

    def show(self, what: str, share: float | None = None, *, seconds: int | None = None) -> None:
        """Say what is being done, how much of it is, and for how long: since it began, unless `seconds` says."""
        if self._stream is None:
            return
        if not self._is_live:
            self._lines.show(what, share, seconds=seconds)
            return
        if what != self._what:
            self._what, self._began = what, self._monotonic()
        seconds = int(self._monotonic() - self._began) if seconds is None else seconds
        self._draw(f"{worded(what, share)} … {seconds} s", self._stream)

    def clear(self) -> None:
        """Take the line that counts up away, so that another one can be written."""
        if self._drawn and self._stream is not None:
            write(f"\r{' ' * len(self._drawn)}\r", self._stream)
        self._drawn = ""

    def _draw(self, line: str, stream: TextIO) -> None:
        line = line[: max(NARROW, shutil.get_terminal_size().columns - 1)]  # one that wraps can't be drawn over
        if line != self._drawn:
            write(f"\r{line.ljust(len(self._drawn))}", stream)
            self._drawn = line

    @contextmanager
    def beside_the_log(self) -> Iterator[None]:
        """Let no line of the log begin in the middle of the one that counts up."""

        def make_room(_: logging.LogRecord) -> bool:
            self.clear()
            return True

        handlers = list(logging.getLogger().handlers)
        for handler in handlers:
            handler.addFilter(make_room)
        try:
            yield
        finally:
            self.clear()
            for handler in handlers:
                handler.removeFilter(make_room)


@contextmanager
def terminal_progress() -> Iterator[TerminalProgress]:
    """Tell on standard error how far work is, and leave no half line there."""
    progress = TerminalProgress(sys.stderr)
    try:
        yield progress
    finally:
        progress.clear()
