"""Discord's limits for message edits: five in five seconds a channel (off by default), and few of old messages."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(kw_only=True)
class Bucket:
    """One channel's window."""

    ends: float = 0
    used: int = 0


@dataclass(kw_only=True)
class RateLimits:
    """The windows of all channels."""

    limit: int = 5
    window: float = 5
    on: bool = False
    buckets: dict[str, Bucket] = field(default_factory=dict)
    clock: Callable[[], float] = time.monotonic
    old_seconds: float = 3600  # a message older than that
    old_limit: int = 3  # may be edited so often in a channel …
    old_window: float = 20  # … within so many seconds
    old_edits: dict[str, Bucket] = field(default_factory=dict)

    def take(self, key: str) -> tuple[dict[str, str], float]:
        """Count one request, and return its headers and the seconds to wait, 0 if it is within the limit."""
        if not self.on:
            return {}, 0
        bucket = self.buckets.setdefault(key, Bucket())
        at = self.clock()
        if at >= bucket.ends:
            bucket.ends, bucket.used = at + self.window, 0
        wait = bucket.ends - at if bucket.used >= self.limit else 0
        bucket.used += not wait
        return self._headers(bucket, at), wait

    def old(self, key: str, age: float) -> float:
        """Count one edit of a message `age` seconds old, and return the seconds to wait, 0 within the limit."""
        if age < self.old_seconds:
            return 0
        bucket = self.old_edits.setdefault(key, Bucket())
        at = self.clock()
        if at >= bucket.ends:
            bucket.ends, bucket.used = at + self.old_window, 0
        bucket.used += 1
        return bucket.ends - at if bucket.used > self.old_limit else 0

    def _headers(self, bucket: Bucket, at: float) -> dict[str, str]:
        left = bucket.ends - at
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.limit - bucket.used),
            "X-RateLimit-Reset": f"{time.time() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": "message-edits",
            "Via": "1.1 playground",
        }
