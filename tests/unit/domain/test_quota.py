"""Which limits one order must fit, as a table."""

from __future__ import annotations

import pytest

from bot.domain.quota import Limit, OwnerLimits, Rule, Scope, Usage, resolve

CAPS = OwnerLimits(bot=200, member=30, default=Rule(scope="everyone", credits=20))
EVERYONE = Rule(scope="everyone", credits=5)
BOOSTER = Rule(scope="role", target_id=70, credits=50)
MUTED = Rule(scope="role", target_id=71, credits=0)
OWN = Rule(scope="user", target_id=3, credits=1)
TOTAL = Rule(scope="guild_total", credits=100, period_s=3600)
PRO = Rule(scope="everyone", model="banana-pro", credits=3)


def personal(*credits: int) -> list[Limit]:
    return [Limit(scope=Scope.USER, credits=value) for value in credits]


@pytest.mark.parametrize(
    ("rules", "roles", "limits"),
    [
        pytest.param([], [], personal(20), id="the host's default where nobody ruled"),
        pytest.param([EVERYONE], [], personal(5), id="everyone's rule replaces it"),
        pytest.param([EVERYONE, BOOSTER], [70], personal(50), id="a role's rule is closer"),
        pytest.param([EVERYONE, BOOSTER], [], personal(5), id="of a role one has"),
        pytest.param([MUTED, BOOSTER], [70, 71], personal(50), id="the most generous role wins"),
        pytest.param([EVERYONE, BOOSTER, OWN], [70], personal(1), id="one's own rule wins over all"),
        pytest.param([Rule(scope="user", target_id=4, credits=0)], [], personal(20), id="another's rule is not mine"),
        pytest.param([PRO], [], personal(20), id="another model's rule says nothing"),
        pytest.param(
            [TOTAL, OWN], [], [Limit(scope=Scope.GUILD, credits=100, period_s=3600), *personal(1)], id="total"
        ),
    ],
)
def test_the_closest_rule_speaks(rules: list[Rule], roles: list[int], limits: list[Limit]) -> None:
    host = [Limit(scope=Scope.MEMBER, credits=30), Limit(scope=Scope.BOT, credits=200)]
    assert list(resolve(rules, user_id=3, role_ids=roles, model="banana", caps=CAPS)) == [*limits, *host]


def test_a_models_rule_stands_beside_the_one_for_all() -> None:
    limits = resolve([EVERYONE, PRO], user_id=3, role_ids=[], model="banana-pro", caps=CAPS)
    assert [(limit.model, limit.credits) for limit in limits if limit.scope is Scope.USER] == [
        ("*", 5),
        ("banana-pro", 3),
    ]


def test_rules_of_different_periods_all_apply() -> None:
    hourly = Rule(scope="role", target_id=70, credits=2, period_s=3600)
    limits = resolve([BOOSTER, hourly], user_id=3, role_ids=[70], model="banana", caps=CAPS)
    assert {(limit.credits, limit.period_s) for limit in limits if limit.scope is Scope.USER} == {
        (50, 86_400),
        (2, 3600),
    }


def test_no_rule_lifts_the_hosts_caps() -> None:
    generous = [Rule(scope=scope, target_id=3, credits=10**6) for scope in ("user", "guild_total")]
    limits = resolve(generous, user_id=3, role_ids=[], model="banana", caps=CAPS)
    assert {limit.scope: limit.credits for limit in limits}[Scope.MEMBER] == 30
    assert {limit.scope: limit.credits for limit in limits}[Scope.BOT] == 200


def test_a_gift_raises_what_is_free_and_debt_is_never_shown() -> None:
    limit = Limit(scope=Scope.USER, credits=20)
    assert Usage(limit=limit, used=18, granted=5).free == 7
    assert Usage(limit=limit, used=25).free == 0
