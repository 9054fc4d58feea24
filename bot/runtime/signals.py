"""A named event that parts of the program subscribe to, so that who tells need not know who listens."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Generic, ParamSpec

P = ParamSpec("P")
log = logging.getLogger(__name__)


class Signal(Generic[P]):
    """An event with its arguments; subscribers are called in the order in which they subscribed."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._subscribers: list[Callable[P, object]] = []

    def subscribe(self, subscriber: Callable[P, object]) -> None:
        """Call this with each event; it must neither block nor await."""
        self._subscribers.append(subscriber)

    def emit(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Tell every subscriber; one that raises is logged and keeps the event from none of the others."""
        for subscriber in self._subscribers:
            try:
                subscriber(*args, **kwargs)
            except Exception:
                log.exception("a subscriber to %s failed", self._name)
