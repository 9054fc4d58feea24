"""Waiting between tries: longer after each failure, up to a bound, and never in step with the others that wait."""

from __future__ import annotations

import asyncio
import math
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.runtime.heartbeats import rest

T = TypeVar("T")
MOST_DOUBLINGS = 30  # no float overflows, however often it failed
_random = random.Random()  # noqa: S311 - jitter, no secret


@dataclass(frozen=True, kw_only=True)
class Backoff:
    """Waits that double with each failure in a row."""

    first: float  # seconds after the first failure
    longest: float  # seconds

    def seconds(self, failures: int) -> float:
        """Return the seconds to wait after so many failures in a row, jittered."""
        return jitter(min(self.longest, self.first * 2.0 ** min(failures - 1, MOST_DOUBLINGS)))


def jitter(seconds: float) -> float:
    """Spread equal waits by a tenth, so that after an outage not all come back at once."""
    return seconds * (0.95 + 0.1 * _random.random())


async def retry(
    attempt: Callable[[], Awaitable[T]],
    *,
    on: tuple[type[Exception], ...],
    backoff: Backoff,
    failed: Callable[[Exception, float], None],
    asked: Callable[[Exception], float] = lambda _: 0.0,
    tries: float = math.inf,
    healthy_s: float = math.inf,
) -> T:
    """Return what an attempt brings, tried again after each error in `on` until one succeeds.

    `failed(error, seconds)` is told of each and how long the wait is; `asked(error)` is the least wait it names.
    A loop's heartbeat rests while it waits.
    An attempt that failed only after `healthy_s` was well till then: its failure is the first of a new row.
    Raises the error of the last of so many tries in a row.
    """
    loop, failures = asyncio.get_running_loop(), 0
    while True:
        begun = loop.time()
        try:
            return await attempt()
        except on as error:
            failures = 1 if loop.time() - begun >= healthy_s else failures + 1
            if failures >= tries:
                raise
            seconds = max(asked(error), backoff.seconds(failures))
            failed(error, seconds)
        await rest(asyncio.sleep(seconds))
