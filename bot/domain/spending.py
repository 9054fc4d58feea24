"""What was spent, pure: sums by day and model, in the time zone of the bot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.limits import DAY_MS

EVERYWHERE = -1  # in place of a server's id: all servers, direct messages and the terminal
WEEK_DAYS = 7
REPORT_AT = time(9)  # of a Monday: the lines come when people are awake


@dataclass(frozen=True, kw_only=True)
class ModelSpending:
    """What one model drew on one day: pictures that came are charged, the rest is given back."""

    day: date
    guild_id: int  # 0: direct messages and the terminal
    model: str
    orders: int = 0
    credits: int = 0  # charged, or reserved still
    refunds: int = 0  # orders of which something was given back
    refunded: int = 0  # credits
    billed: int = 0  # credits that nobody here was charged, and Higgsfield's bill may hold


@dataclass(frozen=True, kw_only=True)
class Spending:
    """What was spent from a moment on to another, in epoch milliseconds."""

    since: int
    until: int
    lines: Sequence[ModelSpending] = ()  # by day, then model
    members: Sequence[tuple[int, int]] = ()  # id and credits, who spent most first; 0: those who are erased
    unclear: int = 0  # orders that ended without Higgsfield's word
    exposed: int = 0  # credits that its bill may hold for them

    @property
    def credits(self) -> int:
        """Return the credits that were charged, or are reserved still."""
        return sum(line.credits for line in self.lines)

    @property
    def billed(self) -> int:
        """Return the credits that nobody was charged, and that Higgsfield's bill may hold."""
        return sum(line.billed for line in self.lines)

    @property
    def orders(self) -> int:
        """Return how many orders were booked."""
        return sum(line.orders for line in self.lines)

    @property
    def refunds(self) -> int:
        """Return of how many orders something was given back."""
        return sum(line.refunds for line in self.lines)

    @property
    def refunded(self) -> int:
        """Return the credits that were given back."""
        return sum(line.refunded for line in self.lines)

    def by_model(self) -> Mapping[str, int]:
        """Return each model's credits, the largest first."""
        sums: dict[str, int] = {}
        for line in self.lines:
            sums[line.model] = sums.get(line.model, 0) + line.credits
        return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))

    def at_this_pace(self, days: int) -> int:
        """Return what so many days take at the pace of these; in credits, rounded up."""
        span = max(1, self.until - self.since)
        return -(-self.credits * days * DAY_MS // span)


@dataclass(frozen=True, kw_only=True)
class MoneyLine:
    """A line of a server's log about money."""

    what: str  # as its sentence's id goes on: log-money-…
    facts: Mapping[str, object] = field(default_factory=dict)
    user_id: int = 0  # whom it names


def start_of(day: date, zone: ZoneInfo) -> int:
    """Return a day's first moment in a time zone (epoch ms)."""
    return at(day, time.min, zone)


def at(day: date, clock: time, zone: ZoneInfo) -> int:
    """Return the moment of a day's time in a time zone (epoch ms)."""
    return int(datetime.combine(day, clock, zone).astimezone(UTC).timestamp()) * 1000


def day_of(ms: int, zone: ZoneInfo) -> date:
    """Return the day of a moment in a time zone."""
    return datetime.fromtimestamp(ms / 1000, zone).date()


def days(since: int, until: int, zone: ZoneInfo) -> Iterator[tuple[date, int, int]]:
    """Yield the days that a span touches, each with the part of the span that is of it; ends are not of them."""
    day = day_of(since, zone)
    while since < until:
        day += timedelta(days=1)
        end = min(until, start_of(day, zone))
        if end > since:
            yield day - timedelta(days=1), since, end
        since = max(since, end)


def last_monday(now: int, zone: ZoneInfo) -> date:
    """Return the Monday on which a week's lines were due last: from nine o'clock on it is today's."""
    day = day_of(now, zone)
    monday = day - timedelta(days=day.weekday())
    return monday if now >= at(monday, REPORT_AT, zone) else monday - timedelta(days=WEEK_DAYS)
