"""How long from a command to its placeholder: the real process, 200 commands at once, against the loopback Discord.

    python bench/ack.py [--commands 200] [--people 50] [--slow-commit 2]

`--slow-commit` makes each transaction of the store take so many seconds: then the answer is deferred.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.simulators.discord import Call, FakeDiscord
from bot.simulators.higgsfield import AccountOptions, FakeHiggsfield

SLOW = """
import asyncio, sys
from bot.store.database import Database
run = Database.run
async def slow(self, *arguments, **named):
    await asyncio.sleep({seconds})
    return await run(self, *arguments, **named)
Database.run = slow
from bot.cli import main
sys.exit(main(["run"]))
"""


async def measure(commands: int, people: int, slow_commit: float) -> None:
    """Send the commands at once and print how long the first answers took."""
    options = AccountOptions(small=True, queued_s=0.0, drawing_s=(0.1, 0.2))
    with tempfile.TemporaryDirectory() as data:
        async with FakeHiggsfield(options) as fake_higgsfield, FakeDiscord() as fake_discord:
            environment = {
                **os.environ,
                "DISCORD_TOKEN": "demo-token",
                "HIGGSFIELD_API_KEY_ID": options.key_id,
                "HIGGSFIELD_API_KEY_SECRET": options.secret,
                "HIGGSFIELD_BASE_URL": fake_higgsfield.url,
                "BOT_DISCORD_URL": fake_discord.url,
                "BOT_DATA_DIR": data,
                "BOT_DAILY_CREDITS": "100000",
                "BOT_LOG_LEVEL": os.environ.get("BOT_LOG_LEVEL", "error"),
            }
            code = ["-c", SLOW.format(seconds=slow_commit)] if slow_commit else ["-m", "bot", "run"]
            bot = await asyncio.create_subprocess_exec(sys.executable, *code, env=environment)
            try:
                await fake_discord.until(lambda: fake_discord.bot_online, timeout=60)
                crowd = [fake_discord.add_person(f"p{n}") for n in range(people)]
                waits = await asyncio.gather(*(ack(crowd[n % people]) for n in range(commands)))
                await report(waits, fake_discord, commands)
            finally:
                bot.terminate()
                await bot.wait()


async def ack(person: object) -> tuple[float, Call]:
    """Return the seconds to the first answer of one command."""
    started = time.perf_counter()
    call = await person.slash("banana", prompt="a lighthouse [fast]")  # type: ignore[attr-defined]
    await call.done(timeout=30)
    return time.perf_counter() - started, call


async def report(waits: list[tuple[float, Call]], fake_discord: FakeDiscord, commands: int) -> None:
    """Print p50 and p99, and whether every card got its pictures."""
    seconds = sorted(wait for wait, _ in waits)
    lost = sum(not call.answered for _, call in waits)
    p50, p99 = seconds[len(seconds) // 2], seconds[-max(1, len(seconds) // 100)]
    print(f"{commands} commands at once: p50 {p50:.3f} s, p99 {p99:.3f} s, lost {lost}", flush=True)
    started = time.perf_counter()
    await fake_discord.until(lambda: all(call.message and call.message.media for _, call in waits), timeout=600)
    print(f"every card has its picture after another {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--commands", type=int, default=200)
    options.add_argument("--people", type=int, default=50)
    options.add_argument("--slow-commit", type=float, default=0.0)
    chosen = options.parse_args()
    asyncio.run(measure(chosen.commands, chosen.people, chosen.slow_commit))
