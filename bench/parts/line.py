"""What a long line costs: thousands of orders that wait for four slots, and a restart in the middle of it."""

from __future__ import annotations

import asyncio

from bench.callbacks import INSTRUMENTED, longest_ms
from bench.harness import Bench, StandIn
from bench.table import Row, most_a_second

TITLE = "The line: orders that wait for four slots"
AT_A_TIME = 250  # typed at once, so that each is answered in time
PEOPLE = 2_000
CALLBACK_MS = 50.0
SECONDS = 15  # of each look; a restart's cards are read for as long


async def measure(bench: Bench) -> list[Row]:
    """Return the longest callbacks while the line grows, moves and is taken up again, and the calls to Discord."""
    waiting, seconds = bench.size("waiting", whole=10_000, quick=100), bench.size("seconds", whole=SECONDS, quick=3)
    data = bench.subfolder("data")
    async with bench.higgsfield(queued_s=0.1, drawing_s=0.2) as higgsfield, bench.discord() as discord:
        settings = {"data": data, "code": INSTRUMENTED, "higgsfield_concurrency": "4", "bot_queue_minutes": "600"}
        async with bench.bot(discord, higgsfield, **settings) as bot:  # type: ignore[arg-type]
            await longest_ms(bot)  # of the start
            await fill(bench, discord, waiting)
            growing = await longest_ms(bot)
            bench.say("the line moves")
            async with bot.watched() as use:
                await asyncio.sleep(seconds)
            moving = await longest_ms(bot)
            bot.kill()
        bench.say("a restart")
        async with bench.bot(discord, higgsfield, **settings) as bot:  # type: ignore[arg-type]
            await longest_ms(bot)
            before = len(await discord.ask("calls"))
            await asyncio.sleep(seconds)
            restarted, reads = await longest_ms(bot), await most_reads(discord, before)
    return [
        Row(what=f"{waiting:,} join: longest callback", ours=growing, unit="ms", limit=CALLBACK_MS),
        Row(what="slots come free: longest callback", ours=moving, unit="ms", limit=CALLBACK_MS),
        Row(what="… of one core", ours=use.core, unit="%"),
        Row(what="after a restart: longest callback", ours=restarted, unit="ms", limit=CALLBACK_MS),
        Row(what="… cards read in one second, at most", ours=reads, unit="", limit=11),
    ]


async def fill(bench: Bench, discord: StandIn, waiting: int, *, command: str = "banana") -> None:
    """Have so many more orders placed, as fast as they are answered; raises RuntimeError where one was refused."""
    before = typed = (await discord.ask("state"))["typed"]
    while typed < before + waiting:
        now = min(AT_A_TIME, before + waiting - typed)
        await discord.tell("commands", name=command, count=now, people=PEOPLE, first=typed)
        typed += now
        await discord.until("state", lambda state, typed=typed: state["answered"] >= typed)  # type: ignore[misc]
        if typed % (10 * AT_A_TIME) == 0:
            bench.say(f"{typed:,} of {before + waiting:,} wait")
    if any(answer["is_private"] for answer in await discord.ask("answers")):
        raise RuntimeError("an order was refused")


async def most_reads(discord: StandIn, before: int) -> int:
    """Return the most cards that were read in one second, of the calls since then."""
    calls = (await discord.ask("calls"))[before:]
    return most_a_second(at for at, what in calls if what.startswith("GET ") and "/messages/" in what)
