"""The HTTP server: Higgsfield's webhooks, and a health check. A webhook only says "ask now".

Nothing here trusts the caller: the address is signed for one job, of the body only the request's id is read, and the
next poll decides what it means. Behind a proxy nothing depends on the caller's address, the scheme or the prefix.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from aiohttp import web

from bot.domain import webhooks
from bot.domain.errors import StorageUnavailable
from bot.domain.webhooks import WebhookUrls
from bot.runtime.clock import Clock
from bot.services.orders import Orders
from bot.web.connections import Connections
from bot.web.listening import listen

log = logging.getLogger(__name__)

LARGEST_BODY = 256 * 1024  # bytes; a webhook names at most a few addresses of pictures
READ_S = 5.0  # for a webhook's body
LONGEST_ID = 128
AGAIN_S = 30  # after which a webhook that was not handled may come again
OPEN = "open"  # what the port answers to whoever looks whether it is reached


class WebhookServer:
    """Answers Higgsfield's webhooks and the health check."""

    def __init__(self, *, orders: Orders, webhook_urls: WebhookUrls, clock: Clock, secret: bytes = b"") -> None:
        self._orders = orders
        self._webhook_urls = webhook_urls
        self._clock = clock
        self._secret = secret

    def application(self) -> web.Application:
        """Return the routes; a proxy may leave a prefix before them."""
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_get("/{prefix:(.*/)?}healthz", self.health)
        app.router.add_post(f"/{{prefix:(.*/)?}}{webhooks.PATH}/{{job:[0-9]{{1,19}}}}/{{signature}}", self.receive)
        return app

    async def health(self, _: web.Request) -> web.Response:
        """Answer that the server is reachable: to try BOT_PUBLIC_URL in a browser."""
        return web.Response(text=f"{OPEN}\n")

    async def receive(self, request: web.Request) -> web.Response:
        """Handle a webhook: 204 once done, 503 for Higgsfield to send it again, 404 or 401 where it is a stranger's."""
        job_id = int(request.match_info["job"])
        if not self._webhook_urls.verify(job_id, request.match_info["signature"]):
            return web.Response(status=404)
        try:
            async with asyncio.timeout(READ_S):
                body = await request.read()
        except TimeoutError:
            return web.Response(status=408)
        if self._secret and not self._clock.is_confirmed:
            return _later()  # nobody has told the time yet: which signature is stale is not known
        if self._secret and not webhooks.verify_signature(
            self._secret, request.headers, body, now_s=self._clock.now() / 1000
        ):
            log.warning("job %s: a webhook call without Higgsfield's signature was ignored", job_id)
            return web.Response(status=401)
        with suppress(StorageUnavailable):  # the store reports that one itself, once
            if await self._orders.webhook_received(job_id, _request_id(body)):
                return web.Response(status=204)
        return _later()


def _later() -> web.Response:
    return web.Response(status=503, headers={"Retry-After": str(AGAIN_S)})


def _request_id(body: bytes) -> str:
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    value = fields.get("request_id") if isinstance(fields, dict) else None
    return value if isinstance(value, str) and len(value) <= LONGEST_ID else ""


@asynccontextmanager
async def serve_webhooks(
    server: WebhookServer, *, host: str, port: int, connections: Connections | None = None
) -> AsyncIterator[int]:
    """Listen; yields the port. Raises StartError where the address can't be bound."""
    refused = (
        "BOT_HOST and BOT_PORT: can't listen on {where} ({why}). Choose another port,"
        " or leave BOT_PUBLIC_URL empty to run without webhooks."
    )
    async with listen(
        server.application(), host=host, port=port, name="webhooks'", refused=refused, connections=connections
    ) as bound:
        yield bound
