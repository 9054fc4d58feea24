"""A clean stop, and a second process on the same folder."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Process


async def test_sigterm_ends_the_process_cleanly_and_the_job_goes_on_at_the_next_start(process: Process) -> None:
    call = await process.fake_discord.person("mara").slash("banana", prompt="a pier [queue]")
    await call.done()
    assert await process.stop() == 0
    await process.start()
    assert call.message is not None
    click = await process.fake_discord.person("mara").click(call.message, label="Cancel")
    await click.done()
    await process.card(call.message, "Cancelled. Nothing was charged.")


async def test_a_second_bot_on_the_same_folder_says_why_it_will_not_start(process: Process) -> None:
    second = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=process.environment, stderr=asyncio.subprocess.PIPE
    )
    _, complaint = await asyncio.wait_for(second.communicate(), 20)
    assert second.returncode == 78
    assert b"Another bot is already running" in complaint
