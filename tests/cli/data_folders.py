"""Data folders to back up and to restore to."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.domain.catalog import Params
from bot.domain.jobs import Image, JobState, Order, Transition
from bot.domain.quota import OwnerLimits
from bot.store.sqlite import open_store

PICTURE = "images/1/output-0.png"
NOW = 1_800_000_000_000


async def fill(folder: Path, *job_ids: int) -> None:
    """Draw a picture for each of these orders, the first of which lies on disk."""
    async with open_store(folder / "bot.sqlite3") as store:
        for job_id in job_ids:
            order = Order(
                id=job_id, guild_id=0, channel_id=0, user_id=3, model="banana", prompt="a cat", params=Params()
            )
            job, _ = await store.reserve(order, cost=1, caps=OwnerLimits(), now=NOW)
            image = Image(position=0, url="https://cdn/0.png", path=f"images/{job_id}/output-0.png", sha256="00")
            for change in (
                Transition(to=JobState.SUBMITTING),
                Transition(to=JobState.RUNNING, vendor_id=f"v-{job_id}"),
                Transition(to=JobState.SUCCEEDED, outputs=(image,)),
            ):
                moved = await store.apply(job, change, now=NOW)
                assert moved
                job = moved


def content(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def orders(folder: Path) -> list[int]:
    with closing(sqlite3.connect(folder / "bot.sqlite3")) as books:
        return [row[0] for row in books.execute("SELECT id FROM job ORDER BY id")]
