"""Our own ❌ stands only under what it can still cancel, and members' are read without crowding others out."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.domain.jobs import JobState, VendorStatus
from bot.services.orders import JobView
from bot.ui.outbound.cancel_reactions import READ_PACE_S, WAIT_S, CancelReactions
from tests.clocks import HeldClock


class World:
    """Orders and their cards, with every call to Discord noted."""

    def __init__(self) -> None:
        self.cards: dict[int, JobView] = {}
        self.calls: list[str] = []

    def card(self, job_id: int, state: JobState, status: VendorStatus | None = None, **job: object) -> JobView:
        row = {"id": job_id, "state": state, "cancel_at": None, "created_at": 1, "message_id": 7, "is_bound": True}
        view = JobView(job=cast("Any", SimpleNamespace(**row, is_final=False, **job)), vendor_status=status)
        self.cards[job_id] = view
        return view

    async def view(self, job_id: int) -> JobView | None:
        return self.cards.get(job_id)

    async def active(self) -> list[Any]:
        return [card.job for card in self.cards.values()]

    async def react(self, job: Any, _: str) -> None:
        self.calls.append(f"+{job.id}")

    async def unreact(self, job: Any, _: str) -> None:
        self.calls.append(f"-{job.id}")

    async def has_cross(self, job: Any, _: str) -> bool:
        self.calls.append(f"?{job.id}")
        return False


def reactions(world: World, clock: HeldClock, **choices: bool) -> CancelReactions:
    return CancelReactions(
        orders=cast("Any", world), store=cast("Any", world), messages=cast("Any", world), clock=clock, **choices
    )


@pytest.mark.parametrize(
    ("state", "status", "calls"),
    [
        (JobState.QUEUED, None, ["+1"]),
        (JobState.RUNNING, VendorStatus.QUEUED, ["+1"]),
        (JobState.RUNNING, VendorStatus.IN_PROGRESS, []),
        (JobState.RUNNING, None, []),
        (JobState.SUBMITTING, None, []),
        (JobState.SUCCEEDED, None, []),
    ],
)
async def test_ours_comes_after_a_while_where_it_still_can_cancel(
    state: JobState, status: VendorStatus | None, calls: list[str]
) -> None:
    world, clock = World(), HeldClock(now=0)
    subject = reactions(world, clock)
    subject.card_shown(world.card(1, JobState.QUEUED))
    await subject.tick()
    assert world.calls == []
    world.card(1, state, status)
    clock.advance(seconds=WAIT_S)
    await subject.tick()
    assert world.calls == calls


async def test_ours_is_taken_off_only_where_it_may_stand() -> None:
    world, clock = World(), HeldClock(now=0)
    subject = reactions(world, clock)
    quick, slow = world.card(1, JobState.QUEUED), world.card(2, JobState.QUEUED)
    subject.card_ended(quick.job)
    subject.card_shown(slow)
    clock.advance(seconds=WAIT_S)
    await subject.tick()
    subject.card_ended(slow.job)
    await subject.tick()
    assert world.calls == ["+2", "-2"]


async def test_turned_off_none_comes_and_those_of_before_go() -> None:
    world, clock = World(), HeldClock(now=5)
    subject = reactions(world, clock, puts_own=False)
    old = world.card(1, JobState.QUEUED)
    subject.card_shown(old)
    clock.advance(seconds=WAIT_S)
    await subject.tick()
    assert world.calls == []
    subject.card_ended(old.job)
    await subject.tick()
    assert world.calls == ["-1"]


async def test_after_a_silence_the_newest_cards_are_read_first_at_ten_a_second() -> None:
    world, clock = World(), HeldClock(now=10_000)
    for n in range(1, 3001):
        card = world.card(n, JobState.RUNNING)
        world.cards[n] = replace(card, job=cast("Any", SimpleNamespace(**{**vars(card.job), "created_at": n})))
    subject = reactions(world, clock)
    subject.read_missed()
    for second in range(1, 4):
        clock.advance(seconds=10 * READ_PACE_S)
        await subject.tick()
        assert len(world.calls) <= 10 * second + 1
    assert world.calls[:3] == ["?3000", "?2999", "?2998"]
