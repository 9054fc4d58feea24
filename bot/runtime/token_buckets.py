"""Token buckets, one a key: a burst at once, then so many a minute; what is full again takes no memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

MOST_KEYS = 10_000


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """How much one key may take."""

    burst: int  # at once, after a rest
    a_minute: float  # in the long run


class TokenBuckets:
    """Buckets by key, each as the moment at which it is full again (the generic cell rate algorithm)."""

    def __init__(self, allowance: Allowance, *, monotonic: Callable[[], float], most_keys: int = MOST_KEYS) -> None:
        self._interval_s = 60.0 / allowance.a_minute
        self._burst_s = allowance.burst * self._interval_s
        self._monotonic = monotonic
        self._most_keys = most_keys
        self._full_at: OrderedDict[int, float] = OrderedDict()  # the key that took last stands last

    def __len__(self) -> int:
        """Return how many buckets are kept."""
        return len(self._full_at)

    def take(self, key: int) -> float:
        """Take a token; returns 0.0, or the seconds until there is one, with nothing taken."""
        now = self._monotonic()
        full_at = max(now, self._full_at.get(key, now)) + self._interval_s
        if (wait := full_at - now - self._burst_s) > 1e-9:
            return wait
        self._full_at[key] = full_at
        self._full_at.move_to_end(key)
        self._forget(now)
        return 0.0

    def _forget(self, now: float) -> None:
        """Drop the buckets that are full again, and the one that rested longest where there are too many."""
        while self._full_at:
            key, full_at = next(iter(self._full_at.items()))
            if full_at > now and len(self._full_at) <= self._most_keys:
                return
            del self._full_at[key]


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
        self._values: OrderedDict[K, V] = OrderedDict()

    def put(self, key: K, value: V) -> None:
        """Note a value in the place of the one before."""
        self._values[key] = value
        self._values.move_to_end(key)
        if len(self._values) > self._most:
            self._values.popitem(last=False)

    def get(self, key: K) -> V | None:
        """Return the latest value of a key; None where it is not known."""
        return self._values.get(key)
