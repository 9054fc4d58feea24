"""The machine that plays people, vendor, moderators and deaths against the store, in whatever order."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.domain.catalog import Params
from bot.domain.errors import OutOfQuota
from bot.domain.jobs import FINAL, Failure, Image, Job, JobState, Order, Transition
from bot.domain.quota import OwnerLimits, Scope
from bot.domain.rules import Asker, Rule, Who
from bot.store.sqlite import SqliteStore
from tests.store.conftest import set_rules

NOW = 1_800_000_000_000
DAY = 86_400_000
CAPS = OwnerLimits(bot=30, member=12, default=Rule(scope=Who.EVERYBODY, credits=10))
ROUNDS = int(os.environ.get("CRASH_ROUNDS", "40"))
#: What is tried from each state; of the final ones only adoption is drawn.
TRIED = {
    JobState.QUEUED: (JobState.SUBMITTING, JobState.FAILED, JobState.CANCELLED),
    JobState.SUBMITTING: (JobState.RUNNING, JobState.QUEUED, JobState.FAILED),
    JobState.RUNNING: (JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED),
    JobState.FAILED: (JobState.RUNNING, JobState.RUNNING, JobState.SUCCEEDED),
    JobState.SUCCEEDED: (JobState.FAILED, JobState.RUNNING, JobState.CANCELLED),
    JobState.CANCELLED: (JobState.QUEUED, JobState.RUNNING, JobState.SUCCEEDED),
}
ARROWS = (0, 0, 0, 0, 0, 1, 2)  # which of those tried: the first leads on
TOUCHES = 8  # what people and the painter can do to a job
LIFE: dict[str, Any] = {
    "steps": st.lists(st.integers(0, len(ARROWS) + TOUCHES - 1), min_size=6, max_size=14),
    "failure": st.sampled_from([Failure.UNCLEAR, Failure.DEADLINE, Failure.NSFW]),
    "vendor_id": st.sampled_from(["v1", "v2", "v3", "v4", "v5", "v6"]),
    "message_id": st.integers(1, 3),
}
LATEST = st.integers(0, 4)  # of what was seen last: things that happen to one job meet
T = TypeVar("T")
Row = sqlite3.Row
Verb = Callable[[SqliteStore], Awaitable[T]]
Worlds = Callable[[], Any]  # see conftest: each is a disk on which one process after the other opens the store


def order(job_id: int, **fields: Any) -> Order:
    usual = {"guild_id": 1, "channel_id": 2, "user_id": 3, "model": "banana", "prompt": "a cat", "params": Params()}
    return Order(**{"id": job_id, "inputs": (Image(position=0, url="u"),), "token": "t", **usual, **fields})


def arrow(job: Job, number: int, *, failure: Failure, vendor_id: str, cost: int | None) -> Transition:
    to = TRIED[job.state][number]
    return Transition(
        to=to,
        failure=failure if to is JobState.FAILED else None,
        vendor_id=vendor_id if to is JobState.RUNNING else None,
        cost=cost,
        outputs=(Image(position=0, url="o"),) if to is JobState.SUCCEEDED else (),
    )


def drawn(row: Job, change: Transition) -> bool:
    if row.state is JobState.FAILED and change.to is JobState.RUNNING:
        return row.failure in (Failure.UNCLEAR, Failure.DEADLINE)
    if change.to is JobState.SUBMITTING and row.cancel_at is not None:
        return False
    return row.state not in FINAL and change.to in TRIED[row.state]


def assert_it_only_went_on(old: Row, new: Row) -> None:
    """What was said to people and to the vendor is not taken back."""
    for name in ("rev", "shown_rev", "attempt", "cancel_refused"):
        assert new[name] >= old[name], f"{name} went back"
    for name in ("message_id", "cancel_at", "submitted_at"):
        assert old[name] in (None, new[name]), f"{name} was said already"
    for name in ("idempotency_key", "cost", "created_at", "user_id"):
        assert new[name] == old[name]
    if old["cancel_at"] is None and old["state"] in FINAL:
        assert new["cancel_at"] is None or new["state"] != old["state"], "nothing is left to cancel"
    if old["state"] in FINAL and new["state"] == old["state"]:
        assert new["finished_at"] == old["finished_at"] or old["state"] == "failed", "it ends once"
    if old["rev"] == new["rev"]:
        assert (old["state"], old["failure"]) == (new["state"], new["failure"]), "a change that nobody will see"


class Books(RuleBasedStateMachine):
    """People order, jobs move, moderators rule, time passes, and the process dies anywhere."""

    def __init__(self, worlds: Worlds) -> None:
        super().__init__()
        self._context = worlds()
        self.world = self._context.__enter__()
        self.world.open()
        self.now = NOW
        self.orders: list[Order] = []
        self.seen: list[Job] = []  # as it stood at some time: what a worker may still believe
        self.incidents: dict[str, tuple[int, int | None]] = {}  # kind -> since, told
        self.before: dict[int, Row] = {}  # the rows after the step before

    def teardown(self) -> None:
        self._context.__exit__(None, None, None)

    def do(self, verb: Verb[T], kill: int | None) -> T | None:
        """Do it, or none of it."""
        before = self.world.dump() if kill is not None else None
        try:
            done: T = self.world.do(verb, statements=kill)
            return done
        except self.world.Killed:
            assert self.world.dump() == before, "not one of its statements is left"
            return None

    def job(self, number: int) -> Job | None:
        found: Job | None = self.world.do(lambda store: store.job(number))
        return found

    @rule(
        user_id=st.integers(1, 3),
        guild_id=st.integers(0, 2),
        model=st.sampled_from(["banana", "banana-pro"]),
        role_ids=st.sampled_from([(), (70,)]),
        cost=st.integers(0, 7),
        kill=st.none() | st.integers(0, 30),
    )
    def order(self, cost: int, kill: int | None, **fields: Any) -> None:
        self.orders.append(order(len(self.orders) + 1, **fields))
        self.reserve(self.orders[-1], cost, kill)

    @rule(costs=st.lists(st.integers(1, 7), min_size=2, max_size=4), user_id=st.integers(1, 3))
    def order_together(self, costs: list[int], user_id: int) -> None:
        """Many orders at one moment: the limits, which are looked at after each step, hold for all of them."""
        given = [order(len(self.orders) + n, user_id=user_id) for n in range(1, len(costs) + 1)]
        self.orders += given

        async def reserve(store: SqliteStore) -> list[Any]:
            booked = (
                store.reserve(one, cost=cost, caps=CAPS, now=self.now) for one, cost in zip(given, costs, strict=True)
            )
            return await asyncio.gather(*booked, return_exceptions=True)

        for outcome in self.do(reserve, None) or []:
            if isinstance(outcome, tuple):
                self.seen.append(outcome[0])
            elif not isinstance(outcome, OutOfQuota):
                raise outcome

    @precondition(lambda self: self.orders)
    @rule(which=st.integers(0, 99), cost=st.integers(0, 7))
    def order_again(self, which: int, cost: int) -> None:
        given = self.orders[which % len(self.orders)]
        standing = self.job(given.id)
        again = self.reserve(given, cost, None)
        assert standing is None or again == (standing, False)

    def reserve(self, given: Order, cost: int, kill: int | None) -> tuple[Job, bool] | None:
        async def reserve(store: SqliteStore) -> tuple[Job, bool] | OutOfQuota:
            try:
                return await store.reserve(given, cost=cost, caps=CAPS, now=self.now)
            except OutOfQuota as refusal:
                return refusal

        outcome = self.do(reserve, kill)
        if isinstance(outcome, OutOfQuota):
            assert cost > outcome.usage.free or not outcome.usage.allowance
            assert outcome.enough_at is None or outcome.enough_at > self.now
            return None
        if outcome:
            self.seen.append(outcome[0])
        return outcome

    @precondition(lambda self: self.seen)
    @rule(which=LATEST, is_stale=st.booleans(), kill=st.none() | st.integers(0, 10), **LIFE)
    def live(self, which: int, is_stale: bool, **life: Any) -> None:
        """A piece of one job's life; what a worker believes of it may be long past."""
        self.go_on(self.seen[-1 - which % len(self.seen)] if is_stale else self.latest(which), **life)

    @rule(cost=st.integers(1, 4), kill=st.none() | st.integers(0, 10), **LIFE)
    def order_and_live(self, cost: int, **life: Any) -> None:
        """The first piece of a new job's life."""
        self.orders.append(order(len(self.orders) + 1, user_id=1 + len(self.orders) % 3))
        if booked := self.reserve(self.orders[-1], cost, None):
            self.go_on(booked[0], cost=cost - 1, **life)

    def go_on(self, job: Job, *, steps: list[int], message_id: int, kill: int | None, **change: Any) -> None:
        """Take the worker's arrows, and between them what people and the painter do."""
        change = {"cost": None, **change}
        for left, step in zip(range(len(steps), 0, -1), steps, strict=True):
            self.now += 1
            last = kill if left == 1 else None
            if step < len(ARROWS):
                job = self.apply(job, arrow(job, ARROWS[step], **change), last)
            else:
                self.touch(job, step - len(ARROWS), message_id, last)
            self.what_is_settled_stays()

    def apply(self, seen: Job, change: Transition, kill: int | None) -> Job:
        row = self.job(seen.id)
        assert row
        owners = self.world.find(f"SELECT id FROM job WHERE vendor_id = '{change.vendor_id}'")
        may = (
            (row.state, row.attempt) == (seen.state, seen.attempt)
            and drawn(row, change)
            and all(owner["id"] == row.id for owner in owners)
        )
        moved = self.do(lambda store: store.apply(seen, change, now=self.now), kill)
        if kill is None:
            assert bool(moved) == may
        if moved is None:
            return seen
        assert may and moved.state is change.to
        assert moved.outputs[: len(change.outputs)] == change.outputs
        assert moved.delivered is None or moved.state is not JobState.RUNNING, "its end is still to come"
        self.seen.append(moved)
        return moved

    def latest(self, which: int) -> Job:
        """Return one of the jobs seen last, as it stands now."""
        ids = list(dict.fromkeys(job.id for job in reversed(self.seen)))
        job = self.job(ids[which % len(ids)])
        assert job
        return job

    def touch(self, job: Job, verb: int, message_id: int, kill: int | None) -> None:
        known: list[Verb[Any]] = [
            lambda store: store.bind(job.id, message_id, now=self.now, rev=job.rev),
            lambda store: store.bind(job.id, message_id + 1, now=self.now),
            lambda store: store.request_cancel(job.id, now=self.now),
            lambda store: store.input_imported(job.id, Image(position=0, url="u", path="p"), now=self.now),
            lambda store: store.shown(job.id, job.rev),
            lambda store: store.shown(job.id, 1),
            lambda store: store.delivered(job.id, "message" if message_id == 1 else "given_up"),
            lambda store: store.refuse_cancel(job.id, now=self.now),
        ]
        before = self.job(job.id)
        self.do(known[verb], kill)
        after = self.job(job.id)
        assert before and after
        if before.cancel_refused and verb == TOUCHES - 1:
            assert after.rev == before.rev, "it was told already"

    @rule(
        kind=st.sampled_from(["unclear", "bad_key"]),
        verbs=st.lists(st.integers(0, 2), min_size=1, max_size=4),
        kill=st.none() | st.integers(0, 2),
    )
    def incident(self, kind: str, verbs: list[int], kill: int | None) -> None:
        """One of a kind at a time, told once."""
        for left, verb in zip(range(len(verbs), 0, -1), verbs, strict=True):
            self.now += 1
            self.happen(kind, verb, kill if left == 1 else None)

    def happen(self, kind: str, verb: int, kill: int | None) -> None:
        expected = dict(self.incidents)
        if verb == 0:
            expected.setdefault(kind, (self.now, None))
        elif verb == 1 and kind in expected:
            expected[kind] = (expected[kind][0], self.now)
        elif verb == 2:
            expected.pop(kind, None)
        known: list[Verb[Any]] = [
            lambda store: store.open_incident(kind, detail="job 1", now=self.now),
            lambda store: store.incident_reported(kind, now=self.now),
            lambda store: store.close_incident(kind),
        ]
        if self.do(known[verb], kill) is not None or kill is None:
            self.incidents = expected
        found = self.world.do(lambda store: store.incidents())
        if verb == 1 and kill is not None:  # nothing comes back that would say whether it happened
            self.incidents = {one.kind: (one.since, one.told_at) for one in found}
        assert {one.kind: (one.since, one.told_at) for one in found} == self.incidents

    @rule(
        guild_id=st.integers(0, 2),
        scope=st.sampled_from([Who.SERVER, Who.EVERYBODY, Who.ROLE, Who.MEMBER, Who.CHANNEL]),
        credits=st.integers(0, 15),
        counted=st.sampled_from(["*", "banana-pro"]),
        period_s=st.sampled_from([3600, 86_400]),
    )
    def set_rule(self, guild_id: int, scope: Who, **fields: Any) -> None:
        target = {Who.ROLE: 70, Who.MEMBER: 1, Who.CHANNEL: 2}.get(scope, 0)
        self.do(lambda store: set_rules(store, guild_id, Rule(scope=scope, target_id=target, **fields)), None)

    @rule(guild_id=st.integers(0, 2), user_id=st.integers(1, 3), hours=st.integers(1, 30))
    def give(self, hours: int, **whom: int) -> None:
        about = {**whom, "by_user": 9, "now": self.now, "expires_at": self.now + hours * 3_600_000}
        self.do(lambda store: store.member_records.give(credits=3, note="", **about), None)

    @rule(user_id=st.integers(1, 3))
    def forget(self, user_id: int) -> None:
        """The books lose a person: what they spent counts on for the server and the bot."""
        sql = "UPDATE ledger SET user_id = 0 WHERE user_id = ?"
        self.do(lambda store: store.database.change(sql, user_id), None)

    @precondition(lambda self: self.seen)
    @rule(which=LATEST, kill=st.none() | st.integers(0, 8))
    def give_back(self, which: int, kill: int | None) -> None:
        """The host gives back what an order was charged, once it has ended."""
        job = self.latest(which)
        expected = job.charged if job.is_final else 0
        given = self.do(lambda store: store.host_orders.correct(job.id, reason="r", now=self.now), kill)
        assert given == expected or (given is None and kill is not None)

    @rule(hours=st.integers(1, 20))
    def wait(self, hours: int) -> None:
        self.now += hours * 3_600_000

    @invariant()
    def the_books_are_right(self) -> None:
        self.world.check()

    @invariant()
    def what_is_settled_stays(self) -> None:
        now = {row["id"]: row for row in self.world.find("SELECT * FROM job ORDER BY id")}
        for job_id, old in self.before.items():
            assert_it_only_went_on(old, now[job_id])
        self.before = now

    @invariant()
    def what_is_still_to_do_is_found(self) -> None:
        rows = self.before.values()
        todo = {
            "active": [r["id"] for r in rows if r["state"] not in FINAL],
            "unshown": [
                r["id"]
                for r in rows
                if r["shown_rev"] < r["rev"] and r["message_id"] is not None and r["delivered"] != "given_up"
            ],
            "unbound": [r["id"] for r in rows if r["message_id"] is None and r["delivered"] is None],
            "adoptable": [
                r["id"]
                for r in rows
                if r["failure"] in ("unclear", "deadline") and r["vendor_id"] and r["finished_at"] > self.now - DAY
            ],
        }
        found = {
            "active": [job.id for job in self.world.do(lambda store: store.active())],
            "unshown": self.world.do(lambda store: store.unshown()),
            "unbound": self.world.do(lambda store: store.unbound()),
            "adoptable": sorted(job.id for job in self.world.do(lambda store: store.adoptable(since=self.now - DAY))),
        }
        assert found == todo

    @invariant()
    def no_host_cap_is_exceeded(self) -> None:
        after = self.now - DAY
        spent = f"SELECT COALESCE(SUM(amount), 0) AS sum FROM ledger WHERE charged_at > {after}"
        bill = f"SELECT COALESCE(SUM(amount), 0) AS sum FROM bill WHERE charged_at > {after}"
        balance = self.world.do(lambda store: store.billing.balance(now=self.now))
        assert balance.used == self.world.find(spent)[0]["sum"] + self.world.find(bill)[0]["sum"] <= CAPS.bot
        assert min(balance.spent, balance.reserved, balance.exposed) >= 0
        assert all(row["sum"] <= CAPS.member for row in self.world.find(f"{spent} AND user_id <> 0 GROUP BY user_id"))

    @invariant()
    def what_is_said_is_what_is_written(self) -> None:
        ask = {"guild_id": 1, "model": "banana", "caps": CAPS, "now": self.now}
        asker = Asker(user_id=1, channel_ids=frozenset({2}))
        for usage in self.world.do(lambda store: store.usage(asker, **ask)):
            limit = usage.limit
            has_bill = limit.scope in (Scope.BOT, Scope.GUILD)
            beside = "SELECT * FROM bill" if has_bill else "SELECT * FROM bill WHERE FALSE"
            if limit.scope is Scope.USER:
                beside = "SELECT guild_id, user_id, charged_at, model, -amount AS amount FROM gift_use"
            bill = self.world.find(beside)
            lines = [
                line
                for line in [*self.world.find("SELECT * FROM ledger"), *bill]
                if line["charged_at"] > self.now - limit.period_s * 1000
                and limit.model in ("*", line["model"])
                and (limit.scope not in (Scope.USER, Scope.GUILD, Scope.CHANNEL) or line["guild_id"] == 1)
                and (limit.scope not in (Scope.USER, Scope.MEMBER) or line["user_id"] == 1)
            ]
            assert usage.used == sum(line["amount"] for line in lines)


def play(worlds: Worlds, rounds: int = ROUNDS) -> None:
    """Let the machine run; whatever it finds wrong is raised."""
    run_state_machine_as_test(
        lambda: Books(worlds),  # type: ignore[arg-type]
        settings=settings(
            max_examples=rounds,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            database=None,
            report_multiple_bugs=False,
            phases=[Phase.generate],  # shrinking takes minutes on a disk, and thirty steps are soon read
            suppress_health_check=list(HealthCheck),
        ),
    )
