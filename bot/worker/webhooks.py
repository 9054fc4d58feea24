"""What the vendor's webhooks tell: the ids of orders in doubt, and whether such rings arrive here at all."""

from __future__ import annotations

import logging

from bot.domain.webhooks import Hooks
from bot.runtime.clock import Clock

log = logging.getLogger(__name__)

RING_S = 1.0  # between two questions for one job, however often somebody rings
MISSED = 3  # ends in a row that nobody rang for: then the address is probably wrong


class Bells:
    """Rings as the worker hears them; without hooks there are none."""

    def __init__(self, *, hooks: Hooks | None, clock: Clock) -> None:
        self._hooks = hooks
        self._clock = clock
        self._hints: dict[int, str] = {}  # job -> the request's id, as somebody who knew the address said
        self._rung: dict[int, float] = {}  # job -> when it may be asked for again, monotonic
        self._missed = MISSED  # until a first ring has come, polling counts on none

    @property
    def hang(self) -> bool:
        """Tell whether the vendor is told where to ring."""
        return self._hooks is not None

    @property
    def are_heard(self) -> bool:
        """Tell whether rings arrive, so that asking may be left to them."""
        return self.hang and self._missed == 0

    def url(self, job_id: int) -> str | None:
        """Return where the vendor shall ring for a job."""
        return self._hooks.url(job_id) if self._hooks else None

    def ring(self, job_id: int, hint: str = "") -> float:
        """Note a ring, and the id that it names for an order in doubt; return the seconds until it may be heeded."""
        self._missed = 0
        now = self._clock.monotonic()
        due = max(now, self._rung.get(job_id, 0.0))
        self._rung[job_id] = now + RING_S if due == now else due
        if hint:
            self._hints[job_id] = hint
        return due - now

    def hint(self, job_id: int) -> str | None:
        """Return the id that a ring named and nobody has followed yet."""
        return self._hints.get(job_id)

    def follow(self, job_id: int) -> None:
        """Say that a hint was followed, to wherever it led."""
        self._hints.pop(job_id, None)

    def forget(self, job_id: int) -> None:
        """Drop what was said of a job."""
        self._hints.pop(job_id, None)
        self._rung.pop(job_id, None)

    def late(self) -> None:
        """Note a ring for what has ended already: rings do arrive."""
        self._missed = 0

    def ended(self, job_id: int) -> None:
        """Note that a request has ended at the vendor: it should have rung by now, or does at this moment."""
        if not self.hang:
            return
        if self._rung.pop(job_id, None) is not None:
            return
        self._missed += 1
        if self._missed == 2 * MISSED:
            log.warning("Higgsfield's webhooks don't arrive: is BOT_PUBLIC_URL right, and open to the internet?")
