"""What Higgsfield tells of the time: the terminal has nobody else to ask."""

from __future__ import annotations

import aiohttp

from bot.runtime.clock import Clock, read_date


def time_witness(clock: Clock) -> aiohttp.TraceConfig:
    """Return what hears the Date of a session's answers, as long as nobody who knows better has spoken."""

    async def hear(_session: aiohttp.ClientSession, _context: object, call: aiohttp.TraceRequestEndParams) -> None:
        if not clock.is_confirmed and (told := read_date(call.response.headers.get("Date"))):
            clock.confirm(told)

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(hear)
    return trace
