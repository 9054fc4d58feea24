"""Whether Higgsfield is away, or paused until the owner has looked at the account. New orders ask here first."""

from __future__ import annotations

from bot.domain.errors import OrderingPaused, VendorAway, VendorBusy
from bot.domain.jobs import Failure, WaitReason
from bot.higgsfield import Vendor
from bot.runtime.clock import Clock
from bot.store import Store
from bot.worker.events import WorkerEvents

AWAY_AFTER_MS = 60_000  # a shorter silence is not worth a word
PROBE_AFTER_MS = 75_000  # without a failure for so long the next order may find out
FORGOTTEN_AFTER_MS = 300_000  # after so long without a failure the next silence is a new one
PAUSES_MS = (30_000, 60_000, 120_000, 300_000, 900_000)  # between two tries at a refused account

#: Failures that the owner must mend: submitting stops.
ACCOUNT_FAILURES = frozenset({Failure.BAD_KEY, Failure.NO_CREDITS})


class CircuitBreaker:
    """What the last answers said of Higgsfield and the account."""

    def __init__(self, *, store: Store, vendor: Vendor, clock: Clock, events: WorkerEvents) -> None:
        self._store = store
        self._vendor = vendor
        self._clock = clock
        self._events = events
        self._away_since: int | None = None
        self._failed_at = 0
        self._pauses = 0  # tries at a refused account in a row
        self._try_at: int | None = None  # when one job may try the account again; None: no pause
        self._open: set[str] = set()  # incidents

    async def restore(self) -> None:
        """Take up a pause from before a restart; one job may try at once."""
        self._open = {incident.kind for incident in await self._store.incidents()}
        if self._open & ACCOUNT_FAILURES:
            self._try_at = self._clock.now()

    def admit(self) -> None:
        """Raise OrderingPaused or VendorAway while a new order would only wait."""
        now = self._clock.now()
        if self._try_at is not None and now < self._try_at:
            raise OrderingPaused
        if self.is_away() and now - self._failed_at < PROBE_AFTER_MS:
            raise VendorAway(since=self._away_since or now)

    def is_away(self) -> bool:
        """Whether Higgsfield was silent time and again, for long enough to say so."""
        return self._away_since is not None and self._failed_at - self._away_since >= AWAY_AFTER_MS

    def is_paused(self) -> bool:
        """Whether the account was refused and no order was taken since."""
        return self._try_at is not None

    def wait_reason(self) -> WaitReason | None:
        """Return what every waiting job waits for beside its turn."""
        if self.is_paused():
            return WaitReason.PAUSED
        return WaitReason.AWAY if self.is_away() else None

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
        """Ping Higgsfield where it may be away, for an order is no way to find out; raises VendorBusy."""
        if self._away_since is not None:
            await self._vendor.ping()
            self.record_success()

    async def record_failure(self, error: VendorBusy) -> bool:
        """Note a call that failed; True where Higgsfield only stumbles over this one, and answers others."""
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
        """Note that Higgsfield did not answer."""
        now = self._clock.now()
        if self._away_since is None or now - self._failed_at >= FORGOTTEN_AFTER_MS:
            self._away_since = now
        self._failed_at = now

    def record_busy(self, error: VendorBusy) -> None:
        """Note a "not now": only silence or an unreachable server means being away."""
        if error.away:
            self.record_no_answer()
        else:
            self.record_success()

    def record_success(self) -> None:
        """Note that Higgsfield answered."""
        self._away_since = None

    async def record_accepted(self) -> None:
        """Note that Higgsfield took an order: every incident is over."""
        self.record_success()
        was_paused, self._try_at, self._pauses = self.is_paused(), None, 0
        for kind in tuple(self._open):
            await self._store.close_incident(kind)
            self._open.discard(kind)
        if was_paused:
            self._events.vendor_recovered.emit()

    async def report(self, failure: Failure, detail: str) -> None:
        """Open an incident for the owner; after a refused account submitting stops."""
        if failure in ACCOUNT_FAILURES and self._try_at is None:
            self._start_pause()
        self._open.add(failure.value)
        if await self._store.open_incident(failure.value, detail=detail, now=self._clock.now()):
            self._events.incident_opened.emit()

    def _start_pause(self) -> None:
        pause = PAUSES_MS[min(self._pauses, len(PAUSES_MS) - 1)]
        self._pauses += 1
        self._try_at = self._clock.now() + pause
