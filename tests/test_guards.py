"""What the guards of the tests promise: whatever a test leaves behind fails that test, by name, and no other."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TESTS = """
import asyncio, gc, threading
import aiohttp
from bot.cli.demo_stack import TOKEN
from tests.clocks import HeldClock
from bot.runtime.retry import Backoff, retry
from bot.runtime.seats import Seats
from bot.runtime.scheduler import KeyedScheduler
from tests import conftest

conftest.PATIENCE_S = 0.1
kept = []

async def fails(*_):
    raise ValueError("a bug")

def test_thread():
    threading.Thread(target=threading.Event().wait, daemon=True).start()

def test_good_after_thread(): pass

async def test_task(closed_studio):
    scheduler = KeyedScheduler(fails, clock=HeldClock(), seats=Seats(1), name="job")
    kept.append(asyncio.create_task(scheduler.run()))
    await asyncio.sleep(0)

async def test_good_after_task(closed_studio): pass

async def test_error(closed_studio):
    trying = retry(fails, on=(OSError,), backoff=Backoff(first=0, longest=0), failed=print)
    asyncio.create_task(trying)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    gc.collect()

async def test_good_after_error(closed_studio): pass

async def test_ping(closed_studio):
    discord = closed_studio.fake_discord
    channel = discord.person("mara").channel("studio")
    url = f"{discord.url}/api/v10/channels/{channel.id}/messages"
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {TOKEN}"}) as session:
        async with session.post(url, json={"content": "@everyone"}) as answer:
            assert answer.status == 200

async def test_good_after_ping(closed_studio): pass
"""
LEFT = {
    "thread": "left running: {<Thread",
    "task": "left running: [<Task",
    "error": "an error that no code looked at",
    "ping": "the bot wrote something that may ping",
}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Run the tests above under our guards, and return what pytest says."""
    folder = tmp_path_factory.mktemp("left")
    (folder / "test_left.py").write_text(TESTS, encoding="utf-8")
    plugins = ("-p", "tests.conftest", "-p", "tests.scenario.conftest")
    options = ("-c", str(ROOT / "pyproject.toml"), "-p", "no:cacheprovider", "-rA", *plugins)
    command = [sys.executable, "-m", "pytest", *options, str(folder)]
    wide = {**os.environ, "COLUMNS": "500"}  # else the summary is cut
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=wide).stdout


@pytest.mark.parametrize("what", LEFT)
def test_what_a_test_leaves_behind_fails_that_test(said: str, what: str) -> None:
    (error,) = re.findall(rf"^ERROR \S+::test_{what} - (.*)$", said, re.MULTILINE)
    assert LEFT[what] in error


def test_no_other_test_fails_for_it(said: str) -> None:
    ended = re.findall(r"^(PASSED|FAILED|ERROR) \S+::test_(\w+)", said, re.MULTILINE)
    passed = [("PASSED", name) for what in LEFT for name in (what, f"good_after_{what}")]
    assert sorted(ended) == sorted([*passed, *(("ERROR", what) for what in LEFT)]), said
