"""How often the bot connects to the gateway: a line that breaks again and again is no reason for a storm."""

from __future__ import annotations

import asyncio
from collections import deque

AT_ONCE = 5  # connections in a row without a wait
WINDOW_S = 60.0
PAUSE_S = 45.0  # below the minute that discord.py gives a connection


class ConnectionPace:
    """Lets a few connections through at once, and the next ones only after a pause.

    Discord resets a token after 1,000 sessions in a day
    (https://discord.com/developers/docs/events/gateway#session-start-limit).
    """

    def __init__(self) -> None:
        self._latest: deque[float] = deque(maxlen=AT_ONCE)

    async def __call__(self) -> None:
        """Wait until it is time for another connection."""
        loop = asyncio.get_running_loop()
        if len(self._latest) == AT_ONCE and loop.time() - self._latest[0] < WINDOW_S:
            await asyncio.sleep(PAUSE_S)
        self._latest.append(loop.time())
