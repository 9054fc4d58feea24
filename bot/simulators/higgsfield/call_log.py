"""The call log: every call and every change of a status, in order, for the tests and the demo page."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from bot.simulators.higgsfield.requests import Request


@dataclass(frozen=True, kw_only=True)
class Call:
    """One HTTP call: never a header's value, never a query string."""

    n: int
    at: float  # seconds since 1970
    method: str
    path: str
    status: int  # 0: the connection died without an answer
    ms: int
    request_id: str | None = None
    idempotency_key: str | None = None
    model: str | None = None
    prompt: str | None = None
    images: int | None = None
    state: str | None = None
    summary: str = ""


class CallLog:
    """The finished calls, and the stream of calls and status changes."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._events: list[dict[str, Any]] = []
        self._listeners: set[asyncio.Queue[dict[str, Any]]] = set()

    def record_call(self, **fields: Any) -> None:  # noqa: ANN401  Call's own fields
        """Add one finished call."""
        call = Call(n=self._next(), at=_now(), **fields)
        self.calls.append(call)
        self._publish({"kind": "call", **asdict(call)})

    def record_state(self, request: Request) -> None:
        """Add a request's change of status."""
        self._publish({"n": self._next(), "at": _now(), "kind": "state", **request_fields(request)})

    def events(self, after: int) -> list[dict[str, Any]]:
        """Return the events whose number is higher."""
        return [event for event in self._events if event["n"] > after]

    @contextmanager
    def listen(self) -> Iterator[asyncio.Queue[dict[str, Any]]]:
        """Yield a queue that receives every event from now on."""
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    def _next(self) -> int:
        return len(self._events) + 1

    def _publish(self, event: dict[str, Any]) -> None:
        self._events.append(event)
        for queue in self._listeners:
            queue.put_nowait(event)


def request_fields(request: Request) -> dict[str, Any]:
    """Return what the log says of a call's request."""
    return {
        "request_id": request.id,
        "model": request.model,
        "prompt": request.prompt,
        "images": request.images,
        "state": request.status,
    }


def _now() -> float:
    return round(time.time(), 3)
