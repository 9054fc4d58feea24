"""The painter makes each job's message match its row: any number of changes become one edit of the newest row."""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import logging
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, replace

import aiohttp
import discord

from bot.clock import Clock
from bot.jobs import Job, JobState
from bot.service import Card, Holdup, Service
from bot.ui.cards import Art, Deck
from bot.ui.delivery import FILE_FLOOR, Delivery, Outcome

log = logging.getLogger(__name__)

AT_ONCE = 8  # edits in flight
LONGEST_WAIT_S = 60.0
SEEK_AGAIN_S = 5.0
PLACES_EVERY_S = 60.0  # the place in the line is told anew at most so often
CROSS = "❌"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a waiting job's card says that its row does not hold."""

    place: int | None = None
    holdup: Holdup | None = None
    at: float = 0.0


class Painter:
    """Edits messages; `mark` says that a job's row may have changed."""

    def __init__(self, *, service: Service, deck: Deck, delivery: Delivery, clock: Clock) -> None:
        self._service = service
        self._deck = deck
        self._delivery = delivery
        self._clock = clock
        self._due: dict[int, float] = {}
        self._heap: list[tuple[float, int]] = []
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._marked: set[int] = set()  # while under way: once more afterwards
        self._errands: set[asyncio.Task[None]] = set()
        self._failures: Counter[int] = Counter()
        self._missed: dict[int, int] = {}  # job under way -> the rev whose edit found no card to reach
        self._told: dict[int, Told] = {}  # waiting job -> what its card says
        self._told_all = clock.monotonic()
        self._stopped = False
        self._wake = asyncio.Event()
        self._seats = asyncio.Semaphore(AT_ONCE)

    def mark(self, job_id: int) -> None:
        """Compare the job's message with its row soon; safe at any time."""
        if job_id in self._under_way:
            self._marked.add(job_id)
        else:
            self._schedule(job_id, 0.0)

    def greet(self, card: Card) -> None:
        """Put our own ❌ under a new card, as a handle to cancel by: best effort, never awaited."""
        self._note(card)
        self._errand(self._add_cross(card.job.id), f"greet {card.job.id}")

    def seek(self, job_id: int) -> None:
        """Look for the message of a job whose answer is in doubt."""
        self._errand(self._find(job_id), f"seek {job_id}")

    async def boot(self) -> None:
        """Take up where the last process stopped: lost answers, late edits, and a ❌ set meanwhile."""
        for job in await self._service.active():
            if not job.is_bound:
                self.seek(job.id)
            elif job.message_id is not None:
                self._errand(self._heed_crosses(job), f"crosses {job.id}")
        for job_id in await self._service.unshown():
            self.mark(job_id)

    async def run(self) -> None:
        """Paint until cancelled."""
        while True:
            self._start_due()
            self._wake.clear()
            # not wait_for: before 3.12 it swallows a cancellation that meets the wake-up
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._until_next()):
                    await self._wake.wait()
            self._refresh_places()

    async def tick(self) -> None:
        """Paint all that is due now: the loop's body, for tests."""
        while self._start_due() or self._under_way or self._errands:
            await asyncio.gather(*self._under_way.values(), *self._errands)

    async def stop(self) -> None:
        """Drop what is under way, and start nothing more: the rows say what is still to be shown."""
        self._stopped = True
        tasks = [*self._under_way.values(), *self._errands]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # which message next

    def _schedule(self, job_id: int, seconds: float) -> None:
        due = self._clock.monotonic() + seconds
        if self._due.get(job_id, due) < due:
            return
        self._due[job_id] = due
        heapq.heappush(self._heap, (due, job_id))
        self._wake.set()

    def _until_next(self) -> float:
        wait = PLACES_EVERY_S if self._told else 3600.0
        return min(wait, max(0.0, self._heap[0][0] - self._clock.monotonic())) if self._heap else wait

    def _start_due(self) -> bool:
        started = False
        while self._heap and self._heap[0][0] <= self._clock.monotonic():
            due, job_id = heapq.heappop(self._heap)
            if self._due.get(job_id) != due:
                continue
            del self._due[job_id]
            self._under_way[job_id] = asyncio.create_task(self._paint_guarded(job_id), name=f"paint {job_id}")
            started = True
        return started

    async def _paint_guarded(self, job_id: int) -> None:
        try:
            async with self._seats:
                done = await self.paint(job_id)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.warning("job %s: its card could not be edited: %s", job_id, error)
            done = False
        except Exception:
            log.exception("job %s: its card could not be drawn", job_id)
            done = False
        finally:
            self._under_way.pop(job_id, None)
            self._wake.set()
        self._after(job_id, done=done)

    def _after(self, job_id: int, *, done: bool) -> None:
        marked = job_id in self._marked
        self._marked.discard(job_id)
        if not done:
            self._failures[job_id] += 1
            self._schedule(job_id, min(LONGEST_WAIT_S, 2.0 ** min(self._failures[job_id], 10)))
            return
        self._failures.pop(job_id, None)
        if marked:
            self._schedule(job_id, 0.0)

    def _refresh_places(self) -> None:
        if self._clock.monotonic() - self._told_all >= PLACES_EVERY_S:
            self._told_all = self._clock.monotonic()
            for job_id in self._told:
                self.mark(job_id)

    # one message

    async def paint(self, job_id: int) -> bool:
        """Make one message match its row; False: try again later."""
        card = await self._service.card(job_id)
        if card is None or card.job.message_id is None:
            return True
        job = card.job
        if not self._is_stale(card):
            if job.is_final and job.delivered is None:  # its first card showed the end already
                await self._finish(card, Outcome.SHOWN)
            return True
        outcome = await self._delivery.edit(job, self._deck, card, await self._art(job))
        if outcome is Outcome.LATER:
            return False
        if outcome is Outcome.SHOWN:
            self._note(card)
            await self._service.shown(job.id, job.rev)
        if job.is_final:
            await self._finish(card, outcome)
        elif outcome is not Outcome.SHOWN:
            self._missed[job.id] = job.rev
            if outcome is Outcome.REMOVED:
                await self._service.unanswered(job.id)  # somebody took the card away: a wish to cancel
        return True

    def _is_stale(self, card: Card) -> bool:
        job = card.job
        if job.delivered is not None and job.delivered != "message":
            return False
        if self._missed.get(job.id) == job.rev:
            return False
        if job.rev > job.shown_rev:
            return True
        told = self._told.get(job.id, Told())
        if card.holdup is not told.holdup:
            return True
        return card.place != told.place and self._clock.monotonic() - told.at >= PLACES_EVERY_S

    def _note(self, card: Card) -> None:
        if card.job.state is JobState.QUEUED:
            self._told[card.job.id] = Told(place=card.place, holdup=card.holdup, at=self._clock.monotonic())
        else:
            self._told.pop(card.job.id, None)

    async def _art(self, job: Job) -> Art:
        thumbnail = await self._service.thumbnail(job)
        outputs = await self._service.files(job) if job.state is JobState.SUCCEEDED else ()
        return Art(outputs=outputs, thumbnail=thumbnail)

    async def _finish(self, card: Card, outcome: Outcome) -> None:
        job = card.job
        self._told.pop(job.id, None)
        self._missed.pop(job.id, None)
        if outcome is Outcome.SHOWN:
            await self._service.delivered(job.id, "message")
            self._errand(self._take_cross(job), f"uncross {job.id}")
        else:
            art = await self._art(replace(job, file_limit=min(job.file_limit, FILE_FLOOR)))
            how = await self._delivery.send_home(job, self._deck, card, art, outcome)
            await self._service.delivered(job.id, how)

    # errands beside the edits

    def _errand(self, errand: Coroutine[None, None, None], name: str) -> None:
        if self._stopped:
            errand.close()
            return
        task = asyncio.create_task(errand, name=name)
        self._errands.add(task)
        task.add_done_callback(self._errand_done)

    def _errand_done(self, task: asyncio.Task[None]) -> None:
        self._errands.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.warning("errand %s failed: %s", task.get_name(), error)

    async def _add_cross(self, job_id: int) -> None:
        card = await self._service.card(job_id)
        if card is not None and not card.job.is_final:
            await self._delivery.react(card.job, CROSS)

    async def _take_cross(self, job: Job) -> None:
        await self._delivery.unreact(job, CROSS)

    async def _find(self, job_id: int) -> None:
        """Bind the message that stands for a job; where surely none does, have the job cancelled."""
        try:
            found = await self._settle(job_id)
        except Exception as error:  # whatever it is: an unbound job would hold its credits for ever
            log.warning("job %s: can't look for its card yet: %s", job_id, error)
            await asyncio.sleep(SEEK_AGAIN_S)
            self.seek(job_id)
            return
        if found:
            self.mark(job_id)
            await self._add_cross(job_id)

    async def _settle(self, job_id: int) -> bool:
        """Bind a job to its message, or have it cancelled; tell whether it was found."""
        card = await self._service.card(job_id)
        if card is None or card.job.is_bound or card.job.is_final:
            return False
        message_id = await self._delivery.find(card.job)
        if message_id is None:
            await self._service.unanswered(job_id)
            return False
        await self._service.bind(job_id, message_id)
        return True

    async def _heed_crosses(self, job: Job) -> None:
        """Cancel a job whose owner set a ❌ while nobody was listening."""
        if await self._delivery.has_cross(job, CROSS):
            await self._service.unanswered(job.id)
