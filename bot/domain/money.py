"""Money, pure: what a credit costs, when to warn of spending, and the most that a month can cost."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.domain.quota import DAY, MONTH
from bot.domain.rules import ALL_MODELS, Rule, Rules, Who
from bot.i18n.currency import MICROS

SHARES = (50, 80, 100)  # percent of a cap
MOST_SHARES = 10
MOST_EVERY = 1_000_000


@dataclass(frozen=True, kw_only=True)
class MoneyWarnings:
    """When a server's log is told what was spent; the defaults change nothing where there is neither cap nor log."""

    shares: tuple[int, ...] = SHARES  # percent of each cap, rising
    every: int = 0  # and each so many whole units of the currency; 0: no
    weekly: bool = True  # five lines every Monday

    def __post_init__(self) -> None:
        if len(self.shares) > MOST_SHARES or not all(1 <= share <= 100 for share in self.shares):
            raise ValueError(f"up to {MOST_SHARES} shares between 1 and 100 percent")
        if self.shares != tuple(sorted(set(self.shares))):
            raise ValueError("shares must rise")
        if not 0 <= self.every <= MOST_EVERY:
            raise ValueError(f"every must be between 0 and {MOST_EVERY}")


@dataclass(frozen=True, kw_only=True)
class Price:
    """What one credit costs at Higgsfield."""

    amount: Decimal
    currency: str = "USD"  # ISO 4217
    is_estimate: bool = False  # Higgsfield's own, of the model that takes most for a credit

    def of(self, credits: int) -> Decimal:
        """Return what so many credits cost; exact."""
        return self.amount * credits

    def micros(self, credits: int) -> int:
        """Return what so many credits cost, in millionths of the currency, rounded up."""
        return math.ceil(self.of(credits) * MICROS)


def in_money(price: Price | None, credits: int) -> Mapping[str, object]:
    """Return what so many credits cost, as the texts' MONEY and PAID take it; an unknown price says nothing."""
    if price is None:
        return {"micros": -1, "currency": "USD"}
    return {"micros": price.micros(credits), "currency": price.currency}


@dataclass(frozen=True, kw_only=True)
class Cap:
    """Credits that may be spent together in a rolling period of seconds."""

    credits: int
    period_s: int = DAY

    @property
    def a_month(self) -> int:
        """Return the most credits that it lets through in 30 rolling days."""
        return self.credits * windows(self.period_s)


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """What each of a group of members may spend; every member of the server is of the group with no role."""

    cap: Cap
    role_id: int = 0
    members: int | None = None  # who have the role; None: Discord doesn't say


@dataclass(frozen=True, kw_only=True)
class WorstCase:
    """The most that 30 rolling days can cost, in credits."""

    members: int
    uncapped: int  # were there no cap for all together
    caps: Sequence[Cap] = ()  # for all together, the one that holds most first

    @property
    def cap(self) -> Cap | None:
        """Return the cap that holds it; None: none does."""
        return self.caps[0] if self.caps and self.caps[0].a_month < self.uncapped else None

    @property
    def credits(self) -> int:
        """Return the most credits; more members mean more where no cap holds them."""
        return min([self.uncapped, *(cap.a_month for cap in self.caps)])


def windows(period_s: int) -> int:
    """Return into how many windows of a period 30 days fall at most: each holds a limit's credits once."""
    return -(-MONTH // period_s)


def rolling_caps(rules: Rules) -> tuple[Cap, ...]:
    """Return what all on a server may spend together, of all models, by its sentences."""
    return tuple(Cap(credits=rule.credits or 0, period_s=rule.period_s) for rule in rules.all if _is_cap(rule))


def capped(rules: Rules, period_s: int, credits: int | None) -> Rules:
    """Return the rules with another cap for all on the server in a period; None: with none. Raises BadRule."""
    kept = []
    for rule in rules.all:
        if not _is_cap(rule) or rule.period_s != period_s:
            kept.append(rule)
        elif len(rule.questions) > 1:
            kept.append(replace(rule, credits=None))
    said = replace(rules, all=tuple(kept))
    return said if credits is None else said.adding(Rule(scope=Who.SERVER, credits=credits, period_s=period_s))


def _is_cap(rule: Rule) -> bool:
    return rule.scope is Who.SERVER and rule.counted == ALL_MODELS and rule.credits is not None


def read_shares(text: str) -> tuple[int, ...] | None:
    """Return percentages as somebody wrote them, rising; None where some of it is none of 1 to 100."""
    names = [name.strip(" %\u00a0\u202f") for name in text.replace(";", ",").split(",")]
    named = [name for name in names if name]
    if not all(name.isascii() and name.isdecimal() and len(name) <= 3 and 1 <= int(name) <= 100 for name in named):
        return None
    shares = tuple(sorted(set(map(int, named))))
    return shares if len(shares) <= MOST_SHARES else None


def allowances(rules: Rules, default: Allowance, counts: Mapping[int, int] | None) -> tuple[Allowance, ...]:
    """Return what members may spend by a server's sentences; `counts` are the members of each role, if Discord says.

    What is said of newcomers and channels only narrows it, and is left out.
    """
    said = []
    for rule in rules.all:
        if rule.credits is None or rule.counted != ALL_MODELS:
            continue
        cap = Cap(credits=rule.credits, period_s=rule.period_s)
        match rule.scope:
            case Who.EVERYBODY:
                said.append(Allowance(cap=cap))
            case Who.ROLE:
                members = None if counts is None else counts.get(rule.target_id, 0)
                said.append(Allowance(cap=cap, role_id=rule.target_id, members=members))
            case Who.MEMBER:
                said.append(Allowance(cap=cap, role_id=rule.target_id, members=1))
    return (*said, *(() if any(not each.role_id for each in said) else (default,)))


def worst_case(
    members: int, allowances: Iterable[Allowance], caps: Iterable[Cap] = (), *, each: Cap | None = None
) -> WorstCase:
    """Return the most that so many members can spend in 30 days; `each` holds every one of them.

    Each period bounds it by itself, with every role's members as the most generous of their roles has it; the
    tightest of these bounds is the one.
    """
    by_period: dict[int, list[Allowance]] = {}
    for allowance in allowances:
        by_period.setdefault(allowance.cap.period_s, []).append(allowance)
    bounds = [bound for group in by_period.values() if (bound := _bound(members, group, each)) is not None]
    if each is not None:
        bounds.append(members * each.a_month)
    rising = sorted(caps, key=lambda cap: (cap.a_month, cap.period_s))
    return WorstCase(members=members, uncapped=min(bounds, default=0), caps=tuple(rising))


def _bound(members: int, group: Sequence[Allowance], each: Cap | None) -> int | None:
    """Return what the allowances of one period let through; None: not everybody has one."""
    if all(allowance.role_id for allowance in group):
        return None
    bound, left = 0, members
    for allowance in sorted(group, key=lambda allowance: -allowance.cap.credits):
        everybody = not allowance.role_id or allowance.members is None
        taken = left if everybody else min(left, allowance.members or 0)
        most = allowance.cap.a_month if each is None else min(allowance.cap.a_month, each.a_month)
        bound, left = bound + taken * most, left - taken
    return bound


def crossed(shares: Iterable[int], *, used: int, cap: int) -> int:
    """Return the highest share, in percent of a cap, that was reached; 0: none."""
    return max((share for share in shares if used * 100 >= share * cap), default=0)
