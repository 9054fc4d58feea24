"""How long a start takes until the bot is online, and what memory it has when nobody asks it anything."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from statistics import median

from bench.harness import Bench, StandIn
from bench.peers import bare_bot
from bench.processes import Process
from bench.table import Row

TITLE = "A start, and the memory of a bot that waits"
SETTLED_S = 2.0  # after which nothing of the start is still going on


@dataclass(frozen=True, kw_only=True)
class Start:
    """One start."""

    seconds: float  # from the process's birth until Discord has it online
    cpu: float  # seconds of processor time, once it is settled
    rss: float  # MB


async def measure(bench: Bench) -> list[Row]:
    """Return the medians of several starts on a data folder that is there, beside a bare bot's."""
    starts, guilds = bench.size("starts", whole=5, quick=1), bench.size("guilds", whole=1000, quick=10)
    async with bench.higgsfield() as higgsfield:
        rows = await _beside_bare(bench, higgsfield, starts=starts, guilds=1, is_limited=True)
        return rows + await _beside_bare(bench, higgsfield, starts=1, guilds=guilds, is_limited=False)


async def _beside_bare(bench: Bench, higgsfield: StandIn, *, starts: int, guilds: int, is_limited: bool) -> list[Row]:
    async with bench.discord(guilds=guilds) as discord:
        data = bench.subfolder("data")
        async with bench.bot(discord, higgsfield, data=data):
            bench.say(f"{starts} starts with {guilds} servers, after one that made the database")
        found = [
            (await _start(bench.bot(discord, higgsfield, data=data)), await _start(bare_bot.running(bench, discord)))
            for _ in range(starts)
        ]
    where = "" if is_limited else f", {guilds:,} servers"
    limits = (0.65, None, 68.0) if is_limited else (None, None, None)
    rows = (("online after", "seconds", "s"), ("processor time of it", "cpu", "s"), ("memory at rest", "rss", "MB"))
    return [
        Row(
            what=f"{what}{where}",
            ours=_median([one for one, _ in found], name),
            unit=unit,
            peer=_median([bare for _, bare in found], name),
            peer_name="bare bot",
            limit=limit,
        )
        for (what, name, unit), limit in zip(rows, limits, strict=True)
    ]


async def _start(starting: AbstractAsyncContextManager[Process]) -> Start:
    async with starting as process:
        await asyncio.sleep(SETTLED_S)
        return Start(seconds=process.start_s, cpu=process.cpu(), rss=process.rss())


def _median(starts: Sequence[Start], name: str) -> float:
    return median(float(getattr(one, name)) for one in starts)
