"""The simulator's own routes under /_emulator, for tests in other processes and for the demo page."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from contextlib import suppress
from typing import Any

from aiohttp import web
from yarl import URL

from bot.simulators.higgsfield.account import Account
from bot.simulators.higgsfield.account_options import AccountOptions
from bot.simulators.higgsfield.api_errors import ApiError
from bot.simulators.higgsfield.call_log import CallLog
from bot.simulators.higgsfield.faults import Fault, Faults
from bot.simulators.higgsfield.prompt_directives import DIRECTIVES

HEARTBEAT_S = 15.0
FAULT_FIELDS = ("method", "path_glob", "how", "times")
CHANGEABLE = [f.name for f in dataclasses.fields(AccountOptions) if f.name != "models"]


class ControlRoutes:
    """Routes that read the call log and the requests, change the account's options and add faults."""

    def __init__(self, account: Account, log: CallLog, faults: Faults, leaks: list[str]) -> None:
        self._account = account
        self._log = log
        self._faults = faults
        self._leaks = leaks

    def routes(self) -> list[web.RouteDef]:
        """Return the routes served here."""
        return [
            web.get("/_emulator/log", self.log),
            web.get("/_emulator/requests", self.requests),
            web.get("/_emulator/words", self.directives),
            web.get("/_emulator/events", self.events),
            web.post("/_emulator/terms", self.change_options),
            web.post("/_emulator/faults", self.add_fault),
        ]

    async def log(self, call: web.Request) -> web.Response:
        """GET /_emulator/log?after=N: the calls with a higher number."""
        after = _number(call.query.get("after", "0"))
        calls = [dataclasses.asdict(c) for c in self._log.calls if c.n > after]
        return _json(call, {"calls": calls, "leaks": self._leaks})

    async def requests(self, call: web.Request) -> web.Response:
        """GET /_emulator/requests: the accepted requests."""
        requests = [request.summary() for request in self._account.requests.values()]
        return _json(call, {"requests": requests, "spent": self._account.spent})

    async def directives(self, call: web.Request) -> web.Response:
        """GET /_emulator/words: the directives of a prompt."""
        table = [{"name": w.name, "effect": w.effect, "example": w.example} for w in DIRECTIVES.values()]
        return _json(call, {"words": table})

    async def change_options(self, call: web.Request) -> web.Response:
        """POST /_emulator/terms with the options to change; answers with all, without the secret."""
        changes = await _fields(call)
        if "drawing_s" in changes:
            changes["drawing_s"] = tuple(changes["drawing_s"])
        unknown = changes.keys() - set(CHANGEABLE)
        if unknown:
            raise ApiError(422, f"Unknown terms: {', '.join(sorted(unknown))}")
        self._account.options = dataclasses.replace(self._account.options, **changes)
        shown = {name: getattr(self._account.options, name) for name in CHANGEABLE if name != "secret"}
        return _json(call, shown)

    async def add_fault(self, call: web.Request) -> web.Response:
        """POST /_emulator/faults: {method, path_glob, how, times?, …}; {"clear": true} takes all back."""
        fields = await _fields(call)
        if fields.pop("clear", False):
            self._faults.clear()
        if fields:
            detail = {name: value for name, value in fields.items() if name not in FAULT_FIELDS}
            given = {"times": 1} | {name: fields[name] for name in FAULT_FIELDS if name in fields}
            try:
                self._faults.add(Fault(**given, detail=detail))
            except (TypeError, ValueError) as error:
                raise ApiError(422, str(error)) from error
        return _json(call, {"ok": True})

    async def events(self, call: web.Request) -> web.StreamResponse:
        """GET /_emulator/events: calls and changes as server-sent events; ?after=N or Last-Event-ID replays."""
        after = call.headers.get("Last-Event-ID") or call.query.get("after")
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", **_cors(call)}
        stream = web.StreamResponse(headers=headers)
        await stream.prepare(call)
        with self._log.listen() as fresh:
            missed = self._log.events(_number(after)) if after is not None else []
            await stream.write(b": hello\n\n" + b"".join(map(_event, missed)))
            with suppress(ConnectionResetError):  # the page was closed
                while True:
                    await stream.write(await _next_line(fresh))
        return stream


async def _fields(call: web.Request) -> dict[str, Any]:
    # A page of another origin can't send this type without asking first, and is never told yes.
    if call.content_type != "application/json":
        raise ApiError(415, "Send application/json")
    try:
        fields = await call.json()
    except json.JSONDecodeError as error:
        raise ApiError(422, "Not JSON") from error
    if not isinstance(fields, dict):
        raise ApiError(422, "Send an object")
    return fields


def _event(event: dict[str, Any]) -> bytes:
    return f"id: {event['n']}\ndata: {json.dumps(event)}\n\n".encode()


async def _next_line(fresh: asyncio.Queue[dict[str, Any]]) -> bytes:
    try:
        return _event(await asyncio.wait_for(fresh.get(), HEARTBEAT_S))
    except TimeoutError:
        return b": still here\n\n"


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _json(call: web.Request, body: object) -> web.Response:
    return web.json_response(body, headers=_cors(call))


def _cors(call: web.Request) -> dict[str, str]:
    origin = call.headers.get("Origin", "")
    if call.method != "GET" or not _is_loopback(origin):
        return {"Vary": "Origin"}
    return {"Vary": "Origin", "Access-Control-Allow-Origin": origin}


def _is_loopback(origin: str) -> bool:
    try:
        url = URL(origin)
    except ValueError:
        return False
    return url.scheme == "http" and url.host in ("127.0.0.1", "localhost", "::1")
