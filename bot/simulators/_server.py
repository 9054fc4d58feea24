"""A server on a loopback port: the start and stop that both simulators share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType
from typing import ClassVar, Self

from aiohttp import web

BACKLOG = 1024  # many clients connect at once in the tests of load


class LoopbackServer(ABC):
    """An aiohttp application on a loopback port; `async with` starts and stops it.

    Port 0 is any free port, which then stays the same over a stop and a new start.
    """

    shutdown_timeout_s: ClassVar[float] = 1.0

    def __init__(self, *, host: str, port: int) -> None:
        self.host = host
        self.port = port
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The base address, without a slash at the end; complete once the server listens."""
        return f"http://{self.host}:{self.port}"

    @abstractmethod
    def _application(self) -> web.Application:
        """Return a new application with all routes."""

    async def start(self) -> None:
        """Listen."""
        runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=self.shutdown_timeout_s)
        await runner.setup()
        await web.TCPSite(runner, self.host, self.port, backlog=BACKLOG).start()
        self._runner = runner
        self.port = runner.addresses[0][1]

    async def stop(self) -> None:
        """Close every connection and stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
