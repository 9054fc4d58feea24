"""How long members wait for the first answer when all of them type at once, beside a bare discord.py bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from statistics import median
from typing import Any

from bench.callbacks import INSTRUMENTED, longest_ms
from bench.harness import Bench, StandIn
from bench.peers import bare_bot
from bench.processes import Process
from bench.table import Row, quantile

TITLE = "Answers: every member types a command at once"
BUSY = "while True: pass"
PEOPLE = 500  # each for once in a rush: who types much in a minute is told to wait
LIMIT_S, BUSY_LIMIT_S, CALLBACK_MS = 0.6, 1.5, 50.0


@dataclass(frozen=True, kw_only=True)
class Rush:
    """What became of many commands that came at once."""

    waits: list[float]  # seconds, of those that were answered with a card
    refused: int  # answered in private: no card came
    lost: int
    cpu: float  # seconds of the bot's processor until the last answer

    @property
    def p99(self) -> float:
        """The wait that one in a hundred was longer than; of refusals none counts as an answer."""
        return quantile(self.waits, 0.99) if self.waits else float("inf")


async def measure(bench: Bench) -> list[Row]:
    """Return the waits of a rush, quiet and beside two busy processes, and the longest callback meanwhile."""
    commands, times = bench.size("commands", whole=500, quick=20), bench.size("rushes", whole=3, quick=1)
    async with bench.discord() as discord, bare_bot.running(bench, discord) as bare:
        bench.say(f"{times} times {commands} commands at once to a bare bot")
        peer = [await rush(discord, bare, commands) for _ in range(times + 1)][1:]  # the first meets a cold bot
        async with busy(bench):
            peer_busy = [await rush(discord, bare, commands) for _ in range(times)]
    async with ours_running(bench) as (discord, bot):
        bench.say("the same to ours")
        ours = [await rush(discord, bot, commands) for _ in range(times + 1)][1:]
        async with busy(bench):
            bench.say("beside two busy processes")
            ours_busy = [await rush(discord, bot, commands) for _ in range(times)]
    async with ours_running(bench, code=INSTRUMENTED) as (discord, bot):
        bench.say("with every callback measured")
        await longest_ms(bot)  # of the start
        for _ in range(times):
            await rush(discord, bot, commands)
        longest = await longest_ms(bot)
    every = [*ours, *ours_busy]
    return [
        _row(f"{commands} at once, p99", ours, peer, limit=LIMIT_S),
        _row("… beside two busy processes", ours_busy, peer_busy, limit=BUSY_LIMIT_S),
        Row(
            what="processor time until the last answer, a command",
            ours=1000 * median(one.cpu for one in ours) / commands,
            unit="ms",
            peer=1000 * median(one.cpu for one in peer) / commands,
            peer_name="bare bot",
        ),
        Row(what="refused or without an answer", ours=sum(one.refused + one.lost for one in every), unit="", limit=0),
        Row(what="longest callback meanwhile", ours=longest, unit="ms", limit=CALLBACK_MS),
    ]


def _row(what: str, ours: list[Rush], peer: list[Rush], *, limit: float) -> Row:
    own, its = median(one.p99 for one in ours), median(one.p99 for one in peer)
    return Row(what=what, ours=own, peer=its, peer_name="bare bot", limit=limit)


@asynccontextmanager
async def ours_running(bench: Bench, *, code: str = "") -> AsyncIterator[tuple[StandIn, Process]]:
    """Run our bot, whose vendor draws four orders for an hour: all others wait in line."""
    async with (
        bench.higgsfield(drawing_s=3600) as higgsfield,
        bench.discord() as discord,
        bench.bot(discord, higgsfield, code=code, higgsfield_concurrency="4") as bot,
    ):
        yield discord, bot


async def rush(discord: StandIn, bot: Process, commands: int) -> Rush:
    """Type so many commands at once and wait for their first answers."""
    before = (await discord.ask("state"))["typed"]
    async with bot.watched() as use:
        await discord.tell("commands", count=commands, people=PEOPLE)
        with suppress(TimeoutError):  # they are counted as lost
            await discord.until("state", lambda state: state["answered"] == before + commands, timeout_s=30)
    calls: list[Any] = (await discord.ask("answers"))[before:]
    answered = [call for call in calls if call["answered"]]
    cards = [call["answered"] - call["sent"] for call in answered if not call["is_private"]]
    return Rush(waits=cards, refused=len(answered) - len(cards), lost=len(calls) - len(answered), cpu=use.cpu)


@asynccontextmanager
async def busy(bench: Bench) -> AsyncIterator[None]:
    """Keep two processors busy with something else."""
    async with AsyncExitStack() as stack:
        for _ in range(2):
            await stack.enter_async_context(bench.python("-c", BUSY))
        yield
