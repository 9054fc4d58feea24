"""What being watched costs: the bot with and without its port for monitoring, and each answer of /metrics."""

from __future__ import annotations

import asyncio

import aiohttp

from bench.callbacks import INSTRUMENTED, longest_ms
from bench.harness import Bench
from bench.parts.line import fill
from bench.processes import free_port
from bench.table import Row

SECONDS = 5.0
TITLE = "Monitoring: /metrics read again and again, with orders waiting"


async def measure(bench: Bench) -> list[Row]:
    """Return the CPU time of an answer, the longest callback meanwhile, and the memory that it takes."""
    waiting, scrapes = bench.size("waiting", whole=1_000, quick=50), bench.size("scrapes", whole=300, quick=20)
    async with bench.higgsfield(queued_s=600, drawing_s=0.2) as higgsfield, bench.discord() as discord:
        async with bench.bot(discord, higgsfield, code=INSTRUMENTED) as bot:
            plain = bot.rss()
        port = free_port()
        settings = {"code": INSTRUMENTED, "bot_metrics_port": str(port), "bot_queue_minutes": "600"}
        async with bench.bot(discord, higgsfield, higgsfield_concurrency="4", **settings) as bot:  # type: ignore[arg-type]
            with_port = bot.rss()
            await fill(bench, discord, waiting)
            await longest_ms(bot)
            async with bot.watched() as idle:
                await asyncio.sleep(SECONDS)
            bench.say("scrapes")
            async with bot.watched() as use, aiohttp.ClientSession() as session:
                for _ in range(scrapes):
                    async with session.get(f"http://127.0.0.1:{port}/metrics") as answer:
                        size = len(await answer.read())
            longest = await longest_ms(bot)
    return [
        Row(
            what="CPU of an answer", ours=(use.cpu - idle.core / 100 * use.seconds) / scrapes * 1000, unit="ms", limit=5
        ),
        Row(what=f"{waiting:,} wait: longest callback meanwhile", ours=longest, unit="ms", limit=50),
        Row(what="an answer", ours=size / 1000, unit="kB"),
        Row(what="memory of monitoring", ours=with_port - plain, unit="MB", limit=12),
    ]
