"""Which limits one order must fit, as a table."""

from __future__ import annotations

import pytest

from bot.domain.quota import Limit, OwnerLimits, Scope, Usage, resolve
from bot.domain.rules import Asker, Rule, Rules, Who

HOUR, DAY, WEEK = 3_600, 86_400, 604_800
CAPS = OwnerLimits(bot=200, member=30, default=Rule(scope=Who.EVERYBODY, credits=20))
NOW = 1_800_000_000_000
ASKER = Asker(user_id=3, role_ids=frozenset(), channel_ids=frozenset({50, 51}), joined_at=NOW - 5 * 86_400_000, now=NOW)

EVERYBODY = Rule(scope=Who.EVERYBODY, credits=5)
HOURLY = Rule(scope=Who.EVERYBODY, credits=4, period_s=HOUR)
ARTISTS = Rule(scope=Who.ROLE, target_id=70, credits=60)
LACK = Rule(scope=Who.ROLE, target_id=71, credits=0)
HASTY = Rule(scope=Who.ROLE, target_id=72, credits=2, period_s=HOUR)
QUICK = Rule(scope=Who.ROLE, target_id=73, credits=10, period_s=HOUR)
PICKY = Rule(scope=Who.ROLE, target_id=74, models=("banana",))
OWN = Rule(scope=Who.MEMBER, target_id=3, credits=1)
OTHERS = Rule(scope=Who.MEMBER, target_id=4, credits=0)
NEW = Rule(scope=Who.NEWCOMERS, days=7, credits=3)
NEWER = Rule(scope=Who.NEWCOMERS, days=2, credits=1)
HERE = Rule(scope=Who.CHANNEL, target_id=51, credits=9)
THERE = Rule(scope=Who.CHANNEL, target_id=52, credits=0)
SERVER = Rule(scope=Who.SERVER, credits=100, period_s=WEEK)
OF_PRO = Rule(scope=Who.EVERYBODY, counted="banana-pro", credits=3)
NO_PRO = Rule(scope=Who.EVERYBODY, models=("banana",))
DEFAULT = CAPS.default


@pytest.mark.parametrize(
    ("rules", "roles", "held"),
    [
        pytest.param([], [], [DEFAULT], id="the owner's default where nobody said anything"),
        pytest.param([EVERYBODY], [], [EVERYBODY], id="everybody's sentence replaces it"),
        pytest.param([NO_PRO], [], [DEFAULT], id="one that says nothing of credits doesn't"),
        pytest.param([EVERYBODY, ARTISTS], [70], [ARTISTS], id="a role's sentence is closer"),
        pytest.param([EVERYBODY, ARTISTS], [], [EVERYBODY], id="of a role they have"),
        pytest.param([EVERYBODY, LACK], [71], [LACK], id="also where it is a lack"),
        pytest.param([LACK, ARTISTS], [70, 71], [ARTISTS], id="the most generous role wins: a lack bans nobody"),
        pytest.param([EVERYBODY, ARTISTS, OWN], [70], [OWN], id="their own sentence wins over all"),
        pytest.param([OTHERS], [], [DEFAULT], id="another's sentence is not theirs"),
        pytest.param([EVERYBODY, HOURLY], [], [EVERYBODY, HOURLY], id="each period is a question of its own"),
        pytest.param([HOURLY, ARTISTS], [70], [HOURLY, ARTISTS], id="which somebody else may answer"),
        pytest.param([HOURLY, OWN], [], [HOURLY, OWN], id="also beside their own sentence"),
        pytest.param([EVERYBODY, HASTY], [72], [EVERYBODY, HASTY], id="a role adds a period of its own"),
        pytest.param([ARTISTS, HASTY], [70, 72], [ARTISTS], id="a second role takes nothing away"),
        pytest.param(
            [EVERYBODY, HOURLY, ARTISTS, HASTY],
            [70, 72],
            [HOURLY, ARTISTS],
            id="what a role leaves open is everybody's",
        ),
        pytest.param(
            [EVERYBODY, HOURLY, ARTISTS, QUICK], [70, 73], [ARTISTS, QUICK], id="roles answer each what they speak of"
        ),
        pytest.param(
            [HOURLY, ARTISTS, QUICK], [70, 73], [QUICK], id="everybody's answer may be that there is no limit"
        ),
        pytest.param([HASTY, PICKY], [72, 74], [DEFAULT, HASTY], id="a role that speaks of no credits frees of none"),
        pytest.param([ARTISTS, NEW], [70], [ARTISTS, NEW], id="newcomers only narrows"),
        pytest.param([NEWER], [], [DEFAULT], id="for those who joined lately"),
        pytest.param([OWN, HERE], [], [HERE, OWN], id="a channel's holds in its threads"),
        pytest.param([OWN, THERE], [], [OWN], id="and nowhere else"),
        pytest.param([SERVER, OWN], [], [SERVER, OWN], id="the server's stands beside"),
        pytest.param([OF_PRO], [], [DEFAULT], id="another model's credits say nothing"),
    ],
)
def test_the_closest_sentence_answers_and_the_others_narrow(
    rules: list[Rule], roles: list[int], held: list[Rule]
) -> None:
    asker = Asker(**{**vars(ASKER), "role_ids": frozenset(roles)})
    limits = resolve(Rules(all=tuple(rules)), asker, model="banana", caps=CAPS)
    assert {limit.rule or DEFAULT for limit in limits[:-2]} == set(held)
    assert len(limits) == len(held) + 2
    assert limits[-2:] == (Limit(scope=Scope.MEMBER, credits=30), Limit(scope=Scope.BOT, credits=200))


def test_a_models_credits_stand_beside_those_of_all() -> None:
    limits = resolve(Rules(all=(EVERYBODY, OF_PRO)), ASKER, model="banana-pro", caps=CAPS)
    assert [(limit.model, limit.credits) for limit in limits if limit.scope is Scope.USER] == [
        ("*", 5),
        ("banana-pro", 3),
    ]


def test_each_sentence_counts_whom_it_speaks_of() -> None:
    limits = resolve(Rules(all=(HERE, SERVER, NEW)), ASKER, model="banana", caps=CAPS)
    assert {limit.rule and limit.rule.scope: (limit.scope, limit.target_id) for limit in limits[:-2]} == {
        Who.CHANNEL: (Scope.CHANNEL, 51),
        Who.SERVER: (Scope.GUILD, 0),
        Who.NEWCOMERS: (Scope.USER, 0),
        None: (Scope.USER, 0),
    }


def test_no_sentence_lifts_the_owners_caps() -> None:
    generous = Rule(scope=Who.MEMBER, target_id=3, credits=10**6)
    limits = resolve(Rules(all=(generous,)), ASKER, model="banana", caps=CAPS)
    assert {limit.scope: limit.credits for limit in limits}[Scope.MEMBER] == 30
    assert {limit.scope: limit.credits for limit in limits}[Scope.BOT] == 200


def test_a_gift_raises_what_is_free_and_debt_is_never_shown() -> None:
    limit = Limit(scope=Scope.USER, credits=20)
    assert Usage(limit=limit, used=18, granted=5).free == 7
    assert Usage(limit=limit, used=25).free == 0
    assert Usage(limit=limit, used=25, granted=5).free == 5
