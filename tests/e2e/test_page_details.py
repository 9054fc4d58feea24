"""How the demo page reads and is written in, against the simulated Discord alone."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser, Locator, Page, Route, expect

from bot.simulators.discord import FakeDiscord

TOKEN = "demo-token"
GAP = "node => Math.round(node.scrollHeight - node.scrollTop - node.clientHeight)"
SUGGESTING = """async () => {
    const { Suggestions } = await import('/static/suggestions.js');
    const list = new Suggestions();
    const field = document.createElement('textarea');
    document.querySelector('main').append(list.node, field);
    const picked = [];
    const press = (key) => list.takeKey(new KeyboardEvent('keydown', { key }));
    const [items, onPick] = [[{ label: 'an old one' }], (item) => picked.push(item.label)];
    const show = (offered) => list.show(field, { title: '', items, offered, onPick });
    show(true);
    const taken = [press('Enter'), press('Tab'), picked.length];
    press('ArrowDown');
    press('Enter');
    show(false);
    press('Enter');
    list.show(field, { title: '', items: [], offered: true, onPick: null });
    return [...taken, picked.length, list.node.hidden];
}"""

pytestmark = pytest.mark.asyncio(loop_scope="module")


def png(width: int, height: int) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(target, "PNG")
    return target.getvalue()


@pytest_asyncio.fixture(loop_scope="module")
async def fake_discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(token=TOKEN) as fake_discord:
        yield fake_discord


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, fake_discord: FakeDiscord) -> AsyncIterator[Page]:
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    page = await context.new_page()
    await page.goto(fake_discord.url)
    await expect(page.locator("#text")).to_be_visible()
    yield page
    await context.close()


def message(page: Page, words: str) -> Locator:
    return page.locator("#messages > .message", has=page.locator(".content", has_text=words)).last


async def test_a_members_menu_is_opened_and_left_by_the_keyboard(page: Page, fake_discord: FakeDiscord) -> None:
    await fake_discord.person("jonas").say("who am I?")
    name = message(page, "who am I?").get_by_role("button", name="Jonas")
    menu = page.get_by_role("menu", name="Member actions")
    await page.locator("#text").focus()
    for _ in range(20):
        await page.keyboard.press("Shift+Tab")
        if await name.evaluate("node => node === document.activeElement"):
            break
    assert await name.get_attribute("aria-haspopup") == "menu"
    for key in ("Enter", " "):
        await page.keyboard.press(key)
        await expect(menu.get_by_role("menuitem", name="Copy user ID")).to_be_focused()
        assert await name.get_attribute("aria-expanded") == "true"
        await page.keyboard.press("Escape")
        await expect(menu).to_have_count(0)
        await expect(name).to_be_focused()


async def test_pictures_have_their_room_before_they_come(page: Page, fake_discord: FakeDiscord) -> None:
    jonas = fake_discord.person("jonas")
    for sizes in (((600, 900),), ((400, 300), (300, 400))):
        await jonas.say("look", files=[(f"{n}.png", png(*size)) for n, size in enumerate(sizes)])
    let = asyncio.Event()

    async def held(route: Route) -> None:
        await let.wait()
        await route.continue_()

    await page.route("**/cdn/**", held)
    await page.reload()
    await expect(page.locator(".tile")).to_have_count(3)
    before = await page.locator("#messages").evaluate("node => node.offsetHeight")
    let.set()
    await expect(page.locator(".tile[data-loaded]")).to_have_count(3)
    assert await page.locator("#messages").evaluate("node => node.offsetHeight") == before


async def test_what_arrives_is_followed_until_a_hand_scrolls(page: Page, fake_discord: FakeDiscord) -> None:
    jonas, scroller = fake_discord.person("jonas"), page.locator("#scroller")
    for n in range(30):
        await jonas.say(f"line {n}")
    await jonas.say("with a picture", files=[("a.png", png(300, 300))])
    await expect(page.locator(".tile[data-loaded]")).to_have_count(1)
    await page.locator("#text").fill("\n" * 8)  # the composer grows
    # A layout that moves what is read, as the browser's own scroll anchoring does, lets nothing go.
    move = "node => { document.querySelector('#messages').style.paddingBottom = '300px'; node.scrollTop -= 200; }"
    await scroller.evaluate(move)
    await page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert await scroller.evaluate(GAP) <= 1
    await scroller.hover()
    await page.mouse.wheel(0, -600)
    await expect(scroller).to_have_css("overflow-anchor", "auto")  # the reader's place is now held
    await jonas.say("one more")
    await expect(page.locator("#newer")).to_have_text("1 new message ↓")


async def test_emoji_are_pictures_and_still_text(page: Page, fake_discord: FakeDiscord) -> None:
    said = await fake_discord.person("jonas").say("a 🍌 and a 🥨, in `1️⃣`")
    await fake_discord.person("ines").react(said, "⭐")
    row = message(page, "a 🍌 and a 🥨, in 1️⃣")
    await expect(row.locator(".twemoji")).to_have_text(["🍌", "1️⃣", "⭐"])
    for picture in await row.locator(".twemoji").all():
        address = await picture.evaluate("node => getComputedStyle(node).backgroundImage.slice(5, -2)")
        assert (await page.request.get(address)).headers["content-type"] == "image/svg+xml"


async def test_a_reply_line_keeps_times_and_names_and_tells_no_spoiler(page: Page, fake_discord: FakeDiscord) -> None:
    jonas = fake_discord.person("jonas")
    due, place = f"<t:{int(time.time()) + 7200}:R>", f"<#{jonas.channel('general').id}>"
    words = f"-# **due** {due} in {place}, snake_case, ||a secret||\n> end"
    said = await jonas.say(words)
    await fake_discord.person("ines").say("mine", reply_to=said)
    snippet = message(page, "mine").locator(".snippet")
    await expect(snippet).to_have_text("due in 2 hours in #general, snake_case, ▮▮▮ end")
    await expect(snippet.locator("time")).to_have_count(1)


async def test_names_are_suggested_and_a_reply_calls_unless_told_not_to(page: Page, fake_discord: FakeDiscord) -> None:
    said = await fake_discord.person("jonas").say("who comes along?")
    for silent in (False, True):
        await message(page, "who comes along?").get_by_role("button", name="More", exact=True).press("Enter")
        await page.get_by_role("menuitem", name="Reply").click()
        if silent:
            await page.get_by_role("button", name="@ ON").click()
            await expect(page.get_by_role("button", name="@ OFF")).to_have_attribute("aria-pressed", "false")
        await page.locator("#text").press_sequentially("with @in")
        await expect(page.get_by_role("option")).to_have_accessible_name("Ines")
        for _ in range(2):
            await page.keyboard.press("Enter")
        await fake_discord.until(lambda: fake_discord.messages()[-1].content.startswith("with"))
        answer = fake_discord.messages()[-1]
        assert answer.content == f"with <@{fake_discord.person('ines').id}>"
        assert (said.author_id in answer.mentions) is not silent
        await fake_discord.person("jonas").say("ah")


async def test_what_is_offered_is_taken_by_the_arrows_only(page: Page) -> None:
    assert await page.evaluate(SUGGESTING) == [False, False, 0, 2, True]


async def test_free_text_has_room_and_escape_keeps_a_picture(page: Page, fake_discord: FakeDiscord) -> None:
    options = [
        {"type": 3, "name": "prompt", "description": "what", "required": True, "autocomplete": True},
        {"type": 11, "name": "image", "description": "a picture"},
        {"type": 11, "name": "image2", "description": "another"},
        {"type": 4, "name": "count", "description": "how many", "min_value": 1, "max_value": 4},
    ]
    address = f"{fake_discord.url}/api/v10/applications/{fake_discord.state.bot.id}/commands"
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {TOKEN}"}) as session:
        body = [{"name": "banana", "description": "Draw", "options": options}]
        async with session.put(address, json=body) as answer:
            assert answer.status == 200
    await page.locator("#text").press_sequentially("/banana ")
    field = page.get_by_label("prompt: ")
    await expect(field).to_have_attribute("spellcheck", "true")
    await expect(page.locator(".add")).to_have_text(["+ image", "+ count"])
    small = await field.bounding_box()
    await page.keyboard.type("a long way to go " * 20)
    large = await field.bounding_box()
    assert small and large and small["width"] > 300 and large["height"] > 3 * small["height"]
    await field.fill("")
    drop = """() => {
        const carried = new DataTransfer();
        for (const name of ['a.png', 'b.png']) carried.items.add(new File(['x'], name, { type: 'image/png' }));
        dispatchEvent(new ClipboardEvent('paste', { clipboardData: carried }));
    }"""
    await page.evaluate(drop)
    await expect(page.locator(".file-field")).to_have_text(["a.png", "b.png"])
    await field.press("Escape")
    await expect(page.locator(".attachments .file-name")).to_have_text(["a.png", "b.png"])


async def test_a_command_sent_before_the_commands_have_come_is_no_message(
    page: Page, fake_discord: FakeDiscord
) -> None:
    let = asyncio.Event()

    async def held(route: Route) -> None:
        await let.wait()
        await route.fulfill(
            json=[{"type": 1, "id": "1", "name": "quota", "raw_name": "quota", "description": "", "options": []}]
        )

    await page.route("**/app/commands*", held)
    await page.reload()
    await page.locator("#text").press_sequentially("/quota ")
    await page.keyboard.press("Enter")
    let.set()
    await expect(page.locator(".hint")).to_have_class("hint wrong")
    assert fake_discord.messages() == []
