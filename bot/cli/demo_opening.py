"""The demo's opening: what hangs in the channel when a visitor comes, and the first order that the page types.

All of it goes through the real bot, ordered by the simulated members Jonas and Ines out of their own credits: Mara, as
whom a visitor begins, has spent nothing. Meanwhile the simulated Higgsfield is hurried, and the simulated Discord waits
longer than its three seconds for the bot's answers.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

from bot.cli.demo_tries import languages
from bot.i18n import Texts
from bot.simulators.discord import Call, FakeDiscord, FirstOrder, Message, Person
from bot.simulators.discord.page_config import STATIC
from bot.simulators.higgsfield import DIRECTIVES, FakeHiggsfield

log = logging.getLogger(__name__)

DRAWING_S = 0.2
PATIENCE_S = 30.0
PHOTO = STATIC / "samples/cat.jpg"
FOUR = "a sailing boat on a lake at dusk"
EDIT = "make it a winter night"
VERSION = "now as a watercolour"
REFUSED = DIRECTIVES["refused"].example


def first_order(texts: Texts) -> FirstOrder:
    """Return the order that the page types by itself: Jonas shows how, and pays."""
    prompts = {locale: texts.text(locale, "example-first-prompt") for locale in languages(texts)}
    return FirstOrder(member="jonas", command="banana", prompts=prompts)


@asynccontextmanager
async def opening(discord: FakeDiscord, vendor: FakeHiggsfield) -> AsyncIterator[None]:
    """Furnish the channel while the demo is already in use; the end of the demo ends it."""
    discord.page_routes.furnished.clear()
    task = asyncio.create_task(_furnish(discord, vendor))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _furnish(discord: FakeDiscord, vendor: FakeHiggsfield) -> None:
    usual, usual_ack_s = vendor.options, discord.ack_seconds
    vendor.options = replace(usual, queued_s=0, drawing_s=(DRAWING_S, DRAWING_S))
    discord.ack_seconds = PATIENCE_S  # a slow computer starts a browser meanwhile
    try:
        await _order(discord)
        discord.page_routes.furnished.set()
        await discord.until(lambda: any(each.order.prompt == VERSION for each in vendor.requests.values()), PATIENCE_S)
    except Exception:  # an empty channel is no reason to end the demo
        log.warning("the demo's channel could not be furnished", exc_info=True)
    finally:
        vendor.options, discord.ack_seconds = usual, usual_ack_s
        discord.page_routes.furnished.set()


async def _order(discord: FakeDiscord) -> None:
    """Order what is refused, four pictures, and a photo's edit with its version: the last is what a visitor sees."""
    await discord.until(lambda: discord.commands.version, PATIENCE_S)
    jonas, ines = discord.person("jonas"), discord.person("ines")
    await (await jonas.slash("banana", prompt=REFUSED)).done(PATIENCE_S)
    await (await jonas.slash("banana-pro", prompt=FOUR, count=4)).done(PATIENCE_S)
    edit = await ines.slash("banana", prompt=EDIT, image=(PHOTO.name, PHOTO.read_bytes()))
    await _version(ines, await _finished(discord, edit), VERSION)


async def _finished(discord: FakeDiscord, call: Call) -> Message:
    return await discord.until(lambda: call.message if _button(call.message, "more") else None, PATIENCE_S)


async def _version(person: Person, card: Message, prompt: str) -> Call:
    form = await (await person.click(card, _button(card, "edit"))).done(PATIENCE_S)
    return await (await person.submit(form, prompt=prompt)).done(PATIENCE_S)


def _button(message: Message | None, verb: str) -> str:
    """Return the id of a card's button, "" while it has none."""
    buttons = message.buttons if message else []
    return next((each["custom_id"] for each in buttons if f":{verb}:" in (each["custom_id"] or "")), "")
