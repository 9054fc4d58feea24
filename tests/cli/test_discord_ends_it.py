"""The process whose connection Discord ends for good: one sentence, the exit code of a wrong setting, nothing held."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import AsyncExitStack
from pathlib import Path

from bot.simulators.discord.server import FakeDiscord
from bot.simulators.higgsfield import AccountOptions, FakeHiggsfield
from bot.store.lock import exclusive

ROOT = Path(__file__).parents[2]


async def test_a_token_that_was_reset_ends_the_process_with_a_sentence(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        terms = AccountOptions(small=True)
        vendor = await stack.enter_async_context(FakeHiggsfield(terms))
        fake_discord = await stack.enter_async_context(FakeDiscord())
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DISCORD_TOKEN": "demo-token",
            "HIGGSFIELD_API_KEY_ID": terms.key_id,
            "HIGGSFIELD_API_KEY_SECRET": terms.secret,
            "HIGGSFIELD_BASE_URL": vendor.url,
            "BOT_DISCORD_URL": fake_discord.url,
            "BOT_DATA_DIR": str(tmp_path / "data"),
            "BOT_MIN_FREE_MB": "1",
            "BOT_LOG_LEVEL": "warning",
        }
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"), cwd=tmp_path, env=environment, stderr=asyncio.subprocess.PIPE
        )
        try:
            await fake_discord.until(lambda: fake_discord.bot_online)
            fake_discord.gateway.token = "another"  # noqa: S105 - the loopback Discord's
            fake_discord.faults.drop_gateway()
            async with asyncio.timeout(60):
                _, said = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    assert process.returncode == 78
    assert said.decode().splitlines() == [
        "Discord no longer accepts DISCORD_TOKEN. Make a new one in the developer portal (Bot → Reset Token),"
        " put it in the place of the old one and start the bot again."
    ]
    with exclusive(tmp_path / "data"):
        pass
