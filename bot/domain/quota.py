"""Limits of spending, pure: a server's rules and the owner's caps, resolved for one order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.rules import (
    ALL_MODELS,
    Asker,
    Rule,
    Rules,
    Who,
    any_credits,
    credit_questions,
    credits_in,
    held,
)

DAY = 86_400
MONTH = 30 * DAY  # a month is 30 rolling days
LONGEST_CAP = MONTH  # of the owner's


class Scope(StrEnum):
    """Whose spending a limit counts."""

    USER = "user"  # this member in this server (or in direct messages)
    GUILD = "guild"  # everyone in this server
    CHANNEL = "channel"  # everyone in this channel, its threads and posts
    MEMBER = "person"  # this member everywhere: the owner's cap
    STRANGERS = "strangers"  # everyone on servers, and in direct messages, that the owner doesn't know
    BOT = "bot"  # everyone everywhere: the owner's cap


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A cap to hold one order against: what was spent in the last `period_s` plus its cost must fit."""

    scope: Scope
    credits: int
    period_s: int = DAY
    model: str = "*"
    target_id: int = 0  # of the channel
    rule: Rule | None = None  # the sentence that it is of; None: the owner's


@dataclass(frozen=True, kw_only=True)
class Usage:
    """How much of a limit a member has spent by now."""

    limit: Limit
    used: int
    granted: int = 0  # what is left of gifts: they pay what goes beyond the limit, once
    next_release_at: int | None = None  # when the next credits come back (epoch ms); None: nothing is used
    next_release: int = 0  # how many come back then

    @property
    def allowance(self) -> int:
        """Return the limit with what is left of gifts, in credits."""
        return self.limit.credits + self.granted

    @property
    def free(self) -> int:
        """Return the credits that can still be spent."""
        return max(0, self.limit.credits - self.used) + self.granted


@dataclass(frozen=True, kw_only=True)
class Balance:
    """What the owner's cap counts, in credits of the last 24 hours."""

    spent: int = 0  # Higgsfield drew it
    reserved: int = 0  # under way
    exposed: int = 0  # given back to members, and perhaps charged by Higgsfield all the same
    doubtful: int = 0  # orders that ended without Higgsfield's word, or without a picture
    given_back: int = 0  # the credits of those
    latest: int | None = None  # the id of the last of those

    @property
    def used(self) -> int:
        """Return the credits that the cap counts."""
        return self.spent + self.reserved + self.exposed

    def sums(self) -> Mapping[str, int]:
        """Return what makes it up, by name."""
        return {"spent": self.spent, "reserved": self.reserved, "exposed": self.exposed}


@dataclass(frozen=True, kw_only=True)
class OwnerLimits:
    """The limits that no server's rule exceeds, in credits a day: the owner pays Higgsfield's bill."""

    bot: int = 200
    bot_month: int | None = None  # in 30 days; None: only the day's
    member: int = 20
    strangers: int | None = None  # of servers that the owner doesn't know, together; None: they are like others
    default: Rule = Rule(scope=Who.EVERYBODY, credits=20)  # where a server says nothing of everybody's credits

    @property
    def strangers_month(self) -> int | None:
        """Return the same part of 30 days' cap as strangers have of the day's; None: there is none."""
        if self.strangers is None or self.bot_month is None:
            return None
        return max(1, self.bot_month * self.strangers // max(1, self.bot))

    @property
    def of_bot(self) -> tuple[Limit, ...]:
        """Return the caps of the whole bot: they count Higgsfield's bill."""
        day = Limit(scope=Scope.BOT, credits=self.bot)
        if self.bot_month is None:
            return (day,)
        return (day, Limit(scope=Scope.BOT, credits=self.bot_month, period_s=MONTH))


def resolve(
    all_rules: Rules, asker: Asker, *, model: str, caps: OwnerLimits, is_stranger: bool = False
) -> tuple[Limit, ...]:
    """Return every limit that the credits of one order must fit: the server's, then the owner's."""
    said = tuple(rule for rule in all_rules.all if rule.credits is not None)
    if not any(rule.scope is Who.EVERYBODY and rule.counted == ALL_MODELS for rule in said):
        said = (*said, caps.default)
    questions = credit_questions(said, model)
    limits = [limit for question in questions for limit in _answers(said, asker, *question, unsaid=caps.default)]
    limits.sort(key=lambda limit: _TOLD.index(limit.scope))
    limits.append(Limit(scope=Scope.MEMBER, credits=caps.member))
    if is_stranger and caps.strangers is not None:
        limits.append(Limit(scope=Scope.STRANGERS, credits=caps.strangers))
        if caps.strangers_month is not None:
            limits.append(Limit(scope=Scope.STRANGERS, credits=caps.strangers_month, period_s=MONTH))
    return (*limits, *caps.of_bot)


_TOLD = (Scope.GUILD, Scope.CHANNEL, Scope.USER)
_COUNTS = {Who.SERVER: Scope.GUILD, Who.CHANNEL: Scope.CHANNEL}


def _answers(said: tuple[Rule, ...], asker: Asker, period_s: int, counted: str, *, unsaid: Rule) -> Iterator[Limit]:
    measure = credits_in(period_s, counted)
    for rule in held(said, asker, measure, topic=any_credits).all:
        yield Limit(
            scope=_COUNTS.get(rule.scope, Scope.USER),
            credits=rule.credits or 0,
            period_s=period_s,
            model=counted,
            target_id=rule.target_id if rule.scope is Who.CHANNEL else 0,
            rule=None if rule is unsaid else rule,
        )
