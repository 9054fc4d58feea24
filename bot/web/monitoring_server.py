"""The port for whoever watches the bot: whether it lives, whether it can serve, and its figures for Prometheus.

It tells no names, no prompts and no secrets; it is on this machine alone unless BOT_METRICS_HOST says otherwise. Then
it answers to no name but localhost: a page may have its own name lead here (DNS rebinding), and read what is told.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from ipaddress import ip_address

from aiohttp import web

from bot.runtime.proxies import is_this_machine
from bot.web.connections import Handler
from bot.web.health import OK, Health
from bot.web.listening import listen

LOCALHOST = "localhost"
LARGEST_BODY = 1024  # bytes; nobody has anything to send
REFUSED = (
    "BOT_METRICS_HOST and BOT_METRICS_PORT: can't listen on {where} ({why}). Choose another port,"
    " or leave BOT_METRICS_PORT empty to run without."
)


class MonitoringServer:
    """Answers `/healthz`, `/readyz` and `/metrics`."""

    def __init__(self, *, health: Health, figures: Callable[[], Awaitable[bytes]], content_type: str) -> None:
        self._health = health
        self._figures = figures
        self._content_type = content_type

    def application(self) -> web.Application:
        """Return the routes."""
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_get("/healthz", self.healthz)
        app.router.add_get("/readyz", self.readyz)
        app.router.add_get("/metrics", self.metrics)
        return app

    async def healthz(self, _: web.Request) -> web.Response:
        """Answer 200 while every loop is alive, else 503: then a restart helps."""
        return _said(self._health.loops())

    async def readyz(self, _: web.Request) -> web.Response:
        """Answer 200 while orders can be taken and drawn, else 503: a restart helps none of that."""
        return _said(self._health.parts())

    async def metrics(self, _: web.Request) -> web.Response:
        """Answer with the figures, as Prometheus reads them."""
        return web.Response(body=await self._figures(), headers={"Content-Type": self._content_type})


@web.middleware
async def no_other_name(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what was asked for under a name; an address, or localhost, is nobody's."""
    if _names_this_machine(request):
        return await handler(request)
    return web.Response(status=403, text="Ask by the address, or set BOT_METRICS_HOST.\n")


def _names_this_machine(request: web.Request) -> bool:
    with suppress(ValueError):
        host = request.url.host or ""
        return host == LOCALHOST or bool(ip_address(host))
    return False


def _said(parts: Mapping[str, str]) -> web.Response:
    is_well = all(said == OK for said in parts.values())
    return web.json_response({"ok": is_well, **parts}, status=200 if is_well else 503)


@asynccontextmanager
async def serve_monitoring(server: MonitoringServer, *, host: str, port: int) -> AsyncIterator[int]:
    """Listen; yields the port. Raises StartError where the address can't be bound."""
    application = server.application()
    if is_this_machine(host.rstrip(".").lower()):
        application.middlewares.append(no_other_name)
    async with listen(application, host=host, port=port, name="monitoring", refused=REFUSED, closing_s=0) as bound:
        yield bound
