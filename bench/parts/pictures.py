"""Pictures of a real size: from Higgsfield's CDN through the bot to the card, beside loops that do no more."""

from __future__ import annotations

from dataclasses import dataclass

from bench.harness import Bench
from bench.peers import downloads
from bench.table import Row

TITLE = "Pictures of a real size"
MB = 1_000_000
DRAWN_S = 4.0  # until all of them are there at once
LARGEST_MORE = 100  # MB of the process tree


@dataclass(frozen=True, kw_only=True)
class Burst:
    """What the bot took for pictures that were ready at once."""

    a_second: float  # from the first that was fetched to the last that its card shows
    cpu_ms: float  # a picture
    rss_more: float  # MB, its child processes included


async def measure(bench: Bench) -> list[Row]:
    """Return the rows of many jobs with one picture each, and of one job with four of the largest."""
    jobs, size = bench.size("jobs", whole=100, quick=2), bench.size("bytes", whole=4 * MB, quick=MB)
    async with bench.higgsfield(picture_bytes=size) as higgsfield, bench.discord() as discord:
        bench.say(f"a bare loop downloads {jobs} pictures of {size / MB:.0f} MB, then one that sends them on as well")
        loop = await downloads.run(bench, higgsfield, pictures=jobs)
        sending = await downloads.run(bench, higgsfield, pictures=jobs, discord=discord)
    many = await burst(bench, jobs=jobs, size=size)
    largest = bench.size("largest", whole=20 * MB, quick=MB)
    few = await burst(bench, jobs=1, size=largest, options={"count": 4, "prompt": "a lighthouse"})
    what = f"{jobs} jobs of {size / MB:.0f} MB"
    return [
        Row(
            what=f"{what}, to the card",
            ours=many.a_second,
            unit="/s",
            peer=jobs / loop.seconds,
            peer_name="bare loop",
        ),
        Row(
            what="… beside a loop that sends them to Discord, too",
            ours=many.a_second,
            unit="/s",
            peer=jobs / sending.seconds,
            peer_name="sending loop",
            limit=jobs / sending.seconds / 2,
            is_floor=True,
        ),
        Row(what=f"{what}, processor a picture", ours=many.cpu_ms, unit="ms", peer=loop.cpu_ms, peer_name="bare loop"),
        Row(
            what=f"{what}, memory more",
            ours=many.rss_more,
            unit="MB",
            peer=loop.rss_more,
            limit=LARGEST_MORE,
            peer_name="bare loop",
        ),
        Row(what=f"1 job of 4 × {largest / MB:.0f} MB, memory more", ours=few.rss_more, unit="MB", limit=LARGEST_MORE),
    ]


async def burst(bench: Bench, *, jobs: int, size: int, options: dict[str, str | int] | None = None) -> Burst:
    """Have so many jobs drawn that are ready at once, and wait until each card has its pictures."""
    options = options or {"prompt": "a lighthouse"}
    vendor = {"queued_s": 0.0, "drawing_s": DRAWN_S, "sigma": 0.0, "picture_bytes": size}
    async with (
        bench.higgsfield(**vendor) as higgsfield,
        bench.discord() as discord,
        bench.bot(discord, higgsfield) as bot,
    ):
        bench.say(f"{jobs} jobs with pictures of {size / MB:.0f} MB")
        async with bot.watched() as use:
            await discord.tell("commands", count=jobs, options=options)
            await higgsfield.until("requests", lambda found: len(found) == jobs)
            cpu = bot.cpu()
            await discord.until("state", lambda state: state["with_picture"] == jobs, timeout_s=120)
            cpu = bot.cpu() - cpu
        shown = max(one["with_picture"] for one in await discord.ask("answers"))
        begun = min(one["fetched"] for one in await higgsfield.ask("requests"))
    count = jobs * int(options.get("count", "1"))
    return Burst(a_second=count / max(0.001, shown - begun), cpu_ms=1000 * cpu / count, rss_more=use.rss_more)
