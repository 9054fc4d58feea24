"""What Discord says about the time: its answers bear the date, and its ids the moment they were made."""

from __future__ import annotations

from contextlib import suppress

import aiohttp
import discord

from bot.domain.limits import made_at
from bot.runtime.clock import Clock, read_date
from bot.ui.outbound.discord_errors import CALL_FAILURES


class TimeWitness:
    """Keeps the bot's clock right by Discord's, whatever the machine's own one says."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def on_request_end(
        self, _session: aiohttp.ClientSession, _context: object, call: aiohttp.TraceRequestEndParams
    ) -> None:
        """Take the time from the Date of an answer of the API.

        A file out of a cache bears the date on which it got there, and members choose files.
        """
        if "api" not in call.url.parts or "Age" in call.response.headers:
            return
        if told := read_date(call.response.headers.get("Date")):
            self._clock.confirm(told)

    def saw(self, event_id: int) -> None:
        """Take it that an interaction or a message of the gateway was made before now: members don't choose its id."""
        self._clock.saw(made_at(event_id))


async def ask_the_time(client: discord.Client) -> None:
    """Make a call whose answer tells the time, or none where Discord can't be reached."""
    with suppress(*CALL_FAILURES):
        await client.application_info()
