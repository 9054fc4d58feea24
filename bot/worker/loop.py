"""Which job next: one heap of what is due, rebuilt at every start from the rows."""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import logging
from collections.abc import Callable

from bot.clock import Clock
from bot.jobs import Job
from bot.pictures import Pictures
from bot.store import Store
from bot.vendor import Vendor
from bot.worker import pace
from bot.worker.gate import Gate
from bot.worker.health import Health
from bot.worker.steps import ADOPTION_MS, Steps, Terms

log = logging.getLogger(__name__)

AT_ONCE = 64  # steps under way
STUMBLED_S = 15.0  # until the next try after an error of our own
LONGEST_SLEEP_S = 60.0


class Worker:
    """Drives every job to its end; `poke` says that one may have something to do."""

    def __init__(
        self, *, store: Store, vendor: Vendor, pictures: Pictures, clock: Clock, slots: int, terms: Terms
    ) -> None:
        self._store = store
        self._clock = clock
        self.gate = Gate(slots)
        self.health = Health(store=store, clock=clock)
        self.health.on_recovery = self._hurry
        self._steps = Steps(
            store=store, vendor=vendor, pictures=pictures, clock=clock, gate=self.gate, health=self.health, terms=terms
        )
        self._due: dict[int, float] = {}  # job -> monotonic seconds
        self._heap: list[tuple[float, int]] = []
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._poked: set[int] = set()  # while under way: once more afterwards
        self._wake = asyncio.Event()
        self._seats = asyncio.Semaphore(AT_ONCE)
        self._listeners: list[Callable[[int], None]] = []

    def listen(self, listener: Callable[[int], None]) -> None:
        """Call `listener(job_id)` after each step: its row may have changed."""
        self._listeners.append(listener)

    def poke(self, job_id: int) -> None:
        """Take the job's next step soon; safe at any time."""
        if job_id in self._under_way:
            self._poked.add(job_id)
        else:
            self._schedule(job_id, 0.0)

    async def boot(self) -> None:
        """Take up where the last process stopped."""
        await self.health.recall()
        for job in await self._store.adoptable(since=self._clock.now() - ADOPTION_MS):
            self._take_up(job)
        for job in await self._store.active():
            self._take_up(job)

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            self._start_due()
            self._wake.clear()
            # not wait_for: before 3.12 it swallows a cancellation that meets the wake-up
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._until_next()):
                    await self._wake.wait()

    async def tick(self) -> None:
        """Take every step that is due now, and those that follow at once: the loop's body, for tests."""
        while self._start_due() or self._under_way:
            await asyncio.gather(*self._under_way.values())

    async def drain(self, *, seconds: float) -> None:
        """Let the steps under way end, within so many seconds: an order half sent is an unclear one."""
        self._heap.clear()
        if self._under_way:
            await asyncio.wait(list(self._under_way.values()), timeout=seconds)
        for task in self._under_way.values():
            task.cancel()
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    async def usual_seconds(self, model: str, default: float) -> float:
        """Return how long a job of the model usually takes at the vendor."""
        return pace.usual(await self._steps.durations(model), default=default)

    def next_due(self) -> float | None:
        """Return the seconds until the next step is due; None: nothing is."""
        while self._heap and self._due.get(self._heap[0][1]) != self._heap[0][0]:
            heapq.heappop(self._heap)
        return max(0.0, self._heap[0][0] - self._clock.monotonic()) if self._heap else None

    def _take_up(self, job: Job) -> None:
        self._steps.remember(job)
        self.poke(job.id)

    def _schedule(self, job_id: int, seconds: float) -> None:
        due = self._clock.monotonic() + seconds
        if self._due.get(job_id, due) < due:
            return  # an earlier step stands
        self._due[job_id] = due
        heapq.heappush(self._heap, (due, job_id))
        self._wake.set()

    def _hurry(self) -> None:
        """Take every waiting step now: what they waited for is over."""
        for job_id in list(self._due):
            self._schedule(job_id, 0.0)

    def _until_next(self) -> float:
        due = self.next_due()
        return LONGEST_SLEEP_S if due is None else min(LONGEST_SLEEP_S, due)

    def _start_due(self) -> bool:
        started = False
        while self.next_due() == 0.0:
            _, job_id = heapq.heappop(self._heap)
            self._due.pop(job_id, None)
            self._under_way[job_id] = asyncio.create_task(self._step(job_id), name=f"job {job_id}")
            started = True
        return started

    async def _step(self, job_id: int) -> None:
        seconds: float | None = STUMBLED_S
        try:
            async with self._seats:
                seconds = await self._steps.advance(job_id)
        except Exception:
            log.exception("job %s: a step failed; it is tried again", job_id)
            self.gate.leave(job_id)  # else its turn would bring it back at once
        finally:
            self._under_way.pop(job_id, None)
        self._after(job_id, seconds)

    def _after(self, job_id: int, seconds: float | None) -> None:
        if job_id in self._poked:
            self._poked.discard(job_id)
            seconds = 0.0
        if seconds is not None:
            self._schedule(job_id, seconds)
        for turn in self.gate.next():
            if turn not in self._under_way:
                self._schedule(turn, 0.0)
        for listener in self._listeners:
            listener(job_id)
