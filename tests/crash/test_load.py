"""The real process under load, killed at random moments and at the n-th request that leaves it, again and again."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import replace
from os import environ
from typing import TYPE_CHECKING, Any

import pytest

from bot.runtime.work_progress import WorkProgress
from tests.crash.campaign import SEED, Tally
from tests.crash.lives import LIVES, picture
from tests.crash.stage import Stage
from tests.crash.truth import judge

if TYPE_CHECKING:
    from conftest import Process

ROUNDS = int(environ.get("CRASH_ROUNDS", "3"))
PLENTY = 64  # places at the vendor: an unclear order keeps its own for a minute
MOST_REQUESTS = 40  # of one round, by which its death has come
ORDERS: tuple[dict[str, Any], ...] = (
    {"prompt": "a pier"},
    {"prompt": "two boats", "count": 2},
    {"prompt": "three ships [fewer]", "count": 3},
    {"prompt": "a naughty banana [refused]"},
    {"prompt": "a castle [failed]"},
    {"prompt": "a harbour [busy]"},
    {"prompt": "a bottle [unclear]"},
    {"prompt": "make it blue", "image": ("red.png", picture())},
    {"prompt": "no picture at all", "image": ("red.png", b"\x89PNG\r\n\x1a\njust words")},
)


@pytest.mark.parametrize("when", ["at a random moment", "at the n-th request"])
async def test_under_load_nothing_is_lost_and_nothing_paid_twice(
    process: Process, when: str, chronicle: list[Tally], progress: WorkProgress
) -> None:
    dice = random.Random(f"{SEED} {when}")
    await process.kill()
    process.environment["HIGGSFIELD_CONCURRENCY"] = str(PLENTY)
    process.fake_higgsfield.options = replace(process.fake_higgsfield.options, concurrency=PLENTY)
    await process.start()
    stage = Stage(process.fake_discord, process.fake_higgsfield, process.data, None)
    tally = Tally(f"SIGKILL {when}")
    chronicle.append(tally)
    started = time.monotonic()
    for number in range(ROUNDS):
        progress.show(f"killed {when}, {ROUNDS} rounds", number / ROUNDS)
        tally.singles += 1
        people = [asyncio.create_task(act(stage, dice, name)) for name in ("mara", "jonas", "ines", "sam")]
        await doom(stage, dice, when)
        await process.kill()
        stage.deaths += 1
        await process.start()
        await asyncio.gather(*people)
        await stage.until(stage.is_settled)
    verdict = judge(stage, LIVES[0], died=True)
    tally.points, tally.seconds = len(stage.calls), time.monotonic() - started
    tally.lost, tally.double = len(verdict.lost), len(verdict.double)
    assert not verdict, f"seed {SEED}\n{verdict}"


async def act(stage: Stage, dice: random.Random, name: str) -> None:
    """Order something or other, and sometimes think better of it."""
    call = await stage.order(by=name, **dice.choice(ORDERS))
    if dice.random() < 0.3:
        await stage.press_cancel(call, by=name)


async def doom(stage: Stage, dice: random.Random, when: str) -> None:
    """Wait until the process is to die."""
    if when == "at a random moment":
        await asyncio.sleep(dice.uniform(0.0, 4.0))
        return
    last = requests(stage) + dice.randint(1, MOST_REQUESTS)
    await stage.until(lambda: requests(stage) >= last or (len(stage.calls) >= 4 and stage.is_settled()), every=0.001)


def requests(stage: Stage) -> int:
    """How many requests Discord and the vendor have seen of the bot."""
    return len(stage.fake_discord.calls) + len(stage.vendor.calls)
