"""How the vendor is: away, or paused until the host has looked at the account. New orders ask here first."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.errors import OrderingPaused, VendorAway, VendorBusy
from bot.domain.jobs import Failure
from bot.higgsfield import Vendor
from bot.runtime.clock import Clock
from bot.store import Store

AWAY_AFTER_MS = 60_000  # a shorter silence is nobody's business
PROBE_AFTER_MS = 75_000  # without a failure for so long nobody waits any more: the next order may find out
FORGOTTEN_AFTER_MS = 300_000  # a silence that nobody heard of for so long is a new one when it comes back
PAUSES_MS = (30_000, 60_000, 120_000, 300_000, 900_000)  # between two tries at a refused account

#: Failures that the host must mend: submitting stops.
ACCOUNT_FAILURES = frozenset({Failure.BAD_KEY, Failure.NO_CREDITS})


class CircuitBreaker:
    """What the last answers said of the vendor and the account."""

    def __init__(self, *, store: Store, vendor: Vendor, clock: Clock) -> None:
        self._store = store
        self._vendor = vendor
        self._clock = clock
        self._away_since: int | None = None
        self._failed_at = 0
        self._pauses = 0  # tries at a refused account in a row
        self._try_at: int | None = None  # when one job may try the account again; None: no pause
        self._open: set[str] = set()  # incidents
        self.on_incident: Callable[[], None] = lambda: None
        self.on_recovery: Callable[[], None] = lambda: None

    async def restore(self) -> None:
        """Take up a pause from before a restart; one job may try at once."""
        self._open = {incident.kind for incident in await self._store.incidents()}
        if self._open & ACCOUNT_FAILURES:
            self._try_at = self._clock.now()

    def admit(self) -> None:
        """Refuse a new order while it would only wait; raises Paused or VendorAway."""
        now = self._clock.now()
        if self._try_at is not None and now < self._try_at:
            raise OrderingPaused
        if self.is_away() and now - self._failed_at < PROBE_AFTER_MS:
            raise VendorAway(since=self._away_since or now)

    def is_away(self) -> bool:
        """Tell whether the vendor was silent time and again, for long enough to say so."""
        return self._away_since is not None and self._failed_at - self._away_since >= AWAY_AFTER_MS

    def is_paused(self) -> bool:
        """Tell whether the account was refused and nothing has gone through since."""
        return self._try_at is not None

    def pause_left(self) -> float:
        """Return the seconds until one job may try the account; taking 0 starts the next pause."""
        if self._try_at is None:
            return 0
        left = self._try_at - self._clock.now()
        if left > 0:
            return left / 1000
        self._start_pause()
        return 0

    async def probe(self) -> None:
        """Find out whether anybody answers, where that is in doubt: an order is no way to. Raises VendorBusy."""
        if self._away_since is not None:
            await self._vendor.ping()
            self.record_success()

    async def record_failure(self, error: VendorBusy) -> bool:
        """Note a question without an answer; True where the vendor only stumbles over this one, and answers others."""
        if not error.away:
            self.record_success()
            return False
        try:
            await self._vendor.ping()
        except VendorBusy:
            self.record_no_answer()
            return False
        self.record_success()
        return True

    def record_no_answer(self) -> None:
        """Note that the vendor did not answer."""
        now = self._clock.now()
        if self._away_since is None or now - self._failed_at >= FORGOTTEN_AFTER_MS:
            self._away_since = now
        self._failed_at = now

    def record_busy(self, error: VendorBusy) -> None:
        """Note what a "not now" says: only silence or a closed door is being away."""
        if error.away:
            self.record_no_answer()
        else:
            self.record_success()

    def record_success(self) -> None:
        """Note that the vendor answered."""
        self._away_since = None

    async def record_accepted(self) -> None:
        """Note that the vendor took an order: whatever was wrong is over."""
        self.record_success()
        was_paused, self._try_at, self._pauses = self.is_paused(), None, 0
        for kind in tuple(self._open):
            await self._store.close_incident(kind)
            self._open.discard(kind)
        if was_paused:
            self.on_recovery()

    async def report(self, failure: Failure, detail: str) -> None:
        """Note what the host must know; after a refused account submitting stops."""
        if failure in ACCOUNT_FAILURES and self._try_at is None:
            self._start_pause()
        self._open.add(failure.value)
        if await self._store.open_incident(failure.value, detail=detail, now=self._clock.now()):
            self.on_incident()

    def _start_pause(self) -> None:
        pause = PAUSES_MS[min(self._pauses, len(PAUSES_MS) - 1)]
        self._pauses += 1
        self._try_at = self._clock.now() + pause
