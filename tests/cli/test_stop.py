"""A stop at any moment of the start: quiet, and the exit code of a clean end."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.cli.processes import World, ended, world

#: Sends itself the signal when a module is about to be imported.
STOPPED_AT = """
import os, runpy, signal, sys
class Stop:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.{signal})
sys.meta_path.insert(0, Stop())
sys.argv = ["bot", "run"]
runpy.run_module("bot", run_name="__main__", alter_sys=True)
"""
INVITATION = (
    "Add the bot to a server: https://discord.com/oauth2/authorize"
    "?client_id={id}&scope=bot+applications.commands&permissions=274878008384\n"
)


@pytest.mark.parametrize(("signal", "code"), [("SIGTERM", 0), ("SIGINT", 130)])
@pytest.mark.parametrize("module", ["bot.cli", "discord", "bot.store.sqlite"])
async def test_a_stop_while_the_bot_is_being_loaded_is_quiet(
    tmp_path: Path, module: str, signal: str, code: int
) -> None:
    program = STOPPED_AT.format(module=module, signal=signal)
    async with world() as around, around.bot(tmp_path, "-c", program) as process:
        said = await ended(process)
    assert (said, process.returncode) == ("", code)


async def test_a_stop_at_any_moment_of_the_start_is_quiet(tmp_path: Path) -> None:
    async with world() as around:
        for calls in range(4):
            await stopped_after(around, tmp_path, calls)
        for tenths in (0, 1, 3, 8):
            await stopped_online(around, tmp_path, seconds=tenths / 10)


async def stopped_after(around: World, folder: Path, calls: int) -> None:
    """Stop when the bot has made so many calls to Discord."""
    before = len(around.fake_discord.calls)
    async with around.bot(folder) as process:
        await around.fake_discord.until(lambda: len(around.fake_discord.calls) >= before + calls or calls == 0, 60)
        await around.fake_discord.until(lambda: (folder / "data" / "bot.sqlite3").exists(), 60)
        process.terminate()
        said = await ended(process)
    assert (said, process.returncode) == ("", 0), f"after {calls} calls"


async def stopped_online(around: World, folder: Path, *, seconds: float) -> None:
    """Stop so long after it is there, and has said how to invite it, while members press and order."""
    async with around.bot(folder) as process:
        await around.fake_discord.until(lambda: around.fake_discord.bot_online, 60)
        await around.fake_discord.person("mara").slash("banana", prompt="a cat")
        assert process.stdout is not None
        assert (await process.stdout.readline()).decode() == INVITATION.format(id=around.fake_discord.state.bot.id)
        await asyncio.sleep(seconds)
        process.terminate()
        said = await ended(process)
    assert "Traceback" not in said and process.returncode == 0, said
