"""A server's limits, pure: each is one sentence of who may draw what, how much and how many at once.

Each question (this model? this size? how many? how many at once? credits in this period?) is answered by itself: by
the person's sentence, else the most generous of their roles', else everybody's. What is said of newcomers, of the
channel and of the server only narrows it. A second role never takes anything away.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot.domain.limits import DAY_MS, LAST_ID

MOST_RULES = 50
MOST_CREDITS = 1_000_000
MOST_AT_ONCE = 50
MOST_COUNT = 10  # pictures an order: no model draws more
MOST_DAYS = 365
MOST_PERIOD_S = 3_660 * 86_400
ALL_MODELS = "*"


class Who(StrEnum):
    """Whom a rule speaks of; each person by themselves, but for a channel and the server: all in it together."""

    EVERYBODY = "everybody"
    ROLE = "role"
    MEMBER = "member"
    NEWCOMERS = "newcomers"
    CHANNEL = "channel"
    SERVER = "server"


NAMED = frozenset({Who.ROLE, Who.MEMBER, Who.CHANNEL})


class Period(StrEnum):
    """The rolling periods to choose from."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    @property
    def seconds(self) -> int:
        """How long it is; a month has 30 days."""
        return {"hour": 3_600, "day": 86_400, "week": 604_800, "month": 2_592_000}[self.value]


class BadRule(ValueError):
    """No rule can be so; `what` names the part."""

    def __init__(self, what: str) -> None:
        super().__init__(f"a rule can't be so: {what}")
        self.what = what


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One sentence. What it leaves open it says nothing about. Raises BadRule."""

    scope: Who
    target_id: int = 0  # of the role, the member or the channel; 0 for the others
    days: int = 0  # of newcomers: who joined less than so many days ago
    credits: int | None = None  # that may be spent in the period; 0: none, but for gifts
    period_s: int = Period.DAY.seconds
    counted: str = ALL_MODELS  # the model whose credits count
    models: tuple[str, ...] = ()  # the only ones to draw with
    resolutions: tuple[str, ...] = ()  # the only ones to draw in
    count: int | None = None  # pictures an order, at most
    at_once: int | None = None  # pictures under way, at most

    def __post_init__(self) -> None:
        for what, fits in self._parts():
            if not fits:
                raise BadRule(what)

    def _parts(self) -> Iterator[tuple[str, bool]]:
        yield "target", 0 <= self.target_id <= LAST_ID and (self.target_id > 0) == (self.scope in NAMED)
        yield "days", 1 <= self.days <= MOST_DAYS if self.scope is Who.NEWCOMERS else self.days == 0
        yield "credits", self.credits is None or 0 <= self.credits <= MOST_CREDITS
        yield "period", 1 <= self.period_s <= MOST_PERIOD_S
        yield "count", self.count is None or 1 <= self.count <= MOST_COUNT
        yield "at_once", self.at_once is None or 1 <= self.at_once <= MOST_AT_ONCE
        yield "names", all(0 < len(name) <= 50 for name in (*self.models, *self.resolutions, self.counted))
        yield "nothing", bool(self.questions)

    @property
    def questions(self) -> frozenset[str]:
        """What the sentence answers: `models`, `resolutions`, `count`, `at_once`, and credits by period and model."""
        said = {name for name in ("models", "resolutions", "count", "at_once") if getattr(self, name)}
        return frozenset(said if self.credits is None else said | {f"credits {self.period_s} {self.counted}"})

    def saying(self, question: str) -> Rule:
        """Return what the sentence says of one question: credits, models, resolutions, count or at_once."""
        silent: dict[str, Any] = {"credits": None, "models": (), "resolutions": (), "count": None, "at_once": None}
        return replace(self, **{name: value for name, value in silent.items() if name != question})

    def is_of(self, other: Rule) -> bool:
        """Return True if both speak of the same people or place."""
        return (self.scope, self.target_id, self.days) == (other.scope, other.target_id, other.days)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """A server's sentences, in the order in which they were made. Raises BadRule."""

    all: tuple[Rule, ...] = ()

    def __post_init__(self) -> None:
        if len(self.all) > MOST_RULES:
            raise BadRule("too_many")

    def adding(self, rule: Rule) -> Rules:
        """Return the rules with one more. Raises BadRule: too many, or the question is answered already."""
        if any(rule.is_of(other) and rule.questions & other.questions for other in self.all):
            raise BadRule("twice")
        return replace(self, all=(*self.all, rule))

    def without(self, rule: Rule) -> Rules:
        """Return the rules but for one."""
        return replace(self, all=tuple(other for other in self.all if other != rule))

    def targets(self, scope: Who) -> frozenset[int]:
        """Return the ids of the roles, members or channels that a sentence names."""
        return frozenset(rule.target_id for rule in self.all if rule.scope is scope)


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Who orders, and where."""

    user_id: int
    role_ids: frozenset[int] = frozenset()
    channel_ids: frozenset[int] = frozenset()  # the channel, and of a thread or a post its parent
    joined_at: int = 0  # epoch ms; 0: Discord doesn't say, as of guests
    now: int = 0

    def is_new(self, days: int) -> bool:
        """Return True if they joined less than so many days ago, or nobody knows when."""
        return self.now - self.joined_at < days * DAY_MS


@dataclass(frozen=True, kw_only=True)
class Held:
    """What holds of one question: the sentence that answers it, and those that narrow it."""

    answer: Rule | None
    narrowed: tuple[Rule, ...] = ()

    @property
    def all(self) -> tuple[Rule, ...]:
        """Every sentence that an order must fit."""
        return self.narrowed if self.answer is None else (self.answer, *self.narrowed)


#: How generous a sentence is about a question; None: it says nothing about it.
Measure = Callable[[Rule], float | None]


def held(rules: Iterable[Rule], asker: Asker, measure: Measure, *, topic: Measure | None = None) -> Held:
    """Return which sentences hold of one question.

    A role that speaks of the topic and leaves this question open takes nothing from who has it: what everybody has
    stands for its answer.
    """
    rules = tuple(rules)
    everybody = _strictest((r for r in rules if r.scope is Who.EVERYBODY), measure)
    own = _strictest((r for r in rules if r.scope is Who.MEMBER and r.target_id == asker.user_id), measure)
    roles = [r for r in rules if r.scope is Who.ROLE and r.target_id in asker.role_ids]
    answer = own or _most_generous(roles, everybody, measure, topic or measure)
    return Held(answer=answer, narrowed=tuple(r for r in narrowing(rules, asker) if measure(r) is not None))


def narrowing(rules: Iterable[Rule], asker: Asker) -> Iterator[Rule]:
    """Yield the sentences that only take away: those of newcomers, of where they are, and of the server."""
    for rule in rules:
        is_here = rule.scope is Who.CHANNEL and rule.target_id in asker.channel_ids
        is_new = rule.scope is Who.NEWCOMERS and asker.is_new(rule.days)
        if is_here or is_new or rule.scope is Who.SERVER:
            yield rule


def credit_questions(rules: Iterable[Rule], model: str) -> tuple[tuple[int, str], ...]:
    """Return the questions about credits that an order with a model asks: the periods, and whose credits count."""
    asked = ((r.period_s, r.counted) for r in rules if r.credits is not None and r.counted in (ALL_MODELS, model))
    return tuple(dict.fromkeys(asked))


def credits_in(period_s: int, counted: str) -> Measure:
    """Return the measure of credits in a period."""
    return lambda rule: rule.credits if (rule.period_s, rule.counted) == (period_s, counted) else None


def any_credits(rule: Rule) -> float | None:
    """The topic of credits, whatever the period."""
    return rule.credits


def keeping_from(rules: Iterable[Rule], asker: Asker, model: str) -> Rule | None:
    """Return the sentence that keeps somebody from a model; None: nothing does."""
    sentences = held(rules, asker, takes_model(model)).all
    return next((rule for rule in sentences if model not in rule.models), None)


def takes_model(model: str) -> Measure:
    """Return the measure of whether a model may be used."""
    return lambda rule: float(model in rule.models) if rule.models else None


def takes_resolution(resolution: str) -> Measure:
    """Return the measure of whether a size may be ordered."""
    return lambda rule: float(resolution in rule.resolutions) if rule.resolutions else None


def most_pictures(rule: Rule) -> float | None:
    """The measure of how many pictures an order may ask for."""
    return rule.count


def most_at_once(rule: Rule) -> float | None:
    """The measure of how many pictures may be under way."""
    return rule.at_once


def _strictest(rules: Iterable[Rule], measure: Measure) -> Rule | None:
    """Return the strictest sentence of one person, one role or everybody: a second can't loosen the first."""
    return min((r for r in rules if measure(r) is not None), key=lambda r: measure(r) or 0, default=None)


def _most_generous(roles: list[Rule], everybody: Rule | None, measure: Measure, topic: Measure) -> Rule | None:
    speaking = dict.fromkeys(r.target_id for r in roles if topic(r) is not None)
    said = [_strictest((r for r in roles if r.target_id == role_id), measure) for role_id in speaking]
    answers = [rule or everybody for rule in said] if any(said) else [everybody]
    return max(answers, key=lambda r: math.inf if r is None else measure(r) or 0)
