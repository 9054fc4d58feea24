"""Profiles, pure: what a kind of server mostly wants, as a change of its settings that a moderator looks at first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from bot.domain.guild_config import GuildConfig
from bot.domain.quota import OwnerLimits
from bot.domain.rules import MOST_RULES, Period, Rule, Rules, Who
from bot.domain.strikes import StrikeRule

#: Whom a profile speaks of; sentences about roles, members and channels stay as they are.
SPOKEN_OF = frozenset({Who.EVERYBODY, Who.NEWCOMERS, Who.SERVER})
NEW_DAYS = 7


class Profile(StrEnum):
    """A kind of server."""

    SMALL = "small"  # people who know each other
    LARGE = "large"  # a community with many strangers in it
    SCHOOL = "school"  # school and young people
    ART = "art"  # people who make pictures, and have their own


def changed(config: GuildConfig, profile: Profile, owner: OwnerLimits) -> Mapping[str, Any]:
    """Return the sections that a profile sets, and no others; never more credits than the owner lets anybody spend."""
    sections = {"rules": _rules(config.rules, profile, owner), **_others(config, profile)}
    return {name: value for name, value in sections.items() if value != getattr(config, name)}


def _rules(rules: Rules, profile: Profile, owner: OwnerLimits) -> Rules:
    kept = tuple(rule for rule in rules.all if rule.scope not in SPOKEN_OF)
    fresh = tuple(_within(rule, owner) for rule in _SENTENCES[profile])
    return replace(rules, all=(*fresh, *kept[: MOST_RULES - len(fresh)]))


def _within(rule: Rule, owner: OwnerLimits) -> Rule:
    cap = owner.bot if rule.scope is Who.SERVER else min(owner.member, owner.bot)
    return rule if rule.credits is None else replace(rule, credits=min(rule.credits, cap))


def _others(config: GuildConfig, profile: Profile) -> Mapping[str, Any]:
    privacy, strikes = config.privacy, config.strikes
    match profile:
        case Profile.LARGE:
            return {"strikes": StrikeRule(is_on=True)}
        case Profile.SCHOOL:
            return {
                "strikes": StrikeRule(is_on=True, count=2, within_hours=24, break_hours=24),
                "privacy": replace(
                    privacy,
                    keep_picture_days=_shorter(privacy.keep_picture_days),
                    keep_word_days=_shorter(privacy.keep_word_days),
                    is_own_only=True,
                ),
                "words": replace(config.words, laxer=()),
            }
        case Profile.ART:
            return {"privacy": replace(privacy, is_own_only=True)}
        case _:
            return {"strikes": replace(strikes, is_on=False)}


def _shorter(days: int, most: int = 30) -> int:
    """Return at most so many days; 0 is as long as the owner keeps them."""
    return min(days, most) if days else most


def _a_day(scope: Who, credits: int, **fields: Any) -> Rule:  # noqa: ANN401
    return Rule(scope=scope, credits=credits, period_s=Period.DAY.seconds, **fields)


_SENTENCES: Mapping[Profile, tuple[Rule, ...]] = {
    Profile.SMALL: (_a_day(Who.EVERYBODY, 30, at_once=4),),
    Profile.LARGE: (
        _a_day(Who.EVERYBODY, 10, at_once=2),
        _a_day(Who.NEWCOMERS, 3, days=NEW_DAYS, count=1),
        _a_day(Who.SERVER, 300),
    ),
    Profile.SCHOOL: (
        _a_day(Who.EVERYBODY, 6, at_once=1, count=2),
        _a_day(Who.NEWCOMERS, 2, days=NEW_DAYS, count=1),
        _a_day(Who.SERVER, 100),
    ),
    Profile.ART: (_a_day(Who.EVERYBODY, 25, at_once=4), _a_day(Who.NEWCOMERS, 5, days=NEW_DAYS)),
}
