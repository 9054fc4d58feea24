"""What Discord says about the time: its answers bear the date, and its ids the moment they were made."""

from __future__ import annotations

from datetime import UTC
from email.utils import parsedate_to_datetime

import aiohttp

from bot.domain.limits import made_at
from bot.runtime.clock import Clock


class TimeWitness:
    """Keeps the bot's clock right by Discord's, whatever the machine's own one says."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def on_request_end(
        self, _session: aiohttp.ClientSession, _context: object, call: aiohttp.TraceRequestEndParams
    ) -> None:
        """Take the time from the Date of an answer, in whole seconds (RFC 9110, 6.6.1)."""
        try:
            date = parsedate_to_datetime(call.response.headers.get("Date", ""))
        except ValueError:  # none, or no date
            return
        self._clock.confirm(int(date.replace(tzinfo=date.tzinfo or UTC).timestamp() * 1000))

    def saw(self, interaction_id: int) -> None:
        """Take it that an interaction was made before now: members don't choose its id."""
        self._clock.not_before(made_at(interaction_id))
