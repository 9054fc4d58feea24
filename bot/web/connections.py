"""The connections to a port that may stand open to the internet: few at once, and none for long without a request.

aiohttp bounds neither: it waits for ever for the first request's head
(https://docs.aiohttp.org/en/stable/web_reference.html#aiohttp.web.Server), and each connection holds a file handle
that the database and the downloads need.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

log = logging.getLogger(__name__)

MOST = 128  # at once; Higgsfield rings once for an order, and again where it was not heard
IDLE_S = 10.0  # for the next request's head to be whole
QUIET_S = 60.0  # between two lines about malformed requests

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Connections:
    """The open connections; a new one takes the place of the one that waits longest, where there are too many."""

    def __init__(self, *, most: int = MOST, idle_s: float = IDLE_S) -> None:
        self._most = most
        self._idle_s = idle_s
        self._waiting: dict[asyncio.BaseTransport, asyncio.TimerHandle] = {}  # for a request; longest first
        self._busy: set[asyncio.BaseTransport] = set()

    def __len__(self) -> int:
        return len(self._waiting) + len(self._busy)

    def connect(self, inner: asyncio.Protocol) -> asyncio.Protocol:
        """Return the protocol of a new connection, which is told of it only if there is room."""
        return _Connection(inner, self)

    @web.middleware
    async def note(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let a connection take its time while its request is handled, which has bounds of its own."""
        transport = request.transport
        if transport in self._waiting:
            self._waiting.pop(transport).cancel()
            self._busy.add(transport)
        try:
            return await handler(request)
        finally:
            if transport in self._busy:
                self._busy.remove(transport)
                self._await_request(transport)

    def admit(self, transport: asyncio.BaseTransport) -> bool:
        """Take a connection in, another's place perhaps; False where each of the others is at work."""
        if len(self) >= self._most:
            if not self._waiting:
                return False
            self._drop(next(iter(self._waiting)))
        self._await_request(transport)
        return True

    def forget(self, transport: asyncio.BaseTransport) -> None:
        """Note that a connection is closed."""
        self._busy.discard(transport)
        if timer := self._waiting.pop(transport, None):
            timer.cancel()

    def _await_request(self, transport: asyncio.BaseTransport) -> None:
        loop = asyncio.get_running_loop()
        self._waiting[transport] = loop.call_later(self._idle_s, self._drop, transport)

    def _drop(self, transport: asyncio.BaseTransport) -> None:
        self.forget(transport)
        abort(transport)


class _Connection(asyncio.Protocol):
    """Hands everything on to aiohttp's own protocol."""

    def __init__(self, inner: asyncio.Protocol, connections: Connections) -> None:
        self._inner = inner
        self._connections = connections
        self._transport: asyncio.BaseTransport | None = None  # None: there was no room

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, or hang up at once."""
        if self._connections.admit(transport):
            self._transport = transport
            self._inner.connection_made(transport)
        else:
            abort(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        if self._transport is not None:
            self._connections.forget(self._transport)
            self._inner.connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Hand on what came."""
        if self._transport is not None:
            self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        """Hand on that nothing more comes."""
        return self._inner.eof_received() if self._transport is not None else None

    def pause_writing(self) -> None:
        """Hand on that the other side reads slowly."""
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        """Hand on that it reads again."""
        self._inner.resume_writing()


def abort(transport: asyncio.BaseTransport) -> None:
    """Close a connection without waiting for what is still to be sent."""
    if isinstance(transport, asyncio.Transport):
        transport.abort()


class MalformedRequests(logging.Filter):
    """Makes one short line a minute of what aiohttp logs, with a traceback each, about requests that are none."""

    def __init__(self, monotonic: Callable[[], float], *, port: str) -> None:
        super().__init__()
        self._port = port
        self._monotonic = monotonic
        self._again_at = 0.0
        self._left_out = 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True for the record that is written, shortened."""
        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(error, HttpProcessingError | web.RequestPayloadError | ConnectionError):
            return True  # a mistake of ours
        now = self._monotonic()
        if now < self._again_at:
            self._left_out += 1
            return False
        record.msg, record.args = f"a request to the {self._port} port was none (%s)", (type(error).__name__,)
        if self._left_out:
            record.msg, record.args = f"{record.msg}; %s more since the last line", (*record.args, self._left_out)
        record.exc_info = record.exc_text = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        self._again_at, self._left_out = now + QUIET_S, 0
        return True
