"""The real process, `python -m bot run`, between both simulators."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.simulators.discord import FakeDiscord
from bot.simulators.higgsfield import AccountOptions, FakeHiggsfield

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0  # what a process may take on a busy machine


@dataclass(frozen=True, kw_only=True)
class World:
    """Both services, and the processes that are connected to them."""

    fake_discord: FakeDiscord
    vendor: FakeHiggsfield

    def environment(self, folder: Path) -> dict[str, str]:
        """Return the settings by which a command finds both services, and its data in a folder."""
        terms = self.vendor.options
        return {
            "DISCORD_TOKEN": "demo-token",
            "HIGGSFIELD_API_KEY_ID": terms.key_id,
            "HIGGSFIELD_API_KEY_SECRET": terms.secret,
            "HIGGSFIELD_BASE_URL": self.vendor.url,
            "BOT_DISCORD_URL": self.fake_discord.url,
            "BOT_DATA_DIR": str(folder / "data"),
            "BOT_MIN_FREE_MB": "1",
            "BOT_LOG_LEVEL": "warning",
        }

    @asynccontextmanager
    async def bot(self, folder: Path, *arguments: str, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
        """Run the bot on a folder; killed at the end where it still runs."""
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, *(arguments or ("-m", "bot", "run"))),
            cwd=folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)} | self.environment(folder) | settings,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


@asynccontextmanager
async def world(*, queued_s: float = 0) -> AsyncIterator[World]:
    """Start both services; each order waits in the vendor's line for so long."""
    terms = AccountOptions(small=True, queued_s=queued_s, drawing_s=(0.02, 0.02), pace=0)
    async with FakeHiggsfield(terms) as vendor, FakeDiscord() as fake_discord:
        yield World(fake_discord=fake_discord, vendor=vendor)


async def ended(process: asyncio.subprocess.Process) -> str:
    """Wait for a process and return what it said."""
    async with asyncio.timeout(PATIENCE_S):
        _, said = await process.communicate()
    return said.decode()
