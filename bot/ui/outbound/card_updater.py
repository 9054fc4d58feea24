"""The reconciler of cards: each job's message is made to match its row, any number of changes by one edit."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from dataclasses import replace
from functools import partial

from bot.domain.errors import StorageUnavailable
from bot.domain.jobs import Job, JobState
from bot.domain.limits import FILE_FLOOR
from bot.runtime.background import BackgroundTasks
from bot.runtime.clock import Clock
from bot.runtime.retry import Backoff, retry
from bot.runtime.scheduler import KeyedScheduler
from bot.runtime.seats import CalledSeats, Seats
from bot.services.orders import JobView, Orders
from bot.ui.outbound.cancel_reactions import CancelReactions
from bot.ui.outbound.card_copies import CardCopies
from bot.ui.outbound.card_covers import CardCovers
from bot.ui.outbound.card_pictures import CardPictures
from bot.ui.outbound.card_store import CardStore
from bot.ui.outbound.completion_pings import PingMessages
from bot.ui.outbound.discord_errors import (
    CALL_FAILURES,
    EXPECTED,
    log_call_retry,
    log_summary,
    log_task_error,
    retry_after,
)
from bot.ui.outbound.messages import CardMessages, ForeignCard, Outcome
from bot.ui.outbound.other_copies import OtherCopies
from bot.ui.outbound.shown_cards import PLACES_EVERY_S, ShownCards
from bot.ui.views.card_files import CardFiles

log = logging.getLogger(__name__)

AT_ONCE, SLOW_S, MOST = 8, 2.0, 64  # edits in flight, beside slower ones; of those with pictures, as many again
RETRY = Backoff(first=2.0, longest=60.0)
PLACE_PACE_S = 0.05  # between two cards that are looked at for their place in line: pictures go first
PACE_S = 0.2  # between two cards that are edited after a start
SEARCHES = 1500  # for the message of a job, a day's worth at Discord's worst
MISTAKES = 5  # of our own in one search, before it is given up; and the tracebacks of one card


class CardUpdater:
    """Edits messages; `wake` says that a job's row may have changed."""

    def __init__(
        self,
        *,
        orders: Orders,
        store: CardStore,
        messages: CardMessages,
        pictures: CardPictures,
        copies: CardCopies,
        covers: CardCovers,
        reactions: CancelReactions,
        pings: PingMessages,
        other_copies: OtherCopies,
        clock: Clock,
    ) -> None:
        self._orders = orders
        self._store = store
        self._messages = messages
        self._pictures = pictures
        self._copies = copies
        self._covers = covers
        self._reactions = reactions
        self._pings = pings
        self._other_copies = other_copies
        self._clock = clock
        self._seats = Seats(AT_ONCE)
        self._edits = CalledSeats(AT_ONCE, seconds=SLOW_S, most=MOST, call=self.wake)
        self._uploads = CalledSeats(AT_ONCE, seconds=SLOW_S, most=MOST, call=self.wake)
        self._scheduler = KeyedScheduler(self._update_guarded, clock=clock, seats=self._seats, name="card")
        self.heartbeat = self._scheduler.heartbeat
        self._tasks = BackgroundTasks(on_error=log_task_error)
        self._failures: Counter[int] = Counter()
        self._missed: dict[int, int] = {}  # job under way -> the rev whose edit found no card to reach
        self._shown_cards = ShownCards(clock)
        self._late: set[int] = set()  # jobs whose card may be reached again

    def wake(self, job_id: int) -> None:
        """Compare the job's message with its row soon; safe at any time."""
        self._scheduler.wake(job_id)

    def reach_again(self, job: Job, *, after: float = 0.0) -> bool:
        """Try a card again in so many seconds that could not be reached; False where it is tried again anyway."""
        is_awaited = job.delivered is None and job.id not in self._missed
        if is_awaited or job.id in self._late or job.id in self._failures:
            return False
        self._late.add(job.id)
        self._missed.pop(job.id, None)
        self._scheduler.wake(job.id, after=after)
        return True

    def card_posted(self, card: JobView, art: CardFiles | None) -> None:
        """Note what a new card says and holds."""
        self._shown_cards.note(card, art)
        self._reactions.card_shown(card)

    def find_message(self, job_id: int, *, contested: bool = False) -> None:
        """Look for the message of a job whose answer is in doubt; `contested`: there was one already."""
        self._tasks.start(self._find(job_id, contested=contested), name=f"message search {job_id}")

    async def resume(self) -> None:
        """Take up where the last process stopped: lost answers and late edits."""
        for job_id in await self._store.unbound():
            self.find_message(job_id)
        for number, job_id in enumerate(await self._store.unshown()):
            self._scheduler.wake(job_id, after=number * PACE_S)

    async def resume_pings(self) -> None:
        """Send the completion pings that the last process may have left out."""
        for job in await self._pings.pending():
            self._tasks.start(self._pings.send(job, in_doubt=True), name=f"completion ping {job.id}")

    async def run(self) -> None:
        """Edit cards until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._scheduler.run())
            tasks.create_task(self._reactions.run())
            tasks.create_task(self._retell())

    async def tick(self) -> None:
        """Edit all that is due now: the loop's body, for tests."""
        await self._scheduler.tick()
        while not self.is_idle():
            await self._tasks.join()
            await self._reactions.tick()
            await self._scheduler.tick()

    def is_idle(self) -> bool:
        """Whether no edit is under way or due now, nor a task beside the edits."""
        return self._scheduler.is_idle() and self._tasks.is_idle() and self._reactions.is_idle()

    async def stop(self) -> None:
        """Drop what is under way, and start nothing more: the rows say what is still to be shown."""
        await self._scheduler.shutdown()
        await self._reactions.stop()
        await self._tasks.close()

    async def _update_guarded(self, job_id: int) -> float | None:
        """Edit one card; returns the seconds until the next try where that failed."""
        wait = 0.0
        try:
            done = await self.update(job_id)
        except StorageUnavailable:
            done = False
        except (*CALL_FAILURES, OSError) as error:
            log.warning("job %s: its card could not be edited: %s", job_id, log_summary(error))
            done, wait = False, retry_after(error)
        except Exception as error:
            known = self._failures[job_id] >= MISTAKES
            traceback = None if known else error
            log.error("job %s: its card could not be built: %s", job_id, type(error).__name__, exc_info=traceback)
            done = False
        if done:
            if job_id not in self._edits and job_id not in self._uploads:
                self._failures.pop(job_id, None)
            return None
        self._failures[job_id] += 1
        return max(wait, RETRY.seconds(self._failures[job_id]))

    async def _retell(self) -> None:
        """Show waiting members their place anew now and then, the next in line first; a long line takes longer."""
        while True:
            await asyncio.sleep(PLACES_EVERY_S)
            for job_id in self._shown_cards.in_line():
                self.wake(job_id)
                await asyncio.sleep(PLACE_PACE_S)

    # one message

    async def update(self, job_id: int) -> bool:
        """Make one message match its row, or let it wait for its turn; False: try again later."""
        card = await self._orders.view(job_id)
        if card is None or card.job.message_id is None:
            self._edits.call_next()
            self._uploads.call_next()
            return True
        places = self._uploads if card.job.state is JobState.SUCCEEDED else self._edits
        if places.must_wait(job_id):
            return True
        with self._seats.left():  # a slow upload, or a channel that Discord slows down, is no other card's business
            async with places.taken():
                return await self._match(card)

    async def _match(self, card: JobView) -> bool:
        job, job_id = card.job, card.job.id
        if job_id in self._late and job.is_final and job.delivered is not None:
            await self._update_late(card)
            self._late.discard(job_id)
            return True
        self._late.discard(job_id)
        if job.erased_at is not None:
            return await self._purge(job)
        if _changed_since(job):
            return await self._redraw(card)
        card = self._shown_cards.as_shown(card)
        if not self._is_stale(card):
            self._await_promise(card)
            return True
        outcome, art = await self._edit(card)
        if outcome is Outcome.REMOVED:
            await self._copies.note_removed(job)
        if job.is_final:
            await self._finish(card, outcome)
        if outcome is Outcome.SHOWN:  # last: until then a crash leaves the card to be edited again
            self._shown_cards.note(card, art)
            self._reactions.card_shown(card)
            self._await_promise(card)
            await self._store.shown(job.id, job.rev)
        elif not job.is_final:
            self._missed[job.id] = job.rev
            if outcome is Outcome.REMOVED:
                await self._orders.request_cancel(job.id)  # the card was taken away: a wish to cancel
        return True

    async def _edit(self, card: JobView) -> tuple[Outcome, CardFiles]:
        art = await self._pictures.of(card.job)
        keeps_files = not card.job.is_final and self._shown_cards.has_files(card.job.id, art)
        if not keeps_files:
            self._shown_cards.forget(card.job.id)  # an edit that broke off may have brought them, or not
        return await self._messages.edit(card, art, keeps_files=keeps_files), art

    def _await_promise(self, card: JobView) -> None:
        """Look at a card again once the moment that it promises has passed."""
        if (seconds := self._shown_cards.seconds_left(card)) is not None:
            self._scheduler.wake(card.job.id, after=seconds)

    async def take_down(self, job: Job) -> bool:
        """Take a deleted job away wherever it stands; False where a message stays, which may be tried again."""
        try:
            gone = await self._copies.take_down(job)
        except CALL_FAILURES as error:
            log.warning("job %s: its messages can't be deleted yet: %s", job.id, log_summary(error))
            self.wake(job.id)
            return False
        await self._note_taken_down(job, gone=gone)
        return gone

    async def _note_taken_down(self, job: Job, *, gone: bool) -> None:
        """Note what became of a deleted job's messages in one write: nothing looks after a card that is shown."""
        how = "given_up" if job.is_final else None
        if gone:
            await self._store.shown(job.id, job.rev, delivered=how)
        elif how:
            await self._store.delivered(job.id, how)

    async def _purge(self, job: Job) -> bool:
        """Show nothing more of a deleted job, and delete its pictures once it is over."""
        self._shown_cards.forget(job.id)
        self._missed.pop(job.id, None)
        if job.is_final and job.delivered == "given_up" and not job.prompt:
            return True
        if job.is_final:
            await self._orders.purge(job.id)
        is_told = not job.is_final and job.rev == job.shown_rev
        await self._note_taken_down(job, gone=not is_told and await self._copies.take_down(job))
        return True

    async def _redraw(self, card: JobView) -> bool:
        """Draw a finished card as it is by now, wherever it stands: nobody is told anew."""
        if not _must_be_drawn(card.job):
            await self._covers.cover_card(card.job)
        elif await self._copies.redraw(card, await self._pictures.of(card.job)):
            await self._store.shown(card.job.id, card.job.rev)
        return True

    async def _update_late(self, card: JobView) -> None:
        """Make a card match its row whose end went elsewhere; its member was told: no ping, no direct message."""
        job = card.job
        if job.erased_at is not None:
            if await self._copies.take_down(job):
                await self._store.shown(job.id, job.rev)
        elif _changed_since(job):
            await self._redraw(card)
        elif job.rev > job.shown_rev and job.removed_at is None:
            await self._finish_late(card, await self._messages.edit(card, await self._pictures.of(job)))

    async def _finish_late(self, card: JobView, outcome: Outcome) -> None:
        job = card.job
        if outcome is Outcome.UNREACHABLE:
            return
        if outcome is Outcome.REMOVED:
            await self._copies.note_removed(job)
        else:
            await self._pings.leave_out(job)
            if job.delivered != "dm":  # that copy goes with the card when it is deleted for good
                await self._store.delivered(job.id, "message")
            self._reactions.card_ended(job)
        await self._store.shown(job.id, job.rev)

    def _is_stale(self, card: JobView) -> bool:
        job = card.job
        if job.delivered is not None and job.delivered != "message":
            return False
        if self._missed.get(job.id) == job.rev:
            return False
        if job.rev > job.shown_rev:
            return True
        return self._shown_cards.is_outdated(card)

    async def _finish(self, card: JobView, outcome: Outcome) -> None:
        job = card.job
        self._shown_cards.forget(job.id)
        self._missed.pop(job.id, None)
        if outcome is Outcome.SHOWN:
            await self._store.delivered(job.id, "message")
            self._reactions.card_ended(job)
            self._tasks.start(self._pings.send(job), name=f"completion ping {job.id}")
        elif not await self._is_erased(job.id):  # meanwhile: then the card was not merely taken away
            art = await self._pictures.of(replace(job, file_limit=min(job.file_limit, FILE_FLOOR)))
            how = await self._messages.send_as_dm(card, art, outcome)
            await self._store.delivered(job.id, how)
            if await self._is_erased(job.id):  # as it was being sent: it goes like any other copy
                await self._purge(replace(job, delivered=how))

    async def _is_erased(self, job_id: int) -> bool:
        card = await self._orders.view(job_id)
        return card is None or card.job.erased_at is not None

    # tasks beside the edits

    async def _find(self, job_id: int, *, contested: bool = False) -> None:
        """Bind the message that stands for a job; where surely none does, have the job cancelled."""
        mistakes = 0

        def failed(error: Exception, seconds: float) -> None:
            nonlocal mistakes
            mistakes += not isinstance(error, EXPECTED)
            if mistakes >= MISTAKES:
                raise error
            log_call_retry(f"job {job_id}: can't look for its card yet", error, seconds)

        settle = partial(self._settle, job_id, contested=contested)
        try:
            found = await retry(
                settle, on=(Exception,), backoff=RETRY, failed=failed, asked=retry_after, tries=SEARCHES
            )
        except Exception:  # whatever it is: an unbound job would hold its credits for ever
            log.exception("job %s: no longer looking for its card", job_id)
            await self._give_up_search(job_id)
            return
        if found:
            self.wake(job_id)

    async def _settle(self, job_id: int, *, contested: bool = False) -> bool:
        """Bind a job to its message, or have it cancelled; returns True if it was found."""
        card = await self._orders.view(job_id)
        if card is None or card.job.is_bound:
            return False
        try:
            message_id = await self._messages.find(card.job, contested=contested)
        except ForeignCard:
            await self._other_copies.report()
            message_id = None
        if message_id is None:
            await self._give_up_search(job_id)
            return False
        await self._orders.bind(job_id, message_id)
        return True

    async def _give_up_search(self, job_id: int) -> None:
        await self._orders.request_cancel(job_id)
        await self._store.delivered(job_id, "given_up")  # it is not looked for again


def _changed_since(job: Job) -> bool:
    """Return True if a card shows its end, and since then must be drawn anew, or was put behind a spoiler."""
    is_told = job.is_final and job.delivered in ("message", "dm")
    has_changed = _must_be_drawn(job) or (job.is_spoiler and job.delivered == "message")
    return is_told and job.rev > job.shown_rev and has_changed


def _must_be_drawn(job: Job) -> bool:
    """Return True if an input was deleted or credits were given back: a spoiler leaves all else as it stands."""
    return job.given_back > 0 or any(image.is_erased for image in job.inputs)
