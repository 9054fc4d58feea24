"""Whether the stand-ins could be what limits the others: their own processor time for what the bot is asked to do."""

from __future__ import annotations

from bench.harness import Bench
from bench.peers import bare_bot, sdk
from bench.table import Row

TITLE = "The stand-ins themselves: their processor time for one command and one order"


async def measure(bench: Bench) -> list[Row]:
    """Return what the stand-ins take for a bare bot's commands and the SDK's orders."""
    commands, jobs = bench.size("commands", whole=500, quick=20), bench.size("jobs", whole=64, quick=4)
    async with bench.discord() as discord, bare_bot.running(bench, discord) as bot:
        bench.say(f"{commands} commands at once to a bare bot")
        async with discord.process.watched() as own, bot.watched() as its:
            await discord.tell("commands", count=commands)
            await discord.until("state", lambda state: state["answered"] == commands)
    async with bench.higgsfield(queued_s=0.1, drawing_s=bench.size("drawing", whole=2, quick=0)) as higgsfield:
        bench.say(f"{jobs} orders at once by the SDK")
        async with higgsfield.process.watched() as vendor:
            peer = await sdk.run(bench, higgsfield, jobs=jobs)
    return [
        Row(
            what="Discord, a command",
            ours=1000 * own.cpu / commands,
            unit="ms",
            peer=1000 * its.cpu / commands,
            peer_name="bare bot",
        ),
        Row(what="Higgsfield, an order", ours=1000 * vendor.cpu / jobs, unit="ms", peer=peer.cpu_ms, peer_name="SDK"),
    ]
