"""How far long work is: a backup, a restore, an update of the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from bot.runtime.clock import Clock

MARKS_S = (10, 30, 60)  # when a wait is worth another line, and then each minute


class WorkProgress(Protocol):
    """Who is told how far long work is."""

    def say(self, line: str) -> None:
        """Write a line that stays."""
        ...

    def show(self, what: str, share: float | None = None) -> None:
        """Tell what is being done, as often as one likes, and how much of it is: 0 to 1, or nobody knows."""
        ...


class SilentProgress:
    """Tells nobody."""

    def say(self, line: str) -> None:
        """Write nothing."""

    def show(self, what: str, share: float | None = None) -> None:
        """Write nothing."""


SILENT: WorkProgress = SilentProgress()


class ProgressLines:
    """Tells by lines: each thing as it begins, and again where it takes long."""

    def __init__(self, write: Callable[[str], None], monotonic: Callable[[], float] | None = None) -> None:
        self._write, self._monotonic = write, monotonic or Clock().monotonic
        self._what, self._began, self._next = "", 0.0, 0

    def say(self, line: str) -> None:
        """Write a line."""
        self._write(line)

    def show(self, what: str, share: float | None = None, *, seconds: int | None = None) -> None:
        """Write a line where this is new, or has taken long since the last one; `seconds` as in all, where given."""
        if what != self._what:
            self._what, self._began, self._next = what, self._monotonic(), _next_mark(seconds or 0)
            self._write(f"{what} …" if seconds is None else f"{what} … {seconds} s")
            return
        seconds = int(self._monotonic() - self._began) if seconds is None else seconds
        if seconds >= self._next:
            self._write(f"{worded(what, share)} … {seconds} s")
            self._next = _next_mark(seconds)


def _next_mark(seconds: int) -> int:
    """Return after how many seconds another line is due."""
    return next((mark for mark in MARKS_S if mark > seconds), (seconds // 60 + 1) * 60)


def worded(what: str, share: float | None) -> str:
    """Return what is being done with how much of it is, like `packing 1,200 pictures, 40 %`."""
    return what if share is None else f"{what}, {100 * share:.0f} %"
