"""Faults on command: wrong answers, lost answers, cut connections, silence, doubled events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from fnmatch import fnmatch
from itertools import count
from typing import Any, Literal, get_args

JSON = dict[str, Any]
Kind = Literal["answer", "after", "reset", "reset_after", "delay", "twice", "drop", "invalid_session", "mute"]
ON_REQUEST = ("answer", "after", "reset", "reset_after", "delay")


@dataclass(kw_only=True)
class Fault:
    """One fault, which hits `times` requests (0: every one)."""

    id: int
    kind: Kind
    method: str = "*"
    path: str = "*"
    status: int = 500
    code: int = 0
    message: str = ""
    retry_after: float = 0
    banned: bool = False  # a 429 by Cloudflare, in front of Discord
    seconds: float = 0
    times: int = 1
    struck: int = 0

    @property
    def spent(self) -> bool:
        """Whether it has hit as many requests as asked."""
        return 0 < self.times <= self.struck

    def matches(self, method: str, path: str) -> bool:
        """Whether it hits this request; the fault's `path` is a glob without the /api/v10."""
        return self.kind in ON_REQUEST and fnmatch(method, self.method) and fnmatch(path, self.path)


class Faults:
    """The faults still to come."""

    def __init__(self, gateway: Callable[[Fault], None]) -> None:
        self._gateway = gateway
        self._ids = count(1)
        self._all: list[Fault] = []

    def add(self, kind: Kind, **fields: Any) -> Fault:  # noqa: ANN401
        """Add a fault; those of the gateway (drop, invalid_session, mute) happen at once."""
        if kind not in get_args(Kind):
            raise TypeError(f"there is no trouble {kind!r}, only {', '.join(get_args(Kind))}")
        fault = Fault(id=next(self._ids), kind=kind, **fields)
        if kind in ("drop", "invalid_session", "mute"):
            fault.struck = 1
            self._gateway(fault)
        else:
            self._all.append(fault)
        return fault

    def answer(self, method: str, path: str, status: int, **fields: Any) -> Fault:  # noqa: ANN401
        """Answer with this status instead of handling the request."""
        return self.add("answer", method=method, path=path, status=status, **fields)

    def after(self, method: str, path: str, status: int = 502, **fields: Any) -> Fault:  # noqa: ANN401
        """Handle the request, then answer with this status all the same."""
        return self.add("after", method=method, path=path, status=status, **fields)

    def reset(self, method: str, path: str, *, after: bool = False, times: int = 1) -> Fault:
        """Cut the connection, before or after handling the request."""
        return self.add("reset_after" if after else "reset", method=method, path=path, times=times)

    def delay(self, method: str, path: str, seconds: float, *, times: int = 1) -> Fault:
        """Wait before handling the request."""
        return self.add("delay", method=method, path=path, seconds=seconds, times=times)

    def drop_gateway(self, code: int = 4000) -> None:
        """Cut every gateway connection; with the usual code, the sessions can be resumed."""
        self.add("drop", code=code)

    def invalidate_session(self) -> None:
        """Invalidate the session of every gateway connection."""
        self.add("invalid_session")

    def mute(self, seconds: float) -> None:
        """Lose every event of the next seconds."""
        self.add("mute", seconds=seconds)

    def twice(self, times: int = 1) -> None:
        """Deliver the next interactions twice."""
        self.add("twice", times=times)

    def take(self, method: str, path: str) -> list[Fault]:
        """Return the faults of one request, used up by one: any delays, and the first that answers or cuts."""
        found = [fault for fault in self._all if fault.matches(method, path)]
        delays = [fault for fault in found if fault.kind == "delay"]
        return [self._struck(f) for f in (*delays, *[f for f in found if f.kind != "delay"][:1])]

    def doubled(self) -> bool:
        """Return True if this interaction is to be delivered twice."""
        found = next((fault for fault in self._all if fault.kind == "twice"), None)
        return found is not None and bool(self._struck(found))

    def _struck(self, fault: Fault) -> Fault:
        fault.struck += 1
        if fault.spent:
            self._all.remove(fault)
        return fault

    def list(self) -> list[JSON]:
        """Return the faults still to come."""
        return [asdict(fault) for fault in self._all]

    def clear(self) -> None:
        """Remove all faults."""
        self._all.clear()
