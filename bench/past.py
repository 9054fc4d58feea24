"""Past jobs in a data folder, as if they had been drawn: what the bot learns from at its start."""

from __future__ import annotations

import math
import random
import time
from pathlib import Path
from statistics import NormalDist

from bot.domain.catalog import Params
from bot.domain.jobs import JobState, Order, Transition
from bot.domain.limits import DAY_MS, snowflake
from bot.domain.quota import OwnerLimits
from bot.store.sqlite import open_store

EVERY_MS = 1_000


async def teach(data: Path, *, median_s: float, sigma: float, jobs: int = 50, seed: int = 7) -> None:
    """Write so many jobs of yesterday, their durations spread evenly over a log-normal distribution."""
    since = int(time.time() * 1000) - DAY_MS
    usual = NormalDist(math.log(median_s), sigma)
    durations = [math.exp(usual.inv_cdf((number + 0.5) / jobs)) for number in range(jobs)]
    random.Random(seed).shuffle(durations)
    async with open_store(data / "bot.sqlite3") as store:
        for number in range(jobs):
            taken = since + number * EVERY_MS
            order = Order(
                id=snowflake(taken),
                guild_id=0,
                channel_id=0,
                user_id=1 + number,
                model="banana",
                prompt="a lighthouse",
                params=Params(),
            )
            job, _ = await store.reserve(order, cost=1, caps=OwnerLimits(), now=taken)
            took = round(1000 * durations[number])
            for change, at in (
                (Transition(to=JobState.SUBMITTING), taken),
                (Transition(to=JobState.RUNNING, vendor_id=f"past-{number}"), taken),
                (Transition(to=JobState.SUCCEEDED), taken + took),
            ):
                job = await store.apply(job, change, now=at) or job
