"""A real file each time, and short ways to order and to walk a job along."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.catalog import Params
from bot.jobs import Change, Failure, Image, Job, JobState, Order
from bot.quota import HostCaps
from bot.store.sqlite import SqliteStore, open_store

NOW = 1_800_000_000_000
AMPLE = HostCaps(bot=1_000_000, person=1_000_000)
PATHS: dict[str, tuple[Change, ...]] = {
    "queued": (),
    "submitting": (Change(to=JobState.SUBMITTING),),
    "running": (Change(to=JobState.SUBMITTING), Change(to=JobState.RUNNING, vendor_id="v-{id}")),
}
ENDS: dict[str, Change] = {
    "succeeded": Change(
        to=JobState.SUCCEEDED,
        outputs=(Image(position=0, url="https://cdn/0.png", path="images/0.png", sha256="00"),),
    ),
    "failed": Change(to=JobState.FAILED, failure=Failure.NSFW),
    "unclear": Change(to=JobState.FAILED, failure=Failure.UNCLEAR),
    "deadline": Change(to=JobState.FAILED, failure=Failure.DEADLINE),
    "cancelled": Change(to=JobState.CANCELLED),
}
AFTER = {"unclear": "submitting"}  # every other end comes after running

MakeOrder = Callable[..., Order]
Walk = Callable[..., Awaitable[Job]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "bot.sqlite3"


@pytest.fixture
async def store(path: Path) -> AsyncIterator[SqliteStore]:
    async with open_store(path) as store:
        yield store


@pytest.fixture
def now() -> int:
    return NOW


@pytest.fixture
def ample() -> HostCaps:
    return AMPLE


@pytest.fixture
def order() -> MakeOrder:
    ids = itertools.count(1001)

    def make(**fields: Any) -> Order:
        usual = {"guild_id": 1, "channel_id": 2, "user_id": 3, "model": "banana", "prompt": "a cat", "params": Params()}
        return Order(**{"id": next(ids), **usual, **fields})

    return make


@pytest.fixture
def reserve(store: SqliteStore, order: MakeOrder) -> Walk:
    async def reserve(*, cost: int = 1, caps: HostCaps = AMPLE, at: int = NOW, **fields: Any) -> Job:
        job, _ = await store.reserve(order(**fields), cost=cost, caps=caps, now=at)
        return job

    return reserve


@pytest.fixture
def walk(store: SqliteStore, reserve: Walk) -> Walk:
    """Order a job and bring it to a state, or to a failure that can be adopted."""

    async def walk(to: str, *, at: int = NOW, **fields: Any) -> Job:
        job = await reserve(at=at, **fields)
        changes = PATHS[AFTER.get(to, "running") if to in ENDS else to]
        for change in (*changes, *([ENDS[to]] if to in ENDS else [])):
            vendor_id = change.vendor_id and change.vendor_id.format(id=job.id)
            moved = await store.apply(job, Change(**{**vars(change), "vendor_id": vendor_id}), now=at)
            assert moved
            job = moved
        return job

    return walk
