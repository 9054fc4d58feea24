"""Faults on command: wrong answers, lost answers, cut and endless bodies.

how            what the caller meets                                              options
status         that status (or how="503"), the request not taken                  status, body, headers
reset_before   the connection dies; nothing was done
reset_after    the call is handled, then the connection dies
hang           no answer at all                                                   seconds
slow           the answer comes late                                              seconds
html           502 with a gateway's web page                                      status
redirect       302 to another address                                             to
empty          200 with an empty body
garbage        200 with something that is not JSON
cut            the true answer, cut in the middle of its body
drip           the true answer, a few bytes at a time                            seconds (between two pieces), pieces
bytes          200 with these bytes (base64), with this Content-Length            data, length, content_type, headers
endless        200 with a body of zeros that never ends                         content_type

`taken=True` handles the call before any of them.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from aiohttp import web

from bot.simulators.higgsfield.api_errors import answer

Handle = Callable[[], Awaitable[web.StreamResponse]]
KINDS = (
    "status reset_before reset_after hang slow html redirect empty garbage cut drip bytes endless".split()  # noqa: SIM905
)
GATEWAY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
CAN_WAIT_S = {"hang": 3600.0, "slow": 5.0}


class Dropped(Exception):
    """A connection to be closed without an answer."""


@dataclass(kw_only=True)
class Fault:
    """One fault, and how many more calls it hits."""

    method: str
    path_glob: str
    how: str
    times: int
    detail: dict[str, Any]

    def __post_init__(self) -> None:
        if self.how.isdigit():
            self.detail = {"status": int(self.how)} | self.detail
            self.how = "status"
        if self.how not in KINDS:
            raise ValueError(f"unknown fault {self.how!r}; there are {', '.join(KINDS)}")

    def matches(self, method: str, path: str) -> bool:
        """Whether this fault hits that call."""
        return self.times > 0 and self.method in ("*", method) and fnmatchcase(path, self.path_glob)

    async def respond(self, handle: Handle) -> web.StreamResponse:
        """Return the faulty answer; Dropped if the connection is to be closed without one."""
        if self.how in CAN_WAIT_S:
            await asyncio.sleep(float(self.detail.get("seconds", CAN_WAIT_S[self.how])))
        if self.how == "slow":
            return await handle()
        if self.how == "cut":
            return _cut(await handle())
        if self.how == "drip":
            return self._drip(await handle())
        if self.how == "reset_after" or self.detail.get("taken"):
            await handle()
        if self.how in ("reset_before", "reset_after", "hang"):
            raise Dropped
        return self._wrong_answer()

    def _wrong_answer(self) -> web.Response:
        detail = self.detail
        if self.how == "status":
            body = detail.get("body", {"detail": "A fault on command"})
            return answer(int(detail.get("status", 500)), body, detail.get("headers"))
        if self.how == "html":
            return answer(int(detail.get("status", 502)), GATEWAY_PAGE)
        if self.how == "redirect":
            return web.Response(status=302, headers={"Location": str(detail.get("to", "/elsewhere"))})
        if self.how == "bytes":
            return self._bytes()
        if self.how == "endless":
            return web.Response(body=_zeros(), content_type=str(detail.get("content_type", "image/png")))
        text = "" if self.how == "empty" else "{not json\x00"
        return web.Response(text=text, content_type="application/json")

    def _bytes(self) -> web.Response:
        data = base64.b64decode(self.detail.get("data", ""))
        announced = int(self.detail.get("length", len(data)))
        kind = str(self.detail.get("content_type", "image/png"))
        return ShortResponse(data, 200, kind, announced=announced, headers=self.detail.get("headers", {}))

    def _drip(self, whole: web.StreamResponse) -> web.Response:
        data, pieces = _body(whole), int(self.detail.get("pieces", 20))
        drops = _drops(data, max(1, len(data) // pieces), float(self.detail.get("seconds", 1.0)))
        return web.Response(body=drops, status=whole.status, content_type=whole.content_type)


def _cut(whole: web.StreamResponse) -> web.Response:
    data = _body(whole)
    return ShortResponse(data[: len(data) // 2], whole.status, whole.content_type, announced=len(data))


def _body(whole: web.StreamResponse) -> bytes:
    body = whole.body if isinstance(whole, web.Response) else b""
    return bytes(body) if isinstance(body, (bytes, bytearray)) else b""


async def _drops(data: bytes, size: int, seconds: float) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]
        await asyncio.sleep(seconds)


async def _zeros() -> AsyncIterator[bytes]:
    while True:
        yield bytes(256 * 1024)


class ShortResponse(web.Response):
    """A response that announces one length, sends what it has, and closes."""

    def __init__(
        self, data: bytes, status: int, content_type: str, *, announced: int, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(
            body=data,
            status=status,
            content_type=content_type,
            headers={"Content-Length": str(announced), **(headers or {})},
        )
        self.force_close()


class Faults:
    """The faults still to come and those used up, oldest first."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Add a fault."""
        self._faults.append(fault)

    def clear(self) -> None:
        """Remove every fault."""
        self._faults.clear()

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._faults)

    def take(self, method: str, path: str) -> Fault | None:
        """Return the fault that hits this call, used up by one, or None."""
        fault = next((f for f in self._faults if f.matches(method, path)), None)
        if fault:
            fault.times -= 1
        return fault
