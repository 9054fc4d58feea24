"""Emulator: the server that holds the parts together."""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.simulators.higgsfield.account import Account
from bot.simulators.higgsfield.account_options import AccountOptions
from bot.simulators.higgsfield.api_errors import ApiError
from bot.simulators.higgsfield.call_log import Call, CallLog
from bot.simulators.higgsfield.control_routes import ControlRoutes
from bot.simulators.higgsfield.faults import Dropped, Fault, Faults
from bot.simulators.higgsfield.requests import TERMINAL, Request
from bot.simulators.higgsfield.routes import ABOUT, Routes, correlation_id
from bot.simulators.higgsfield.storage import Storage
from bot.simulators.higgsfield.validation import Invalid

LARGEST_BODY = 40 * 1024 * 1024
PUBLIC = ("/cdn/", "/storage/", "/_emulator/")


class FakeHiggsfield:
    """Higgsfield's image API on a loopback port; `async with Emulator() as vendor: vendor.url`."""

    def __init__(self, terms: AccountOptions | None = None, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self._host = host
        self._port = port
        self._journal = CallLog()
        self._faults = Faults()
        self._account = Account(terms or AccountOptions(), self._journal)
        self._cdn = Storage(self._account)
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The base address, without a slash at the end."""
        return self._account.base

    @property
    def terms(self) -> AccountOptions:
        """What the account is like; assign new ones at any time."""
        return self._account.terms

    @terms.setter
    def terms(self, terms: AccountOptions) -> None:
        self._account.terms = terms

    @property
    def requests(self) -> Mapping[str, Request]:
        """The accepted requests by id, oldest first."""
        return self._account.requests

    @property
    def log(self) -> list[Call]:
        """Every call to the vendor, oldest first."""
        return self._journal.calls

    @property
    def leaks(self) -> list[str]:
        """Calls that sent an API credential where none belongs."""
        return self._cdn.leaks

    @property
    def credits_left(self) -> float:
        """Credits neither spent nor reserved."""
        return self._account.credits_left

    def fail(self, method: str, path_glob: str, *, how: str, times: int = 1, **detail: Any) -> Fault:  # noqa: ANN401
        """Make the next `times` matching calls fail; `how` as in the table of faults.py."""
        fault = Fault(method=method, path_glob=path_glob, how=how, times=times, detail=detail)
        self._faults.add(fault)
        return fault

    def load(self, file: Path) -> None:
        """Know the requests of an earlier day again, as a file tells of them; those that are not over go on."""
        for saved in json.loads(file.read_text(encoding="utf-8"))["requests"]:
            self._account.recall(saved)

    async def reached(self, request: Request, *statuses: str) -> None:
        """Wait until a request has one of these statuses, or any final one if none is named."""
        with self._journal.listen() as changes:
            while request.status not in (statuses or TERMINAL):
                await changes.get()

    async def start(self) -> None:
        """Listen."""
        self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self._account.open(f"http://{self._host}:{self._port}")

    async def stop(self) -> None:
        """Stop listening, and every request's life with it."""
        if self._runner:
            await self._account.close()
            await self._runner.cleanup()
            await self._cdn.close()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def _app(self) -> web.Application:
        middlewares: list[Middleware] = [
            self._write_down,
            self._strike,
            self._answer_errors,
            self._check_credentials,
        ]
        app = web.Application(middlewares=middlewares, client_max_size=LARGEST_BODY)
        for part in (
            Routes(self._account),
            self._cdn,
            ControlRoutes(self._account, self._journal, self._faults, self.leaks),
        ):
            app.add_routes(part.routes())
        return app

    @web.middleware
    async def _write_down(self, request: web.Request, handler: Handler) -> web.StreamResponse:
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
            told = request.get(ABOUT, {})
            self._journal.note_call(
                method=request.method,
                path=request.path,
                status=status,
                ms=round((time.monotonic() - started) * 1000),
                idempotency_key=request.headers.get("Idempotency-Key"),
                summary=_summary(told),
                **told,
            )

    @web.middleware
    async def _answer_errors(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except ApiError as refusal:
            return refusal.response
        except Invalid as invalid:
            return web.json_response({"detail": invalid.problems}, status=422)
        except web.HTTPException as error:
            return web.json_response({"detail": error.reason}, status=error.status)

    @web.middleware
    async def _strike(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        fault = self._faults.take(request.method, request.path)
        if fault is None:
            return await handler(request)
        await request.read()  # a caller that gives up later has nevertheless sent its order
        return await fault.strike(lambda: handler(request))

    @web.middleware
    async def _check_credentials(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith(PUBLIC) and not self._knows(request):
            raise ApiError(401, "Invalid credentials")
        return await handler(request)

    def _knows(self, call: web.Request) -> bool:
        expected = f"{self.terms.key_id}:{self.terms.secret}"
        pair = f"{call.headers.get('hf-api-key', '')}:{call.headers.get('hf-secret', '')}"
        given = call.headers.get("Authorization", "").removeprefix("Key ")
        return any(hmac.compare_digest(text.encode(), expected.encode()) for text in (pair, given))


def _summary(told: Mapping[str, Any]) -> str:
    if not told:
        return ""
    state = f" → {told['state']}" if "state" in told else ""
    return f"{told['model']} ×{told['images']} “{told['prompt'][:80]}”{state}"
