"""A CDN that takes its time over each picture: what others order, ask and cancel meanwhile is unmoved."""

from __future__ import annotations

from bench.harness import Bench, StandIn
from bench.table import Row, quantile

TITLE = "A CDN that takes 20 s a picture, at 5 jobs a second"
RATE = 5  # jobs a second
UNMOVED_S = 0.2
LONG_S = 600.0  # in the queue: such an order can be cancelled


async def measure(bench: Bench) -> list[Row]:
    """Return how long orders and cancels took to Higgsfield while pictures were slow to come."""
    jobs, seconds = bench.size("jobs", whole=120, quick=5), bench.size("seconds", whole=20, quick=2)
    cancels = bench.size("cancels", whole=20, quick=2)
    async with (
        bench.higgsfield(queued_s=0.1, drawing_s=1.0, sigma=0.0, cdn_s=float(seconds), picture_bytes=200_000) as vendor,
        bench.discord() as discord,
        bench.bot(discord, vendor) as bot,
    ):
        bench.say(f"{jobs} jobs, {RATE} a second, each picture takes {seconds} s")
        async with bot.watched() as use:
            await discord.tell("commands", count=jobs, rate=RATE)
            await vendor.until("requests", lambda found: len(found) == jobs)
            await vendor.tell("options", queued_s=LONG_S)
            await discord.tell("commands", count=cancels, rate=RATE)
            await vendor.until("requests", lambda found: len(found) == jobs + cancels)
            orders = await _orders(discord, vendor)
            bench.say(f"{cancels} members cancel")
            crosses = await _cancels(discord, vendor, cancels)
            bench.say("the pictures come")
            await discord.until("state", lambda state: state["with_picture"] == jobs, timeout_s=3 * seconds + 30)
        requests = await vendor.ask("requests")
    noticed = [one["fetched"] - one["finishes"] for one in requests if one["fetched"]]
    return [
        Row(what="command to order at Higgsfield, p99", ours=quantile(orders, 0.99), limit=UNMOVED_S),
        Row(what="❌ to cancel at Higgsfield, p99", ours=quantile(crosses, 0.99), limit=UNMOVED_S),
        Row(what="drawn to its picture asked for, p50", ours=quantile(noticed, 0.5)),
        Row(what="drawn to its picture asked for, p99", ours=quantile(noticed, 0.99)),
        Row(what="memory more", ours=use.rss_more, unit="MB"),
    ]


async def _orders(discord: StandIn, vendor: StandIn) -> list[float]:
    """Return the seconds from each command to its order, the first from the first."""
    typed = sorted(one["sent"] for one in await discord.ask("answers"))
    taken = sorted(one["created"] for one in await vendor.ask("requests"))
    return [at - sent for sent, at in zip(typed, taken, strict=True)]


async def _cancels(discord: StandIn, vendor: StandIn, count: int) -> list[float]:
    """Have the last so many members cancel, and return the seconds until each cancel was heard."""
    moments = await discord.tell("crosses", count=count)
    calls = await vendor.until("calls", lambda found: len(_heard(found)) >= count)
    return [at - sent for sent, at in zip(moments, _heard(calls), strict=False)]


def _heard(calls: list[tuple[float, str]]) -> list[float]:
    return sorted(at for at, what in calls if what.endswith("/cancel"))
