"""The demo's opening: a channel with a past, and a first order that types itself until the visitor takes over."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.cli.demo_stack import run_stack
from bot.simulators.discord import FakeDiscord
from bot.simulators.higgsfield import AccountOptions

QUICK = AccountOptions(small=True, queued_s=0, drawing_s=(0.02, 0.02), pace=0)

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def fake_discord(in_process: None) -> AsyncIterator[FakeDiscord]:
    async with run_stack(account=QUICK, has_opening=True) as fake_discord:
        yield fake_discord


async def visit(browser: Browser, fake_discord: FakeDiscord, *, calm: bool = False) -> Page:
    """Open the page in a browser of its own, whose clock the test moves."""
    motion = "reduce" if calm else "no-preference"
    context = await browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion=motion)
    page = await context.new_page()
    await page.clock.install()
    await page.goto(fake_discord.url)
    await expect(page.locator("#channels")).to_contain_text("studio")
    return page


async def test_the_first_page_finds_a_living_channel_and_is_shown_how_at_nobody_elses_cost(
    browser: Browser, fake_discord: FakeDiscord
) -> None:
    calm = await visit(browser, fake_discord, calm=True)
    await calm.clock.run_for(5000)
    assert not fake_discord.page_routes.is_first_order_given

    page = await visit(browser, fake_discord)
    card = page.locator("#messages > .message").filter(has_text="a desert under a low sun")
    while not await card.count():
        await page.clock.run_for(100)
    await expect(card).to_contain_text("Jonas used /banana")
    await expect(page.locator("#text")).to_have_attribute(
        "placeholder", "Your turn: type /banana, or drop a picture here"
    )
    await expect(page.locator("#text")).to_have_value("")
    for of, words in (("Jonas", "a sailing boat"), ("Ines", "v2 · from v1"), ("Jonas", "refused")):
        told = page.locator("#messages > .message").filter(has_text=words).filter(has_text=of)
        await expect(told.first).to_be_visible()
    answer = (await (await fake_discord.person("mara").slash("quota")).done()).message
    assert answer is not None and "0 of 40" in answer.text

    await page.reload()
    await expect(card).to_be_visible()
    await page.clock.run_for(5000)
    await expect(page.locator("#composer.showing")).to_have_count(0)
    await expect(card).to_have_count(1)


async def test_any_key_takes_over_and_a_thing_to_try_waits_for_the_visitors_own_enter(
    browser: Browser, fake_discord: FakeDiscord
) -> None:
    page = await visit(browser, fake_discord)
    shown = page.locator("#composer.showing [data-option=prompt]")
    for leave in (page.reload, partial(page.keyboard.press, "h")):
        fake_discord.page_routes.is_first_order_given = False
        while not await shown.count():
            await page.clock.run_for(50)
        await page.clock.run_for(200)
        await leave()
        await expect(shown).to_have_count(0)
        await expect(page.locator("#composer .slash")).to_have_count(0)
    await expect(page.locator("#text")).to_have_value("h")
    await page.clock.run_for(5000)
    assert not any("desert" in message.text for message in fake_discord.messages())

    tries = page.locator(".try-cards .try")
    await expect(tries).to_have_count(12)
    assert all([(await each.bounding_box() or {"y": 800})["y"] < 730 for each in await tries.all()])
    await tries.filter(has_text="Edit a photo").click()
    await expect(page.locator("#composer [data-option=image]")).to_contain_text("coffee.jpg")
    version = page.locator("#messages > .message").filter(has_text="v2 · from v1")
    await expect(version.get_by_role("button", name="Again")).to_be_visible()
    await (await fake_discord.person("ines").slash("banana", prompt="a pear [refused]")).done()
    refused = page.locator("#messages > .message").filter(has_text="a pear [refused]")
    await expect(refused.get_by_role("button", name="Edit")).to_be_visible()
    await tries.filter(has_text="Reply to change it").click()
    await expect(page.locator("#text")).to_have_value("@Banana make it a watercolour")
    await page.keyboard.press("Enter")
    answered = page.locator("#messages .snippet").filter(has_text="v2 · from v1")
    await expect(answered).to_have_count(1)  # not the refused one, which is newer
    await tries.filter(has_text="Be the moderator").click()
    await expect(page.locator("#messages")).to_contain_text("a boat waiting for the wind")
    await expect(page.locator(".self")).to_contain_text("Ines")
    assert sum("a boat waiting" in message.text for message in fake_discord.messages()) == 1


async def test_a_computer_too_slow_for_discord_is_furnished_and_a_kept_demo_only_once(
    tmp_path: Path, in_process: None
) -> None:
    async with run_stack(data=tmp_path, account=QUICK, has_opening=True) as fake_discord:
        fake_discord.ack_seconds = 0.001
        await fake_discord.until(lambda: any("v2 · [from v1]" in each.text for each in fake_discord.messages()), 60)
    async with run_stack(data=tmp_path, account=QUICK, has_opening=True) as again:
        assert again.page_routes.furnished.is_set()
