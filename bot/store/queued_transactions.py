"""Transactions of a crowd, done as one: each keeps a fate of its own, and all are woken together."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

Begin = Literal["DEFERRED", "IMMEDIATE"]


class HalfDone(Exception):
    """A unit of a crowd raised after it had changed something: all are undone, and done anew each behind a guard."""


@dataclass(kw_only=True, eq=False)
class QueuedTransaction:
    """One transaction on its way: to the disk, or to an answer."""

    begin: Begin
    fn: Callable[..., object]
    args: tuple[object, ...]
    kwargs: Mapping[str, object]
    answered: asyncio.Future[None]
    is_done: bool = False
    result: object = None
    error: Exception | None = None

    def try_(self, do: Callable[..., object]) -> None:
        """Call the function (perhaps once more: an earlier try was rolled back)."""
        self.is_done, self.result, self.error = True, None, None
        try:
            self.result = do(*self.args, **self.kwargs)
        except Exception as error:
            self.error = error

    def answer(self) -> object:
        """Return the result, or raise the error."""
        if self.error is not None:
            raise self.error
        return self.result


Run = Callable[[sqlite3.Connection, QueuedTransaction], None]


def run_each(tx: sqlite3.Connection, units: Sequence[QueuedTransaction], run: Run) -> None:
    """Run each unit within one transaction: whole or not at all, even where others raise."""
    for unit in units:
        run(tx, unit)
        if isinstance(unit.error, sqlite3.Error) and not isinstance(unit.error, sqlite3.IntegrityError):
            raise unit.error  # the disk's trouble, perhaps: it may have taken the neighbours along


def run_plainly(tx: sqlite3.Connection, unit: QueuedTransaction) -> None:
    """Run a unit that raises, if at all, before it changes a row, as nearly all refusals do; else raise HalfDone."""
    before = tx.total_changes
    unit.try_(partial(unit.fn, tx))
    if unit.error is not None and tx.total_changes != before:
        raise HalfDone


def run_guarded(tx: sqlite3.Connection, unit: QueuedTransaction) -> None:
    """Run a unit, and undo it where it raises."""
    tx.execute("SAVEPOINT unit")
    unit.try_(partial(unit.fn, tx))
    if unit.error is not None:
        tx.execute("ROLLBACK TO unit")
    tx.execute("RELEASE unit")


def wake(units: Sequence[QueuedTransaction]) -> None:
    """Let those go on who wait for these, on the event loop."""
    for unit in units:
        if not unit.answered.done():  # not whoever was cancelled
            unit.answered.set_result(None)
