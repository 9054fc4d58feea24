"""Who is called when a long wait is over, and who is not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain.catalog import Offer
from bot.domain.jobs import Failure, Job, JobState
from bot.services.preferences import LONG_MS, MemberPreferences
from bot.store.sqlite import open_store
from tests.clocks import HeldClock


@pytest.fixture
async def preferences(tmp_path: Path) -> AsyncIterator[MemberPreferences]:
    async with open_store(tmp_path / "bot.sqlite3") as store:
        yield MemberPreferences(members=store.members, offer=Offer(), clock=HeldClock())


@pytest.fixture
def long(job: Job) -> Job:
    return replace(job, state=JobState.SUCCEEDED, finished_at=job.created_at + LONG_MS + 1)


@pytest.mark.parametrize(
    "change", [{}, {"state": JobState.FAILED, "failure": Failure.DEADLINE}, {"failure": Failure.NSFW}]
)
async def test_whoever_waited_long_is_called(preferences: MemberPreferences, long: Job, change: dict[str, Any]) -> None:
    assert await preferences.should_ping(replace(long, **change))


@pytest.mark.parametrize(
    "change",
    [
        {"finished_at": LONG_MS + 1},
        {"state": JobState.CANCELLED},
        {"state": JobState.RUNNING},
        {"state": JobState.FAILED, "failure": Failure.RESTORED},
        {"guild_id": 0},
        {"user_id": 0},
        {"erased_at": 1},
    ],
    ids=lambda change: ", ".join(change),
)
async def test_nobody_else_is(preferences: MemberPreferences, long: Job, change: dict[str, Any]) -> None:
    assert not await preferences.should_ping(replace(long, **change))


async def test_two_changes_at_once_lose_neither(preferences: MemberPreferences) -> None:
    await asyncio.gather(
        preferences.change(3, notify=False), preferences.change(3, count=2), preferences.change(3, language="fr")
    )
    mine = await preferences.of(3)
    assert (mine.notify, mine.count, mine.language) == (False, 2, "fr")
