"""However long Discord takes over the pictures of some cards, what changes on others is shown."""

from __future__ import annotations

import asyncio
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


async def test_uploads_that_never_end_hold_up_neither_other_cards_nor_for_long_each_other(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card_updater, "AT_ONCE", 1)
    monkeypatch.setattr(card_updater, "SLOW_S", 0.05)
    states = {1: JobState.SUCCEEDED, 2: JobState.SUCCEEDED, 3: JobState.RUNNING, 4: JobState.RUNNING}

    async def view(job_id: int) -> JobView:
        here = replace(job, id=job_id, state=states[job_id], message_id=7, rev=2, shown_rev=1, delivered=None)
        return JobView(job=here, position=None, usual_seconds=12, wait_reason=None, now=1)

    messages, rest = Messages(), cast("Any", Anything())
    subject = CardUpdater(
        orders=cast("Any", SimpleNamespace(view=view)),
        messages=cast("Any", messages),
        reactions=cast("Any", Reactions()),
        clock=HeldClock(),
        **dict.fromkeys(("store", "pictures", "copies", "covers", "pings", "other_copies"), rest),
    )
    running = asyncio.create_task(subject.run())
    for job_id in states:
        subject.wake(job_id)
    async with asyncio.timeout(30):
        while sorted(messages.begun) != [1, 2, 3, 4]:
            await asyncio.sleep(0.001)
    assert messages.begun.index(2) > messages.begun.index(4), "those without pictures did not wait at all"
    await subject.stop()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
