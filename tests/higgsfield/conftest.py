"""A vendor that says exactly the bytes it is told to, and a client pointed at it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from bot.domain.catalog import Params
from bot.higgsfield import Submission
from bot.higgsfield.client import HiggsfieldClient, order_session

KEY_ID, SECRET = "0b0e3c1c-key", "s3cr3t:with-colon"


@dataclass
class Heard:
    connection: int
    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Wire:
    """Each request gets the next line of the script; the last one repeats."""

    script: list[Any] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    url: str = ""
    connections: int = 0
    rings: asyncio.Event = field(default_factory=asyncio.Event)  # at each request

    def says(self, *script: Any) -> None:
        self.script = list(script)

    @staticmethod
    def response(status: int = 200, body: Any = b"", *, keep: bool = False, **headers: str) -> bytes:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(data)}", "X-Correlation-ID: corr-1"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        lines += [] if keep else ["Connection: close"]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + data

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        number = self.connections
        try:
            while await self._exchange(number, reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _exchange(self, number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        first, *rest = head.strip().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in rest)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        method, target, _ = first.split(" ")
        self.heard.append(Heard(number, method, target, headers, body))
        self.rings.set()
        act = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if act == "reset":
            writer.transport.abort()
            return False
        if act == "hang":
            await reader.read()
            return False
        writer.write(act)
        await writer.drain()
        return b"Connection: close" not in act


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    wire = Wire()
    server = await asyncio.start_server(wire.talk, "127.0.0.1", 0)
    wire.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield wire
    server.close()
    await asyncio.sleep(0)


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def connect(session: aiohttp.ClientSession) -> AsyncIterator[Callable[..., HiggsfieldClient]]:
    """Make a client for an address; its key is the wire's unless told otherwise."""

    def connect(base_url: str, **options: Any) -> HiggsfieldClient:
        given = {"key_id": KEY_ID, "secret": SECRET, "submit_s": 5, "ask_s": 5} | options
        return HiggsfieldClient(session=session, orders=orders, base_url=base_url, **given)

    async with order_session() as orders:
        yield connect


@pytest.fixture
def client(wire: Wire, connect: Callable[..., HiggsfieldClient]) -> HiggsfieldClient:
    return connect(wire.url)


@pytest.fixture
def order() -> Callable[..., Submission]:
    """Make a submission, plain unless told otherwise."""

    def order(prompt: str = "a red fox in snow", **changes: Any) -> Submission:
        params = Params(
            **{name: changes.pop(name) for name in ("count", "ratio", "format", "resolution") if name in changes}
        )
        given = {"model": "banana", "params": params, "idempotency_key": "6f1c-key"} | changes
        return Submission(prompt=prompt, **given)

    return order
