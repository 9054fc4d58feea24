"""FakeHiggsfield: the server that holds the simulator's parts together."""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.simulators._server import LoopbackServer
from bot.simulators.higgsfield.account import Account
from bot.simulators.higgsfield.account_options import AccountOptions
from bot.simulators.higgsfield.api_errors import ApiError
from bot.simulators.higgsfield.call_log import Call, CallLog
from bot.simulators.higgsfield.control_routes import ControlRoutes
from bot.simulators.higgsfield.faults import CAN_WAIT_S, Dropped, Fault, Faults
from bot.simulators.higgsfield.requests import TERMINAL, Request
from bot.simulators.higgsfield.routes import LOGGED, Routes, correlation_id
from bot.simulators.higgsfield.storage import Storage
from bot.simulators.higgsfield.validation import Invalid

LARGEST_BODY = 40 * 1024 * 1024
PUBLIC = ("/cdn/", "/storage/", "/_emulator/")


class FakeHiggsfield(LoopbackServer):
    """Higgsfield's image API on a loopback port, with the faults that tests command."""

    shutdown_timeout_s = 0.2

    def __init__(self, options: AccountOptions | None = None, *, host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__(host=host, port=port)
        self.faults = Faults()
        self._held: list[web.Request] = []
        self._log = CallLog()
        self._account = Account(options or AccountOptions(), self._log)
        self._storage = Storage(self._account)

    @property
    def options(self) -> AccountOptions:
        """The account's options; assign new ones at any time."""
        return self._account.options

    @options.setter
    def options(self, options: AccountOptions) -> None:
        self._account.options = options

    @property
    def requests(self) -> Mapping[str, Request]:
        """The accepted requests by id, oldest first."""
        return self._account.requests

    @property
    def calls(self) -> list[Call]:
        """Every call to the API, oldest first."""
        return self._log.calls

    @property
    def leaks(self) -> list[str]:
        """The calls that sent an API credential where none belongs."""
        return self._storage.leaks

    @property
    def held(self) -> int:
        """The calls whose answer a fault holds back while the caller waits."""
        return sum(call.transport is not None and not call.transport.is_closing() for call in self._held)

    @property
    def credits_left(self) -> float:
        """The credits neither spent nor reserved."""
        return self._account.credits_left

    def fail(self, method: str, path_glob: str, *, how: str, times: int = 1, **detail: Any) -> Fault:  # noqa: ANN401
        """Make the next `times` matching calls fail; `how` is a row of the table in faults.py."""
        fault = Fault(method=method, path_glob=path_glob, how=how, times=times, detail=detail)
        self.faults.add(fault)
        return fault

    def load(self, file: Path) -> None:
        """Restore the requests in a saved file; those that are not over go on."""
        for saved in json.loads(file.read_text(encoding="utf-8"))["requests"]:
            self._account.restore(saved)

    def save(self) -> dict[str, Any]:
        """Return every request with its body as sent, as a file for `load` holds them."""
        return {"url": self.url, "requests": [request.saved() for request in self.requests.values()]}

    def advance(self, request: Request, status: str) -> None:
        """Set a request's status at once; a final one stays."""
        self._account.advance(request, status)

    def finish(self, request: Request) -> None:
        """End a request at once, as its directives plan it."""
        self.advance(request, request.plan.ending)

    async def reached(self, request: Request, *statuses: str) -> None:
        """Wait until a request has one of these statuses, or any final one if none is named."""
        with self._log.listen() as changes:
            while request.status not in (statuses or TERMINAL):
                await changes.get()

    async def start(self) -> None:
        """Listen, and run what the last stop left unfinished."""
        await super().start()
        self._account.start(self.url)

    async def stop(self) -> None:
        """Stop listening; every request stays in its present status."""
        await self._account.stop()
        await super().stop()
        await self._storage.close()

    def _application(self) -> web.Application:
        middlewares: list[Middleware] = [
            self._record_call,
            self._apply_fault,
            self._answer_errors,
            self._check_credentials,
        ]
        app = web.Application(middlewares=middlewares, client_max_size=LARGEST_BODY)
        for part in (
            Routes(self._account),
            self._storage,
            ControlRoutes(self._account, self._log, self.faults, self.leaks),
        ):
            app.add_routes(part.routes())
        return app

    @web.middleware
    async def _record_call(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith("/_emulator/"):
            return await handler(request)
        started = time.monotonic()
        status = 0
        try:
            response = await handler(request)
            response.headers["X-Correlation-ID"] = correlation_id()
            status = response.status
            return response
        except Dropped:
            if request.transport:
                request.transport.abort()
            return web.Response(status=500)
        finally:
            logged = request.get(LOGGED, {})
            self._log.record_call(
                method=request.method,
                path=request.path,
                status=status,
                ms=round((time.monotonic() - started) * 1000),
                idempotency_key=request.headers.get("Idempotency-Key"),
                summary=_summary(logged),
                **logged,
            )

    @web.middleware
    async def _answer_errors(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except ApiError as error:
            return error.response
        except Invalid as invalid:
            return web.json_response({"detail": invalid.problems}, status=422)
        except web.HTTPException as error:
            return web.json_response({"detail": error.reason}, status=error.status)

    @web.middleware
    async def _apply_fault(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        fault = self.faults.take(request.method, request.path)
        if fault is None:
            return await handler(request)
        await request.read()  # a caller that gives up later has nevertheless sent its order
        if fault.how not in CAN_WAIT_S:
            return await fault.respond(lambda: handler(request))
        self._held.append(request)
        try:
            return await fault.respond(lambda: handler(request))
        finally:
            self._held.remove(request)

    @web.middleware
    async def _check_credentials(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith(PUBLIC) and not self._is_authorized(request):
            raise ApiError(401, "Invalid credentials")
        return await handler(request)

    def _is_authorized(self, call: web.Request) -> bool:
        expected = f"{self.options.key_id}:{self.options.secret}"
        pair = f"{call.headers.get('hf-api-key', '')}:{call.headers.get('hf-secret', '')}"
        given = call.headers.get("Authorization", "").removeprefix("Key ")
        return any(hmac.compare_digest(text.encode(), expected.encode()) for text in (pair, given))


def _summary(logged: Mapping[str, Any]) -> str:
    if not logged:
        return ""
    state = f" → {logged['state']}" if "state" in logged else ""
    return f"{logged['model']} ×{logged['images']} “{logged['prompt'][:80]}”{state}"
