"""Whether Higgsfield is away, or ordering paused: the account is refused, or orders end without a word.

New orders ask here first.
"""

from __future__ import annotations

import re

from bot.domain.errors import NoEndings, OrderingPaused, VendorAway, VendorBusy
from bot.domain.jobs import DOUBTFUL, Failure, Job, JobState, WaitReason
from bot.domain.limits import DAY_MS
from bot.higgsfield import Vendor
from bot.runtime.clock import Clock
from bot.store import Store
from bot.worker.events import WorkerEvents

AWAY_AFTER_MS = 60_000  # a shorter silence is not worth a word
PROBE_AFTER_MS = 75_000  # without a failure for so long the next order may find out
FORGOTTEN_AFTER_MS = 300_000  # after so long without a failure the next silence is a new one
PAUSES_MS = (30_000, 60_000, 120_000, 300_000, 900_000)  # between two tries in a pause
RUN = 3  # orders in a row that ended without Higgsfield's word, or without a picture: then ordering pauses

#: Failures that the owner must mend: submitting stops.
ACCOUNT_FAILURES = frozenset({Failure.BAD_KEY, Failure.NO_CREDITS})


UNANSWERED, UNDELIVERED = "unanswered", "undelivered"  # incidents: such a run, while sending and afterwards
INTERCEPTED = "intercepted"  # incident: a proxy or firewall answers
EXPOSED = "exposed"  # incident: what such orders may have cost by now
PAUSING = ACCOUNT_FAILURES | {UNANSWERED, UNDELIVERED}
TOLD = "exposed_told"  # fact: of how many orders the owner was told last, and when


class CircuitBreaker:
    """What the last answers said of Higgsfield and the account."""

    def __init__(self, *, store: Store, vendor: Vendor, clock: Clock, events: WorkerEvents) -> None:
        self._store = store
        self._vendor = vendor
        self._clock = clock
        self._events = events
        self._away_since: int | None = None  # steady ms, as all moments here
        self._failed_at = 0
        self._intercepted = False  # something in between answers in Higgsfield's place
        self._was_intercepted = True  # since an order was last taken, or perhaps before the start
        self._pauses = 0  # tries in a row
        self._try_at: int | None = None  # when one job may try again; None: no pause
        self._open: set[str] = set()  # incidents that pause
        self._runs = {UNANSWERED: 0, UNDELIVERED: 0}

    async def restore(self) -> None:
        """Take up a pause from before a restart; one job may try at once."""
        self._open = {incident.kind for incident in await self._store.incidents()} & PAUSING
        if self._open:
            self._try_at = self._steady_ms()
        await self._tell_growth()  # of what a stop came before

    def admit(self) -> None:
        """Raise OrderingPaused, NoEndings or VendorAway while a new order would only wait."""
        now, steady = self._clock.now(), self._steady_ms()
        if self._try_at is not None and steady < self._try_at:
            again_at = now + self._try_at - steady
            raise NoEndings(again_at=again_at) if self.wait_reason() is WaitReason.NO_ENDINGS else OrderingPaused
        if self.is_away() and steady - self._failed_at < PROBE_AFTER_MS:
            raise VendorAway(since=now - steady + (self._away_since or steady), is_foreign=self._intercepted)

    def is_away(self) -> bool:
        """Whether Higgsfield was silent time and again, for long enough to say so."""
        return self._away_since is not None and self._failed_at - self._away_since >= AWAY_AFTER_MS

    def is_paused(self) -> bool:
        """Whether ordering is paused."""
        return self._try_at is not None

    def wait_reason(self) -> WaitReason | None:
        """Return what every waiting job waits for beside its turn."""
        if self.is_paused():
            return WaitReason.NO_ENDINGS if self._open and not self._open & ACCOUNT_FAILURES else WaitReason.PAUSED
        if self._intercepted:
            return WaitReason.INTERCEPTED
        return WaitReason.AWAY if self.is_away() else None

    def pause_left(self) -> float:
        """Return the seconds until one job may try; taking 0 starts the next pause."""
        if self._try_at is None:
            return 0
        left = self._try_at - self._steady_ms()
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
        await self.note_foreign(error)
        try:
            await self._vendor.ping()
        except VendorBusy:
            self.record_no_answer()
            return False
        self.record_success()
        return True

    async def note_foreign(self, error: VendorBusy) -> None:
        """Note whether something in between answered in Higgsfield's place: the owner hears of it once."""
        self._intercepted = error.is_foreign
        self._was_intercepted |= error.is_foreign
        if error.is_foreign and await self._store.open_incident(INTERCEPTED, detail=str(error), now=self._clock.now()):
            self._events.incident_opened.emit()

    def record_no_answer(self) -> None:
        """Note that Higgsfield did not answer."""
        now = self._steady_ms()
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
        self._away_since, self._intercepted = None, False

    async def record_accepted(self) -> None:
        """Note that Higgsfield took an order: the account is well, and so is the way there."""
        self.record_success()
        if self._was_intercepted:
            await self._store.close_incident(INTERCEPTED)
            self._was_intercepted = False
        self._runs[UNANSWERED] = 0
        await self._recover(UNANSWERED, *ACCOUNT_FAILURES)

    async def record_end(self, job: Job, *, has_no_answer: bool = False) -> None:
        """Note how an order ended: a run without Higgsfield's word, or without a picture, pauses ordering.

        An order whose answer a crash of our own has lost is none of such a run.
        """
        if job.failure is Failure.UNCLEAR and not has_no_answer:
            await self._tell_growth()
        elif job.failure in DOUBTFUL:
            kind = UNANSWERED if job.failure is Failure.UNCLEAR else UNDELIVERED
            self._runs[kind] += 1
            if self._runs[kind] < RUN or kind in self._open:
                await self._tell_growth()
            else:
                await self._pause_for(kind)
        elif job.failure in (Failure.FAILED, Failure.NSFW) or (
            job.state is JobState.SUCCEEDED and (job.charged or not job.cost)
        ):
            self._runs = dict.fromkeys(self._runs, 0)  # one that was adopted came too late, again
            await self._recover(UNANSWERED, UNDELIVERED)

    async def report(self, failure: Failure, detail: str) -> None:
        """Open an incident for the owner after a refused account; submitting stops."""
        self._pause(failure)
        if await self._store.open_incident(failure, detail=detail, now=self._clock.now()):
            self._events.incident_opened.emit()

    async def _pause_for(self, kind: str) -> None:
        self._pause(kind)
        await self._tell(kind, (await self._store.billing.balance(now=self._clock.now())).doubtful)

    async def _tell_growth(self) -> None:
        """Tell the owner of the first doubtful order of a day, of the third, and each time that they have doubled."""
        balance = await self._store.billing.balance(now=self._clock.now())
        told = await self._told()
        if balance.doubtful >= (max(RUN, 2 * told) if told else 1):
            await self._tell(EXPOSED, balance.doubtful)

    async def _told(self) -> int:
        """Return of how many orders of the last day the owner was told; 0 where that can't be read."""
        said = re.fullmatch(r"(\d{1,9}) (\d{1,15})", await self._store.fact(TOLD) or "")
        return int(said[1]) if said and abs(self._clock.now() - int(said[2])) < DAY_MS else 0

    async def _tell(self, kind: str, count: int) -> None:
        """Open an incident anew, so that the owner is told once more."""
        await self._store.close_incident(kind)
        await self._store.open_incident(kind, detail="", now=self._clock.now())
        await self._store.set_fact(TOLD, f"{count} {self._clock.now()}")
        self._events.incident_opened.emit()

    def _pause(self, kind: str) -> None:
        self._open.add(kind)
        if self._try_at is None:
            self._start_pause()

    async def _recover(self, *kinds: str) -> None:
        """Close incidents; the pause ends with the last of them."""
        is_over = self.is_paused() and self._open <= set(kinds)
        if is_over:
            self._try_at, self._pauses = None, 0
        for kind in self._open & set(kinds):
            await self._store.close_incident(kind)
            self._open.discard(kind)
        if is_over:
            self._events.vendor_recovered.emit()

    def _start_pause(self) -> None:
        pause = PAUSES_MS[min(self._pauses, len(PAUSES_MS) - 1)]
        self._pauses += 1
        self._try_at = self._steady_ms() + pause

    def _steady_ms(self) -> int:
        """Return milliseconds that never jump: a pause outlasts no correction of the time."""
        return int(self._clock.monotonic() * 1000)
