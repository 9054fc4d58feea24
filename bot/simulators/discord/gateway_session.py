"""One session of the gateway: the events sent and still to send, kept for a resume."""

from __future__ import annotations

import asyncio
import json
import secrets
from typing import Any

from aiohttp import web

JSON = dict[str, Any]
REPLAY = 10_000


class Session:
    """One identified client: its intents, and the events sent and still to send."""

    def __init__(self, intents: int, shard: tuple[int, int]) -> None:
        self.id = secrets.token_hex(16)
        self.intents = intents
        self.shard = shard
        self.socket: web.WebSocketResponse | None = None
        self.left = 0.0
        self.cut = False
        self._first = 1
        self._frames: list[str] = []
        self._sent = 0
        self._more = asyncio.Event()

    def push(self, event: str, data: JSON) -> None:
        """Queue an event, and keep it for a later resume."""
        seq = self._first + len(self._frames)
        self._frames.append(json.dumps({"op": 0, "s": seq, "t": event, "d": data}))
        if len(self._frames) > REPLAY and self._sent - self._first > REPLAY // 2:
            del self._frames[: REPLAY // 2]
            self._first += REPLAY // 2
        self._more.set()

    def rewind(self, seq: int) -> bool:
        """Resume after the client's last event; False if the events since are no longer kept."""
        if not self._first - 1 <= seq < self._first + len(self._frames):
            return False
        self._sent = seq
        self._more.set()
        return True

    async def pump(self, socket: web.WebSocketResponse) -> None:
        """Send the queued events, in order, for as long as the connection is open."""
        while not socket.closed:
            while self._sent < self._first + len(self._frames) - 1:
                frame = self._frames[self._sent - self._first + 1]
                self._sent += 1
                await socket.send_str(frame)
            self._more.clear()
            await self._more.wait()

    def serves(self, guild_id: int | None) -> bool:
        """Whether events of this guild, or of DMs (None), belong to its shard."""
        number, of = self.shard
        return ((guild_id or 0) >> 22) % of == number
