"""The demo's stack: the bot between a simulated Discord and a simulated Higgsfield, on loopback ports."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

from bot import app
from bot.cli.demo_opening import first_order, opening
from bot.cli.demo_tries import languages, tries
from bot.cli.simulated_models import simulated_models
from bot.i18n import Texts
from bot.settings import Settings, settings_of
from bot.simulators.discord import FakeDiscord, Page
from bot.simulators.higgsfield import AccountOptions, FakeHiggsfield

CREDITS = 40  # enough to play with, few enough to meet the end of them
TOKEN = "demo-token"  # noqa: S105 - the loopback Discord's


def demo_settings(**values: object) -> Settings:
    """Return the settings of a bot that neither reaches anything outside this machine nor reads its environment."""
    account = AccountOptions()
    known: dict[str, object] = {
        "discord_token": TOKEN,
        "higgsfield_api_key_id": account.key_id,
        "higgsfield_api_key_secret": account.secret,
        "bot_user_credits": CREDITS,
        "bot_user_daily_credits": CREDITS,
    }
    return settings_of(known | values)


@asynccontextmanager
async def run_stack(
    *,
    port: int = 0,
    data: Path | None = None,
    models: Path | None = None,
    account: AccountOptions | None = None,
    has_opening: bool = False,
) -> AsyncIterator[FakeDiscord]:
    """Run the simulated Higgsfield, the simulated Discord and the bot between them; yields Discord, the bot online.

    With an opening, the page types a first order, and a channel without a past gets one meanwhile: a kept data folder
    only once.
    """
    async with AsyncExitStack() as stack:
        folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="banana-demo-")))
        models_file = str(models or "")
        offer = demo_settings(bot_models_file=models_file).offer()
        account = replace(account or AccountOptions(), models=simulated_models(offer))
        fake_higgsfield = await stack.enter_async_context(FakeHiggsfield(account))
        texts = Texts()
        page = Page(
            tries=tries(offer, texts),
            languages=languages(texts),
            vendor_events=f"{fake_higgsfield.url}/_emulator/events",
            first_order=first_order(texts) if has_opening else None,
        )
        fake_discord = await stack.enter_async_context(FakeDiscord(port=port, token=TOKEN, page=page))
        settings = demo_settings(
            higgsfield_base_url=fake_higgsfield.url,
            bot_discord_url=fake_discord.url,
            bot_data_dir=folder,
            bot_models_file=models_file,
            bot_min_free_mb=50,
        )
        is_new = not (folder / "bot.sqlite3").exists()
        stop = asyncio.Event()
        bot = asyncio.create_task(app.serve(settings, stop))
        try:
            await _online(fake_discord, bot)
            async with opening(fake_discord, fake_higgsfield) if has_opening and is_new else nullcontext():
                yield fake_discord
        finally:
            stop.set()
            await bot


async def _online(fake_discord: FakeDiscord, bot: asyncio.Task[None]) -> None:
    ready: asyncio.Task[bool] = asyncio.create_task(fake_discord.until(lambda: fake_discord.bot_online, timeout=30))
    await asyncio.wait({ready, bot}, return_when=asyncio.FIRST_COMPLETED)
    if bot.done():
        ready.cancel()
        bot.result()
    await ready
