"""Takes the README's pictures of the demo: three stills and one order as an animated picture.

    PYTHONPATH=. python tools/screenshots.py [FOLDER]

It runs the demo, drives it in Chromium as a visitor would, and writes `demo.png`, `phone.png`,
`setup.png` and `order.webp`.
"""

from __future__ import annotations

import asyncio
import io
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Locator, Page, ViewportSize, async_playwright, expect

from bot.cli.demo_opening import VERSION
from bot.cli.demo_stack import run_stack
from bot.simulators.higgsfield import AccountOptions

DOCS = Path(__file__).parents[1] / "docs"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PROMPT = "misty mountains at dawn"
EDIT = "make it a winter night"
FOUR = "northern lights over a cabin"
WIDE: ViewportSize = {"width": 1280, "height": 800}
FILM: ViewportSize = {"width": 700, "height": 720}  # no columns beside the conversation, so that all can be read
PANEL: ViewportSize = {"width": 700, "height": 1100}  # the panel of /setup fits whole
PHONE: ViewportSize = {"width": 390, "height": 844}
SCALE = 1.2  # letters stay sharp where a page shows the picture a little smaller
MOST_BYTES = 3_000_000
SWIFT = AccountOptions(queued_s=1.5, drawing_s=(4, 4))


class Film:
    """Screenshots of a page, each with the time for which it is shown."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._frames: list[Image.Image] = []
        self._shown_ms: list[int] = []

    async def take(self, shown_ms: int) -> None:
        """Add the page as it looks now; the blinking caret is left out."""
        frame = Image.open(io.BytesIO(await self._page.screenshot())).convert("RGB")
        if self._frames and frame.tobytes() == self._frames[-1].tobytes():
            self._shown_ms[-1] += shown_ms
            return
        self._frames.append(frame)
        self._shown_ms.append(shown_ms)

    def write(self, path: Path) -> None:
        """Write an animated WebP that starts over at its end."""
        first, *rest = self._frames
        first.save(path, save_all=True, append_images=rest, duration=self._shown_ms, loop=0, quality=82, method=6)
        seconds = sum(self._shown_ms) / 1000
        print(f"{path}: {len(self._frames)} frames, {seconds:.1f} s, {path.stat().st_size:,} bytes")
        if path.stat().st_size >= MOST_BYTES:
            raise SystemExit(f"{path} is larger than {MOST_BYTES:,} bytes")


@asynccontextmanager
async def visit(browser: Browser, size: ViewportSize) -> AsyncIterator[Page]:
    """Open a new demo's page; without motion it leaves the first order to its visitor."""
    async with run_stack(account=SWIFT, has_opening=True) as fake_discord:
        context = await browser.new_context(
            viewport=size, reduced_motion="reduce", has_touch=size is PHONE, device_scale_factor=SCALE
        )
        page = await context.new_page()
        await page.goto(fake_discord.url)
        await expect(page.locator("#text")).to_be_visible()
        await expect(card(page, VERSION)).to_be_visible()
        await expect(page.locator("#messages").get_by_role("button", name="Cancel")).to_have_count(0)
        await settled(page)
        yield page
        await context.close()


def card(page: Page, words: str) -> Locator:
    """Return the newest message that says something."""
    return page.locator("#messages > .message").filter(has_text=words).last


async def settled(page: Page) -> None:
    """Wait until all pictures are decoded, and the conversation stands at its end."""
    await page.wait_for_function("[...document.images].every((image) => image.complete)")
    await page.wait_for_timeout(600)


async def finished(page: Page, words: str) -> Locator:
    """Wait for an order's pictures."""
    message = card(page, words)
    await expect(message.get_by_role("button", name="Edit")).to_be_visible()
    await settled(page)
    return message


async def type_order(page: Page, words: str, film: Film | None = None) -> None:
    """Type a command and its prompt, and leave it for Enter."""
    await page.locator("#text").press_sequentially("/banana")
    if film:
        await film.take(600)
    await page.keyboard.type(" ")
    for n, word in enumerate(words.split()):
        await page.keyboard.type(f" {word}" if n else word)
        if film:
            await film.take(130)


async def order(page: Page, words: str, pictures: int = 1) -> Locator:
    """Order pictures, and wait for them."""
    await type_order(page, words)
    if pictures > 1:
        await page.get_by_role("button", name="+ count").click()
        await page.keyboard.type(str(pictures))
        await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    return await finished(page, words)


async def film_an_order(page: Page, path: Path) -> None:
    """Film an order from its first letter to the edited picture."""
    film = Film(page)
    await film.take(800)
    await type_order(page, PROMPT, film)
    await film.take(500)
    await page.keyboard.press("Enter")
    await film_the_wait(card(page, PROMPT), film)
    message = await finished(page, PROMPT)
    await film.take(2000)
    await message.get_by_role("button", name="Edit").click()
    field = page.get_by_role("dialog").locator("textarea")
    await expect(field).to_be_visible()
    await film.take(700)
    await field.fill("")
    for n, word in enumerate(EDIT.split()):
        await field.press_sequentially(f" {word}" if n else word)
        await film.take(130)
    await film.take(600)
    await page.get_by_role("button", name="Submit").click()
    await film_the_wait(card(page, EDIT), film)
    await finished(page, EDIT)
    await film.take(2800)
    film.write(path)


async def main(folder: Path) -> None:
    """Take all pictures."""
    expect.set_options(timeout=40_000)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        async with visit(browser, FILM) as page:
            await film_an_order(page, folder / "order.webp")
        for name, size in (("demo.png", WIDE), ("phone.png", PHONE)):
            async with visit(browser, size) as page:
                await order(page, FOUR, pictures=4)
                write_still(await page.screenshot(), folder / name)
        async with visit(browser, PANEL) as page:
            write_still(await set_up(page), folder / "setup.png")
        await browser.close()


async def set_up(page: Page) -> bytes:
    """Become the moderator, open /setup, and take the panel alone."""
    address = page.url.partition("#")[0]
    config = await (await page.request.get(f"{address}app/config")).json()
    ines = next(person["id"] for person in config["people"] if person["name"] == "ines")
    channel = next(channel["id"] for channel in config["channels"] if channel["name"] == "general")
    await page.goto("about:blank")
    await page.goto(f"{address}#as={ines}&in={channel}&lang=en-US")
    await page.locator("#text").press_sequentially("/setup")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    panel = page.locator(".message.private").last
    await expect(panel.get_by_role("button", name="Limits")).to_be_visible()
    await settled(page)
    return await panel.screenshot()


async def film_the_wait(waiting: Locator, film: Film) -> None:
    """Film a card after it was sent, and when it is being drawn."""
    for words in ("Sent to Higgsfield", "Drawing:"):
        await expect(waiting).to_contain_text(words)
        await waiting.page.wait_for_timeout(400)
        await film.take(800)


def write_still(screenshot: bytes, path: Path) -> None:
    """Write a screenshot as a small PNG."""
    Image.open(io.BytesIO(screenshot)).convert("RGB").save(path, optimize=True)
    print(f"{path}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS))
