"""Refusals by a server's limits, credits aside."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.errors import Refusal
from bot.domain.rules import Rule


@dataclass(eq=False, kw_only=True)
class AgainstRule(Refusal):
    """A server's rule says no to the model or the size."""

    rule: Rule  # what it says of that


@dataclass(eq=False, kw_only=True)
class TooManyInOrder(Refusal):
    """A server's rule takes fewer pictures an order."""

    rule: Rule


@dataclass(eq=False, kw_only=True)
class TooManyAtOnce(Refusal):
    """A server's rule takes fewer pictures at a time."""

    rule: Rule
    under_way: int  # pictures


@dataclass(eq=False, kw_only=True)
class BadLimit(Refusal):
    """No rule can be so."""

    what: str  # as `rules.BadRule` names the part: credits, period, count, at_once, days, target, twice, too_many …
