"""The ❌ under cards: our own, as a handle to cancel by, and members', of which Discord may not have told us."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping

from bot.domain.errors import StorageUnavailable
from bot.domain.jobs import Canceller, Job, JobState, VendorStatus
from bot.runtime.background import BackgroundTasks
from bot.runtime.clock import Clock
from bot.runtime.heartbeats import Heartbeat
from bot.runtime.retry import Backoff, retry
from bot.runtime.scheduler import KeyedScheduler
from bot.runtime.seats import Seats
from bot.services.orders import JobView, Orders
from bot.ui.outbound.card_store import CardStore
from bot.ui.outbound.discord_errors import CALL_FAILURES, log_call_retry, log_task_error, retry_after
from bot.ui.outbound.messages import CardMessages

CROSS = "❌"
#: Until a card gets ours: a bot has 50 requests a second in all, and one reaction in 250 ms a channel.
WAIT_S = 5.0
ADD_PACE_S = READ_PACE_S = 0.1  # between two of ours, or two cards read after a silence: others have the rest of the 50
READERS = 4
RETRY = Backoff(first=2.0, longest=60.0)


class CancelReactions:
    """Puts a ❌ where it is of use for a while, and reads those set while no session told of them."""

    def __init__(
        self, *, orders: Orders, store: CardStore, messages: CardMessages, clock: Clock, puts_own: bool = True
    ) -> None:
        self._orders = orders
        self._store = store
        self._messages = messages
        self._puts_own = puts_own
        self._clock = clock
        self._session_since = self._started = clock.now()
        self._own: set[int] = set()  # jobs whose card has ours
        self._adding = KeyedScheduler(self._add, clock=clock, seats=Seats(1), name="own reaction")
        self._reading = KeyedScheduler(self._read, clock=clock, seats=Seats(READERS), name="reactions")
        self._failures: Counter[int] = Counter()  # of reads, by job
        self._tasks = BackgroundTasks(on_error=log_task_error)

    @property
    def heartbeats(self) -> Mapping[str, Heartbeat]:
        """One for each of the two loops, by its name."""
        return {"own reactions": self._adding.heartbeat, "missed reactions": self._reading.heartbeat}

    def session_started(self) -> None:
        """Note since when Discord tells of everything; being ready may take seconds more."""
        self._session_since = self._clock.now()

    def card_shown(self, card: JobView) -> None:
        """Put ours under a card in a while, if it can be cancelled by then; best effort."""
        if self._puts_own and card.job.id not in self._own and is_of_use(card):
            self._adding.wake(card.job.id, after=WAIT_S)

    def card_ended(self, job: Job) -> None:
        """Take ours off a card, if it may be there: the last process did not say."""
        if job.id in self._own or job.created_at < self._started:
            self._own.discard(job.id)
            self._tasks.start(self._messages.unreact(job, CROSS), name=f"reaction removal {job.id}")

    def read_missed(self) -> None:
        """Read the ❌ of live cards from before the session, once each, the newest cards first."""
        self._tasks.start(self._read_missed(), name="missed reactions")

    async def run(self) -> None:
        """Put ours under cards, and read members', until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._adding.run())
            tasks.create_task(self._reading.run())

    async def tick(self) -> None:
        """Do all that is due now: the loops' body, for tests."""
        await self._tasks.join()
        await self._adding.tick()
        await self._reading.tick()

    def is_idle(self) -> bool:
        """Whether nothing is under way or due now."""
        return self._tasks.is_idle() and self._adding.is_idle() and self._reading.is_idle()

    async def stop(self) -> None:
        """Drop what is under way, and start nothing more."""
        await self._adding.shutdown()
        await self._reading.shutdown()
        await self._tasks.close()

    async def _add(self, job_id: int) -> None:
        try:
            card = await self._orders.view(job_id)
            if card is not None and card.job.is_bound and is_of_use(card):
                self._own.add(job_id)  # first: what was cut off may stand there
                await self._messages.react(card.job, CROSS)
                await asyncio.sleep(ADD_PACE_S)
        except Exception as error:
            log_task_error(f"own reaction {job_id}", error)

    async def _read_missed(self) -> None:
        def failed(error: Exception, seconds: float) -> None:
            log_call_retry("the live jobs can't be read yet", error, seconds)

        live = await retry(self._store.active, on=(StorageUnavailable,), backoff=RETRY, failed=failed)
        missed = [job for job in live if job.message_id is not None and job.created_at < self._session_since]
        for number, job in enumerate(sorted(missed, key=lambda job: job.created_at, reverse=True)):
            self._reading.wake(job.id, after=number * READ_PACE_S)

    async def _read(self, job_id: int) -> float | None:
        """Cancel a job whose member set a ❌ before the session; returns the seconds until the next try, if any."""
        try:
            await self._cancel_if_crossed(job_id)
        except (*CALL_FAILURES, StorageUnavailable) as error:
            self._failures[job_id] += 1
            seconds = max(retry_after(error), RETRY.seconds(self._failures[job_id]))
            log_call_retry(f"job {job_id}: its reactions can't be read yet", error, seconds)
            return seconds
        except Exception as error:
            log_task_error(f"reactions {job_id}", error)
        self._failures.pop(job_id, None)
        return None

    async def _cancel_if_crossed(self, job_id: int) -> None:
        card = await self._orders.view(job_id)
        if card is None or card.job.is_final:
            return
        if await self._messages.has_cross(card.job, CROSS):
            await self._orders.request_cancel(job_id, Canceller.MEMBER)


def is_of_use(card: JobView) -> bool:
    """Whether cancelling would still help: the order waits, in line here or at Higgsfield."""
    job = card.job
    waits_there = job.state is JobState.RUNNING and card.vendor_status is VendorStatus.QUEUED
    return (job.state is JobState.QUEUED or waits_there) and job.cancel_at is None
