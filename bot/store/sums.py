"""What was spent in a window: the sums of its whole hours, and the books' own lines at its two edges.

So a question costs the same however old the books are, and is as exact as a sum over all the lines. What many spend
together has sums of minutes, too: else the edges would cost as much as half an hour of a busy day has lines.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.domain.limits import HOUR_MS
from bot.store.window import AHEAD, OF_MODEL, WHEN, window

Values = Mapping[str, int | str]
_MINUTE_MS = 60_000
_HOURS = f"hour >= :first AND hour <= :last AND {OF_MODEL}"


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where one kind of spending stands, each as FROM … WHERE …: its sums by hour, and its lines."""

    sums: str  # "": there are none, as the lines are few
    lines: str
    minutes: str = ""  # "": there are none
    sign: int = 1  # -1: it doesn't count

    @cached_property
    def total(self) -> str:
        """The one question for all that counts: whole hours, both edges, and what a clock that was ahead wrote."""
        ahead = _sum(self._ahead)
        if not self.sums:
            return f"SELECT {_sum(self._between('after', 'latest'))} + {ahead}"  # noqa: S608
        hours = _sum(f"{self.sums} AND {_HOURS}")
        return f"SELECT {hours} + ({self._edge('head')}) - ({self._edge('tail')}) + {ahead}"  # noqa: S608

    def _edge(self, edge: str) -> str:
        if not self.minutes:
            return _sum(self._between(f"{edge}_from", f"{edge}_to"))
        minutes = f"{self.minutes} AND minute >= :{edge}_first AND minute <= :{edge}_last AND {OF_MODEL}"
        before = self._between(f"{edge}_from", f"{edge}_minutes")
        after = self._between(f"{edge}_rest", f"{edge}_to")
        return " + ".join(map(_sum, (before, minutes, after)))

    @cached_property
    def by_hour(self) -> str:
        """The question for what came in each of them."""
        return f"SELECT hour, SUM(amount) AS net FROM {self.sums} AND {_HOURS} GROUP BY hour"  # noqa: S608

    @cached_property
    def moments(self) -> str:
        """The question for what came at each moment of it."""
        return f"SELECT charged_at, amount FROM {self._between('from', 'to')}"  # noqa: S608

    @cached_property
    def ahead(self) -> str:
        """The question for what a clock that was ahead wrote, by when it was made."""
        return f"SELECT {WHEN} AS charged_at, amount FROM {self._ahead}"  # noqa: S608

    def _between(self, after: str, until: str) -> str:
        return f"{self.lines} AND charged_at > :{after} AND charged_at <= :{until} AND {OF_MODEL}"

    @property
    def _ahead(self) -> str:
        return f"{self.lines} AND {AHEAD} AND {OF_MODEL}"


def _sum(of: str) -> str:
    return f"(SELECT COALESCE(SUM(amount), 0) FROM {of})"  # noqa: S608 - constants


#: The plus keeps SQLite from preparing the question anew each time: an index may hold for one value of the id alone.
_SUMS = "spending WHERE scope = '{}' AND guild_id = +:guild_id AND target_id = :target_id"
_BY_MINUTE = "spending_minute WHERE scope = '{}' AND guild_id = :guild_id"
_ALL_LINES = """(SELECT job_id, model, charged_at, amount FROM ledger UNION ALL
                 SELECT job_id, model, charged_at, amount FROM bill) AS line WHERE TRUE"""
_CHANNEL_LINES = """(SELECT job_id, ledger.guild_id, ledger.model, charged_at, amount, channel_id, parent_channel_id
                       FROM ledger JOIN job ON job.id = ledger.job_id) AS line
                    WHERE guild_id = :guild_id AND :target_id IN (channel_id, parent_channel_id)"""

USER = Source(sums=_SUMS.format("user"), lines="ledger WHERE user_id = :target_id AND guild_id = :guild_id")
PERSON = Source(sums=_SUMS.format("person"), lines="ledger WHERE user_id = :target_id")
GUILD = Source(
    sums=_SUMS.format("guild"), minutes=_BY_MINUTE.format("guild"), lines="ledger WHERE guild_id = :guild_id"
)
GUILD_BILL = Source(sums="", lines="bill WHERE guild_id = :guild_id")
CHANNEL = Source(sums=_SUMS.format("channel"), lines=_CHANNEL_LINES)
BOT = Source(sums=_SUMS.format("bot"), minutes=_BY_MINUTE.format("bot"), lines=_ALL_LINES)
GIFTS = Source(sums=_SUMS.format("gift"), lines="gift_use WHERE guild_id = :guild_id AND user_id = :target_id", sign=-1)


@dataclass(frozen=True, kw_only=True)
class Account:
    """What one limit counts: some of the books, of one owner and model, in the window before now."""

    sources: tuple[Source, ...]
    period_ms: int
    now: int
    guild_id: int = 0
    target_id: int = 0
    model: str = "*"
    since: int = 0  # epoch ms: only what came after it counts

    @property
    def values(self) -> dict[str, int | str]:
        """Return what the questions ask for."""
        times = _times(self.now, self.period_ms, self.since)
        return {"guild_id": self.guild_id, "target_id": self.target_id, "model": self.model, **times}


def used(tx: sqlite3.Connection, account: Account) -> int:
    """Return the credits that an account counts now."""
    return int(tx.execute(_total(account.sources), account.values).fetchone()[0])


@lru_cache(maxsize=8)  # most limits of one order ask for the same day
def _times(now: int, period_ms: int, since: int) -> Mapping[str, int]:
    """Return the window, its whole hours from `first` to `last`, and what its edges are made of."""
    asked = window(now, period_ms=period_ms)
    asked["after"] = max(asked["after"], since)
    asked |= {"first": asked["after"] // HOUR_MS + 1, "last": asked["latest"] // HOUR_MS}
    return {**asked, **_edge_values("head", *_head(asked)), **_edge_values("tail", *_tail(asked))}


@lru_cache(maxsize=32)  # of the few sets that limits count
def _total(sources: tuple[Source, ...]) -> str:
    """Return the one question for what all of them count."""
    return "SELECT " + " ".join(f"{'-' if source.sign < 0 else '+'} ({source.total})" for source in sources)


def _head(values: Values) -> tuple[int, int]:
    """Return the part of the first hour that counts, or the whole window where no hour lies in it whole."""
    after, latest, first, last = (int(values[name]) for name in ("after", "latest", "first", "last"))
    return after, first * HOUR_MS - 1 if first <= last else latest


def _tail(values: Values) -> tuple[int, int]:
    """Return what the last hour has of the future, which doesn't count; nothing where no hour is counted whole."""
    latest, first, last = (int(values[name]) for name in ("latest", "first", "last"))
    return latest, (last + 1) * HOUR_MS - 1 if first <= last else latest


def _edge_values(edge: str, start: int, end: int) -> Mapping[str, int]:
    """Return what is asked for a part of an hour: its whole minutes, and the lines beside them."""
    first, last = start // _MINUTE_MS + 1, (end + 1) // _MINUTE_MS - 1
    minutes, rest = (first * _MINUTE_MS - 1, (last + 1) * _MINUTE_MS - 1) if first <= last else (end, end)
    names = ("from", "minutes", "first", "last", "rest", "to")
    return {
        f"{edge}_{name}": value for name, value in zip(names, (start, minutes, first, last, rest, end), strict=True)
    }


def first_spent(tx: sqlite3.Connection, account: Account) -> tuple[int | None, int]:
    """Return when the credits that come back first were spent, and how many they are; None: nothing is used."""
    for at, net, is_hour in _blocks(tx, account):
        if net > 0:
            return next((line for line in _lines(tx, account, at, net, is_hour) if line[1] > 0), (at, net))
    return None, 0


def moment(tx: sqlite3.Connection, account: Account, is_enough: Callable[[int, int], bool]) -> int | None:
    """Return the first moment of spending by which enough came back, told by the credits so far; None: none is."""
    back = 0
    for at, net, is_hour in _blocks(tx, account):
        if is_enough(back + net, at):
            so_far = back
            for line_at, line_net in _lines(tx, account, at, net, is_hour):
                so_far += line_net
                if is_enough(so_far, line_at):
                    return line_at
        back += net
    return None


def _blocks(tx: sqlite3.Connection, account: Account) -> Sequence[tuple[int, int, bool]]:
    """Return all that counts, oldest first: moments at the edges, and between them whole hours, which are told so."""
    values = account.values
    found: Counter[tuple[int, bool]] = Counter()
    for source in account.sources:
        for row in tx.execute(source.by_hour, values) if source.sums else ():
            found[row["hour"] * HOUR_MS, True] += source.sign * row["net"]
        for sign, edge in _edges(source, values):
            for row in tx.execute(source.moments, edge):
                found[row["charged_at"], False] += source.sign * sign * row["amount"]
        for row in tx.execute(source.ahead, values):
            found[row["charged_at"], False] += source.sign * row["amount"]
    return sorted((at, net, is_hour) for (at, is_hour), net in found.items() if net)


def _lines(tx: sqlite3.Connection, account: Account, at: int, net: int, is_hour: bool) -> Sequence[tuple[int, int]]:
    """Return the moments of what `_blocks` found, oldest first."""
    if not is_hour:
        return [(at, net)]
    found: Counter[int] = Counter()
    hour = {**account.values, "from": at - 1, "to": at + HOUR_MS - 1}
    for source in account.sources:
        for row in tx.execute(source.moments, hour) if source.sums else ():
            found[row["charged_at"]] += source.sign * row["amount"]
    return sorted(found.items())


def _edges(source: Source, values: Values) -> Iterator[tuple[int, Values]]:
    """Yield what whole hours don't say: a part of the first counts, and what the last has of the future doesn't."""
    if not source.sums:
        yield 1, {**values, "from": values["after"], "to": values["latest"]}
        return
    for sign, (start, end) in ((1, _head(values)), (-1, _tail(values))):
        if start < end:
            yield sign, {**values, "from": start, "to": end}
