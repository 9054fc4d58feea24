"""What Discord and Higgsfield say of the secrets that `init` was given; nothing is ordered, and nobody sees the bot."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass

import aiohttp
import discord

from bot import app
from bot.cli.doctor_discord import LOGIN_S, PORTAL, TOKEN, login_findings
from bot.cli.doctor_higgsfield import KEY, REFUSED, TAKEN, is_key_taken
from bot.discord_side import DISCORD
from bot.domain.catalog import Offer
from bot.domain.errors import VendorBusy
from bot.domain.findings import Finding, broken, fine, warning
from bot.settings import Settings
from bot.ui.client import intents
from bot.ui.discord_internals import use_local_discord
from bot.ui.outbound.discord_errors import CALL_FAILURES, log_summary

PAIR = "The id and the secret have to be of one key: copy both again, or make a new one in Higgsfield's console."
AGAIN = "Check this machine's network; behind a proxy, set HTTPS_PROXY first."
#: What else stands in the portal, by its form.
NOT_THE_TOKEN = {
    r"\d{17,20}": "It looks like the application's id.",
    r"[0-9a-fA-F]{64}": "It looks like the application's public key.",
    r"[\w-]{32}": "It looks like the client secret.",
    r"[^.]*|[^.]*\.[^.]*": "A token has three parts with a dot between them, and this has not.",
}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was said of a secret."""

    is_accepted: bool | None  # None: nobody could be asked
    findings: Sequence[Finding]
    application_id: int | None = None


async def check_token(settings: Settings) -> Answer:
    """Return whether Discord takes the token, and what stands in the bot's way there."""
    if settings.bot_discord_url:
        use_local_discord(settings.bot_discord_url)
    token = settings.discord_token.reveal()
    proxy = settings.proxy().for_url(settings.bot_discord_url or DISCORD)
    async with discord.Client(intents=intents(), proxy=proxy) as client:
        try:
            async with asyncio.timeout(LOGIN_S):
                await client.login(token)
        except discord.LoginFailure:
            return Answer(is_accepted=False, findings=[_refused(token)])
        except (*CALL_FAILURES, OSError) as error:
            said = f"Discord can't be reached: {log_summary(error)}."
            return Answer(is_accepted=None, findings=[warning(TOKEN, said, AGAIN)])
        return Answer(is_accepted=True, findings=[*login_findings(client)], application_id=client.application_id)


def _refused(token: str) -> Finding:
    doubt = next((said for form, said in NOT_THE_TOKEN.items() if re.fullmatch(form, token)), "")
    return broken(TOKEN, f"Discord refuses it. {doubt}".rstrip(), f"Copy it from {PORTAL}: Bot, then Reset Token.")


async def check_key(settings: Settings) -> Answer:
    """Return whether Higgsfield takes the key, by a call that costs nothing."""
    async with aiohttp.ClientSession() as session:
        try:
            taken = await is_key_taken(app.higgsfield_client(settings, Offer(), session))
        except VendorBusy as error:
            said = f"Higgsfield did not answer: {error}."
            return Answer(is_accepted=None, findings=[warning(KEY, said, AGAIN)])
    return Answer(is_accepted=taken, findings=[fine(KEY, TAKEN) if taken else broken(KEY, REFUSED, PAIR)])
