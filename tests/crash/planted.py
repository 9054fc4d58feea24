"""Bugs to plant into a process of the bot, each a small patch of the real code: the runs must catch them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.jobs import BillEntry, Failure, Image, Job, JobState, Transition
from bot.higgsfield.client import HiggsfieldClient
from bot.pictures import decoder, file_store
from bot.services.orders import JobView, Orders
from bot.store import bill, jobs
from bot.store.attempts import SqliteAttempts
from bot.store.sqlite import SqliteStore
from bot.ui.outbound.messages import CardMessages
from bot.worker.downloads import Downloads
from bot.worker.fair_queue import FairQueue
from bot.worker.next_step import NextStep, NotYet
from bot.worker.polling import Poller
from bot.worker.submitting import Submitter


@dataclass(frozen=True, kw_only=True)
class Planted:
    """A bug, the life that meets it, and where to die."""

    plant: Any
    life: str
    at: str  # the beginning of a point's name

    def __str__(self) -> str:
        return str(self.plant.__name__).replace("_", " ")


def it_is_ordered_before_the_row_says_so() -> None:
    async def submit(self: Submitter, job: Job) -> NextStep:
        vendor_id = await self._vendor.submit(self._submission(job))
        submitting = await self._transitions.apply(job, Transition(to=JobState.SUBMITTING))
        assert submitting
        return await self._accepted(submitting, vendor_id)

    Submitter.submit = submit  # type: ignore[method-assign]


def an_order_half_sent_is_sent_again_at_the_start() -> None:
    Submitter.may_repeat = lambda self, job: True  # type: ignore[method-assign]


def each_try_has_a_key_of_its_own() -> None:
    usual = HiggsfieldClient.submit

    async def submit(self: HiggsfieldClient, submission: Any) -> str:
        return await usual(self, replace(submission, idempotency_key=str(uuid.uuid4())))

    HiggsfieldClient.submit = submit  # type: ignore[method-assign]


def it_succeeds_before_the_bytes_are_on_disk() -> None:
    async def collect(self: Downloads, job: Job, urls: tuple[str, ...]) -> Any:
        found = [Image(position=n, url=url, path=f"images/{job.id}/output-{n}.png") for n, url in enumerate(urls)]
        if not found:
            raise NotYet(0.01)
        return tuple(found)

    Downloads.download = collect  # type: ignore[method-assign]


def the_message_is_bound_before_it_is_answered() -> None:
    usual = Orders.order

    async def order(self: Orders, order: Any) -> Any:
        card = await usual(self, order)
        await self.bind(order.id, order.id + 1)
        return card

    Orders.order = order  # type: ignore[method-assign]


def a_lost_answer_is_never_looked_for() -> None:
    async def unbound(self: SqliteStore) -> list[int]:
        return []

    SqliteStore.unbound = unbound  # type: ignore[method-assign]


def only_the_card_of_a_job_under_way_is_looked_for() -> None:
    async def unbound(self: SqliteStore) -> list[int]:
        return [job.id for job in await self.active() if not job.is_bound]

    SqliteStore.unbound = unbound  # type: ignore[method-assign]


def an_edit_is_written_down_before_it_is_made() -> None:
    usual = CardMessages.edit

    async def edit(self: CardMessages, card: JobView, *args: Any) -> Any:
        await self._store.shown(card.job.id, card.job.rev)
        return await usual(self, card, *args)

    CardMessages.edit = edit  # type: ignore[method-assign]


def pictures_come_home_without_a_mark_against_doubles() -> None:
    usual = CardMessages._send_directly

    async def send_home(self: CardMessages, job: Job, *args: Any) -> bool:
        return await usual(self, replace(job, id=uuid.uuid4().int >> 66), *args)

    CardMessages._send_directly = send_home  # type: ignore[method-assign]


def too_late_is_taken_for_cancelled() -> None:
    async def cancel(self: Poller, job: Job) -> bool:
        await self._vendor.cancel(job.vendor_id or "")
        return True

    Poller.try_cancel = cancel  # type: ignore[method-assign]


def a_slot_is_never_given_back() -> None:
    async def release(self: FairQueue, job_id: int) -> None:
        pass

    FairQueue.release = release  # type: ignore[method-assign]


def the_refund_of_an_unclear_order_is_forgotten() -> None:
    usual = jobs.closing
    jobs.closing = lambda job, change: None if change.failure == "unclear" else usual(job, change)


def a_job_is_moved_and_paid_in_two_transactions() -> None:
    usual, closing = SqliteStore.apply, jobs.closing
    jobs.closing = lambda job, change: None  # type: ignore[assignment, return-value]

    async def apply(self: SqliteStore, job: Job, change: Transition, *, now: int) -> Job | None:
        moved = await usual(self, job, change, now=now)
        if moved is not None and (entry := closing(job, change)):
            await self.database.write(jobs.ledger.close, job.id, entry, now)
        return await self.job(job.id) if moved else None

    SqliteStore.apply = apply  # type: ignore[method-assign]


def what_is_unclear_costs_the_host_nothing() -> None:
    jobs.bill_entries = lambda job, change: ()


def a_deadline_is_taken_for_the_vendors_word() -> None:
    usual = jobs.bill_entries
    jobs.bill_entries = lambda job, change: (
        (BillEntry.CLEAR,) if change.failure is Failure.DEADLINE else usual(job, change)
    )


def the_bill_is_written_in_a_transaction_of_its_own() -> None:
    usual, entries = SqliteStore.apply, jobs.bill_entries
    jobs.bill_entries = lambda job, change: ()

    async def apply(self: SqliteStore, job: Job, change: Transition, *, now: int) -> Job | None:
        moved = await usual(self, job, change, now=now)
        if moved is not None:
            for entry in entries(job, change):
                await self.database.write(bill.enter, job.id, entry, now)
        return moved

    SqliteStore.apply = apply  # type: ignore[method-assign]


def a_step_that_ended_well_stays_counted() -> None:
    async def end(self: SqliteAttempts, job_id: int, step: str) -> None:
        pass

    SqliteAttempts.end = end  # type: ignore[method-assign]


def one_death_makes_a_picture_too_large() -> None:
    file_store.MOST_ATTEMPTS = 1


def the_decoder_outlives_its_bot() -> None:
    decoder.COMMAND = ("-P", "-c", "import time\nfrom bot.pictures.decoder_child import main\nmain(); time.sleep(30)")  # type: ignore[assignment]


PLANTED = (
    Planted(plant=it_is_ordered_before_the_row_says_so, life="plain", at="POST /nano-banana"),
    Planted(plant=an_order_half_sent_is_sent_again_at_the_start, life="plain", at="POST /nano-banana"),
    Planted(plant=each_try_has_a_key_of_its_own, life="unclear-repeatable", at="POST /nano-banana"),
    Planted(plant=it_succeeds_before_the_bytes_are_on_disk, life="plain", at="tx apply → succeeded"),
    Planted(plant=the_message_is_bound_before_it_is_answered, life="plain", at="POST /interactions/*/*/callback"),
    Planted(plant=a_lost_answer_is_never_looked_for, life="plain", at="POST /interactions/*/*/callback"),
    Planted(
        plant=only_the_card_of_a_job_under_way_is_looked_for,
        life="input-no-picture",
        at="POST /interactions/*/*/callback",
    ),
    Planted(plant=an_edit_is_written_down_before_it_is_made, life="plain", at="PATCH /webhooks"),
    Planted(plant=pictures_come_home_without_a_mark_against_doubles, life="card-removed", at="POST /channels"),
    Planted(plant=too_late_is_taken_for_cancelled, life="cancel-too-late", at="tx apply → running"),
    Planted(plant=a_slot_is_never_given_back, life="unclear", at="POST /nano-banana"),
    Planted(plant=the_refund_of_an_unclear_order_is_forgotten, life="plain", at="POST /nano-banana"),
    Planted(plant=a_job_is_moved_and_paid_in_two_transactions, life="plain", at="tx apply → succeeded"),
    Planted(plant=what_is_unclear_costs_the_host_nothing, life="unclear", at="POST /nano-banana"),
    Planted(plant=a_deadline_is_taken_for_the_vendors_word, life="late", at="tx apply → running"),
    Planted(plant=the_bill_is_written_in_a_transaction_of_its_own, life="unclear", at="tx apply → failed"),
    Planted(plant=a_step_that_ended_well_stays_counted, life="input-picture", at="decoder"),
    Planted(plant=one_death_makes_a_picture_too_large, life="input-picture", at="decoder"),
    Planted(plant=the_decoder_outlives_its_bot, life="input-picture", at="decoder"),
)
