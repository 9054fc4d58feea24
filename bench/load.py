"""Many people at once, and one hour of them: the real process against the loopback Discord and Higgsfield.

    python bench/load.py rush [--commands 500] [--people 200] [--guilds 20] [--slots 4]
    python bench/load.py soak [--minutes 5] [--rate 5]

`rush` sends every command at once and says how long the first answers took, whether anybody waited behind another's
whole queue, the peak memory, and whether the ledger balances. `soak` keeps a steady rate and says how memory, tasks and
file handles went; five minutes at five a second are as many orders as an hour at one every 2.4 seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.simulators.discord import Call, FakeDiscord, Person
from bot.simulators.higgsfield import AccountOptions, FakeHiggsfield

#: The bot as it is, which beside that says on SIGUSR1 how many tasks it has.
COUNTING = """
import asyncio, signal, sys
from bot import app
stop_on_signals = app.stop_on_signals
def listen():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, lambda: print("tasks", len(asyncio.all_tasks()), flush=True))
    return stop_on_signals()
app.stop_on_signals = listen
from bot.cli import main
sys.exit(main(["run"]))
"""


@dataclass(kw_only=True)
class Stack:
    """The bot's process, and the simulators around it."""

    fake_discord: FakeDiscord
    fake_higgsfield: FakeHiggsfield
    process: asyncio.subprocess.Process
    data: Path

    def proc(self, name: str) -> str:
        """Return a file of /proc about the bot."""
        return Path(f"/proc/{self.process.pid}/{name}").read_text()

    def megabytes(self, name: str) -> float:
        """Return VmRSS (memory now) or VmHWM (its peak)."""
        line = next(line for line in self.proc("status").splitlines() if line.startswith(name))
        return int(line.split()[1]) / 1024

    def processor(self) -> float:
        """Return the seconds of processor time that the bot has used: other people's work does not change them."""
        fields = self.proc("stat").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def handles(self) -> int:
        """Return how many files and sockets are open."""
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    async def tasks(self) -> int:
        """Ask the process for its tasks."""
        assert self.process.stdout
        self.process.send_signal(signal.SIGUSR1)
        return int((await self.process.stdout.readline()).split()[1])

    def jobs(self) -> list[sqlite3.Row]:
        """Return each job with its charge and its lines in the ledger."""
        with closing(sqlite3.connect(f"file:{self.data / 'bot.sqlite3'}?mode=ro", uri=True)) as db:
            db.row_factory = sqlite3.Row
            return db.execute(
                """SELECT job.*, (SELECT SUM(amount) FROM ledger WHERE job_id = job.id) AS charged,
                          (SELECT COUNT(*) FROM ledger WHERE job_id = job.id) AS lines FROM job ORDER BY id"""
            ).fetchall()


@asynccontextmanager
async def run_stack(*, slots: int, options: AccountOptions) -> AsyncIterator[Stack]:
    """Set up everything and start the bot."""
    with tempfile.TemporaryDirectory() as data:
        async with FakeHiggsfield(options) as fake_higgsfield, FakeDiscord() as fake_discord:
            environment = {
                "PATH": os.environ["PATH"],
                "DISCORD_TOKEN": "demo-token",
                "HIGGSFIELD_API_KEY_ID": options.key_id,
                "HIGGSFIELD_API_KEY_SECRET": options.secret,
                "HIGGSFIELD_BASE_URL": fake_higgsfield.url,
                "HIGGSFIELD_CONCURRENCY": str(slots),
                "BOT_DISCORD_URL": fake_discord.url,
                "BOT_DATA_DIR": data,
                "BOT_USER_CREDITS": "1000000",
                "BOT_USER_DAILY_CREDITS": "1000000",
                "BOT_DAILY_CREDITS": "1000000",
                "BOT_MIN_FREE_MB": "1",
                "BOT_LOG_LEVEL": os.environ.get("BOT_LOG_LEVEL", "error"),
            }
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", COUNTING), env=environment, stdout=asyncio.subprocess.PIPE
            )
            try:
                await fake_discord.until(lambda: fake_discord.bot_online, timeout=60)
                yield Stack(
                    fake_discord=fake_discord, fake_higgsfield=fake_higgsfield, process=process, data=Path(data)
                )
            finally:
                process.terminate()
                await process.wait()


def crowd(fake_discord: FakeDiscord, people: int, guilds: int) -> list[Person]:
    """Return so many people, spread over so many servers."""
    homes = [fake_discord.add_guild(f"Guild {n}") for n in range(guilds)]
    return [fake_discord.add_person(f"p{n}", guild=homes[n % guilds]) for n in range(people)]


async def order(person: Person, prompt: str) -> tuple[float, Call]:
    """Return the seconds until the first answer of one command."""
    started = time.perf_counter()
    call = await person.slash("banana", prompt=prompt)
    await call.done(timeout=60)
    return time.perf_counter() - started, call


def over(calls: list[Call]) -> bool:
    """Tell whether every card has its picture."""
    return all(call.message and call.message.media for call in calls)


async def rush(*, commands: int, people: int, guilds: int, slots: int) -> None:
    """Send them all at once."""
    options = AccountOptions(small=True, queued_s=0.0, drawing_s=(0.1, 0.2), concurrency=slots)
    async with run_stack(slots=slots, options=options) as on:
        everyone = crowd(on.fake_discord, people, guilds)
        started, used = time.perf_counter(), on.processor()
        answers = await asyncio.gather(
            *(order(everyone[n % people], f"a lighthouse {n} [fast]") for n in range(commands))
        )
        seconds = sorted(waited for waited, _ in answers)
        lost = sum(not call.answered for _, call in answers)
        p50, p99 = median(seconds), seconds[-max(1, commands // 100)]
        print(f"{commands} commands at once, {people} people, {guilds} servers, {slots} slots", flush=True)
        print(f"first answers: p50 {p50:.2f} s, p99 {p99:.2f} s, lost {lost}", flush=True)
        print(f"processor time until the last first answer: {on.processor() - used:.2f} s", flush=True)
        await on.fake_discord.until(partial(over, [call for _, call in answers]), timeout=900)
        print(f"every card has its picture after {time.perf_counter() - started:.0f} s")
        report(on, people)


def report(on: Stack, people: int) -> None:
    """Print memory, money and fairness."""
    jobs = on.jobs()
    right = [("succeeded", row["cost"], 2) == (row["state"], row["charged"], row["lines"]) for row in jobs]
    submits = Counter(
        c.idempotency_key for c in on.fake_higgsfield.calls if c.method == "POST" and c.path == "/nano-banana"
    )
    taken = [request.idempotency_key for request in on.fake_higgsfield.requests.values()]
    print(f"peak memory {on.megabytes('VmHWM'):.0f} MB; jobs {len(jobs)}, charges wrong {right.count(False)}")
    print(f"orders the vendor took {len(taken)}, twice {len(taken) - len(set(taken))}, tries {sum(submits.values())}")
    position = {key: n for n, key in enumerate(dict.fromkeys(taken))}
    firsts: dict[int, int] = {}
    for row in jobs:
        place = position[row["idempotency_key"]]
        firsts[row["user_id"]] = min(place, firsts.get(row["user_id"], place))
    print(f"the last person's first picture was ordered as number {max(firsts.values()) + 1} ({people} people)")


async def soak(*, minutes: float, rate: float, slots: int) -> None:
    """Keep a steady rate, and look at the process now and then."""
    options = AccountOptions(small=True, queued_s=0.0, drawing_s=(0.1, 0.3), concurrency=slots)
    async with run_stack(slots=slots, options=options) as on:
        everyone = crowd(on.fake_discord, 50, 10)
        end = time.perf_counter() + 60 * minutes
        calls: list[Call] = []
        print("minute  jobs  MB  tasks  handles")
        for n in itertools.count():
            if n % int(rate * 30) == 0:
                await on.fake_discord.until(partial(over, calls), timeout=120)
                tasks, handles = await on.tasks(), on.handles()
                print(f"{n / rate / 60:6.1f}  {n:4}  {on.megabytes('VmRSS'):.0f}  {tasks:5}  {handles}", flush=True)
                if time.perf_counter() > end:
                    break
            started = time.perf_counter()
            _, call = await order(everyone[n % len(everyone)], f"a pier {n} [fast]")
            calls = [*calls[-20:], call]
            await asyncio.sleep(max(0.0, 1 / rate - (time.perf_counter() - started)))
        report(on, len(everyone))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_subparsers(required=True)
    one = kinds.add_parser("rush")
    one.add_argument("--commands", type=int, default=500)
    one.add_argument("--people", type=int, default=200)
    one.add_argument("--guilds", type=int, default=20)
    one.add_argument("--slots", type=int, default=4)
    one.set_defaults(run=rush)
    two = kinds.add_parser("soak")
    two.add_argument("--minutes", type=float, default=5)
    two.add_argument("--rate", type=float, default=5)
    two.add_argument("--slots", type=int, default=4)
    two.set_defaults(run=soak)
    chosen = vars(parser.parse_args())
    asyncio.run(chosen.pop("run")(**chosen))
