"""`python -m bot …` as somebody types it: real processes, what they print and how they exit."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Browser, expect

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.asyncio(loop_scope="module")


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """An environment that knows no secret and no .env."""
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "BOT_DATA_DIR": str(folder / "data"), **settings}


async def spawn(folder: Path, *arguments: str, **settings: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", *arguments),
        cwd=folder,
        env=environment(folder, **settings),
        stdout=pipe,
        stderr=pipe,
    )


async def run(folder: Path, *arguments: str, **settings: str) -> tuple[int, str, str]:
    process = await spawn(folder, *arguments, **settings)
    out, err = await asyncio.wait_for(process.communicate(), 90)
    return process.returncode or 0, out.decode(), err.decode()


def size(path: Path) -> tuple[int, int]:
    with Image.open(path) as picture:
        picture.load()
        return picture.size


async def test_generate_draws_without_any_key_and_says_so(tmp_path: Path) -> None:
    code, out, err = await run(tmp_path, "generate", "a pear [fast]", "--count", "2", "--out", "pictures")
    assert code == 0
    assert "the built-in emulator draws a stand-in, and nothing is paid" in err
    assert out.startswith("2 pictures in ")
    assert [size(path) for path in (tmp_path / "pictures").iterdir()] == [(1184, 864)] * 2


async def test_generate_edits_a_picture_and_speaks_json(tmp_path: Path) -> None:
    Image.new("RGB", (300, 200), "teal").save(tmp_path / "in.png")
    code, out, err = await run(tmp_path, "generate", "at night [fast]", "--image", "in.png", "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert answer["ok"] and answer["state"] == "succeeded" and answer["charged"] == 0, "the emulator costs nothing"
    assert size(tmp_path / answer["files"][0]) == (1248, 832), "auto keeps the picture's shape"


async def test_generate_says_why_nothing_came_and_that_it_cost_nothing(tmp_path: Path) -> None:
    code, out, err = await run(tmp_path, "generate", "a torn sky [refused]")
    assert code == 1
    assert "safety filter" in out and "Nothing was charged." in out
    assert "Traceback" not in err


async def test_the_scripted_demo_shows_a_whole_job_in_plain_text_and_saves_the_picture(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "banana-1.png").write_bytes(b"mine")
    code, out, err = await run(tmp_path, "demo", "--script", "--prompt", "a *pier* [fast]", "--out", "pictures")
    assert (code, err) == (0, "")
    assert out.count("--- the card ---") >= 2 and "> a *pier* [fast]" in out and "for Mara" in out
    assert not re.search(r"<[@t]|\\|-#|\*\*", out)
    assert size(tmp_path / "pictures" / "banana-1-2.png") == (1184, 864)
    assert (tmp_path / "pictures" / "banana-1.png").read_bytes() == b"mine"


async def test_a_newcomer_types_banana_in_the_browser_and_gets_pictures(tmp_path: Path, browser: Browser) -> None:
    demo = await spawn(tmp_path, "demo", "--no-browser", "--port", "0")
    try:
        url = await asyncio.wait_for(address(demo), 60)
        page = await browser.new_page()
        await page.goto(url)
        await page.locator("#text").press_sequentially("/banana ")
        await page.keyboard.type("a lighthouse at dusk [fast]")
        await page.keyboard.press("Enter")
        picture = page.get_by_role("img", name="a lighthouse at dusk [fast]")
        await expect(picture).to_be_visible(timeout=30_000)
        card = page.locator("#messages > .message").filter(has=picture)
        await expect(card.get_by_role("button", name="Again")).to_be_visible()
        await page.close()
    finally:
        demo.send_signal(signal.SIGINT)
        await asyncio.wait_for(demo.communicate(), 15)
    assert demo.returncode == 0


async def address(demo: asyncio.subprocess.Process) -> str:
    assert demo.stdout is not None
    async for line in demo.stdout:
        if found := re.search(rb"http://127\.0\.0\.1:\d+", line):
            return found[0].decode()
    raise AssertionError("the demo ended without an address")
