"""Pictures as a conversation on the demo's page, with the real bot behind it: forms with files, the tray, replies."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser, Locator, Page, expect

from bot.cli.demo_stack import run_stack
from bot.simulators.higgsfield import AccountOptions

QUICK = AccountOptions(small=True, queued_s=0, drawing_s=(0.02, 0.02), pace=0)

pytestmark = pytest.mark.asyncio(loop_scope="module")


def png(name: str, colour: str) -> Any:
    file = io.BytesIO()
    Image.new("RGB", (160, 120), colour).save(file, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": file.getvalue()}


@pytest_asyncio.fixture(loop_scope="module", params=[(1280, 800), (390, 844)], ids=["desktop", "phone"])
async def page(
    request: pytest.FixtureRequest, tmp_path: Path, browser: Browser, in_process: None
) -> AsyncIterator[Page]:
    """The demo's page, with one finished card of two pictures."""
    width, height = request.param
    async with run_stack(data=tmp_path, account=QUICK) as fake_discord:
        page = await browser.new_page(viewport={"width": width, "height": height})
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        await page.goto(fake_discord.url)
        await page.locator("#text").press_sequentially("/banana ")
        await page.keyboard.type("a lighthouse")
        await page.get_by_role("button", name="+ count").click()
        await page.keyboard.type("2")
        for _ in range(2):
            await page.keyboard.press("Enter")
        await drawn(page, "a lighthouse")
        yield page
        await page.close()
        assert troubles == []


def message(page: Page, words: str) -> Locator:
    return page.locator("#messages > .message").filter(has_text=words).last


async def drawn(page: Page, words: str) -> Locator:
    """Wait until the newest card of these words is finished."""
    card = message(page, words)
    await expect(card.get_by_role("button", name="Again")).to_be_visible()
    return card


async def menu(page: Page, of: Locator, entry: str) -> None:
    """Choose of a message's menu, by the button that the keyboard reaches too."""
    await of.get_by_role("button", name="More", exact=True).press("Enter")
    await page.get_by_role("menuitem", name=entry).click()


async def say(page: Page, words: str, *files: Any) -> None:
    if files:
        await page.locator("#composer input[type=file]").first.set_input_files(list(files))
    await page.locator("#text").fill(words)
    await page.locator("#text").press("Enter")


async def test_a_picture_is_edited_with_a_second_one_from_the_form(page: Page) -> None:
    await menu(page, message(page, "a lighthouse"), "Edit this picture")
    form = page.get_by_role("dialog")
    await expect(form.get_by_label("What should change")).to_be_focused()
    await page.keyboard.type("make it snow")
    await form.get_by_label("Which picture").select_option("2 · right")
    await form.get_by_label("Add more pictures").set_input_files([png("hat.png", "navy")])
    await page.keyboard.press("Control+Enter")
    await expect(form).to_have_count(0)
    card = await drawn(page, "make it snow")
    await expect(card.locator(".thumbnail img")).to_be_visible()
    await menu(page, card, "Reply")
    await say(page, "lovely")
    said = page.locator("#messages > .message", has=page.locator(".content", has_text="lovely"))
    await expect(said.locator(".snippet")).to_have_text(re.compile(r"v2 · from v1$"))


async def test_pictures_of_two_channels_meet_in_the_tray(page: Page) -> None:
    await say(page, "two of mine", png("house.png", "tomato"), png("garden.png", "seagreen"))
    await menu(page, message(page, "two of mine"), "Use as input")
    form = page.get_by_role("dialog")
    await expect(form.get_by_role("checkbox", checked=True)).to_have_count(2)
    await form.get_by_role("checkbox").first.uncheck()
    await form.get_by_role("button", name="Submit").click()
    await expect(message(page, "1 picture of 8")).to_contain_text("Only you can see this")
    if await page.locator("#open-channels").is_visible():
        await page.locator("#open-channels").click()
    await page.locator("#channels").get_by_role("button", name="general").click()
    await say(page, "one more", png("dog.png", "gold"))
    await menu(page, message(page, "one more"), "Use as input")
    tray = message(page, "2 pictures of 8")
    await expect(tray.get_by_role("img")).to_have_count(2)
    await tray.get_by_role("button", name="Draw").click()
    await form.get_by_label("What to draw").fill("both in a garden")
    await form.get_by_role("button", name="Submit").click()
    await drawn(page, "both in a garden")


async def test_a_covered_picture_stays_covered_beside_what_is_made_of_it(page: Page) -> None:
    await say(page, "careful", png("SPOILER_cat.png", "gold"))
    await expect(message(page, "careful").locator(".tile.hidden")).to_have_count(1)
    await menu(page, message(page, "careful"), "Edit this picture")
    await expect(page.get_by_role("dialog").get_by_label("What should change")).to_be_focused()
    await page.keyboard.type("at night")
    await page.keyboard.press("Control+Enter")
    card = await drawn(page, "at night")
    await expect(card.locator(".tile.hidden")).to_have_count(1)
    await card.locator(".thumbnail.hidden").click()
    await expect(card.locator(".thumbnail[data-open]")).to_have_count(1)
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_reply_that_names_the_bot_is_asked_about_and_drawn(page: Page) -> None:
    await menu(page, message(page, "a lighthouse"), "Reply")
    await say(page, "@Banana make the sky purple")
    small = message(page, "shall I draw this?")
    await small.get_by_role("button", name="2 · right").last.click()
    await expect(small).to_contain_text("2 · right · Nano Banana")
    await small.get_by_role("button", name="Draw · 1 🍌").click()
    await drawn(page, "make the sky purple")
    await expect(page.get_by_text("shall I draw this?")).to_have_count(0)


async def test_a_reply_that_does_not_name_it_learns_how(page: Page) -> None:
    await menu(page, message(page, "a lighthouse"), "Reply")
    await say(page, "make it green")
    hint = message(page, "I can only read replies that mention me")
    await hint.get_by_role("button", name="Edit").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Edit this picture")


async def test_enter_orders_what_was_typed_though_a_past_prompt_holds_it(page: Page) -> None:
    await page.locator("#text").press_sequentially("/banana ")
    await page.keyboard.type("house")
    await page.wait_for_timeout(1_000)  # whatever might be offered is there by now
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("img", name="house", exact=True)).to_be_visible()
