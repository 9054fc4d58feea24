"""A loopback HTTP proxy that notes what it is asked for, and leads every tunnel to one address of this machine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field


@dataclass(kw_only=True)
class ConnectProxy:
    """What reached the proxy; `status` is what it answers, 200 only with somewhere to lead to."""

    port: int = 0
    status: int = 502
    asked: list[str] = field(default_factory=list)
    authorizations: list[str] = field(default_factory=list)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request and hang up."""
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            self.asked.append(" ".join(head[0].split()[:2]))
            self.authorizations += [line.partition(": ")[2] for line in head if line.lower().startswith("proxy-auth")]
            writer.write(f"HTTP/1.1 {self.status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
            await writer.drain()
        writer.close()


@asynccontextmanager
async def connect_proxy(status: int = 502) -> AsyncIterator[ConnectProxy]:
    """Run the proxy on a free port."""
    proxy = ConnectProxy(status=status)
    server = await asyncio.start_server(proxy.talk, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        await asyncio.sleep(0)
