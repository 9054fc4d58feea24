"""The menu of a card on the demo's page, with the real bot behind it: by mouse, by keyboard and by a long press."""

from __future__ import annotations

import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def page(tmp_path: Path, browser: Browser) -> AsyncIterator[Page]:
    """The demo's page, with one finished card of Mara's."""
    command = (sys.executable, "-m", "bot", "demo", "--no-browser", "--port", "0")
    demo = await asyncio.create_subprocess_exec(
        *command,
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        page = await browser.new_page()
        await page.goto(await asyncio.wait_for(address(demo), 60))
        await page.locator("#text").press_sequentially("/banana ")
        await page.keyboard.type("a lighthouse [fast]")
        await page.keyboard.press("Enter")
        await expect(card(page).get_by_role("button", name="Again")).to_be_visible()
        yield page
        await page.close()
    finally:
        demo.send_signal(signal.SIGINT)
        await asyncio.wait_for(demo.communicate(), 15)


async def address(demo: asyncio.subprocess.Process) -> str:
    assert demo.stdout is not None
    async for line in demo.stdout:
        if found := re.search(rb"http://127\.0\.0\.1:\d+", line):
            return found[0].decode()
    raise AssertionError("the demo ended without an address")


def card(page: Page) -> Locator:
    """The card that Mara ordered, below those that the demo opens with."""
    return page.locator("#messages > .message").filter(has_text="a lighthouse [fast]")


def said(page: Page, words: str) -> Locator:
    return page.locator("#messages").get_by_text(words)


async def test_a_picture_is_reported_with_the_right_button_and_the_host_reads_of_it(page: Page) -> None:
    await page.get_by_role("button", name="Jonas").click()
    await card(page).get_by_role("img").first.click(button="right")
    await page.get_by_role("menuitem", name="Report this picture").click()
    await expect(said(page, "Reported, thank you")).to_be_visible()
    await page.get_by_role("button", name="Sam").click()
    await page.locator("#channels").get_by_role("button", name="Banana", exact=True).click()
    await expect(said(page, "reported a picture.")).to_be_visible()
    await expect(page.locator("#messages")).to_contain_text("a lighthouse [fast]")


async def test_a_card_is_deleted_by_keyboard_alone(page: Page) -> None:
    await card(page).get_by_role("button", name="More", exact=True).focus()
    await page.keyboard.press("Enter")
    entry = page.get_by_role("menuitem", name="Delete this picture")
    while not await entry.evaluate("node => node === document.activeElement"):
        await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Delete for good").press("Enter")
    await expect(said(page, "Deleted: the card")).to_be_visible()
    await expect(card(page)).to_have_count(0)


async def test_a_long_press_opens_the_same_menu(page: Page) -> None:
    touch = {"pointerType": "touch", "bubbles": True}
    await card(page).locator(".content").dispatch_event("pointerdown", touch)
    await expect(page.get_by_role("menuitem", name="Report this picture")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("menu")).to_have_count(0)
