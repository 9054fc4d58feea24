"""What both stand-ins share: a server on a free loopback port that says its address, and numbers of its calls."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

JSON = dict[str, Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
CONTROL = "/bench/"  # calls below it are the bench's own: neither counted nor part of what is measured
LARGEST_BODY = 64 * 2**20
AN_ID = re.compile(r"/(?:[0-9a-f-]{36}|[0-9]{15,}|[\w-]{40,})(?=/|$)")


def now() -> float:
    """Return the machine's monotonic time in seconds, which is the same in every process."""
    return time.monotonic()


class CallLog:
    """Every call beside the bench's own: when it came, its method and its path with the ids left out."""

    def __init__(self) -> None:
        self.calls: list[tuple[float, str]] = []

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Note the call before it is answered."""
        if not request.path.startswith(CONTROL):
            self.calls.append((now(), f"{request.method} {AN_ID.sub('/*', request.path)}"))
        return await handler(request)

    async def show(self, _: web.Request) -> web.Response:
        """GET /bench/calls."""
        return reply(self.calls)


def reply(body: object, status: int = 200) -> web.Response:
    """Return a JSON response with exactly the content type that discord.py compares with."""
    return web.Response(body=json.dumps(body).encode(), status=status, content_type="application/json")


async def serve(app: web.Application) -> None:
    """Listen on a free loopback port, print its address, and stop on a signal or with whoever started it."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    asyncio.get_running_loop().add_reader(sys.stdin, stop.set)  # nobody writes to it: it ends with the bench
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await stop.wait()
    await runner.cleanup()
