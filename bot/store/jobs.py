"""The two transactions that credits depend on: reserving an order and applying a transition."""

from __future__ import annotations

import json
import sqlite3
import uuid
from dataclasses import asdict

from bot.domain.errors import TooManyUnfinished
from bot.domain.guild_log import LogEvent, LogKind
from bot.domain.jobs import FINAL, Failure, Job, JobState, Order, Transition, bill_entries, is_legal
from bot.domain.jobs import closing_entry as closing
from bot.domain.limits import HOUR_MS
from bot.domain.quota import OwnerLimits
from bot.store import bill, blocks, copies, gifts, guild_log, job_rows, ledger, pauses, rules, strikes
from bot.store.ledger import Spender

MOST_UNFINISHED = 40  # of one member's orders of an hour, or without a picture: more than a day's usual credits
#: Whether an order is booked already, and what of its member's last hour brought no picture.
BEFORE = """
    SELECT EXISTS (SELECT 1 FROM job WHERE id = :id) AS is_booked,
           (SELECT COUNT(*) FROM job
             WHERE user_id = :user_id AND id > :hour_ago AND id < :id AND state <> 'succeeded') AS unfinished
"""
#: Whether anything could hold a member: mostly nothing does, and one look says so.
MAY_BE_HELD = """
    SELECT EXISTS (SELECT 1 FROM pause WHERE guild_id IN (0, :guild_id))
        OR EXISTS (SELECT 1 FROM block WHERE guild_id = :guild_id)
        OR EXISTS (SELECT 1 FROM strike WHERE guild_id = :guild_id AND user_id = :user_id) AS may_be_held
"""


def reserve(tx: sqlite3.Connection, order: Order, cost: int, caps: OwnerLimits, now: int) -> tuple[Job, bool]:
    """Write an order: the job, its reservation, its inputs and its first event.

    Raises BotPaused, ServerPaused, Blocked, OnBreak, OutOfQuota, a rule's refusal, or Deleted.
    """
    job_rows.hold(tx, "ledger")
    before = _before(tx, order)
    if before["is_booked"]:
        return job_rows.existing_job(tx, order.id), False
    asker = rules.asker(order, now)
    spender = Spender(guild_id=order.guild_id, asker=asker, model=order.model, caps=caps)
    check_member(tx, order, now)
    rules.check(tx, order, asker)
    from_gifts = ledger.check(tx, spender, cost, now)
    if order.channel_id and before["unfinished"] >= MOST_UNFINISHED:
        raise TooManyUnfinished(most=MOST_UNFINISHED)
    tx.execute(
        """INSERT INTO job (id, idempotency_key, guild_id, channel_id, parent_channel_id, user_id, parent_id, model,
                            prompt, params, locale, version, cost, token, file_limit, spoiler, created_at,
                            updated_at)
           VALUES (:id, :key, :guild_id, :channel_id, :parent_channel_id, :user_id, :parent_id, :model,
                   :prompt, :params, :locale, :version, :cost, :token, :file_limit, :spoiler, :now, :now)""",
        {
            **{name: getattr(order, name) for name in _AS_ORDERED},
            "key": str(uuid.uuid4()),
            "params": json.dumps(asdict(order.params)),
            "cost": cost,
            "now": now,
        },
    )
    ledger.reserve(tx, order.id, spender, cost, now)
    gifts.draw(tx, order.id, order.guild_id, order.user_id, from_gifts, now)
    job_rows.keep_images(tx, order.id, "input", order.inputs)
    copies.keep_origins(tx, order)
    job_rows.keep_event(tx, order.id, old=None, new=JobState.QUEUED, at=now)
    return job_rows.existing_job(tx, order.id), True


def check_member(tx: sqlite3.Connection, order: Order, now: int) -> None:
    """Raise BotPaused, ServerPaused, Blocked or OnBreak where a member may not order, whatever they ask for."""
    whose = {"guild_id": order.guild_id, "user_id": order.user_id}
    if not tx.execute(MAY_BE_HELD, whose).fetchone()["may_be_held"]:
        return
    pauses.check(tx, order)
    blocks.check(tx, order, now)
    strikes.check(tx, order, now)


def _before(tx: sqlite3.Connection, order: Order) -> sqlite3.Row:
    """Return what was before an order, whose hour is told by Discord's own ids: the machine's clock may be wrong."""
    values = {"id": order.id, "user_id": order.user_id, "hour_ago": order.id - (HOUR_MS << 22)}
    found: sqlite3.Row = tx.execute(BEFORE, values).fetchone()
    return found


_AS_ORDERED = (
    *("id", "guild_id", "channel_id", "parent_channel_id", "user_id", "parent_id", "version"),
    *("model", "prompt", "locale", "token", "file_limit", "spoiler"),
)


_AS_FOUND = ("to", "failure", "vendor_id", "late_at")


def apply(tx: sqlite3.Connection, seen: Job, change: Transition, now: int) -> Job | None:
    """Move a job along one transition, unless it has moved since it was seen."""
    job_rows.hold(tx, "job", seen.id)
    job = job_rows.job(tx, seen.id)
    if job is None or (job.state, job.attempt) != (seen.state, seen.attempt):
        return None  # the attempt too: back in the same state, it is another one's outcome that counts
    if not is_legal(job, change) or _is_anothers(tx, job, change):
        return None
    if entry := closing(job, change):
        ledger.close(tx, job.id, entry, now)
    tx.execute(
        """UPDATE job
              SET state = :to, failure = :failure, vendor_id = COALESCE(:vendor_id, vendor_id),
                  attempt = attempt + CASE WHEN :to = 'submitting' THEN 1 ELSE 0 END,
                  submitted_at = CASE WHEN :to = 'running' THEN COALESCE(submitted_at, :now) ELSE submitted_at END,
                  late_at = COALESCE(:late_at, late_at),
                  finished_at = CASE WHEN :to IN ('succeeded', 'failed', 'cancelled') THEN :now END,
                  delivered = CASE WHEN :to = 'running' THEN NULL ELSE delivered END,
                  rev = rev + 1, updated_at = :now
            WHERE id = :id""",
        {"id": job.id, "now": now, **{name: getattr(change, name) for name in _AS_FOUND}},
    )
    if change.failure is Failure.NSFW:
        strikes.note_nsfw(tx, job, now)
    for known in bill_entries(job, change):
        bill.enter(tx, job.id, known, now)
    job_rows.keep_images(tx, job.id, "input", change.inputs)
    job_rows.keep_images(tx, job.id, "output", change.outputs)
    detail = ": ".join(part for part in (change.failure, change.detail) if part)
    detail = detail if job.prompt else ""  # its words are forgotten already
    job_rows.keep_event(tx, job.id, old=job.state, new=change.to, at=now, detail=detail)
    moved = job_rows.existing_job(tx, job.id)
    if moved.state in FINAL:
        _tell(tx, moved, now)
    return moved


def _tell(tx: sqlite3.Connection, job: Job, now: int) -> None:
    """Tell the server's log of an order's end; what the safety filter blocked is told as refused."""
    is_refused = job.failure is Failure.NSFW
    facts = {"model": job.model, "count": job.params.count, "charged": job.charged}
    facts |= {"failure": job.failure} if job.failure else {}
    facts |= {"cancelled_by": job.cancelled_by} if job.state is JobState.CANCELLED and job.cancelled_by else {}
    facts |= {"late": True} if job.state is JobState.SUCCEEDED and not job.charged and job.cost else {}
    guild_log.note(
        tx,
        LogEvent(
            guild_id=job.guild_id,
            kind=LogKind.REFUSED if is_refused else LogKind.FINISHED,
            what=Failure.NSFW if is_refused else job.state,
            user_id=job.user_id,
            job_id=job.id,
            channel_id=job.channel_id,
            facts=facts,
        ),
        now,
    )


def _is_anothers(tx: sqlite3.Connection, job: Job, change: Transition) -> bool:
    """Return True if the vendor's id already belongs to another job: the first one keeps it."""
    taken = tx.execute("SELECT 1 FROM job WHERE vendor_id = ? AND id <> ?", (change.vendor_id, job.id))
    return taken.fetchone() is not None
