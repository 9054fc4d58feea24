"""How far long work is, on standard error: on a terminal one line that counts up, elsewhere a line now and then."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from bot.cli.progress import Progress
from bot.runtime.clock import Clock
from bot.runtime.work_progress import ProgressLines, worded


class TerminalProgress:
    """Draws a line over the one before, where it can, and only one that says something new."""

    def __init__(self, stream: TextIO) -> None:
        self._line, self._clock = Progress(stream), Clock()
        self._lines = ProgressLines(self._line.say)
        self._what, self._began, self._drawn = "", 0.0, ("", 0)

    def say(self, line: str) -> None:
        """Write a line that stays."""
        self._line.say(line)

    def show(self, what: str, share: float | None = None) -> None:
        """Draw what is being done, how much of it is, and for how long."""
        if not self._line.is_live:
            self._lines.show(what, share)
            return
        if what != self._what:
            self._what, self._began = what, self._clock.monotonic()
        new = (worded(what, share), int(self._clock.monotonic() - self._began))
        if new != self._drawn:
            self._drawn = new
            self._line.show(*new)

    def clear(self) -> None:
        """Take the line away."""
        self._line.clear()


@contextmanager
def terminal_progress() -> Iterator[TerminalProgress]:
    """Tell on standard error how far work is, and leave no half line there."""
    progress = TerminalProgress(sys.stderr)
    try:
        yield progress
    finally:
        progress.clear()
