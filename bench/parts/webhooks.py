"""What a job costs where Higgsfield's webhooks arrive, from the first rush after a start on."""

from __future__ import annotations

import asyncio

from bench import engine, past
from bench.harness import Bench
from bench.processes import free_port
from bench.table import Row, quantile

TITLE = "Webhooks: the first rush after a restart"
QUEUED_S, DRAWING_S, SIGMA = 1.0, 11.0, 0.35
SHORT_S = 0.5


async def measure(bench: Bench) -> list[Row]:
    """Return the rows of two rushes, each by a bot of its own that was rung for before its restart."""
    many, most = (bench.size(f"webhooks{n}", whole=n, quick=n // 16 + 2) for n in (64, 300))
    rows, more = await asyncio.gather(_rush(bench, many), _rush(bench, most))
    return rows + more


async def _rush(bench: Bench, jobs: int) -> list[Row]:
    drawing_s = SHORT_S if bench.is_quick else DRAWING_S
    data, port = bench.subfolder("data"), free_port()
    await past.teach(data, median_s=QUEUED_S + drawing_s, sigma=SIGMA)
    address = {"bot_public_url": f"http://127.0.0.1:{port}", "bot_host": "127.0.0.1", "bot_port": str(port)}
    async with bench.higgsfield(queued_s=0.1, drawing_s=SHORT_S, sigma=SIGMA) as higgsfield:
        async with engine.running(bench, higgsfield, data=data, slots=jobs, **address) as bot:
            await _ended(bot, 2)
        async with engine.running(bench, higgsfield, data=data, slots=jobs, **address) as bot:
            await bot.begin(higgsfield, queued_s=QUEUED_S, drawing_s=drawing_s)
            bench.say(f"{jobs} orders at once after the restart")
            async with bot.process.watched() as use:
                await _ended(bot, jobs)
        requests = (await higgsfield.ask("requests"))[-jobs:]
    delays = [request["fetched"] - request["finishes"] for request in requests]
    asked = sum(request["questions"] for request in requests) / jobs
    return [
        Row(what=f"{jobs} at once: questions a job", ours=asked, unit="", limit=1.2),
        Row(what=f"{jobs} at once: delay p50", ours=quantile(delays, 0.5)),
        Row(what=f"{jobs} at once: delay p99", ours=quantile(delays, 0.99)),
        Row(what=f"{jobs} at once: processor time a job", ours=1000 * use.cpu / jobs, unit="ms", limit=8.0),
    ]


async def _ended(bot: engine.Engine, jobs: int) -> None:
    await bot.order(jobs)
    await bot.until_idle()
