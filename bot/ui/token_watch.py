"""Whether Discord still takes the token: the gateway says so only when the line breaks, each call says it at once."""

from __future__ import annotations

import asyncio

import aiohttp
import discord

from bot.ui.outbound.discord_errors import CALL_FAILURES

UNAUTHORIZED = 401
TRIES = 3  # one refusal may be a hiccup of Discord's
APART_S = 2.0
BY_ANOTHER_TOKEN = ("webhooks", "interactions")  # routes of an interaction's own token


class TokenWatch:
    """Notices calls that were refused as unauthorized, and asks whether all are."""

    def __init__(self) -> None:
        self._doubted = asyncio.Event()
        self.trace = aiohttp.TraceConfig()
        self.trace.on_request_end.append(self._on_request_end)

    async def _on_request_end(
        self, _session: aiohttp.ClientSession, _context: object, call: aiohttp.TraceRequestEndParams
    ) -> None:
        if call.response.status == UNAUTHORIZED and not set(BY_ANOTHER_TOKEN) & set(call.url.parts):
            self._doubted.set()

    async def refused(self, client: discord.Client) -> None:
        """Return once Discord refuses the token for good."""
        while True:
            await self._doubted.wait()
            if await self._is_refused(client):
                return
            self._doubted.clear()

    async def _is_refused(self, client: discord.Client) -> bool:
        for _ in range(TRIES):
            await asyncio.sleep(APART_S)
            try:
                await client.application_info()
            except CALL_FAILURES as error:
                if not isinstance(error, discord.HTTPException) or error.status != UNAUTHORIZED:
                    return False
            else:
                return False
        return True
