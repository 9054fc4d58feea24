"""What the vendor's webhooks tell: the ids of orders in doubt, and whether such rings arrive here at all."""

from __future__ import annotations

import logging

from bot.domain.webhooks import WebhookUrls
from bot.runtime.clock import Clock

log = logging.getLogger(__name__)

RING_S = 1.0  # between two questions for one job, however often somebody rings
MISSED = 3  # ends in a row that nobody rang for: then the address is probably wrong


class WebhookInbox:
    """Rings as the worker hears them; without hooks there are none."""

    def __init__(self, *, webhook_urls: WebhookUrls | None, clock: Clock) -> None:
        self._urls = webhook_urls
        self._clock = clock
        self._claims: dict[int, str] = {}  # job -> the request's id, as somebody who knew the address said
        self._received: dict[int, float] = {}  # job -> when it may be asked for again, monotonic
        self._missed = MISSED  # until a first ring has come, polling counts on none

    @property
    def enabled(self) -> bool:
        """Tell whether the vendor is told where to ring."""
        return self._urls is not None

    @property
    def are_arriving(self) -> bool:
        """Tell whether rings arrive, so that asking may be left to them."""
        return self.enabled and self._missed == 0

    def url(self, job_id: int) -> str | None:
        """Return where the vendor shall ring for a job."""
        return self._urls.url(job_id) if self._urls else None

    def received(self, job_id: int, hint: str = "") -> float:
        """Note a ring, and the id that it names for an order in doubt; return the seconds until it may be heeded."""
        self._missed = 0
        now = self._clock.monotonic()
        due = max(now, self._received.get(job_id, 0.0))
        self._received[job_id] = now + RING_S if due == now else due
        if hint:
            self._claims[job_id] = hint
        return due - now

    def claimed_id(self, job_id: int) -> str | None:
        """Return the id that a ring named and nobody has followed yet."""
        return self._claims.get(job_id)

    def clear_claim(self, job_id: int) -> None:
        """Say that a hint was followed, to wherever it led."""
        self._claims.pop(job_id, None)

    def forget(self, job_id: int) -> None:
        """Drop what was said of a job."""
        self._claims.pop(job_id, None)
        self._received.pop(job_id, None)

    def received_late(self) -> None:
        """Note a ring for what has ended already: rings do arrive."""
        self._missed = 0

    def expected(self, job_id: int) -> None:
        """Note that a request has ended at the vendor: it should have rung by now, or does at this moment."""
        if not self.enabled:
            return
        if self._received.pop(job_id, None) is not None:
            return
        self._missed += 1
        if self._missed == 2 * MISSED:
            log.warning("Higgsfield's webhooks don't arrive: is BOT_PUBLIC_URL right, and open to the internet?")
