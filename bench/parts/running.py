"""Thousands of orders that Higgsfield draws at once: what asking for them takes, and what a start with them does."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

from bench.harness import Bench, StandIn
from bench.parts.line import fill
from bench.processes import Process
from bench.table import Row

TITLE = "Orders being drawn, all at once"
DRAWING_S = 3600.0  # nothing ends meanwhile
SETTLES_S, WATCHED_S = 10.0, 15.0
TAKEN_S = 180.0  # at most; a quiet machine takes a sixth
MOST_MB, MOST_CORE, MOST_READS = 15.0, 15.0, 11.0
TAKEN = "POST /nano-banana"

#: The bot as it is, but for the largest account that a setting may name.
OPEN = """
import sys
from bot import app
FairQueue = app.FairQueue
app.FairQueue = lambda _: FairQueue(100_000)
from bot.cli import main
sys.exit(main(["run"]))
"""


async def measure(bench: Bench) -> list[Row]:
    """Return the rows of so many running orders, and of a start after a crash with them."""
    jobs, data = bench.size("running", whole=3000, quick=40), bench.subfolder("data")
    async with bench.higgsfield(queued_s=0.0, drawing_s=DRAWING_S, sigma=0.0) as higgsfield, bench.discord() as discord:
        async with bench.bot(discord, higgsfield, data=data, code=OPEN, bot_deadline_minutes="120") as bot:
            rows = await _steady(bench, discord, higgsfield, bot, jobs)
            bot.kill()
        return rows + await _restart(bench, discord, higgsfield, data, jobs)


async def _steady(bench: Bench, discord: StandIn, higgsfield: StandIn, bot: Process, jobs: int) -> list[Row]:
    before, shrink = bot.rss(), 0.1 if bench.is_quick else 1.0
    bench.say(f"{jobs} orders")
    await fill(bench, discord, jobs)
    await higgsfield.until("state", lambda state: state["taken"] == jobs, timeout_s=TAKEN_S)
    await asyncio.sleep(SETTLES_S * shrink)
    asked = (await higgsfield.ask("state"))["questions"]
    bench.say("all are being drawn")
    async with bot.watched() as use:
        await asyncio.sleep(WATCHED_S * shrink)
    asked = (await higgsfield.ask("state"))["questions"] - asked
    what = f"{jobs} being drawn"
    return [
        Row(what=f"{what}: of one core", ours=use.core, unit="%", limit=MOST_CORE),
        Row(what=f"{what}: memory more", ours=bot.rss() - before, unit="MB", limit=MOST_MB),
        Row(what=f"{what}: questions a second", ours=asked / use.seconds, unit="/s"),
        Row(what=f"{what}: a question", ours=1000 * use.cpu / max(1, asked), unit="ms"),
    ]


async def _restart(bench: Bench, discord: StandIn, higgsfield: StandIn, data: Path, jobs: int) -> list[Row]:
    """Return the rows of a start after a crash: how what is due at once is spread."""
    bench.say("a start after a crash")
    known = len(await higgsfield.ask("calls")), len(await discord.ask("calls"))
    async with bench.bot(discord, higgsfield, data=data, code=OPEN, bot_deadline_minutes="120") as bot:
        await asyncio.sleep(WATCHED_S * (0.1 if bench.is_quick else 1.0))
        memory = bot.rss()
    asked = [at for at, call in (await higgsfield.ask("calls"))[known[0] :] if "/status" in call]
    read = [at for at, call in (await discord.ask("calls"))[known[1] :] if call.startswith("GET /api/v10/channels")]
    again = sum(call == TAKEN for _, call in (await higgsfield.ask("calls"))[known[0] :])
    return [
        Row(what="start after a crash: questions in one second, at most", ours=_most(asked), unit=""),
        Row(what="… cards read in one second, at most", ours=_most(read), unit="", limit=MOST_READS),
        Row(what="… ordered again", ours=again, unit="", limit=0),
        Row(what="… memory", ours=memory, unit="MB"),
    ]


def _most(moments: list[float]) -> float:
    return max(Counter(int(moment) for moment in moments).values(), default=0)
