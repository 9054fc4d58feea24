"""A port and what answers there: few connections at once, none for long without a request, and short words about them.

Nothing depends on the caller's address, the scheme or a prefix, so that a proxy may stand before it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

from aiohttp import web

from bot.domain.errors import StartError
from bot.web.connections import IDLE_S, Connections, MalformedRequests

CLOSING_S = 1.0  # at a stop, for the answers under way: a webhook that got none comes again


@asynccontextmanager
async def listen(
    application: web.Application,
    *,
    host: str,
    port: int,
    name: str,
    refused: str,
    connections: Connections | None = None,
    closing_s: float = CLOSING_S,
) -> AsyncIterator[int]:
    """Answer requests; yields the port. Raises StartError, as `refused` says it, where the address can't be bound.

    `name` is what the log calls the port.
    """
    log = logging.getLogger(f"{__name__}.requests")  # aiohttp's word on single ones
    connections = Connections() if connections is None else connections
    application.middlewares.append(connections.note)
    runner = web.AppRunner(
        application, access_log=None, logger=log, shutdown_timeout=closing_s, keepalive_timeout=IDLE_S
    )
    malformed = MalformedRequests(time.monotonic, port=name)
    log.addFilter(malformed)
    await runner.setup()
    try:
        with closing(await _bind(runner, connections, host, port, refused)) as listener:
            yield listener.sockets[0].getsockname()[1]
    finally:
        await runner.cleanup()
        log.removeFilter(malformed)


async def _bind(runner: web.AppRunner, connections: Connections, host: str, port: int, refused: str) -> asyncio.Server:
    handle = runner.server
    if handle is None:
        raise RuntimeError("the runner was not set up")
    try:
        return await asyncio.get_running_loop().create_server(lambda: connections.connect(handle()), host, port)
    except OSError as error:
        why = error.strerror
    except ValueError:  # what can't even be asked for: a NUL in it, a label of 64 letters
        why = "no address"
    raise StartError(refused.format(where=f"{host}:{port}", why=why)) from None
