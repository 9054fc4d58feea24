"""What holds for one person: the answer to each question, and what narrows it; nothing that is said of others."""

from __future__ import annotations

from bot.domain.limits import DAY_MS
from bot.domain.rules import Asker, Rule, Rules, Who
from bot.domain.rules_in_force import in_force

ARTISTS, NOW = 5, 1_800_000_000_000
EVERYBODY = Rule(scope=Who.EVERYBODY, credits=20, at_once=2)
OF_ARTISTS = Rule(scope=Who.ROLE, target_id=ARTISTS, credits=60)
OF_ADA = Rule(scope=Who.MEMBER, target_id=1, count=1)
NEWCOMERS = Rule(scope=Who.NEWCOMERS, days=7, models=("banana",))
IN_MEMES = Rule(scope=Who.CHANNEL, target_id=9, at_once=1)
RULES = Rules(all=(EVERYBODY, OF_ARTISTS, OF_ADA, NEWCOMERS, IN_MEMES))


def hold(user_id: int = 2, *, channel: int = 8, days_here: int = 100, roles: tuple[int, ...] = ()) -> tuple[Rule, ...]:
    joined_at, channels = NOW - days_here * DAY_MS, frozenset({channel})
    asker = Asker(user_id=user_id, role_ids=frozenset(roles), channel_ids=channels, joined_at=joined_at, now=NOW)
    return in_force(RULES, asker, models=("banana", "banana-pro"), resolutions=("1k", "2k"))


def test_each_question_is_answered_by_itself() -> None:
    assert hold() == (EVERYBODY,)
    assert hold(roles=(ARTISTS,)) == (EVERYBODY, OF_ARTISTS), "how many at once is still everybody's"
    assert hold(1) == (EVERYBODY, OF_ADA)
    assert hold(days_here=2) == (EVERYBODY, NEWCOMERS)
    assert hold(channel=9) == (EVERYBODY, IN_MEMES)
