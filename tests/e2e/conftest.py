"""One Chromium for the tests of a module: starting one takes longer than most of them."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from bot.simulators.discord import interactions
from bot.ui import discord_internals
from bot.worker import backoff

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PATIENCE_MS = 20_000  # the machine may be busy


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("the page's tests need Chromium: apt-get install chromium")
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo's stack in the test's own process: it asks Higgsfield soon, and leaves discord.py as it was."""
    monkeypatch.setattr(backoff, "FIRST_STEP", 0.2)
    monkeypatch.setattr(interactions, "ACK_SECONDS", 10)  # how quick the machine is says nothing of the bot
    for seam in ((discord_internals.Route, "BASE"), (discord_internals.DiscordWebSocket, "DEFAULT_GATEWAY")):
        monkeypatch.setattr(*seam, getattr(*seam))
