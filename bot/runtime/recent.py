"""What is recent and bounded: the keys of the last seconds, and the latest value of each of so many keys."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

MOST_KEYS = 10_000


class RecentKeys:
    """Keys of the last few seconds, each with what first brought it."""

    def __init__(self, *, seconds: float, monotonic: Callable[[], float], most_keys: int = MOST_KEYS) -> None:
        self._seconds = seconds
        self._monotonic = monotonic
        self._most_keys = most_keys
        self._first: OrderedDict[object, tuple[float, int]] = OrderedDict()

    def is_repeat(self, key: object, source: int) -> bool:
        """Note a key; True where another source brought it within the last seconds."""
        now = self._monotonic()
        while self._first and self._is_old(now):
            self._first.popitem(last=False)
        _, first = self._first.setdefault(key, (now, source))
        return first != source

    def forget(self, key: object) -> None:
        """Let a key come anew at once."""
        self._first.pop(key, None)

    def _is_old(self, now: float) -> bool:
        since, _ = next(iter(self._first.values()))
        return now - since >= self._seconds or len(self._first) > self._most_keys


class LatestValues(Generic[K, V]):
    """The latest value of each key, of so many keys at most."""

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._values: dict[K, V] = {}  # the oldest first

    def put(self, key: K, value: V) -> None:
        """Note a value in the place of the one before."""
        self._values.pop(key, None)
        self._values[key] = value
        if len(self._values) > self._most:
            del self._values[next(iter(self._values))]

    def get(self, key: K) -> V | None:
        """Return the latest value of a key; None where it is not known."""
        return self._values.get(key)
