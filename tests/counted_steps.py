"""The worker's steps, counted by job: also those that bring no news, of which nobody is told."""

from __future__ import annotations

from collections import Counter

from bot.worker.worker import Worker


def count_steps(worker: Worker, steps: Counter[int]) -> None:
    """Count each step of a worker from now on, once it has ended."""
    scheduler = worker._scheduler
    work = scheduler._work

    async def counted(job_id: int) -> float | None:
        try:
            return await work(job_id)
        finally:
            steps[job_id] += 1

    scheduler._work = counted
