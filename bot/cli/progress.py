"""How far an order is, on standard error: on a terminal a line that counts up, elsewhere a line now and then."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from bot.cli.output import write
from bot.runtime.work_progress import MARKS_S, next_mark

NARROW = 20  # columns that every terminal has


class Progress:
    """What is said while an order is followed; without a stream nothing is."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self.is_live = stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"
        self._words, self._next = "", MARKS_S[0]
        self._width = 0  # of the line that counts up

    def say(self, line: str) -> None:
        """Write a line that stays."""
        if self._stream is not None:
            self.clear()
            write(f"{line}\n", self._stream)

    def show(self, words: str, seconds: int) -> None:
        """Say what an order waits for, and for how long it has been under way."""
        line = f"{words} … {seconds} s"
        if self._stream is None:
            return
        if self.is_live:
            self._draw(line, self._stream)
        elif words != self._words or seconds >= self._next:
            self.say(line)
            self._next = next_mark(seconds)
        self._words = words

    def clear(self) -> None:
        """Take the line that counts up away, so that another one can be written."""
        if self._width and self._stream is not None:
            write(f"\r{' ' * self._width}\r", self._stream)
        self._width = 0

    def _draw(self, line: str, stream: TextIO) -> None:
        line = line[: max(NARROW, shutil.get_terminal_size().columns - 1)]  # one that wraps can't be drawn over
        write(f"\r{line.ljust(self._width)}", stream)
        self._width = len(line)

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
