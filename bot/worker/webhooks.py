"""What Higgsfield's webhooks tell: the ids of unclear submissions, and whether webhooks arrive here at all."""

from __future__ import annotations

import logging
from contextlib import suppress

from bot.domain.errors import StorageUnavailable
from bot.domain.webhooks import WebhookUrls
from bot.runtime.clock import Clock
from bot.store import Store

log = logging.getLogger(__name__)

SHORTEST_GAP_S = 1.0  # between two questions for one job, however many webhooks come
ARRIVING = "webhooks_arrive"  # fact: the public address at which they did
MISSED = 3  # ends in a row without a webhook: then the address is probably wrong


class WebhookInbox:
    """Webhooks as the worker receives them; without `webhook_urls` there are none."""

    def __init__(self, *, webhook_urls: WebhookUrls | None, clock: Clock, store: Store) -> None:
        self._urls = webhook_urls
        self._store = store
        self._kept = ""  # of ARRIVING
        self._clock = clock
        self._claims: dict[int, str] = {}  # job -> the request's id, as a caller who knew the address said
        self._received: dict[int, float] = {}  # job -> when it may be asked for again, monotonic
        self._missed = MISSED  # until a first webhook has come, polling counts on none

    async def restore(self) -> None:
        """Take up whether webhooks arrived before a restart, at the same address."""
        self._kept = await self._store.fact(ARRIVING) or ""
        if self._urls is not None and self._kept == self._urls.base:
            self._missed = 0

    async def keep(self) -> None:
        """Keep for the next start whether webhooks arrive; where that can't be written, it is learned anew."""
        arriving = self._kept
        if self._urls is not None and self._missed == 0:
            arriving = self._urls.base
        elif self._missed >= MISSED:
            arriving = ""
        if arriving != self._kept:
            with suppress(StorageUnavailable):
                await self._store.set_fact(ARRIVING, arriving)
                self._kept = arriving

    @property
    def enabled(self) -> bool:
        """Whether Higgsfield is told where to send webhooks."""
        return self._urls is not None

    @property
    def are_arriving(self) -> bool:
        """Whether webhooks arrive, so that polling may be rare."""
        return self.enabled and self._missed == 0

    @property
    def are_missing(self) -> bool:
        """Whether so many requests ended without one that the address is probably wrong."""
        return self.enabled and self._missed >= 2 * MISSED

    def url(self, job_id: int) -> str | None:
        """Return where Higgsfield shall send a job's webhook."""
        return self._urls.url(job_id) if self._urls else None

    def received(self, job_id: int, hint: str = "") -> float:
        """Note a webhook, and the id that it names if the job has none; return the seconds until it may be polled."""
        self._missed = 0
        now = self._clock.monotonic()
        due = max(now, self._received.get(job_id, 0.0))
        self._received[job_id] = now + SHORTEST_GAP_S if due == now else due
        if hint:
            self._claims[job_id] = hint
        return due - now

    def claimed_id(self, job_id: int) -> str | None:
        """Return the id that a webhook named and that was not looked up yet."""
        return self._claims.get(job_id)

    def clear_claim(self, job_id: int) -> None:
        """Note that a named id was looked up, found or not."""
        self._claims.pop(job_id, None)

    def forget(self, job_id: int) -> None:
        """Drop what webhooks said of a job."""
        self._claims.pop(job_id, None)
        self._received.pop(job_id, None)

    def received_late(self) -> None:
        """Note a webhook for a job that has ended already: webhooks do arrive."""
        self._missed = 0

    def expected(self, job_id: int) -> bool:
        """Note that a request has ended at Higgsfield: its webhook should have come by now, or comes at this moment.

        Return True if it had come.
        """
        if not self.enabled:
            return False
        if self._received.pop(job_id, None) is not None:
            return True
        self._missed += 1
        if self._missed == 2 * MISSED:
            log.warning(
                "Higgsfield's webhook calls aren't arriving: is BOT_PUBLIC_URL right and reachable from the internet?"
            )
        return False
