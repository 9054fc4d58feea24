"""Another version of a picture on the demo's page, with the real bot behind it: by few taps on a phone, with files."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser, Locator, Page, expect

from bot.cli.demo_stack import run_stack
from bot.simulators.higgsfield import AccountOptions

PHONE = {"width": 390, "height": 844}

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, in_process: None) -> AsyncIterator[Page]:
    """The demo's page on a phone, with a finished card of four pictures."""
    terms = AccountOptions(small=True, queued_s=0, drawing_s=(0.1, 0.1))
    async with run_stack(account=terms) as fake_discord:
        page = await browser.new_page(viewport=PHONE)
        await page.goto(fake_discord.url)
        await (await fake_discord.person("mara").slash("banana", prompt="a still life", count=4)).done()
        await expect(pictures(newest(page))).to_have_count(4)
        yield page
        await page.close()


def newest(page: Page) -> Locator:
    return page.locator("#messages > .message").last


def pictures(message: Locator) -> Locator:
    return message.locator(".gallery img")


async def test_the_second_of_four_is_edited_in_four_taps(page: Page) -> None:
    await newest(page).get_by_role("button", name="Edit").click()  # one
    form = page.get_by_role("dialog")
    await form.get_by_label("Start from").select_option(label="2 · top right")  # two and three
    await form.get_by_label("Prompt").fill("the same at night")
    await form.get_by_role("button", name="Submit").click()  # four
    await expect(newest(page)).to_contain_text("v2 · from v1")
    await expect(pictures(newest(page))).to_have_count(1)
    await expect(newest(page)).to_contain_text("1 🍌")


async def test_files_come_along_in_the_form(page: Page) -> None:
    target = io.BytesIO()
    Image.new("RGB", (160, 120), "teal").save(target, "PNG")
    files = [{"name": f"{n}.png", "mimeType": "image/png", "buffer": target.getvalue()} for n in range(2)]
    await newest(page).get_by_role("button", name="Edit").click()
    form = page.get_by_role("dialog")
    await form.get_by_label("Add more pictures").set_input_files(files)
    await form.get_by_role("button", name="Submit").click()
    thumbnail = newest(page).get_by_role("button", name="The first of the 3 original pictures")
    await expect(thumbnail).to_be_visible()


async def test_more_and_before_and_after_fit_a_phone(page: Page) -> None:
    await newest(page).get_by_role("button", name="Edit").click()
    await page.get_by_role("dialog").get_by_role("button", name="Submit").click()
    await expect(newest(page)).to_contain_text("v2 · from v1")
    await newest(page).locator(".button", has_text="⋯ More").click()
    await newest(page).get_by_role("button", name="Before / after").click()
    joined = pictures(newest(page))
    await expect(joined).to_have_count(1)
    assert (await joined.get_attribute("alt") or "").startswith("Before (left) and after (right)")
    wide = "[...document.querySelectorAll('#centre *')].filter(n => n.getBoundingClientRect().right > 391).length"
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert await page.evaluate(wide) == 0
