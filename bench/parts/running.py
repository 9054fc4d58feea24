"""Thousands of orders that Higgsfield draws at once: what asking for them takes, and what a start with them does."""

from __future__ import annotations

import asyncio

from bench.engine import FIRST_ORDERS, OTHER_MODEL
from bench.harness import Bench, StandIn
from bench.parts.line import fill
from bench.table import Row, most_a_second

TITLE = "Orders being drawn, all at once"
DRAWING_S = 3600.0  # nothing ends meanwhile
WATCHED_S = 12.0
TAKEN_S = 180.0  # at most; a quiet machine takes a sixth
MOST_MB, MOST_CORE, MOST_READS = 15.0, 15.0, 11.0
OLDER_S = 60.0  # young orders are asked for more often, and are few where thousands wait

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
    faster = 0.05 if bench.is_quick else 1.0
    settings = {"data": data, "code": OPEN, "bot_deadline_minutes": "120"}
    async with bench.higgsfield(queued_s=0.0, drawing_s=DRAWING_S, sigma=0.0) as higgsfield, bench.discord() as discord:
        async with bench.bot(discord, higgsfield, **settings) as bot:  # type: ignore[arg-type]
            await _begin(bench, higgsfield, discord)
            idle = bot.rss()
            bench.say(f"{jobs:,} orders")
            await fill(bench, discord, jobs)
            await higgsfield.until("state", lambda state: state["taken"] == FIRST_ORDERS + jobs, timeout_s=TAKEN_S)
            bench.say("all are being drawn")
            await asyncio.sleep(OLDER_S * faster)
            asked = (await higgsfield.ask("state"))["questions"]
            async with bot.watched() as use:
                await asyncio.sleep(WATCHED_S * faster)
            asked, held = (await higgsfield.ask("state"))["questions"] - asked, bot.rss()
            bot.kill()
        bench.say("a start after a crash")
        calls = await _calls(higgsfield, discord)
        async with bench.bot(discord, higgsfield, **settings) as bot:  # type: ignore[arg-type]
            await asyncio.sleep(WATCHED_S * faster)
        since = [new[len(old) :] for old, new in zip(calls, await _calls(higgsfield, discord), strict=True)]
    questions, orders = _times(since[0], "GET /requests/"), _times(since[0], "POST /nano-banana")
    reads = _times(since[1], "GET /api/v10/channels/")
    return [
        Row(what=f"{jobs:,} being drawn: of one core", ours=use.core, unit="%", limit=MOST_CORE),
        Row(what="… questions a second", ours=asked / use.seconds, unit="/s"),
        Row(what="… processor a question", ours=1000 * use.cpu / max(1, asked), unit="ms"),
        Row(what="… memory more", ours=held - idle, unit="MB", limit=MOST_MB),
        Row(what="start after a crash: questions in one second, at most", ours=most_a_second(questions), unit=""),
        Row(what="… cards read in one second, at most", ours=most_a_second(reads), unit="", limit=MOST_READS),
        Row(what="… ordered again", ours=len(orders), unit="", limit=0),
    ]


async def _begin(bench: Bench, higgsfield: StandIn, discord: StandIn) -> None:
    """Have the first orders drawn and shown: what a process does once in its life is no order's."""
    await higgsfield.tell("options", drawing_s=0.1)
    await fill(bench, discord, FIRST_ORDERS, command=OTHER_MODEL)
    await discord.until("state", lambda state: state["with_picture"] == FIRST_ORDERS)
    await higgsfield.tell("options", drawing_s=DRAWING_S)


async def _calls(*stand_ins: StandIn) -> list[list[tuple[float, str]]]:
    return [await one.ask("calls") for one in stand_ins]


def _times(calls: list[tuple[float, str]], beginning: str) -> list[float]:
    return [at for at, call in calls if call.startswith(beginning)]
