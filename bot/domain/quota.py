"""Limits of spending, pure: a server's rules, resolved for one member."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

DAY = 86_400
MONTH = 30 * DAY  # a month is 30 rolling days


class Scope(StrEnum):
    """Whose spending a limit counts."""

    USER = "user"  # this member in this server (or in direct messages)
    GUILD = "guild"  # everyone in this server
    MEMBER = "person"  # this member everywhere: the owner's cap
    STRANGERS = "strangers"  # everyone on servers, and in direct messages, that the owner doesn't know
    BOT = "bot"  # everyone everywhere: the owner's cap


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What a moderator set: credits in a rolling period; 0 means not allowed."""

    scope: str  # guild_total | everyone | role | user
    target_id: int = 0
    model: str = "*"
    credits: int
    period_s: int = DAY


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A cap to hold one order against: what was spent in the last `period_s` plus its cost must fit."""

    scope: Scope
    credits: int
    period_s: int = DAY
    model: str = "*"


@dataclass(frozen=True, kw_only=True)
class Usage:
    """How much of a limit a member has spent by now."""

    limit: Limit
    used: int
    granted: int = 0  # grants that raise the limit for now
    next_release_at: int | None = None  # when the next credits come back (epoch ms); None: nothing is used
    next_release: int = 0  # how many come back then

    @property
    def allowance(self) -> int:
        """Return the limit with its grants, in credits."""
        return self.limit.credits + self.granted

    @property
    def free(self) -> int:
        """Return the credits that can still be spent."""
        return max(0, self.allowance - self.used)


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
    default: Rule = Rule(scope="everyone", credits=20, period_s=DAY)


def resolve(
    rules: Iterable[Rule],
    *,
    user_id: int,
    role_ids: Iterable[int],
    model: str,
    caps: OwnerLimits,
    is_stranger: bool = False,
) -> tuple[Limit, ...]:
    """Return every limit that one order must fit: own rule > the most generous role > everyone, then the totals."""
    fitting = [rule for rule in rules if rule.model in ("*", model)]
    roles = frozenset(role_ids)
    limits = [
        Limit(scope=Scope.GUILD, credits=r.credits, period_s=r.period_s, model=r.model)
        for r in fitting
        if r.scope == "guild_total"
    ]
    own = (
        [r for r in fitting if r.scope == "user" and r.target_id == user_id]
        or _most_generous(r for r in fitting if r.scope == "role" and r.target_id in roles)
        or [r for r in fitting if r.scope == "everyone"]
        or [caps.default]
    )
    limits += [Limit(scope=Scope.USER, credits=r.credits, period_s=r.period_s, model=r.model) for r in own]
    limits.append(Limit(scope=Scope.MEMBER, credits=caps.member))
    if is_stranger and caps.strangers is not None:
        limits.append(Limit(scope=Scope.STRANGERS, credits=caps.strangers))
    limits.append(Limit(scope=Scope.BOT, credits=caps.bot))
    if caps.bot_month is not None:
        limits.append(Limit(scope=Scope.BOT, credits=caps.bot_month, period_s=MONTH))
    return tuple(limits)


def _most_generous(rules: Iterable[Rule]) -> list[Rule]:
    best: dict[tuple[str, int], Rule] = {}
    for rule in rules:
        key = (rule.model, rule.period_s)
        if key not in best or rule.credits > best[key].credits:
            best[key] = rule
    return list(best.values())
