"""However long strangers take over pictures and answers: orders, questions and cancels of others go on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.domain.jobs import Image, Job, JobState
from bot.higgsfield import RequestStatus, VendorState
from tests.counted_queue import CountedQueue
from tests.unit.worker.workshop import Workshop

DONE = RequestStatus(state=VendorState.COMPLETED, image_urls=("https://cdn.test/1.png",))


@pytest.fixture
async def running(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Workshop]:
    """A worker with a single seat, that runs."""
    monkeypatch.setattr("bot.worker.build.AT_ONCE", 1)
    workshop.line = CountedQueue(9)
    workshop.worker = workshop.build_worker(workshop.line)
    worker = asyncio.create_task(workshop.worker.run())
    yield workshop
    await workshop.worker.drain(seconds=0)
    worker.cancel()
    await asyncio.gather(worker, return_exceptions=True)


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await is_so():
            await asyncio.sleep(0.001)


async def stands(workshop: Workshop, job_id: int, state: JobState) -> None:
    async def is_so() -> bool:
        return (await workshop.job(job_id)).state is state

    await until(is_so)


@pytest.mark.parametrize("slow", ["picture", "answer"])
async def test_a_stranger_that_never_ends_holds_up_nobody_else(running: Workshop, slow: str) -> None:
    stranger, reached = asyncio.Event(), asyncio.Event()

    async def take_long(*_: object) -> RequestStatus:
        reached.set()
        await stranger.wait()
        raise AssertionError("it never ends")

    if slow == "picture":
        running.vendor.answer = DONE
        running.pictures.download_output = take_long  # type: ignore[method-assign, assignment]
    else:
        running.vendor.status = take_long  # type: ignore[method-assign]
    await running.book(1)
    running.worker.wake(1)
    await stands(running, 1, JobState.RUNNING)
    running.worker.wake(1)
    await asyncio.wait_for(reached.wait(), 20)

    await running.book(2)
    running.worker.wake(2)
    await stands(running, 2, JobState.RUNNING)
    running.vendor.cancels = True
    await running.store.request_cancel(2, now=running.clock.now())
    running.worker.wake(2)
    await stands(running, 2, JobState.CANCELLED)
    assert (await running.job(1)).state is JobState.RUNNING


async def test_the_pictures_of_one_job_come_beside_each_other(running: Workshop) -> None:
    beside = asyncio.Barrier(3)
    download = running.pictures.download_output

    async def together(job_id: int, position: int, url: str) -> Image:
        await beside.wait()
        return await download(job_id, position, url)

    running.pictures.download_output = together  # type: ignore[method-assign]
    running.vendor.answer = RequestStatus(
        state=VendorState.COMPLETED, image_urls=tuple(f"https://cdn.test/{n}" for n in range(3))
    )
    await running.book(1, count=3)
    running.worker.wake(1)
    await stands(running, 1, JobState.RUNNING)
    running.worker.wake(1)
    await stands(running, 1, JobState.SUCCEEDED)


async def test_of_a_crowd_few_steps_are_under_way_at_once(workshop: Workshop) -> None:
    """Each takes the memory of its task, its row and all that it calls, and none of it is ever given back."""
    read, under_way = workshop.store.store.job, list[int]()

    async def counted(job_id: int) -> Job | None:
        under_way.append(sum(task.get_name().startswith("job ") for task in asyncio.all_tasks()))
        return await read(job_id)

    workshop.store.store.job = counted  # type: ignore[method-assign]
    for number in range(1, 81):
        await workshop.book(number)
        workshop.worker.wake(number)
    await workshop.worker.tick()
    assert max(under_way) == 32
