"""What `doctor` finds of the address of webhooks: whether it leads to the bot, asked as Higgsfield would."""

from __future__ import annotations

import aiohttp

from bot.domain.findings import Finding, fine, warning
from bot.settings import Settings
from bot.web.webhook_server import OPEN

WEBHOOKS = "webhooks"
PATIENCE = aiohttp.ClientTimeout(total=15)
HOW = "See docs/webhooks.md; pictures come anyway."


async def examine_webhooks(settings: Settings) -> Finding | None:
    """Return whether something answers there as the bot does; None: without an address nothing is expected."""
    if not (address := settings.bot_public_url):
        return None
    url = f"{address}/healthz"
    proxy = settings.proxy().for_url(url)
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as session, session.get(url, proxy=proxy) as answer:
            said = (await answer.content.read(100)).decode(errors="replace").strip()
    except (aiohttp.ClientError, OSError) as error:  # a time-out is one, too
        return warning(WEBHOOKS, f"{url} can't be reached from here ({type(error).__name__}). Does the bot run?", HOW)
    if answer.status != 200 or said != OPEN:
        return warning(WEBHOOKS, f"{url} answers {answer.status}, and not as the bot does. Does the bot run?", HOW)
    return fine(WEBHOOKS, f"{address} leads to the bot, asked from this machine.")
