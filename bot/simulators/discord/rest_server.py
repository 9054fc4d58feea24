"""The REST API's middleware: authorization, faults, rate limits, and the log of every call."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.simulators.discord.call_log import LoggedCall
from bot.simulators.discord.errors import ApiError
from bot.simulators.discord.faults import Fault, Faults
from bot.simulators.discord.message_writes import Form, read
from bot.simulators.discord.rate_limits import RateLimits

JSON = dict[str, Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
PREFIX = "/api/v10"
MESSAGES = (4, 7)  # the first answers that write: a message, an update
FORM = web.RequestKey("form", Form)
MESSAGE_ID = web.RequestKey("message_id", int)


def reply(body: object, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """Return a JSON response with exactly the content type that discord.py compares with."""
    data = json.dumps(body).encode()
    return web.Response(body=data, status=status, headers=headers, content_type="application/json")


def empty() -> web.Response:
    """Return a 204."""
    return web.Response(status=204)


async def form(request: web.Request) -> Form:
    """Read the request's body and keep it for the call log."""
    request[FORM] = found = await read(request)
    return found


class RestServer:
    """The middleware of everything under /api."""

    def __init__(self, *, token: str, faults: Faults, limits: RateLimits, changed: Callable[[], None]) -> None:
        self.token = token
        self.faults = faults
        self.limits = limits
        self.changed = changed
        self.calls: list[LoggedCall] = []

    def middleware(self) -> Middleware:
        """Return aiohttp's middleware, which acts on paths of the API only."""

        @web.middleware
        async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
            if request.path.startswith(PREFIX):
                return await self.handle(request, handler)
            return await handler(request)

        return middleware

    async def handle(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Handle one call, unless a fault or a limit answers it."""
        path = request.path.removeprefix(PREFIX)
        struck = self.faults.take(request.method, path)
        for fault in (f for f in struck if f.kind == "delay"):
            await asyncio.sleep(fault.seconds)
        last = next((f for f in struck if f.kind != "delay"), None)
        if last and last.kind in ("answer", "reset"):
            response = self._faulty(request, last)
        else:
            response = await self._served(request, path, handler)
            if last:
                response = self._faulty(request, last)
        self._note(request, path, response)
        return response

    def _faulty(self, request: web.Request, fault: Fault) -> web.Response:
        if fault.kind.startswith("reset") and request.transport is not None:
            request.transport.abort()
            return reply({}, 444)
        body: JSON = {"message": fault.message or "The playground was told to fail.", "code": fault.code}
        headers = {} if fault.banned else {"Via": "1.1 playground"}
        if fault.status == 429:
            body |= {"retry_after": fault.retry_after, "global": False}
            headers["Retry-After"] = str(fault.retry_after)
        return reply(body, fault.status, headers)

    async def _served(self, request: web.Request, path: str, handler: Handler) -> web.Response:
        headers, wait = self._limit(request, path)
        if wait:
            body = {"message": "You are being rate limited.", "retry_after": wait, "global": False}
            return reply(body, 429, {**headers, "Retry-After": f"{wait:.3f}"})
        response = await self._answer(request, path, handler)
        response.headers.update(headers)
        return response

    def _limit(self, request: web.Request, path: str) -> tuple[dict[str, str], float]:
        parts = path.split("/")
        if request.method == "PATCH" and parts[1] == "channels" and len(parts) == 5:
            return self.limits.take(parts[2])
        return {}, 0

    async def _answer(self, request: web.Request, path: str, handler: Handler) -> web.Response:
        try:
            open_to_all = path.startswith(("/webhooks/", "/interactions/", "/gateway")) and path != "/gateway/bot"
            if not open_to_all and request.headers.get("Authorization") != f"Bot {self.token}":
                raise ApiError(0)
            response = await handler(request)
        except ApiError as error:
            return reply(error.body, error.status, error.headers)
        except web.HTTPException as error:
            return reply({"message": f"{error.status}: {error.reason}", "code": 0}, error.status)
        if not isinstance(response, web.Response):
            raise TypeError("a REST route answers with a whole response")
        return response

    def _note(self, request: web.Request, path: str, response: web.Response) -> None:
        sent = request.get(FORM, Form(json={}))
        inner = sent.json.get("data")
        body = inner if isinstance(inner, dict) else sent.json
        answer = json.loads(response.body) if isinstance(response.body, bytes) and response.body else {}
        entry = LoggedCall(
            n=len(self.calls) + 1,
            at=time.time(),
            method=request.method,
            path=path,
            status=response.status,
            code=answer.get("code", 0) if response.status >= 400 else 0,
            speaks=FORM in request and _speaks(request.method, path, sent.json),
            allowed_mentions=body.get("allowed_mentions"),
            message_id=request.get(MESSAGE_ID),
            files=len(sent.uploads),
            summary=_summary(body),
        )
        self.calls.append(entry)
        self.changed()


def _speaks(method: str, path: str, sent: JSON) -> bool:
    if path.startswith("/interactions/"):
        return sent.get("type") in MESSAGES
    return method in ("POST", "PATCH") and ("/messages" in path or path.startswith("/webhooks/"))


def _summary(body: JSON) -> str:
    text = str(body.get("content") or "")
    parts = [body] if not text else []
    while parts and not text:
        part = parts.pop(0)
        text = str(part.get("content") or "")
        parts.extend(p for p in part.get("components") or [] if isinstance(p, dict))
    return text[:80]
