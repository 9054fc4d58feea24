"""Names of strangers' hosts are resolved in threads of their own: a name server may take as long as it likes."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, cast

from aiohttp import ThreadedResolver

AT_ONCE = 16


class OwnThreadsResolver(ThreadedResolver):
    """aiohttp's own resolver, but for the threads: those that all else is done in are few, and would all wait."""

    def __init__(self) -> None:
        super().__init__(loop=cast("asyncio.AbstractEventLoop", _Lookups()))


class _Lookups:
    """The two calls of an event loop that look up names, in a thread each, so many at once."""

    def __init__(self) -> None:
        self._at_once = asyncio.Semaphore(AT_ONCE)

    async def getaddrinfo(self, host: str, port: int, **options: Any) -> Any:  # noqa: ANN401  the socket module's
        return await self._in_thread(partial(socket.getaddrinfo, host, port, **options))

    async def getnameinfo(self, address: Any, flags: int = 0) -> Any:  # noqa: ANN401  the socket module's
        return await self._in_thread(partial(socket.getnameinfo, address, flags))

    async def _in_thread(self, call: Callable[[], object]) -> object:
        await self._at_once.acquire()
        thread = ThreadPoolExecutor(1, thread_name_prefix="name")
        lookup = asyncio.get_running_loop().run_in_executor(thread, call)
        lookup.add_done_callback(lambda _: self._at_once.release())  # not before: nobody can end it
        thread.shutdown(wait=False)
        return await asyncio.shield(lookup)
