"""A picture that ends the whole process when it is read: twice, and then the bot goes on without reading it."""

from __future__ import annotations

import asyncio
import base64
import io
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.simulators.discord import Message
from tests.cli.processes import World, world

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it kills as a system out of memory does")
PATIENCE_S = 120


def slow(mode: str = "P", kind: str = "PNG", **options: Any) -> bytes:
    """Make a picture of 49 million pixels in few bytes, which takes a while to read."""
    file = io.BytesIO()
    Image.new(mode, (7000, 7000)).save(file, kind, **options)
    return file.getvalue()


def begun(folder: Path, step: str) -> bool:
    """Return True if a step stands in the books as begun."""
    with closing(sqlite3.connect(folder / "data" / "bot.sqlite3")) as books:
        return books.execute("SELECT 1 FROM attempt WHERE step = ?", (step,)).fetchone() is not None


def rows(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "data" / "bot.sqlite3")) as books:
        return books.execute(sql).fetchall()


async def killed_in(
    around: World, folder: Path, step: str, times: int, *, how: signal.Signals = signal.SIGKILL, **order: Any
) -> None:
    """Order, and end the bot each time that it is in a step; the order is placed with the first of its lives."""
    for life in range(times):
        async with around.bot(folder) as process:
            await around.fake_discord.until(lambda: around.fake_discord.bot_online, PATIENCE_S)
            if life == 0:
                await (await around.fake_discord.person("mara").slash("banana", prompt="a cat", **order)).done()
            else:
                assert begun(folder, step), "it was counted before it was tried"
            async with asyncio.timeout(PATIENCE_S):
                while not begun(folder, step) or (life and not rows(folder, "SELECT 1 FROM attempt WHERE begun > 1")):
                    await asyncio.sleep(0.003)
            process.send_signal(how)
            await process.wait()


async def card(around: World, folder: Path) -> Message:
    """Start the bot once more, wait until the order's end is shown, and see that another order is drawn."""
    async with around.bot(folder):
        end = "SELECT channel_id, message_id FROM job WHERE delivered = 'message' AND finished_at IS NOT NULL"
        await around.fake_discord.until(lambda: rows(folder, end), PATIENCE_S)
        ((channel_id, message_id),) = rows(folder, end)
        around.vendor.faults.clear()
        await around.fake_discord.until(lambda: around.fake_discord.bot_online, PATIENCE_S)  # the end may come before
        await around.fake_discord.person("jonas").slash("banana", prompt="a dog")
        await around.fake_discord.until(lambda: len(rows(folder, end)) == 2, PATIENCE_S)
        return around.fake_discord.state.channels[channel_id].messages[message_id]


async def test_an_input_that_kills_twice_ends_in_words_and_nothing_is_sent(tmp_path: Path) -> None:
    pictures = {"image": ("a.png", slow(transparency=0)), "image2": ("b.png", slow(transparency=0))}
    async with world() as around:
        await killed_in(around, tmp_path, "input-2", 2, **pictures, image3=("c.png", slow(transparency=0)))
        shown = await card(around, tmp_path)
        assert "`c.png` is too large. Nothing was charged." in shown.text
        assert sum(call.method == "POST" and call.path.startswith("/nano-banana") for call in around.vendor.calls) <= 1
        ledger = rows(tmp_path, "SELECT kind, amount FROM ledger ORDER BY id")
        assert ledger[:2] == [("reserve", 1), ("refund", -1)]


async def test_a_clean_stop_in_the_middle_of_a_picture_is_not_counted(tmp_path: Path) -> None:
    async with world() as around:
        pictures = {name: (f"{name}.png", slow(transparency=0)) for name in ("image", "image2", "image3")}
        await killed_in(around, tmp_path, "input-2", 1, how=signal.SIGTERM, **pictures)  # the first is for the answer
        assert not rows(tmp_path, "SELECT * FROM attempt")
        shown = await card(around, tmp_path)
        assert shown.media, "it went on where it stood"


async def test_a_result_that_kills_twice_is_delivered_as_it_came(tmp_path: Path) -> None:
    data = slow("RGB", "JPEG")  # a PNG is proven whole by its checksums, and not read
    async with world() as around:
        body = base64.b64encode(data).decode()
        around.vendor.fail("GET", "/cdn/results/*", how="bytes", data=body, times=99)
        await killed_in(around, tmp_path, "output-0", 2)
        shown = await card(around, tmp_path)
        assert "I couldn't read this picture to check it, so it is exactly as Higgsfield sent it." in shown.text
        assert [file.data for file in shown.attachments] == [data]
        assert rows(tmp_path, "SELECT kind, amount FROM ledger ORDER BY id")[:2] == [("reserve", 1), ("settle", 0)]
