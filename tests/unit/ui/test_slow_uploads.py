"""However long Discord takes over the pictures of some cards, what changes on others is shown."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.domain.jobs import Job, JobState
from bot.services.orders import JobView
from bot.ui.outbound import card_updater
from bot.ui.outbound.card_updater import CardUpdater
from bot.ui.outbound.messages import Outcome
from bot.ui.views.card_files import CardFiles
from tests.clocks import HeldClock


class Anything:
    """Whatever a card needs beside its message."""

    def __getattr__(self, verb: str) -> Any:  # noqa: ANN401
        async def nothing(*_: object, **__: object) -> Any:  # noqa: ANN401
            return CardFiles() if verb == "of" else None

        return nothing


class Reactions(Anything):
    """The bot's own, which it does without here."""

    def card_shown(self, card: JobView) -> None:
        return


class Messages(Anything):
    """Discord: cards with pictures never end."""

    def __init__(self) -> None:
        self.begun: list[int] = []

    async def edit(self, card: JobView, art: CardFiles, *, keeps_files: bool = False) -> Outcome:
        self.begun.append(card.job.id)
        if card.job.state is JobState.SUCCEEDED:
            await asyncio.Event().wait()
        return Outcome.SHOWN


def updater(job: Job, states: Mapping[int, JobState], messages: Messages) -> CardUpdater:
    """The card updater of jobs in these states, each with a change that its card does not show."""

    async def view(job_id: int) -> JobView:
        here = replace(job, id=job_id, state=states[job_id], message_id=7, rev=2, shown_rev=1, delivered=None)
        return JobView(job=here, position=None, usual_seconds=12, wait_reason=None, now=1)

    rest = cast("Any", Anything())
    return CardUpdater(
        orders=cast("Any", SimpleNamespace(view=view)),
        messages=cast("Any", messages),
        reactions=cast("Any", Reactions()),
        clock=HeldClock(),
        **dict.fromkeys(("store", "pictures", "copies", "covers", "pings", "other_copies"), rest),
    )


@asynccontextmanager
async def running(subject: CardUpdater, jobs: Iterable[int]) -> AsyncIterator[None]:
    """The card updater at work, with all of its jobs woken."""
    task = asyncio.create_task(subject.run())
    for job_id in jobs:
        subject.wake(job_id)
    async with asyncio.timeout(30):
        yield
    await subject.stop()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_uploads_that_never_end_hold_up_neither_other_cards_nor_for_long_each_other(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card_updater, "AT_ONCE", 1)
    monkeypatch.setattr(card_updater, "SLOW_S", 0.05)
    states = {1: JobState.SUCCEEDED, 2: JobState.SUCCEEDED, 3: JobState.RUNNING, 4: JobState.RUNNING}
    messages = Messages()
    async with running(updater(job, states, messages), states):
        while sorted(messages.begun) != [1, 2, 3, 4]:
            await asyncio.sleep(0.001)
    assert messages.begun.index(2) > messages.begun.index(4), "those without pictures did not wait at all"


async def test_a_card_that_waits_for_its_turn_takes_no_task(job: Job) -> None:
    states, tasks = dict.fromkeys(range(1, 301), JobState.RUNNING), 0

    class CountingMessages(Messages):
        async def edit(self, card: JobView, art: CardFiles, *, keeps_files: bool = False) -> Outcome:
            nonlocal tasks
            tasks = max(tasks, len(asyncio.all_tasks()))
            await asyncio.sleep(0)
            return await super().edit(card, art, keeps_files=keeps_files)

    messages = CountingMessages()
    async with running(updater(job, states, messages), states):
        while len(messages.begun) < len(states):
            await asyncio.sleep(0.001)
    assert sorted(messages.begun) == sorted(states), "each was edited, and once"
    assert tasks < 3 * card_updater.AT_ONCE
