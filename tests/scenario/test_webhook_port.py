"""The port that stands open to the internet: whoever leans on it takes nothing from the bot."""

from __future__ import annotations

import asyncio
import resource
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.domain.webhooks import WebhookUrls
from bot.runtime.clock import Clock
from bot.web.connections import MOST, Connections
from bot.web.webhook_server import WebhookServer, serve_webhooks

Studio = Any
IDLE = 300
HALF = b"POST /hooks/1/x HTTP/1.1\r\nHost: bot\r\nX-Slow: "
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")


@pytest.fixture
async def studio(closed_studio: Studio) -> Studio:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    await closed_studio.start(bot_public_url=f"http://127.0.0.1:{port}", bot_host="127.0.0.1", bot_port=port)
    return closed_studio


@contextmanager
def few_file_handles(more: int) -> Iterator[None]:
    """Leave this process only so many more handles than it has now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    highest = max(int(entry.name) for entry in Path("/dev/fd").iterdir())
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + more, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@asynccontextmanager
async def idle_connections(port: int, count: int, said: bytes = b"") -> AsyncIterator[list[asyncio.StreamReader]]:
    """Hold so many connections that never say a whole request."""
    readers = []
    async with AsyncExitStack() as stack:
        for _ in range(count):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            stack.callback(writer.close)
            writer.write(said)
            readers.append(reader)
        yield readers


@asynccontextmanager
async def port_alone(**options: Any) -> AsyncIterator[tuple[int, Connections]]:
    """The port of a bot that has no orders."""
    connections = Connections(**options)
    server = WebhookServer(orders=None, webhook_urls=WebhookUrls(base="", key=b"k"), clock=Clock())  # type: ignore[arg-type]
    async with serve_webhooks(server, host="127.0.0.1", port=0, connections=connections) as port:
        yield port, connections


async def is_open(port: int) -> bool:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/healthz") as answer:
        return await answer.text() == "open\n"


@pytest.mark.parametrize("said", [b"", HALF, b"GET /healthz HTTP/1.1\r\nHost: bot\r\n\r\n"])
async def test_hundreds_of_idle_connections_leave_files_an_order_and_a_delivery(studio: Studio, said: bytes) -> None:
    port = studio.settings["bot_port"]
    with few_file_handles(IDLE + 2 * MOST + 128):
        async with idle_connections(port, IDLE, said):
            call, card = await studio.finish("a cat")
            assert len(card.media) == 1 and await is_open(port)
            assert await asyncio.to_thread(lambda: [Path("/dev/null").open().close() for _ in range(20)])
    assert studio.row(call)["state"] == "succeeded"


async def test_there_are_never_more_than_so_many_and_the_longest_idle_one_goes_first() -> None:
    async with (
        port_alone(most=4) as (port, connections),
        idle_connections(port, 4, HALF) as first,
        idle_connections(port, 3, HALF),
    ):
        for reader in first[:3]:
            assert await _ended(reader)
        assert len(connections) == 4 and not first[3].at_eof()
        assert await is_open(port)


@pytest.mark.parametrize("said", [b"", HALF, b"\x16\x03\x01", b"GET /healthz HTTP/1.1\r\nHost: bot\r\n\r\n"])
async def test_a_connection_without_a_whole_request_is_closed(said: bytes) -> None:
    async with port_alone(idle_s=0.1) as (port, connections), idle_connections(port, 2, said) as readers:
        for reader in readers:
            assert await _ended(reader)
        assert len(connections) == 0


async def test_a_request_that_is_being_handled_is_not_cut() -> None:
    connections = Connections(most=1, idle_s=0.05)
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def slow(_: web.Request) -> web.StreamResponse:
        begun.set()
        await may_end.wait()
        return web.Response(text="done")

    app = web.Application(middlewares=[connections.note])
    app.router.add_get("/", slow)
    runner = web.AppRunner(app)
    await runner.setup()
    assert runner.server is not None
    handle = runner.server
    listener = await asyncio.get_running_loop().create_server(lambda: connections.connect(handle()), "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    async with aiohttp.ClientSession() as session:
        asking = asyncio.create_task(session.get(f"http://127.0.0.1:{port}/"))
        await begun.wait()
        with pytest.raises(aiohttp.ClientError):
            await session.get(f"http://127.0.0.1:{port}/")  # there is no room, and nobody to send away
        await asyncio.sleep(0.2)
        may_end.set()
        assert await (await asking).text() == "done"
    listener.close()
    await runner.cleanup()


async def test_requests_that_are_none_write_one_short_line(caplog: pytest.LogCaptureFixture) -> None:
    wrong = (b"GET /\x00 HTTP/1.1\r\n\r\n", b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", b"GET / HTTP/9.x\r\n\r\n")
    async with port_alone() as (port, _):
        for said in wrong * 3:
            async with idle_connections(port, 1, said) as [reader]:
                assert (await reader.readline()).startswith((b"HTTP/1.1 400", b"HTTP/1.0 400"))
    [line] = [record for record in caplog.records if record.name.startswith(("bot.web", "aiohttp"))]
    assert line.getMessage().startswith("a request to the webhooks' port was none") and not line.exc_info


async def _ended(reader: asyncio.StreamReader) -> bool:
    try:
        async with asyncio.timeout(10):
            await reader.read()
    except ConnectionError:
        return True
    return reader.at_eof()
