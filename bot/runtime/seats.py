"""Room for so many pieces of work at once, of which none holds its place while it waits for a stranger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Seats:
    """Places at work: what waits for somebody else leaves its place to the next, and takes one back without a wait.

    So what a stranger answered is written down at once, even where more are then at work than there are places.
    """

    def __init__(self, most: int) -> None:
        self._free = most
        self._listener: Callable[[], None] | None = None

    @property
    def are_free(self) -> bool:
        """Whether one more may begin."""
        return self._free > 0

    def on_free(self, listener: Callable[[], None]) -> None:
        """Have a function called whenever a place comes free."""
        self._listener = listener

    def take(self) -> None:
        """Take a place."""
        self._free -= 1

    def give(self) -> None:
        """Give a place back."""
        self._free += 1
        if self._listener and self.are_free:
            self._listener()

    @contextmanager
    def left(self) -> Iterator[None]:
        """Leave the place while something takes as long as a stranger likes."""
        self.give()
        try:
            yield
        finally:
            self.take()
