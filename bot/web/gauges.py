"""How things stand when somebody asks: read from the loops, the worker and the database, a few quick questions."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from functools import partial

from prometheus_client import CollectorRegistry, Gauge

from bot.domain.errors import StorageUnavailable
from bot.domain.jobs import JobState
from bot.domain.quota import MONTH
from bot.runtime.clock import Clock
from bot.services.budget import Budget
from bot.store.counting import Counting, Counts
from bot.web.health import OK, Health
from bot.web.observer import OTHER
from bot.worker.worker import Worker

ANSWER_S = 2.0  # for the database; what it could not say keeps its last value
FRESH_S = 2.0  # for so long an answer is good for the next who asks
STATES = (JobState.QUEUED, JobState.SUBMITTING, JobState.RUNNING)


class Gauges:
    """What is under way, what credits stand as, and how well the bot is."""

    def __init__(
        self,
        registry: CollectorRegistry,
        *,
        counting: Counting,
        budget: Budget,
        worker: Worker,
        health: Health,
        models: Iterable[str],
        clock: Clock,
    ) -> None:
        self._counting = counting
        self._budget = budget
        self._worker = worker
        self._health = health
        self._models = tuple(models)
        self._clock = clock
        self._read_at = -FRESH_S  # monotonic seconds
        self._reading = asyncio.Lock()
        gauge = partial(Gauge, registry=registry)
        self._jobs = gauge("banana_jobs", "Jobs under way.", ["state", "model"])
        self._oldest = gauge("banana_line_oldest_seconds", "How long the job has waited that waits longest.")
        self._usual = gauge("banana_usual_seconds", "How long a drawing usually takes, by past ones.", ["model"])
        self._late = gauge("banana_late_jobs", "Jobs at Higgsfield that take longer than usual.")
        self._credits = gauge("banana_credits", "What counts in the cap of 24 hours, by how it stands.", ["standing"])
        self._cap = gauge("banana_budget_credits", "The owner's cap.", ["period"])
        self._used = gauge("banana_budget_used_credits", "What is used of the owner's cap.", ["period"])
        self._unclear = gauge("banana_unclear_orders", "Orders that Higgsfield may have charged, without its word.")
        self._ready = gauge("banana_ready", "1 while what orders need is well.", ["part"])
        self._alive = gauge("banana_loop_alive", "1 while a loop is alive.", ["loop"])
        self._silent = gauge("banana_loop_silent_seconds", "How long a loop has worked without a word.", ["loop"])

    async def read(self) -> None:
        """Set every gauge to what holds now."""
        for loop, heartbeat in self._health.heartbeats.items():
            self._alive.labels(loop).set(heartbeat.is_alive)
            self._silent.labels(loop).set(heartbeat.silent_s)
        for part, said in self._health.parts().items():
            self._ready.labels(part).set(said == OK)
        async with self._reading:
            if self._clock.monotonic() - self._read_at < FRESH_S:
                return
            with suppress(StorageUnavailable, TimeoutError):
                async with asyncio.timeout(ANSWER_S):
                    await self._read_database()
            self._read_at = self._clock.monotonic()

    async def _read_database(self) -> None:
        self._set_counts(await self._counting.counts())
        self._late.set((await self._counting.running(now=self._clock.now()))[1])
        balance = await self._budget.balance()
        for standing, credits in balance.sums().items():
            self._credits.labels(standing).set(credits)
        self._set_cap("day", self._budget.cap, balance.used)
        if self._budget.cap_month is not None:
            self._set_cap("month", self._budget.cap_month, await self._budget.used(MONTH))
        for model in self._models:
            self._usual.labels(model).set(await self._worker.usual_seconds(model))

    def _set_counts(self, counts: Counts) -> None:
        for state in STATES:
            for model in (*self._models, OTHER):
                self._jobs.labels(state.value, model).set(0)
        for each in counts.under_way:
            self._jobs.labels(each.state, each.model if each.model in self._models else OTHER).inc(each.jobs)
        waits = [self._clock.now() - each.oldest for each in counts.under_way if each.state == JobState.QUEUED]
        self._oldest.set(max(waits, default=0) / 1000)
        self._unclear.set(counts.unclear)

    def _set_cap(self, period: str, cap: int, used: int) -> None:
        self._cap.labels(period).set(cap)
        self._used.labels(period).set(used)
