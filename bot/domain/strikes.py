"""Strikes, pure: a member whose orders are refused for what they ask takes a break, where a server wants that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.limits import HOUR_MS
from bot.domain.server_errors import OnBreak

MOST_STRIKES = 50
LONGEST_HOURS = 30 * 24  # of the time in which strikes count, and of the break
KEPT_MS = 2 * LONGEST_HOURS * HOUR_MS  # a strike that is older counts under no rule


class StrikeKind(StrEnum):
    """What a strike is for."""

    NSFW = "nsfw"  # Higgsfield's safety filter blocked the order
    WORDS = "words"  # the server's words refused it


@dataclass(frozen=True, kw_only=True)
class StrikeRule:
    """So many strikes within so many hours: no orders for so many hours. Raises ValueError for what can't be."""

    is_on: bool = False
    count: int = 3
    within_hours: int = 24
    break_hours: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.count <= MOST_STRIKES:
            raise ValueError(f"count is 1 to {MOST_STRIKES}")
        for hours in (self.within_hours, self.break_hours):
            if not 1 <= hours <= LONGEST_HOURS:
                raise ValueError(f"hours are 1 to {LONGEST_HOURS}")


@dataclass(frozen=True, kw_only=True)
class Strike:
    """One refused order."""

    id: int
    kind: StrikeKind
    at: int  # epoch ms
    order_id: int = 0  # of the order that was refused: the same order is one strike


@dataclass(frozen=True, kw_only=True)
class StrikeStanding:
    """How a member stands under their server's rule."""

    rule: StrikeRule = StrikeRule()
    strikes: tuple[Strike, ...] = ()  # that count now, newest first
    break_until: int | None = None  # epoch ms; None: they may order


def standing(strikes: Iterable[Strike], rule: StrikeRule, *, now: int) -> StrikeStanding:
    """Return how a member stands, by the strikes that were not lifted.

    A break begins with the strike that makes the number full, and with each one after it while the number stays full.
    """
    if not rule.is_on:
        return StrikeStanding(rule=rule)
    newest_first = sorted(
        (each for each in strikes if each.at <= now), key=lambda each: (each.at, each.id), reverse=True
    )
    counting = tuple(each for each in newest_first if each.at > now - rule.within_hours * HOUR_MS)
    return StrikeStanding(rule=rule, strikes=counting, break_until=_break_until(newest_first, rule, now))


def on_break(stands: StrikeStanding) -> None:
    """Raise OnBreak where a member may not order for now."""
    if stands.break_until is not None:
        raise OnBreak(until=stands.break_until, count=stands.rule.count)


def _break_until(newest_first: list[Strike], rule: StrikeRule, now: int) -> int | None:
    for last, first in zip(newest_first, newest_first[rule.count - 1 :], strict=False):
        until = last.at + rule.break_hours * HOUR_MS
        if until <= now:
            return None
        if first.at > last.at - rule.within_hours * HOUR_MS:
            return until
    return None
