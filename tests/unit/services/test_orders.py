"""A use case that waits for a job hears of every change, whenever it comes."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.domain.catalog import Offer, Params
from bot.domain.jobs import Job, JobState, Order, Transition
from bot.domain.quota import OwnerLimits
from bot.services import orders
from bot.services.admission import Admission
from bot.services.budget import Budget
from bot.services.guild_config import GuildConfigs
from bot.services.orders import CancelOutcome, Orders
from bot.store.sqlite import SqliteStore, open_store
from bot.worker.events import WorkerEvents
from tests.clocks import HeldClock

CLOCK = HeldClock()


class Slow:
    """The store; a job is cancelled while what was read of it is still on its way."""

    def __init__(self, store: SqliteStore) -> None:
        self.store = store
        self.orders: Orders | None = None

    def __getattr__(self, verb: str) -> Any:  # noqa: ANN401
        return getattr(self.store, verb)

    async def job(self, job_id: int) -> Job | None:
        job = await self.store.job(job_id)
        if job and await self.store.apply(job, Transition(to=JobState.CANCELLED), now=CLOCK.now()) and self.orders:
            self.orders.job_changed(job_id)
        return job


async def test_an_end_that_comes_while_the_job_is_read_is_not_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orders, "CANCEL_WAIT_S", 0.2)
    async with open_store(tmp_path / "bot.sqlite3") as opened:
        store = Slow(opened)
        store.orders = subject = Orders(
            store=store,  # type: ignore[arg-type]
            pictures=None,  # type: ignore[arg-type]
            worker=SimpleNamespace(wake=lambda _: None),  # type: ignore[arg-type]
            clock=CLOCK,
            offer=Offer(),
            caps=OwnerLimits(),
            budget=Budget(store=opened, clock=CLOCK, caps=OwnerLimits(), events=WorkerEvents()),
            admission=Admission(guild_configs=GuildConfigs(store=opened, clock=CLOCK)),
        )
        order = Order(id=1, guild_id=0, channel_id=0, user_id=1, model="banana", prompt="a cat", params=Params())
        await opened.reserve(order, cost=1, caps=OwnerLimits(), now=CLOCK.now())
        assert await subject.cancel_and_wait(1) is CancelOutcome.DONE
