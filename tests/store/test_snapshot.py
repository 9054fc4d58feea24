"""A restored database goes on with what Higgsfield still keeps, and ends what may have been drawn since."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.domain.jobs import Failure, Job
from bot.domain.limits import RESULTS_KEPT_MS
from bot.runtime.work_progress import SilentProgress
from bot.store.snapshot import copy_database, prepare_restored, verify
from bot.store.sqlite import open_store

Walk = Callable[..., Awaitable[Job]]


async def restored(job: Job, path: Path, *, now: int) -> Job:
    """Return the job as a copy of the database knows it once it is made ready for a restore."""
    copy = path.with_name("copy.sqlite3")
    copy_database(path, copy)
    ended = prepare_restored(copy, now=now)
    async with open_store(copy) as store:
        found = await store.job(job.id)
    assert found is not None and ended == found.is_final
    return found


@pytest.mark.parametrize(("late_ms", "failure"), [(0, None), (1, Failure.RESTORED)])
async def test_a_running_job_goes_on_as_long_as_its_results_are_kept(
    path: Path, walk: Walk, now: int, late_ms: int, failure: Failure | None
) -> None:
    job = await restored(await walk("running"), path, now=now + RESULTS_KEPT_MS + late_ms)
    assert job.failure is failure


@pytest.mark.parametrize("state", ["queued", "submitting"])
async def test_one_that_higgsfield_gave_no_id_ends_at_once(path: Path, walk: Walk, now: int, state: str) -> None:
    job = await restored(await walk(state), path, now=now)
    assert (job.failure, job.charged) == (Failure.RESTORED, 0)


class Pressed(SilentProgress):
    """Ctrl+C, while SQLite is at work: Python hears of it where SQLite tells of its work."""

    def show(self, what: str, share: float | None = None) -> None:
        if self._is_begun:
            raise KeyboardInterrupt
        self._is_begun = True

    _is_begun = False


async def test_ctrl_c_during_long_work_is_not_called_a_database_that_cannot_be_read(
    path: Path, walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await walk("running")
    monkeypatch.setattr("bot.store.work_progress.STEPS", 1)
    with pytest.raises(KeyboardInterrupt):
        await asyncio.to_thread(verify, path, progress=Pressed())
