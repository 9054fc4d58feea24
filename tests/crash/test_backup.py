"""Backup and restore as commands beside the real process."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Process

ROOT = Path(__file__).parents[2]


async def command(process: Process, *arguments: str) -> tuple[int | None, str, str]:
    """Run a command of ours; its exit code and what it says."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=ROOT, env=process.environment,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, complaint = await asyncio.wait_for(child.communicate(), 30)
    return child.returncode, out.decode().strip(), complaint.decode()


async def test_a_bot_killed_after_a_backup_goes_on_from_it(process: Process) -> None:
    process.fake_higgsfield.options = replace(process.fake_higgsfield.options, drawing_s=(3.0, 3.0))
    mara = process.fake_discord.person("mara")
    call = await mara.slash("banana", prompt="a pier")
    await call.done()
    assert call.message is not None
    await process.taken(call.message)
    code, archive, complaint = await command(process, "backup")
    assert code == 0 and "Traceback" not in complaint
    code, _, complaint = await command(process, "restore", archive)
    assert code == 78 and "Another bot is already running" in complaint
    later = await mara.slash("banana", prompt="a gull")
    await later.done()
    assert later.message is not None
    await process.until(lambda: process.submits() == 2)
    await process.kill()
    code, _, complaint = await command(process, "restore", archive)
    assert code == 0 and "Restored 1 order." in complaint
    await process.start()
    await process.until(lambda: "succeeded" in {book.state for book in process.books()})
    (book,) = process.books()
    assert book.kinds == ("reserve", "settle") and book.charged == 1
    assert process.submits() == 2, "what was drawn when the backup was made is asked for, not ordered again"
