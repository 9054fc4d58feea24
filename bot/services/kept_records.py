"""Records that are kept for a while: the JSON of a dataclass, one member's, of one kind."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

import msgspec

from bot.runtime.clock import Clock
from bot.store import Pending, PendingRecords

log = logging.getLogger(__name__)

T = TypeVar("T")
COLUMNS = frozenset({"id", "user_id", "kind"})  # fields of these names are the row's own, and not in the JSON


class KeptRecords(Generic[T]):
    """Keeps records of one dataclass and kind, each for `kept_ms` since it was last written."""

    def __init__(self, record: type[T], *, kind: str, kept_ms: int, pending: PendingRecords, clock: Clock) -> None:
        self._type = record
        self._kind = kind
        self._kept_ms = kept_ms
        self._pending = pending
        self._clock = clock

    async def keep(self, record_id: int, user_id: int, record: T, *, kept_ms: int | None = None) -> None:
        """Keep a record, in place of one of the same id; `kept_ms` where it is not the usual time."""
        now = self._clock.now()
        until = now + (self._kept_ms if kept_ms is None else kept_ms)
        row = Pending(id=record_id, user_id=user_id, kind=self._kind, body=self._body(record), until=until)
        await self._pending.keep(row, now=now)

    async def find(self, record_id: int, user_id: int) -> T | None:
        """Return a member's own record; None where there is none, or it has expired."""
        row = await self._pending.find(record_id, user_id, self._kind, now=self._clock.now())
        return self._record(row) if row else None

    async def owner(self, record_id: int) -> int | None:
        """Return the id of the member whose record it is; None where there is none, or it has expired."""
        return await self._pending.owner(record_id, self._kind, now=self._clock.now())

    async def all(self) -> list[T]:
        """Return every member's records."""
        rows = await self._pending.all(self._kind, now=self._clock.now())
        return [record for row in rows if (record := self._record(row)) is not None]

    async def take(self, record_id: int, user_id: int) -> T | None:
        """Delete a member's own record and return it, to one caller only."""
        row = await self._pending.take(record_id, user_id, self._kind, now=self._clock.now())
        return self._record(row) if row else None

    async def change(self, record_id: int, user_id: int, change: Callable[[T | None], T | None]) -> T | None:
        """Replace a member's own record by what `change` makes of it, in one transaction; None: it is deleted.

        `change` must be pure: it may run on another thread, and more than once.
        """

        def changed(body: Mapping[str, object] | None) -> Mapping[str, object] | None:
            record = change(None if body is None else self._read(record_id, user_id, body))
            return None if record is None else self._body(record)

        now = self._clock.now()
        row = await self._pending.change(record_id, user_id, self._kind, changed, until=now + self._kept_ms, now=now)
        return self._record(row) if row else None

    def _body(self, record: T) -> Mapping[str, object]:
        fields: dict[str, Any] = msgspec.to_builtins(record)
        return {name: value for name, value in fields.items() if name not in COLUMNS}

    def _record(self, row: Pending) -> T | None:
        return self._read(row.id, row.user_id, row.body)

    def _read(self, record_id: int, user_id: int, body: Mapping[str, object]) -> T | None:
        try:
            whole = {**body, "id": record_id, "user_id": user_id, "kind": self._kind}
            return msgspec.convert(whole, self._type, strict=False)
        except msgspec.ValidationError:  # of another version of the bot; what is wrong may be a member's words
            log.warning("a kept record (%s) can't be read", self._kind)
            return None
