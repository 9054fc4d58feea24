"""The machine is worth something: each of these bugs, planted into the real code or its SQL, is caught by it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from os import environ
from typing import Any

import pytest

from bot.domain.jobs import Failure, Job, JobState, LedgerEntry, Transition
from bot.store import connection, job_rows, jobs, ledger, rules
from bot.store.sqlite import SqliteStore
from tests.store.machine import Worlds, play

Patch = pytest.MonkeyPatch
ROUNDS = 60  # of the machine, until a bug must have shown
EVERY = int(environ.get("CRASH_PLANTED_EVERY", "3"))  # every n-th bug; 1: all
SEED = int(environ.get("CRASH_SEED", "1"))
Plant = Callable[[Patch], None]
allows, closing, fits, close = jobs.is_legal, jobs.closing, ledger._fits, ledger.close
reserve, check = SqliteStore.reserve, ledger.check


# into the code


def the_refund_is_forgotten(patch: Patch) -> None:
    patch.setattr(jobs, "closing", lambda job, change: None if change.failure else closing(job, change))


def a_cancellation_costs(patch: Patch) -> None:
    def wrong(job: Job, change: Transition) -> LedgerEntry | None:
        entry = closing(job, change)
        return LedgerEntry(kind="settle", amount=0) if entry and change.to is JobState.CANCELLED else entry

    patch.setattr(jobs, "closing", wrong)


def the_refund_comes_twice(patch: Patch) -> None:
    def twice(*args: Any) -> None:
        close(*args)
        close(*args)

    patch.setattr(ledger, "close", twice)


def what_did_not_come_is_charged_on_top(patch: Patch) -> None:
    def wrong(job: Job, change: Transition) -> LedgerEntry | None:
        entry = closing(job, change)
        return LedgerEntry(kind="settle", amount=-entry.amount) if entry and entry.kind == "settle" else entry

    patch.setattr(jobs, "closing", wrong)


def an_adopted_job_is_charged_again(patch: Patch) -> None:
    def wrong(job: Job, change: Transition) -> LedgerEntry | None:
        if job.closed and change.to is JobState.SUCCEEDED:
            return LedgerEntry(kind="settle", amount=0)
        return closing(job, change)

    patch.setattr(jobs, "closing", wrong)


def a_limit_is_reached_one_early(patch: Patch) -> None:
    patch.setattr(ledger, "_fits", lambda usage, cost: fits(usage, cost + 1))


def a_limit_is_reached_one_late(patch: Patch) -> None:
    patch.setattr(ledger, "_fits", lambda usage, cost: fits(usage, cost - 1))


def the_limit_is_looked_at_in_a_transaction_of_its_own(patch: Patch) -> None:
    async def wrong(store: SqliteStore, order: Any, *, cost: int, caps: Any, now: int) -> Any:
        asker = rules.asker(order, now)
        spender = ledger.Spender(guild_id=order.guild_id, asker=asker, model=order.model, caps=caps)
        if await store.job(order.id) is None:
            await store.database.read(check, spender, cost, now)
        return await reserve(store, order, cost=cost, caps=caps, now=now)

    patch.setattr(ledger, "check", lambda *_: 0)
    patch.setattr(SqliteStore, "reserve", wrong)


def final_is_not_final(patch: Patch) -> None:
    patch.setattr(jobs, "is_legal", lambda job, change: job.is_final or allows(job, change))


def any_failure_may_be_adopted(patch: Patch) -> None:
    patch.setattr(
        jobs,
        "is_legal",
        lambda job, change: allows(job, change) or (job.failure is Failure.NSFW and change.to is JobState.RUNNING),
    )


def a_wish_to_cancel_is_ignored_before_submitting(patch: Patch) -> None:
    def wrong(job: Job, change: Transition) -> bool:
        return allows(job, change) or (job.state is JobState.QUEUED and change.to is JobState.SUBMITTING)

    patch.setattr(jobs, "is_legal", wrong)


def a_verdict_on_a_state_left_behind_counts(patch: Patch) -> None:
    def wrong(tx: Any, seen: Job, change: Transition, now: int) -> Job | None:
        return apply(tx, job_rows.job(tx, seen.id) or seen, change, now)

    apply = jobs.apply
    patch.setattr(jobs, "apply", wrong)


def a_vendors_id_belongs_to_the_last_job(patch: Patch) -> None:
    patch.setattr(jobs, "_is_anothers", lambda *_: False)


def a_line_of_the_diary_is_missing(patch: Patch) -> None:
    keep = job_rows.keep_event

    def wrong(tx: Any, job_id: int, *, new: JobState, **line: Any) -> None:
        if new is not JobState.RUNNING:
            keep(tx, job_id, new=new, **line)

    patch.setattr(job_rows, "keep_event", wrong)


def a_transaction_is_none(patch: Patch) -> None:
    patch.setattr(connection, "transact", lambda connection, _, fn, *args, **options: fn(connection, *args, **options))


def the_pictures_are_forgotten(patch: Patch) -> None:
    keep = job_rows.keep_images
    patch.setattr(
        job_rows, "keep_images", lambda tx, job_id, role, images: role == "input" and keep(tx, job_id, role, images)
    )


CODE: tuple[Plant, ...] = (
    the_refund_is_forgotten,
    a_cancellation_costs,
    the_refund_comes_twice,
    what_did_not_come_is_charged_on_top,
    an_adopted_job_is_charged_again,
    a_limit_is_reached_one_early,
    a_limit_is_reached_one_late,
    the_limit_is_looked_at_in_a_transaction_of_its_own,
    final_is_not_final,
    any_failure_may_be_adopted,
    a_wish_to_cancel_is_ignored_before_submitting,
    a_verdict_on_a_state_left_behind_counts,
    a_vendors_id_belongs_to_the_last_job,
    a_line_of_the_diary_is_missing,
    a_transaction_is_none,
    the_pictures_are_forgotten,
)

# into the SQL: what stands there, and what stands there wrongly

SQL = {
    "the refund goes into today's window": ("model, ?, ?, charged_at, ?", "model, ?, ?, at + 1, ?"),
    "an attempt is not counted": ("attempt + CASE WHEN :to = 'submitting' THEN 1 ELSE 0 END", "attempt"),
    "a change is not seen": ("rev = rev + 1, updated_at = :now", "updated_at = :now"),
    "a later message takes the job": (
        "message_id IS NULL\n                  AND NOT EXISTS",
        "TRUE\n                  AND NOT EXISTS",
    ),
    "what was shown goes back": (
        "CASE WHEN shown_rev < ? THEN ? ELSE shown_rev END",
        "CASE WHEN shown_rev IS NULL THEN ? ELSE ? END",
    ),
    "a second wish moves the first": ("AND cancel_at IS NULL AND state IN", "AND state IN"),
    "an adopted job counts as delivered": ("CASE WHEN :to = 'running' THEN NULL ELSE delivered END", "delivered"),
    "a refused wish is told again and again": (
        "updated_at = ? WHERE id = ? AND cancel_refused = 0",
        "updated_at = ? WHERE id = ?",
    ),
    "an incident is told anew": (
        "INSERT INTO incident (kind, since, detail) VALUES (?, ?, ?) ON CONFLICT (kind) DO NOTHING",
        "INSERT OR REPLACE INTO incident (kind, since, detail) VALUES (?, ?, ?)",
    ),
    "refunds do not count": (
        "AFTER INSERT ON ledger WHEN NEW.amount <> 0",
        "AFTER INSERT ON ledger WHEN NEW.amount > 0",
    ),
    "a card that lags behind is forgotten": (
        "WHERE shown_rev < rev AND message_id",
        "WHERE shown_rev = 0 AND message_id",
    ),
    "an ended job's lost card is forgotten": (
        "WHERE message_id IS NULL AND delivered IS NULL AND channel_id <> 0 ORDER",
        "WHERE message_id IS NULL AND delivered IS NULL AND finished_at IS NULL ORDER",
    ),
}


@pytest.mark.parametrize("plant", CODE[SEED % EVERY :: EVERY], ids=lambda plant: plant.__name__.replace("_", " "))
def test_a_bug_in_the_code_is_caught(plant: Plant, worlds: Worlds, monkeypatch: Patch) -> None:
    plant(monkeypatch)
    with pytest.raises(Exception):  # noqa: B017, PT011 - the machine's word or the database's: either is a catch
        play(worlds, rounds=ROUNDS)


@pytest.mark.parametrize("bug", list(SQL)[SEED % EVERY :: EVERY])
def test_a_bug_in_the_sql_is_caught(bug: str, worlds: Worlds) -> None:
    right, wrong = SQL[bug]
    struck: list[str] = []

    def rewrite(sql: str) -> str:
        struck.extend([sql] if right in sql else [])
        return sql.replace(right, wrong)

    with pytest.raises(Exception):  # noqa: B017, PT011 - likewise
        play(partial(worlds, rewrite), rounds=ROUNDS)
    assert struck, "the bug is no longer where it was planted"
