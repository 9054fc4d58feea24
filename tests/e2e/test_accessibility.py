"""What axe-core finds on the demo's page, with the real bot behind it: nothing serious, nothing moderate."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from bot.cli.demo import run_stack
from bot.simulators.higgsfield import AccountOptions

QUICK = AccountOptions(small=True, queued_s=0, drawing_s=(0.02, 0.02), pace=0)

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def found(page: Page, view: str) -> list[str]:
    """Return what axe finds there, beyond the minor."""
    await page.wait_for_timeout(250)  # until what fades in is there: axe measures contrast
    results = await Axe().run(page, options={"resultTypes": ["violations"]})
    return [
        f"{view}: {violation['id']} ({violation['impact']}): {node['html'][:160]}"
        for violation in results.response["violations"]
        if violation["impact"] != "minor"
        for node in violation["nodes"]
    ]


async def test_axe_finds_nothing_on_any_view(tmp_path: Path, browser: Browser, in_process: None) -> None:
    async with run_stack(data=tmp_path, account=QUICK) as fake_discord:
        page = await browser.new_page(viewport={"width": 1280, "height": 800})
        await page.goto(fake_discord.url)
        wrong = await found(page, "start")
        await page.locator("#text").press_sequentially("/")
        await expect(page.get_by_role("option").first).to_be_visible()
        wrong += await found(page, "slash list")
        await page.locator("#text").press_sequentially("banana ")
        await page.keyboard.type("a lighthouse")
        await page.get_by_role("button", name="+ count").click()
        wrong += await found(page, "form with choices")
        await page.keyboard.type("2")
        for _ in range(2):
            await page.keyboard.press("Enter")
        card = page.locator("#messages > .message").filter(has_text="a lighthouse").last
        await expect(card.get_by_role("button", name="Again")).to_be_visible()
        wrong += await found(page, "channel with a card")
        await card.get_by_role("button", name="Edit").first.click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        hat = {"name": "hat.png", "mimeType": "image/png", "buffer": b"?"}
        await page.locator("[role=dialog] input[type=file]").set_input_files([hat])
        await expect(page.locator(".chosen li")).to_have_count(1)
        wrong += await found(page, "modal with a file")
        await page.keyboard.press("Escape")
        await card.get_by_role("button", name="More", exact=True).last.press("Enter")
        await expect(page.get_by_role("menu")).to_be_visible()
        wrong += await found(page, "menu")
        await page.get_by_role("menuitem", name="Reply").click()
        await page.locator("#text").press_sequentially("@")
        await expect(page.get_by_role("option", name="Jonas")).to_be_visible()
        wrong += await found(page, "reply with names")
        await page.keyboard.press("Escape")
        await card.locator(".tile").first.click()
        wrong += await found(page, "lightbox")
        await page.keyboard.press("Escape")
        await page.get_by_role("button", name="Français").click()
        wrong += await found(page, "French")
        await page.set_viewport_size({"width": 390, "height": 844})
        wrong += await found(page, "phone")
        await page.locator("#open-panel").click()
        await expect(page.locator("#panel")).to_be_in_viewport()
        wrong += await found(page, "phone, panel open")
        await page.close()
    assert not wrong, "\n".join(wrong)
