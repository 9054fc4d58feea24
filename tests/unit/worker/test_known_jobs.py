"""What a question about a running job costs beside the question: nothing, unless somebody changed the job."""

from __future__ import annotations

import gc
from dataclasses import replace

from bot.domain.jobs import Job, JobState
from bot.higgsfield import RequestStatus, VendorState
from bot.worker.known_jobs import KEPT_S, UNPACKED, KnownJobs
from tests.clocks import HeldClock
from tests.counted_queue import CountedQueue
from tests.unit.worker.workshop import Workshop


class CountedReads:
    """The books, and how often a job was read from them."""

    def __init__(self, workshop: Workshop) -> None:
        self.count = 0
        self._job = workshop.store.store.job
        workshop.store.store.job = self._read  # type: ignore[method-assign]

    async def _read(self, job_id: int) -> Job | None:
        self.count += 1
        return await self._job(job_id)


async def test_a_question_about_a_job_that_goes_on_reads_no_row_and_has_no_card_drawn(workshop: Workshop) -> None:
    await workshop.order(1)
    await workshop.wait(8)  # the first word
    reads, asked, drawn = CountedReads(workshop), workshop.vendor.asked, list[int]()
    workshop.events.job_changed.subscribe(drawn.append)
    await workshop.wait(2 * KEPT_S)
    questions = workshop.vendor.asked - asked
    assert questions >= 10 and reads.count <= 3
    assert len(drawn) == reads.count, "what another process wrote is looked for now and then"


async def test_questions_about_many_jobs_wake_the_process_seldom(workshop: Workshop) -> None:
    workshop.worker = workshop.build_worker(CountedQueue(20))
    for number in range(1, 21):
        await workshop.order(number)
        workshop.clock.advance(seconds=0.07)
    await workshop.wait(8)
    asked, woken = workshop.vendor.asked, 0
    until = workshop.clock.monotonic() + 30
    while (due := workshop.worker.next_due()) is not None and workshop.clock.monotonic() + due < until:
        workshop.clock.advance(seconds=due + 0.001)
        await workshop.worker.tick()
        woken += 1
    questions = workshop.vendor.asked - asked
    assert questions >= 100 and woken <= questions / 2


async def test_a_webhook_for_a_running_job_reads_no_row(workshop: Workshop) -> None:
    workshop.vendor.answer = RequestStatus(state=VendorState.COMPLETED, image_urls=("https://cdn.test/1.png",))
    await workshop.order(1)
    reads = CountedReads(workshop)
    await workshop.worker.webhook_received(1, "request-1")
    await workshop.worker.tick()
    assert (workshop.vendor.asked, reads.count) == (1, 0)
    await workshop.worker.webhook_received(1, "request-1")
    assert reads.count == 1, "it has ended: nothing of it is kept"


async def test_a_wish_to_cancel_is_seen_at_the_next_step(workshop: Workshop) -> None:
    await workshop.order(1)
    await workshop.wait(8)
    workshop.vendor.cancels = True
    await workshop.store.request_cancel(1, now=workshop.clock.now(), by=None)
    workshop.worker.wake(1)
    await workshop.worker.tick()
    assert (await workshop.job(1)).state is JobState.CANCELLED


def test_a_change_during_a_step_is_not_forgotten_at_its_end(job: Job) -> None:
    clock = HeldClock()
    known = KnownJobs(clock)
    assert known.recall(job.id) is None
    known.keep(job)
    assert known.recall(job.id) == job
    known.drop(job.id)
    known.keep(job)
    assert known.recall(job.id) is None
    known.keep(job)
    clock.advance(seconds=KEPT_S)
    assert known.recall(job.id) is None, "too old"


def test_of_rows_beyond_the_first_hundreds_the_collector_keeps_nothing_to_look_at(job: Job) -> None:
    known, before = KnownJobs(HeldClock()), 0
    for number in range(UNPACKED + 200):
        if number == UNPACKED:
            before = len(gc.get_objects())
        known.recall(number)
        known.keep(replace(job, id=number))
    assert len(gc.get_objects()) - before < 10
