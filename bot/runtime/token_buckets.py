"""Token buckets, one a key: a burst at once, then so many a minute; what is full again takes no memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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
        self._full_at: dict[int, float] = {}  # the key that took last stands last

    def __len__(self) -> int:
        """Return how many buckets are kept."""
        return len(self._full_at)

    def take(self, key: int) -> float:
        """Take a token; returns 0.0, or the seconds until there is one, with nothing taken."""
        now = self._monotonic()
        full_at = max(now, self._full_at.get(key, now)) + self._interval_s
        if (wait := full_at - now - self._burst_s) > 1e-9:
            return wait
        self._full_at.pop(key, None)
        self._full_at[key] = full_at
        self._forget(now)
        return 0.0

    def _forget(self, now: float) -> None:
        """Drop the buckets that are full again, and the one that rested longest where there are too many."""
        too_many = len(self._full_at) - self._most_keys
        gone: list[int] = []
        for key, full_at in self._full_at.items():
            if full_at > now and len(gone) >= too_many:
                break
            gone.append(key)
        for key in gone:
            del self._full_at[key]
